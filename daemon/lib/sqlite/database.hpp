// SQLite with strict types: a column is read as what it is or it is an error, NULL only into std::optional.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace mediumsync::sqlite {

// SQLite said no. `code` is the extended result code, `system_error` the errno behind it (0: none).
class Error : public std::runtime_error {
 public:
  Error(int code, const std::string& what_we_did, const std::string& message, int system_error = 0);
  int code() const { return code_; }
  bool disk_full() const;     // no room; it goes on by itself once there is
  bool read_only() const;     // the file or its file system can't be written
  bool corrupt() const;       // SQLITE_CORRUPT, SQLITE_NOTADB
  bool fsync_failed() const;  // the page cache can no longer be believed: stop
  bool interrupted() const;   // as interrupt_on() was told

 private:
  int code_;
  int system_error_;
};

// Bytes, as opposed to text.
struct Blob {
  std::string bytes;
};

class Statement;

enum class WhenMissing { create, refuse };

// One connection, for one thread: foreign keys on, schema not trusted, b-tree cells checked. Owned by the queue;
// everything that uses it ends before it. Every member that talks to SQLite **throws** Error naming the path.
class Database {
 public:
  explicit Database(const std::filesystem::path& path, WhenMissing when_missing = WhenMissing::create);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);  // one or more statements without parameters
  Statement prepare(std::string_view sql);
  std::int64_t last_insert_id() const;
  std::int64_t changes() const;  // rows that the last statement changed
  bool in_transaction() const;
  bool moved() const;  // its file was removed, renamed or replaced behind our back
  // Reads the file from end to end, by SQLite's own descriptor: closing another one would take SQLite's locks away.
  void read_through();
  void leave_as_is();  // closing it does not tidy its files: the write-ahead log stays
  // No commit writes the write-ahead log back into the file any more: who says this does, with write_back().
  void keep_log();
  int log_pages() const { return log_pages_; }  // in the log after the last commit since keep_log()
  // Writes back what nobody reads of the log. What goes wrong for now (a full disk) is left for the next time.
  // **Throws** Error only when an fsync failed.
  void write_back();
  // From now on a statement that runs when a stop is requested ends soon, with an Error that is interrupted().
  void interrupt_on(std::stop_token stop);
  const std::string& path() const { return path_; }
  sqlite3* native() { return database_; }

 private:
  std::string path_;
  sqlite3* database_ = nullptr;
  int log_pages_ = 0;
  std::stop_token stop_;
};

// A prepared statement. Bind, step, read, reset. Kept by its owner for as long as it is of use.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  // Resets, binds `values` to ?1, ?2, … and is ready to step. Integers, doubles, text, Blob, std::optional of these.
  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  bool step();  // true: there is a row
  void run();   // steps to the end, rows are dropped; reset afterwards

  // Column `index` of the current row, from 0. T: std::int64_t, double, std::string, Blob, std::optional of these.
  // **Throws** Error when the storage class is another.
  template <typename T>
  T get(int index) const;

  // Ends the read: a statement left on a row keeps its transaction, and with it the write-ahead log, alive.
  void reset();

 private:
  int type_of(int index) const;
  void expect(int index, int type) const;
  void bind_one(int index, std::int64_t value);
  void bind_one(int index, int value) { bind_one(index, std::int64_t{value}); }
  void bind_one(int index, double value);
  void bind_one(int index, std::string_view value);
  void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
  void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
  void bind_one(int index, const Blob& value);
  void bind_null(int index);
  template <typename T>
  void bind_one(int index, const std::optional<T>& value) {
    if (value) {
      bind_one(index, *value);
    } else {
      bind_null(index);
    }
  }

  Database* database_;
  sqlite3_stmt* statement_;
};

// Columns as their storage class; these are all there are.
template <>
std::int64_t Statement::get<std::int64_t>(int index) const;
template <>
double Statement::get<double>(int index) const;
template <>
std::string Statement::get<std::string>(int index) const;
template <>
Blob Statement::get<Blob>(int index) const;
template <>
std::optional<std::int64_t> Statement::get<std::optional<std::int64_t>>(int index) const;
template <>
std::optional<double> Statement::get<std::optional<double>>(int index) const;
template <>
std::optional<std::string> Statement::get<std::optional<std::string>>(int index) const;
template <>
std::optional<Blob> Statement::get<std::optional<Blob>>(int index) const;

// BEGIN IMMEDIATE … COMMIT; rolls back when destroyed without commit(). Inside another one it is a savepoint.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool nested_;
  bool done_ = false;
};

}  // namespace mediumsync::sqlite
