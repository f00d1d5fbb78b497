// The database's shape, and how an older one becomes it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

// "msyn" in the file's header, so that nothing else is taken for a queue.
inline constexpr std::int64_t application_id = 0x6d73796e;

// One step from version n to n + 1, its place in the list being n. What has been released is never changed, only added
// to.
std::span<const std::string_view> migrations();

std::int64_t user_version(sqlite::Database& database);

// Brings the database to the newest version, each step a transaction of its own which also sets user_version.
// **Throws** std::runtime_error when it is newer than this program.
void migrate(sqlite::Database& database);

}  // namespace mediumsync::queue
