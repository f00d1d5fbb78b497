#include "queue/opening.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <utility>
#include <variant>

#include "queue/copy.hpp"
#include "queue/readable.hpp"
#include "queue/schema.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

// Checking every page of a bigger database would hold up the start.
constexpr std::int64_t fully_checked_bytes = std::int64_t{64} << 20;

fs::path beside(const fs::path& database, const std::string& suffix) {
  return database.string() + suffix;
}

// What is wrong with a file that is there, if anything.
using Damage = std::optional<std::string>;

std::string how_to_restore(const fs::path& path) {
  return "mediumsyncd restore FILE puts a backup in its place (" + path.string() +
         "); or, to begin with an empty queue (what was published would then be taken for new), remove " +
         beside(path, "-made").string();
}

// Under another name first: a queue.db that is there is always whole.
void make(const fs::path& path) {
  const fs::path unfinished = beside(path, ".new");
  fs::remove(unfinished);
  fs::remove(beside(unfinished, "-journal"));
  {
    sqlite::Database database(unfinished);
    if (::chmod(unfinished.c_str(), S_IRUSR | S_IWUSR) != 0) {
      throw std::system_error(errno, std::generic_category(), "chmod " + unfinished.string());
    }
    database.execute("PRAGMA synchronous = FULL");
    migrate(database);
  }
  fs::rename(unfinished, path);
  sync_directory_of(path);
}

void refuse_when_lost(const fs::path& path) {
  if (!fs::exists(beside(path, "-made")) && !fs::exists(beside(path, "-wal"))) return;
  throw std::runtime_error(path.string() + " is missing, yet there has been a queue here: " + how_to_restore(path));
}

std::int64_t pragma(sqlite::Database& database, const std::string& name) {
  sqlite::Statement statement = database.prepare("PRAGMA " + name);
  statement.step();
  return statement.get<std::int64_t>(0);
}

Damage quick_check(sqlite::Database& database, const std::string& argument) {
  sqlite::Statement statement = database.prepare("PRAGMA quick_check(" + argument + ")");
  statement.step();
  std::string answer = statement.get<std::string>(0);
  if (answer == "ok") return std::nullopt;
  return answer;
}

// Of a big database the small tables and the ends of every table and index of posts; SQLite itself has compared the
// file's size by now.
Damage sample(sqlite::Database& database) {
  for (const char* table : {"account", "setting", "source", "tally"}) {
    if (Damage damage = quick_check(database, table)) return damage;
  }
  for (const char* query :
       {"SELECT * FROM post ORDER BY id DESC LIMIT 1000", "SELECT * FROM text ORDER BY id DESC LIMIT 100",
        "SELECT * FROM attempt ORDER BY id DESC LIMIT 1000", "SELECT * FROM event ORDER BY sequence DESC LIMIT 1000",
        "SELECT * FROM post WHERE state IN ('queued', 'publishing', 'in_doubt') LIMIT 1000"}) {
    database.prepare(query).run();
  }
  return std::nullopt;
}

Damage check(sqlite::Database& database) {
  if (pragma(database, "application_id") != application_id) {
    throw std::runtime_error(database.path() + " is a SQLite database, but not a queue of mediumsync: move it away");
  }
  if (user_version(database) > static_cast<std::int64_t>(migrations().size()))
    return std::nullopt;  // migrate() says so
  const std::int64_t bytes = pragma(database, "page_count") * pragma(database, "page_size");
  return bytes <= fully_checked_bytes ? quick_check(database, "1") : sample(database);
}

// The cache (16 MiB) holds the indices by digest and likeness of a hundred thousand posts, which are met at random.
void configure(sqlite::Database& database) {
  database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;"
      "PRAGMA journal_size_limit = 16777216");
}

std::string compact(core::TimePoint time) {
  std::string text = core::format_rfc3339(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// With its write-ahead log: left behind, that would spoil the backup that is put in its place.
[[noreturn]] void set_aside(const fs::path& path, const std::string& damage, core::TimePoint now) {
  const fs::path kept = name_to_keep(path, ".corrupt-", now);
  fs::rename(path, kept);
  if (fs::exists(beside(path, "-wal"))) fs::rename(beside(path, "-wal"), beside(kept, "-wal"));
  fs::remove(beside(path, "-shm"));
  leave_mark(path);
  throw std::runtime_error(path.string() + " is damaged (" + damage + ") and is kept as " + kept.string() +
                           "; nothing is published: " + how_to_restore(path));
}

// The queue, ready for use, or what is wrong with the file, which is then left as it is.
std::variant<std::unique_ptr<sqlite::Database>, std::string> look(const fs::path& path) {
  auto database = std::make_unique<sqlite::Database>(path, sqlite::WhenMissing::refuse);
  Damage damage;
  try {
    damage = check(*database);
    if (!damage) {
      configure(*database);
      migrate(*database);
    }
  } catch (const sqlite::Error& error) {
    if (!error.corrupt()) throw;
    damage = error.what();
  }
  if (!damage) return database;
  database->leave_as_is();
  return *damage;
}

}  // namespace

void leave_mark(const fs::path& path) {
  const fs::path mark = beside(path, "-made");
  if (fs::exists(mark)) return;
  std::ofstream(mark) << "A queue was made here. While " << path.filename().string()
                      << " is missing the daemon does not start: restore it from a backup.\n"
                         "Without it everything that was published would be taken for new and published again.\n";
}

fs::path name_to_keep(const fs::path& path, const std::string& suffix, core::TimePoint now) {
  const fs::path first = beside(path, suffix + compact(now));
  fs::path name = first;
  for (int i = 2; fs::exists(name); ++i) name = beside(first, "-" + std::to_string(i));
  return name;
}

std::unique_ptr<sqlite::Database> open_database(const fs::path& path, core::TimePoint now) {
  if (!fs::exists(path)) {
    refuse_when_lost(path);
    make(path);
  }
  if (fs::file_size(path) == 0) set_aside(path, "it is empty", now);
  auto opened = look(path);
  if (std::holds_alternative<std::string>(opened)) {
    // SQLite calls a page that the disk did not give once malformed, too.
    require_readable(path);
    opened = look(path);
  }
  if (const auto* damage = std::get_if<std::string>(&opened)) set_aside(path, *damage, now);
  leave_mark(path);
  return std::get<std::unique_ptr<sqlite::Database>>(std::move(opened));
}

}  // namespace mediumsync::queue
