#include "source/finished.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "source/bundle.hpp"

namespace mediumsync::source {
namespace {

constexpr std::string_view note_beginning = "mediumsync could not publish this post.\n";

}  // namespace

std::optional<std::string_view> finished_directory_of(std::string_view path) {
  for (const std::string_view directory : {published_directory, failed_directory}) {
    if (path.starts_with(directory)) return directory;
  }
  return std::nullopt;
}

std::string home_of(std::string_view path) {
  const auto directory = finished_directory_of(path);
  return std::string(directory ? path.substr(directory->size()) : path);
}

std::optional<std::string_view> finished_directory_for(const queue::Record& record) {
  if (record.state == core::State::published && !record.drifted) return published_directory;
  if (record.state == core::State::failed) return failed_directory;
  return std::nullopt;
}

std::string numbered(const std::string& path, int attempt, Named kind) {
  if (attempt == 0) return path;
  const std::size_t name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  std::size_t dot = path.rfind('.');
  const bool has_extension = kind == Named::file || is_textbundle(path);
  if (!has_extension || dot == std::string::npos || dot <= name) dot = path.size();
  return path.substr(0, dot) + "-" + std::to_string(attempt) + path.substr(dot);
}

std::string note_path(const std::string& path) {
  constexpr std::string_view extension = ".error.txt";
  constexpr std::size_t longest_name = 255;
  const std::size_t name = path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1;
  std::size_t end = std::min(path.size(), name + longest_name - extension.size());
  const auto within_character = [&](std::size_t at) {
    return at < path.size() && (static_cast<unsigned char>(path[at]) & 0xC0U) == 0x80U;
  };
  while (end > name && within_character(end)) --end;
  return path.substr(0, end) + std::string(extension);
}

std::string note_text(const queue::Record& record, const std::string& path) {
  const std::string id = std::to_string(record.id.value);
  return std::string(note_beginning) + "\nPost:   " + id + ", " + core::printable(record.title) +
         "\nFile:   " + core::printable(core::sanitise_utf8(path)) +
         "\nReason: " + core::printable(record.reason.value_or("not known")) +
         "\n\nWhat to do: mend the file, here or moved back to where it was (" +
         core::printable(core::sanitise_utf8(home_of(path))) +
         "): it is tried again by itself. To try it again as it is: mediumsyncctl retry " + id +
         ", or move it back. To give it up: delete it.\nThis note goes away by itself.\n";
}

bool is_note(std::string_view text) {
  return text.starts_with(note_beginning);
}

}  // namespace mediumsync::source
