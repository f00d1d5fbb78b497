// Where a folder with `after = "move"` puts the files of posts that are done with. Names alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "queue/record.hpp"

namespace mediumsync::source {

inline constexpr std::string_view published_directory = "published/";
inline constexpr std::string_view failed_directory = "failed/";

// Which of the two a path lies in, if any.
std::optional<std::string_view> finished_directory_of(std::string_view path);

// Where it was before it was put there: "failed/2026/a.md" → "2026/a.md".
std::string home_of(std::string_view path);

// Where a post's file belongs, now that it is done with. std::nullopt: it is not, or has changed since it was sent.
std::optional<std::string_view> finished_directory_for(const queue::Record& record);

// The name to try after `attempt` others were taken: "a.md", "a-1.md", "a-2.md"; of a page bundle "a-1".
enum class Named { file, directory };
std::string numbered(const std::string& path, int attempt, Named kind);

// The note beside a failed post's file, and what it says.
std::string note_path(const std::string& path);
std::string note_text(const queue::Record& record, const std::string& path);
// Whether a text is such a note, and not somebody's own.
bool is_note(std::string_view text);

}  // namespace mediumsync::source
