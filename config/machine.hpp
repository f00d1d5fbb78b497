// Checks that look at this machine: whether what the file names is there and as it must be.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace mediumsync::config {

// Each: what is wrong and how to mend it, or std::nullopt.
std::optional<std::string> token_file_fault(const std::filesystem::path& path);
std::optional<std::string> folder_fault(const std::filesystem::path& path);
// Of a folder whose files are to be moved; one that can't even be read is folder_fault()'s.
std::optional<std::string> unwritable_folder_fault(const std::filesystem::path& path);

}  // namespace mediumsync::config
