#include "queue/restore.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "queue/copy.hpp"
#include "queue/high_water_mark.hpp"
#include "queue/opening.hpp"
#include "queue/schema.hpp"
#include "queue/setback.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

using Refused = core::Unexpected<RestoreRefused>;

Refused refuse(std::string message) {
  return Refused({std::move(message)});
}

std::int64_t number(sqlite::Database& database, std::string_view sql) {
  sqlite::Statement statement = database.prepare(sql);
  statement.step();
  return statement.get<std::int64_t>(0);
}

// A database that was copied as files, with a write-ahead log beside it, is taken with that; the backup itself is only
// read.
core::Expected<void, RestoreRefused> fetch(const fs::path& backup, const fs::path& copy) {
  std::error_code error;
  if (!fs::is_regular_file(backup, error))
    return refuse(backup.string() + " is no file: give the one that `mediumsyncctl backup` wrote");
  for (const char* suffix : {"", "-wal"}) {
    const fs::path from = backup.string() + suffix;
    if (!fs::exists(from, error)) continue;
    if (!fs::copy_file(from, copy.string() + suffix, error))
      return refuse("can't copy " + from.string() + " to " + copy.string() + suffix + ": " + error.message());
    ::chmod((copy.string() + suffix).c_str(), S_IRUSR | S_IWUSR);
  }
  return {};
}

core::Expected<Restored, RestoreRefused> make_ready(const fs::path& backup, const fs::path& copy,
                                                    const std::optional<std::int64_t>& sent) {
  Restored restored;
  sqlite::Database database(copy, sqlite::WhenMissing::refuse);
  database.execute("PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE");
  if (number(database, "PRAGMA application_id") != application_id)
    return refuse(backup.string() + " is a SQLite database, but no backup of mediumsync's queue");
  if (const auto damage = find_damage(database))
    return refuse(backup.string() + " is damaged (" + *damage + "): restore an older backup");
  migrate(database);
  restored.as_of = newest_event(database);
  restored.posts = posts_in(database);
  restored.waiting =
      number(database, "SELECT coalesce(sum(posts), 0) FROM tally WHERE state = 'queued' OR state = 'publishing'");
  if (sent) restored.gone_out_since = std::max<std::int64_t>(0, *sent - gone_out(database));
  mark_as_set_back(database, restored.as_of.value_or(core::TimePoint()));
  return restored;
}

// So that who runs the daemon can use what root has made.
void give_to_owner_of_directory(const fs::path& file) {
  struct stat directory {};
  if (!fs::exists(file) || ::geteuid() != 0 || ::stat(file.parent_path().c_str(), &directory) != 0) return;
  if (::chown(file.c_str(), directory.st_uid, directory.st_gid) != 0)
    throw std::system_error(errno, std::generic_category(), "chown " + file.string());
}

std::optional<fs::path> put_aside(const fs::path& database, core::TimePoint now) {
  if (!fs::exists(database)) return std::nullopt;
  const fs::path kept = name_to_keep(database, ".before-restore-", now);
  if (fs::exists(database.string() + "-wal")) fs::rename(database.string() + "-wal", kept.string() + "-wal");
  fs::rename(database, kept);
  fs::remove(database.string() + "-shm");
  return kept;
}

}  // namespace

core::Expected<Restored, RestoreRefused> restore(const fs::path& backup, const fs::path& database,
                                                 core::TimePoint now) {
  const fs::path copy = database.string() + ".restoring";
  remove_database(copy);
  if (const auto fetched = fetch(backup, copy); !fetched) {
    remove_database(copy);
    return Refused(fetched.error());
  }
  core::Expected<Restored, RestoreRefused> ready = refuse("");
  try {
    ready = make_ready(backup, copy, high_water_mark(database));
  } catch (const sqlite::Error& error) {
    if (!error.corrupt()) throw;
    ready =
        refuse(backup.string() + " is damaged, or no database at all (" + error.what() + "): restore an older backup");
  } catch (const std::runtime_error& newer) {  // of migrate()
    ready = refuse(newer.what());
  }
  if (!ready) {
    remove_database(copy);
    return ready;
  }
  sync_file(copy);
  give_to_owner_of_directory(copy);
  leave_mark(database);
  give_to_owner_of_directory(database.string() + "-made");
  give_to_owner_of_directory(database.parent_path() / "lock");
  ready->kept = put_aside(database, now);
  fs::remove(database.string() + "-wal");
  fs::rename(copy, database);
  sync_directory_of(database);
  return ready;
}

}  // namespace mediumsync::queue
