// Pages as files: written whole, kept private, opened where there is a desktop.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace mediumsync::ctl {

bool write_all(int descriptor, std::string_view bytes);

// Whole or not at all: written beside it and renamed.
bool write_file(const std::filesystem::path& path, const std::string& bytes, mode_t mode);

// What the caller's umask leaves of 0666.
mode_t asked_mode();

// Nobody but the caller may look into it. std::nullopt: there is no place for it.
std::optional<std::filesystem::path> private_directory();

// True when a desktop has taken the file over.
bool open_on_desktop(const std::filesystem::path& page);

}  // namespace mediumsync::ctl
