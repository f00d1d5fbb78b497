#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/time.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

// The queue's database, checked and of the newest schema; made when there has never been one. A file beside it
// ("queue.db-made") says that there has been, so that a lost database is not taken for a first start: everything would
// be published again. A damaged one is set aside as queue.db.corrupt-<time>, with its write-ahead log.
// **Throws** std::runtime_error that says what is wrong and how to mend it; sqlite::Error when the directory can't be
// written.
std::unique_ptr<sqlite::Database> open_database(const std::filesystem::path& path, core::TimePoint now);

// Makes the file that says that there has been a queue, if it is missing.
void leave_mark(const std::filesystem::path& path);

// The path, `suffix` and the time; a name that no earlier one has taken.
std::filesystem::path name_to_keep(const std::filesystem::path& path, const std::string& suffix, core::TimePoint now);

}  // namespace mediumsync::queue
