// Private to http/: what has arrived of an answer, within its bounds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/http/client.hpp"

namespace mediumsync::http {

// Collects the header lines and body bytes that libcurl hands over, of all hops of a redirect. Owned by its Exchange.
class Answer {
 public:
  enum class Overflow { none, headers, body };

  explicit Answer(std::size_t max_body) : max_body_(max_body) {}

  // A request is about to leave; its answer comes next.
  void await();
  // false when that was too much; overflow() says of what.
  [[nodiscard]] bool take_header(std::string_view line);
  [[nodiscard]] bool take_body(std::string_view bytes);

  Overflow overflow() const { return overflow_; }
  // How many answers have begun; informational ones (1xx) do not count.
  std::size_t count() const { return statuses_.size(); }
  // Of the last answer, once its headers are whole.
  std::optional<int> status() const;

  Response response(std::string url) &&;

 private:
  void begin(std::string_view status_line);
  void add_field(std::string_view line);
  bool moved_for_good() const;

  std::size_t max_body_;
  std::size_t header_bytes_ = 0;
  Overflow overflow_ = Overflow::none;
  enum class Part { awaited, interim, headers, body } part_ = Part::awaited;
  std::vector<int> statuses_;
  std::vector<Header> headers_;
  std::string body_;
};

}  // namespace mediumsync::http
