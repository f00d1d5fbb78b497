#include "queue/schema.hpp"

#include <stdexcept>
#include <string>

namespace mediumsync::queue {

std::int64_t user_version(sqlite::Database& database) {
  sqlite::Statement statement = database.prepare("PRAGMA user_version");
  statement.step();
  return statement.get<std::int64_t>(0);
}

void migrate(sqlite::Database& database) {
  const auto newest = static_cast<std::int64_t>(migrations().size());
  const std::int64_t found = user_version(database);
  if (found > newest) {
    throw std::runtime_error(database.path() + " was written by a newer mediumsync (schema " + std::to_string(found) +
                             ", this one knows " + std::to_string(newest) +
                             "): install that version again, or restore a backup made before the upgrade");
  }
  for (std::int64_t version = found; version < newest; ++version) {
    sqlite::Transaction transaction(database);
    database.execute(std::string(migrations()[static_cast<std::size_t>(version)]));
    database.execute("PRAGMA application_id = " + std::to_string(application_id));
    database.execute("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
}

}  // namespace mediumsync::queue
