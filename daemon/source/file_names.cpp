#include "source/file_names.hpp"

#include <algorithm>
#include <array>
#include <fnmatch.h>

#include "core/text.hpp"

namespace mediumsync::source {
namespace {

using namespace std::string_view_literals;

constexpr std::array passing_starts{"."sv, "#"sv, "~"sv, "__MACOSX"sv};
constexpr std::array passing_ends{"~"sv,     ".swp"sv,  ".swo"sv,        ".swx"sv,       ".tmp"sv,
                                  ".temp"sv, ".part"sv, ".crdownload"sv, ".filepart"sv,  ".partial"sv,
                                  ".bak"sv,  ".lock"sv, ".download"sv,   ".opdownload"sv};

constexpr std::array passing_directories{"$recycle.bin"sv,        "@eadir"sv,       "@tmp"sv,
                                         "lost+found"sv,          "node_modules"sv, "system volume information"sv,
                                         "__pycache__"sv,         "found.000"sv,    "recycler"sv,
                                         "network trash folder"sv};

}  // namespace

bool is_passing_name(std::string_view name) {
  const std::string lower = core::ascii_lower(name);
  return std::ranges::any_of(passing_starts, [&](std::string_view start) { return name.starts_with(start); }) ||
         std::ranges::any_of(passing_ends, [&](std::string_view end) { return lower.ends_with(end); });
}

bool is_conflict_copy(std::string_view name) {
  const std::string lower = core::ascii_lower(name);
  const bool named =
      lower.find("conflicted copy") != std::string::npos || lower.find("(case conflict") != std::string::npos;
  return named || lower.find(".sync-conflict-20") != std::string::npos ||
         lower.find("_conflict-20") != std::string::npos;
}

bool is_passing_directory(std::string_view name) {
  return is_passing_name(name) ||
         std::ranges::find(passing_directories, core::ascii_lower(name)) != passing_directories.end();
}

bool is_post_path(const std::string& path, const std::vector<std::string>& patterns) {
  std::size_t begin = 0;
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const std::string_view part = std::string_view(path).substr(begin, slash - begin);
    if (slash == std::string::npos) {
      if (is_passing_name(part)) return false;
      break;
    }
    if (is_passing_directory(part)) return false;
    begin = slash + 1;
  }
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    const std::string& subject = pattern.find('/') == std::string::npos ? path.substr(begin) : path;
    return ::fnmatch(pattern.c_str(), subject.c_str(), FNM_CASEFOLD) == 0;
  });
}

std::string join(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

}  // namespace mediumsync::source
