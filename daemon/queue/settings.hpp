// Single facts of the queue as a whole, each under its name: paused, damage, what was set back, how often a post went
// out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

// All of these **throw** sqlite::Error.
std::optional<std::string> setting(sqlite::Database& database, std::string_view name);
std::optional<std::int64_t> number_setting(sqlite::Database& database, std::string_view name);
std::optional<core::TimePoint> time_setting(sqlite::Database& database, std::string_view name);

void set(sqlite::Database& database, std::string_view name, std::string_view value);
void set(sqlite::Database& database, std::string_view name, std::int64_t value);
void set(sqlite::Database& database, std::string_view name, core::TimePoint value);
void unset(sqlite::Database& database, std::string_view name);

}  // namespace mediumsync::queue
