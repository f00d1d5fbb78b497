#include "lib/sqlite/backup.hpp"

#include <sqlite3.h>
#include <utility>

namespace mediumsync::sqlite {
namespace {

[[noreturn]] void fail(int code, Database& target) {
  throw Error(code, "copy to " + target.path(), sqlite3_errstr(code), sqlite3_system_errno(target.native()));
}

}  // namespace

Backup::Backup(Database& source, Database& target)
    : target_(target), backup_(sqlite3_backup_init(target.native(), "main", source.native(), "main")) {
  if (backup_ == nullptr) fail(sqlite3_extended_errcode(target.native()), target);
}

Backup::~Backup() {
  if (backup_ != nullptr) sqlite3_backup_finish(backup_);
}

bool Backup::step(int pages) {
  const int code = sqlite3_backup_step(backup_, pages);
  if (code == SQLITE_DONE) return false;
  if (code != SQLITE_OK) fail(code, target_);
  return true;
}

void Backup::finish() {
  if (const int code = sqlite3_backup_finish(std::exchange(backup_, nullptr)); code != SQLITE_OK) fail(code, target_);
}

}  // namespace mediumsync::sqlite
