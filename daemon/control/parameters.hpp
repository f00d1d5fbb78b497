#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "control/varlink.hpp"
#include "core/ids.hpp"
#include "core/time.hpp"

namespace mediumsync::control {

// A call's parameters, read by name and type. The first one that is missing or of a wrong type is remembered, and the
// verb must not go on. Lives for one call.
class Parameters {
 public:
  explicit Parameters(const Json& json) : json_(json) {}

  // Absent and null are the same.
  std::optional<std::string> text(const char* name);
  std::optional<std::int64_t> integer(const char* name);
  std::optional<core::TimePoint> time(const char* name);
  std::optional<std::vector<std::string>> texts(const char* name);
  bool flag(const char* name);
  core::PostId id(const char* name);                // required
  std::vector<core::PostId> ids(const char* name);  // required, one at least
  const Json* list(const char* name);

  void refuse(const char* name) {
    if (!fault_) fault_ = name;
  }
  bool valid() const { return !fault_; }
  const std::optional<std::string>& fault() const { return fault_; }

 private:
  const Json* find(const char* name) const;

  const Json& json_;
  std::optional<std::string> fault_;
};

}  // namespace mediumsync::control
