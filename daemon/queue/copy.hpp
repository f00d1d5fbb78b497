// Whole copies of a queue's database, and whether one is sound. Each has connections of its own, so that it may run on
// another thread than the queue.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/time.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

// What a copy holds.
struct CopyMade {
  std::int64_t bytes = 0;
  std::int64_t posts = 0;
};

// Makes `copy`, which must not be there, from the database as it is now: one file, its owner's alone, checked page by
// page and on the disk when this returns. Removes what it has begun when it is stopped (std::nullopt) or fails.
// **Throws** sqlite::Error, and std::runtime_error when the copy is not sound.
std::optional<CopyMade> copy_database(const std::filesystem::path& database, const std::filesystem::path& copy,
                                      const std::stop_token& stop);

// The first thing that is wrong with the database, if anything; all of it is read. **Throws** sqlite::Error when it
// can't be read for another reason, or was stopped.
std::optional<std::string> find_damage(const std::filesystem::path& database, const std::stop_token& stop);
std::optional<std::string> find_damage(sqlite::Database& database);

std::int64_t posts_in(sqlite::Database& database);

void sync_file(const std::filesystem::path& file);            // **Throws** std::system_error.
void sync_directory_of(const std::filesystem::path& file);    // **Throws** std::system_error.
void remove_database(const std::filesystem::path& database);  // with what SQLite puts beside it

}  // namespace mediumsync::queue
