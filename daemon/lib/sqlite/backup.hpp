#pragma once

#include "lib/sqlite/database.hpp"

struct sqlite3_backup;

namespace mediumsync::sqlite {

// One database copied page by page over another, as it is at one moment: `source` stands in a read transaction, so that
// what others write meanwhile neither shows nor makes it begin anew. Lives on the stack of whoever copies; both
// databases outlive it. Its members **throw** Error.
class Backup {
 public:
  Backup(Database& source, Database& target);
  ~Backup();
  Backup(const Backup&) = delete;
  Backup& operator=(const Backup&) = delete;

  bool step(int pages);  // false: that was all
  void finish();

 private:
  Database& target_;
  sqlite3_backup* backup_;
};

}  // namespace mediumsync::sqlite
