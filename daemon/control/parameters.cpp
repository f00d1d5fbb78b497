#include "control/parameters.hpp"

namespace mediumsync::control {

const Json* Parameters::find(const char* name) const {
  const auto member = json_.find(name);
  return member == json_.end() || member->is_null() ? nullptr : &*member;
}

std::optional<std::string> Parameters::text(const char* name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  refuse(name);
  return std::nullopt;
}

std::optional<std::int64_t> Parameters::integer(const char* name) {
  const Json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number_integer()) return value->get<std::int64_t>();
  refuse(name);
  return std::nullopt;
}

std::optional<core::TimePoint> Parameters::time(const char* name) {
  const auto written = text(name);
  if (!written) return std::nullopt;
  const auto time = core::parse_rfc3339(*written);
  if (!time) refuse(name);
  return time;
}

std::optional<std::vector<std::string>> Parameters::texts(const char* name) {
  const Json* values = list(name);
  if (values == nullptr) return std::nullopt;
  std::vector<std::string> all;
  for (const Json& value : *values) {
    if (!value.is_string()) {
      refuse(name);
      return std::nullopt;
    }
    all.push_back(value.get<std::string>());
  }
  return all;
}

bool Parameters::flag(const char* name) {
  const Json* value = find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) refuse(name);
  return value->is_boolean() && value->get<bool>();
}

core::PostId Parameters::id(const char* name) {
  const auto number = integer(name);
  if (!number || *number <= 0) refuse(name);
  return core::PostId{number.value_or(0)};
}

std::vector<core::PostId> Parameters::ids(const char* name) {
  const Json* values = list(name);
  std::vector<core::PostId> all;
  if (values == nullptr || values->empty()) {
    refuse(name);
    return all;
  }
  for (const Json& value : *values) {
    if (!value.is_number_integer() || value.get<std::int64_t>() <= 0) {
      refuse(name);
      return {};
    }
    all.push_back(core::PostId{value.get<std::int64_t>()});
  }
  return all;
}

const Json* Parameters::list(const char* name) {
  const Json* value = find(name);
  if (value == nullptr) return nullptr;
  if (value->is_array()) return value;
  refuse(name);
  return nullptr;
}

}  // namespace mediumsync::control
