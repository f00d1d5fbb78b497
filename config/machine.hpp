// Checks that look at this machine: whether what the file names is there and as it must be.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::config {

// Each: what is wrong and how to mend it, or std::nullopt.
// `what` is the secret's kind: "token".
std::optional<std::string> secret_file_fault(const std::filesystem::path& path, std::string_view what);
std::optional<std::string> folder_fault(const std::filesystem::path& path);
// Of a folder whose files are to be moved; one that can't even be read is folder_fault()'s.
std::optional<std::string> unwritable_folder_fault(const std::filesystem::path& path);

// Of a program that is to be run: a path, or a name that PATH has.
std::optional<std::string> program_fault(const std::string& program);

}  // namespace mediumsync::config
