#include "lib/sqlite/database.hpp"

#include <cassert>
#include <cerrno>
#include <chrono>
#include <sqlite3.h>
#include <utility>

namespace mediumsync::sqlite {
namespace {

// Another process (an administrator's sqlite3 shell) may hold the write lock for a moment; the loop stands still
// meanwhile.
constexpr std::chrono::milliseconds busy_timeout{2000};

std::string describe(int code, const std::string& what_we_did, const std::string& message) {
  return what_we_did + ": " + message + " (SQLite result " + std::to_string(code) + ")";
}

// Nobody asks SQLite how much memory it has, and to keep count it locks a mutex for every piece. Too late once SQLite
// is in use, which does no harm.
void leave_memory_uncounted() {
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int primary(int code) {
  return code & 0xff;
}

}  // namespace

Error::Error(int code, const std::string& what_we_did, const std::string& message, int system_error)
    : std::runtime_error(describe(code, what_we_did, message)), code_(code), system_error_(system_error) {}

bool Error::disk_full() const {
  if (fsync_failed()) return false;
  return primary(code_) == SQLITE_FULL || (primary(code_) == SQLITE_IOERR && system_error_ == ENOSPC);
}

bool Error::read_only() const {
  return primary(code_) == SQLITE_READONLY || (primary(code_) == SQLITE_IOERR && system_error_ == EROFS) ||
         (primary(code_) == SQLITE_CANTOPEN && (system_error_ == EROFS || system_error_ == EACCES));
}

bool Error::corrupt() const {
  return primary(code_) == SQLITE_CORRUPT || primary(code_) == SQLITE_NOTADB;
}

bool Error::fsync_failed() const {
  return code_ == SQLITE_IOERR_FSYNC || code_ == SQLITE_IOERR_DIR_FSYNC;
}

bool Error::interrupted() const {
  return primary(code_) == SQLITE_INTERRUPT;
}

Database::Database(const std::filesystem::path& path, WhenMissing when_missing) : path_(path.string()) {
  leave_memory_uncounted();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (when_missing == WhenMissing::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path_.c_str(), &database_, flags, nullptr);
  try {
    if (code != SQLITE_OK) {
      throw Error(code, "open " + path_, sqlite3_errstr(code),
                  database_ == nullptr ? 0 : sqlite3_system_errno(database_));
    }
    sqlite3_busy_timeout(database_, static_cast<int>(busy_timeout.count()));
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // A statement is planned once, whatever is bound to it: planning anew costs more than most reads.
    sqlite3_db_config(database_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
  } catch (...) {
    sqlite3_close(database_);
    throw;
  }
}

Database::~Database() {
  [[maybe_unused]] const int code = sqlite3_close(database_);
  assert(code == SQLITE_OK && "a statement outlived its database");
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    throw Error(code, path_ + ": " + sql.substr(0, 80), sqlite3_errmsg(database_), sqlite3_system_errno(database_));
  }
}

Statement Database::prepare(std::string_view sql) {
  return Statement(*this, sql);
}

std::int64_t Database::last_insert_id() const {
  return sqlite3_last_insert_rowid(database_);
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(database_);
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(database_) == 0;
}

bool Database::moved() const {
  int moved = 0;
  const int code = sqlite3_file_control(database_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return code != SQLITE_OK || moved != 0;
}

void Database::read_through() {
  constexpr int at_once = 1 << 20;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  std::string bytes(at_once, '\0');
  int code = SQLITE_OK;
  for (sqlite3_int64 offset = 0; code == SQLITE_OK; offset += at_once)
    code = file->pMethods->xRead(file, bytes.data(), at_once, offset);
  if (code != SQLITE_IOERR_SHORT_READ)  // which is its end
    throw Error(code, "read " + path_, sqlite3_errstr(code), sqlite3_system_errno(database_));
}

void Database::leave_as_is() {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Database::keep_log() {
  const auto note_pages = [](void* pages, sqlite3*, const char*, int in_log) {
    *static_cast<int*>(pages) = in_log;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(database_, note_pages, &log_pages_);
}

void Database::write_back() {
  // A connection that has read nothing knows of no log.
  int code = sqlite3_exec(database_, "PRAGMA schema_version", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK)
    code = sqlite3_wal_checkpoint_v2(database_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK) return;
  const Error error(code, "write back the log of " + path_, sqlite3_errmsg(database_), sqlite3_system_errno(database_));
  if (error.fsync_failed()) throw error;
}

void Database::interrupt_on(std::stop_token stop) {
  constexpr int instructions_between = 10'000;
  stop_ = std::move(stop);
  sqlite3_progress_handler(
      database_, instructions_between,
      [](void* own) { return static_cast<Database*>(own)->stop_.stop_requested() ? 1 : 0; }, this);
}

Transaction::Transaction(Database& database) : database_(database), nested_(database.in_transaction()) {
  database_.execute(nested_ ? "SAVEPOINT nested" : "BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some errors (a full disk); then there is nothing left to end.
  if (done_ || !database_.in_transaction()) return;
  sqlite3_exec(database_.native(), nested_ ? "ROLLBACK TO nested; RELEASE nested" : "ROLLBACK", nullptr, nullptr,
               nullptr);
}

void Transaction::commit() {
  assert(!done_);
  database_.execute(nested_ ? "RELEASE nested" : "COMMIT");
  done_ = true;
}

}  // namespace mediumsync::sqlite
