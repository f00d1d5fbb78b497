// Which names in a folder are posts, and which are what editors and copying programs leave there for a moment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::source {

// Dot files and folders, editors' backups, swap and lock files, half-copied files.
bool is_passing_name(std::string_view name);

// Copies that Dropbox, Syncthing, Nextcloud, ownCloud and others make where two machines changed a file at a time.
bool is_conflict_copy(std::string_view name);

// Directories that programs keep for themselves in somebody's folder: trash, thumbnails, packages.
bool is_passing_directory(std::string_view name);

// Whether `path` (relative to its folder) is to be read: no part of it is a passing name or directory, and its file
// name (or, for a pattern with a slash, the whole path) matches one of `patterns` (glob(7), without regard to case).
bool is_post_path(const std::string& path, const std::vector<std::string>& patterns);

// The path of what lies in a directory; both relative to the same folder, which is "" itself.
std::string join(const std::string& directory, const std::string& name);

}  // namespace mediumsync::source
