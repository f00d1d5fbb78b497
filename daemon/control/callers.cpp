#include "control/callers.hpp"

#include <algorithm>
#include <array>
#include <pwd.h>
#include <vector>

#include "core/text.hpp"

namespace mediumsync::control {
namespace {

constexpr std::size_t most_known = 256;
constexpr std::size_t longest_shown = 200;

std::string user_name(uid_t uid) {
  constexpr std::size_t room = 16384;
  std::vector<char> buffer(room);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return {};
  return core::printable(found->pw_name);
}

// What a parameter adds to the line: not what a file or an export holds, or what tells calls apart.
std::string shown(const std::string& name, const Json& value) {
  if (value.is_number_integer()) return " " + value.dump();
  if (value.is_boolean()) {
    std::string flag = " --" + name;
    std::ranges::replace(flag, '_', '-');
    return value.get<bool>() ? flag : std::string();
  }
  if (value.is_string()) return " " + core::printable(value.get<std::string>());
  if (!value.is_array() || (name != "ids" && name != "sources")) return {};
  std::string text;
  for (const Json& one : value) {
    if (text.size() > longest_shown) break;
    text += shown("", one);
  }
  return text;
}

}  // namespace

std::string Callers::name(uid_t uid) {
  const auto known = known_.find(uid);
  if (known != known_.end()) return known->second;
  const std::string name = user_name(uid);
  std::string text = "uid " + std::to_string(uid) + (name.empty() ? "" : " (" + name + ")");
  if (known_.size() < most_known) known_.emplace(uid, text);
  return text;
}

std::string asked_for(const Command& command, const Json& parameters) {
  constexpr std::array<std::string_view, 5> unsaid{"text", "request_id", "import", "author", "whole_until"};
  std::string text(command.verb);
  for (const auto& [name, value] : parameters.items()) {
    if (std::ranges::find(unsaid, name) == unsaid.end()) text += shown(name, value);
  }
  text = core::sanitise_utf8(text);
  return text.size() <= longest_shown ? text : core::sanitise_utf8(text.substr(0, longest_shown)) + " …";
}

}  // namespace mediumsync::control
