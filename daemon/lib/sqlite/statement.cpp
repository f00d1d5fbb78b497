#include <cassert>
#include <sqlite3.h>
#include <utility>

#include "lib/sqlite/database.hpp"

namespace mediumsync::sqlite {
namespace {

const char* type_name(int type) {
  switch (type) {
    case SQLITE_INTEGER:
      return "an integer";
    case SQLITE_FLOAT:
      return "a real";
    case SQLITE_TEXT:
      return "text";
    case SQLITE_BLOB:
      return "a blob";
    default:
      return "NULL";
  }
}

[[noreturn]] void fail(int code, Database& database, std::string_view sql) {
  throw Error(code, database.path() + ": " + std::string(sql.substr(0, 80)), sqlite3_errmsg(database.native()),
              sqlite3_system_errno(database.native()));
}

// A null pointer would be taken for NULL.
const char* not_null(std::string_view text) {
  return text.data() == nullptr ? "" : text.data();
}

}  // namespace

Statement::Statement(Database& database, std::string_view sql) : database_(&database), statement_(nullptr) {
  const int code = sqlite3_prepare_v3(database.native(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) fail(code, database, sql);
  assert(statement_ != nullptr && "no SQL in it");
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const char* sql = sqlite3_sql(statement_);
  const Error error(code, database_->path() + ": " + std::string(sql).substr(0, 80),
                    sqlite3_errmsg(database_->native()), sqlite3_system_errno(database_->native()));
  reset();
  throw error;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

// What it would report is the failure of the step before it, which that has thrown.
void Statement::reset() {
  sqlite3_reset(statement_);
}

void Statement::bind_one(int index, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_, index, value); code != SQLITE_OK) {
    fail(code, *database_, sqlite3_sql(statement_));
  }
}

void Statement::bind_one(int index, double value) {
  if (const int code = sqlite3_bind_double(statement_, index, value); code != SQLITE_OK) {
    fail(code, *database_, sqlite3_sql(statement_));
  }
}

void Statement::bind_one(int index, std::string_view value) {
  const int code = sqlite3_bind_text64(statement_, index, not_null(value), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) fail(code, *database_, sqlite3_sql(statement_));
}

void Statement::bind_one(int index, const Blob& value) {
  const int code = sqlite3_bind_blob64(statement_, index, not_null(value.bytes), value.bytes.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) fail(code, *database_, sqlite3_sql(statement_));
}

void Statement::bind_null(int index) {
  if (const int code = sqlite3_bind_null(statement_, index); code != SQLITE_OK) {
    fail(code, *database_, sqlite3_sql(statement_));
  }
}

int Statement::type_of(int index) const {
  return sqlite3_column_type(statement_, index);
}

void Statement::expect(int index, int type) const {
  if (index < 0 || index >= sqlite3_data_count(statement_)) {
    throw Error(SQLITE_RANGE, database_->path() + ": column " + std::to_string(index),
                "there is no such column, or no row");
  }
  if (const int found = type_of(index); found != type) {
    throw Error(SQLITE_MISMATCH, database_->path() + ": column " + std::string(sqlite3_column_name(statement_, index)),
                std::string("expected ") + type_name(type) + ", found " + type_name(found));
  }
}

template <>
std::int64_t Statement::get<std::int64_t>(int index) const {
  expect(index, SQLITE_INTEGER);
  return sqlite3_column_int64(statement_, index);
}

template <>
double Statement::get<double>(int index) const {
  expect(index, SQLITE_FLOAT);
  return sqlite3_column_double(statement_, index);
}

template <>
std::string Statement::get<std::string>(int index) const {
  expect(index, SQLITE_TEXT);
  const auto* text = static_cast<const void*>(sqlite3_column_text(statement_, index));
  return {static_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement_, index))};
}

template <>
Blob Statement::get<Blob>(int index) const {
  expect(index, SQLITE_BLOB);
  const void* bytes = sqlite3_column_blob(statement_, index);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, index));
  return Blob{bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size)};
}

template <>
std::optional<std::int64_t> Statement::get<std::optional<std::int64_t>>(int index) const {
  if (type_of(index) == SQLITE_NULL) return std::nullopt;
  return get<std::int64_t>(index);
}

template <>
std::optional<double> Statement::get<std::optional<double>>(int index) const {
  if (type_of(index) == SQLITE_NULL) return std::nullopt;
  return get<double>(index);
}

template <>
std::optional<std::string> Statement::get<std::optional<std::string>>(int index) const {
  if (type_of(index) == SQLITE_NULL) return std::nullopt;
  return get<std::string>(index);
}

template <>
std::optional<Blob> Statement::get<std::optional<Blob>>(int index) const {
  if (type_of(index) == SQLITE_NULL) return std::nullopt;
  return get<Blob>(index);
}

}  // namespace mediumsync::sqlite
