#pragma once

#include <string>
#include <utility>

namespace mediumsync::medium {

// A token in memory. Has no printing operator and no conversion; wiped when destroyed. expose() is for the
// Authorization header alone.
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(Secret&& other) noexcept : text_(std::exchange(other.text_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    wipe();
    text_ = std::exchange(other.text_, {});
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(); }

  const std::string& expose() const { return text_; }
  bool operator==(const Secret& other) const { return text_ == other.text_; }

 private:
  void wipe() noexcept;
  std::string text_;
};

}  // namespace mediumsync::medium
