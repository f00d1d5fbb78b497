#include "queue/copy.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/descriptor.hpp"
#include "lib/sqlite/backup.hpp"
#include "queue/readable.hpp"

namespace mediumsync::queue {
namespace {

namespace fs = std::filesystem;

// Between two looks whether to stop: a few milliseconds of a disk's time.
constexpr int pages_a_step = 256;

void sync(const fs::path& path, int flags) {
  const core::Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file.is_open()) throw std::system_error(errno, std::generic_category(), "open " + path.string());
  if (::fsync(file.get()) != 0) throw std::system_error(errno, std::generic_category(), "fsync " + path.string());
}

// A file of this mode before there is anything in it.
void make_private(const fs::path& file) {
  const core::Descriptor made(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!made.is_open()) throw std::system_error(errno, std::generic_category(), "make " + file.string());
}

// False: stopped.
bool copy_pages(const fs::path& database, const fs::path& copy, const std::stop_token& stop) {
  sqlite::Database source(database, sqlite::WhenMissing::refuse);
  sqlite::Database target(copy, sqlite::WhenMissing::refuse);
  // What is not finished is thrown away; what is finished is synced as a whole.
  target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  source.execute("BEGIN");
  posts_in(source);  // the moment that is copied
  sqlite::Backup backup(source, target);
  do {
    if (stop.stop_requested()) return false;
  } while (backup.step(pages_a_step));
  backup.finish();
  source.execute("COMMIT");
  return true;
}

CopyMade make(const fs::path& copy, const std::stop_token& stop) {
  CopyMade made;
  {
    sqlite::Database database(copy, sqlite::WhenMissing::refuse);
    // As a file by itself: it needs nothing beside it, wherever it is taken.
    database.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE");
    database.interrupt_on(stop);
    if (const auto damage = find_damage(database))
      throw std::runtime_error("the copy is not sound, and neither is the database then (" + *damage + ")");
    made.posts = posts_in(database);
  }
  sync_file(copy);
  made.bytes = static_cast<std::int64_t>(fs::file_size(copy));
  return made;
}

std::optional<std::string> look(const fs::path& database, const std::stop_token& stop) {
  try {
    sqlite::Database own(database, sqlite::WhenMissing::refuse);
    own.execute("PRAGMA query_only = ON");
    own.interrupt_on(stop);
    return find_damage(own);
  } catch (const sqlite::Error& error) {
    if (!error.corrupt()) throw;
    return error.what();
  }
}

}  // namespace

std::optional<CopyMade> copy_database(const fs::path& database, const fs::path& copy, const std::stop_token& stop) {
  make_private(copy);
  try {
    if (copy_pages(database, copy, stop)) return make(copy, stop);
  } catch (const sqlite::Error& error) {
    remove_database(copy);
    if (!error.interrupted()) throw;
    return std::nullopt;
  } catch (...) {
    remove_database(copy);
    throw;
  }
  remove_database(copy);
  return std::nullopt;
}

std::optional<std::string> find_damage(sqlite::Database& database) {
  try {
    sqlite::Statement statement = database.prepare("PRAGMA integrity_check(1)");
    statement.step();
    std::string answer = statement.get<std::string>(0);
    if (answer == "ok") return std::nullopt;
    return answer;
  } catch (const sqlite::Error& error) {
    if (!error.corrupt()) throw;
    return error.what();
  }
}

std::optional<std::string> find_damage(const fs::path& database, const std::stop_token& stop) {
  const std::optional<std::string> damage = look(database, stop);
  if (!damage) return std::nullopt;
  // SQLite calls a page that the disk did not give once malformed, too.
  require_readable(database);
  return look(database, stop);
}

std::int64_t posts_in(sqlite::Database& database) {
  sqlite::Statement statement = database.prepare("SELECT coalesce(sum(posts), 0) FROM tally");
  statement.step();
  return statement.get<std::int64_t>(0);
}

void sync_file(const fs::path& file) {
  sync(file, O_RDONLY);
}

void sync_directory_of(const fs::path& file) {
  sync(file.parent_path().empty() ? fs::path(".") : file.parent_path(), O_RDONLY | O_DIRECTORY);
}

void remove_database(const fs::path& database) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    std::error_code ignored;  // what can't be removed now is removed the next time
    fs::remove(database.string() + suffix, ignored);
  }
}

}  // namespace mediumsync::queue
