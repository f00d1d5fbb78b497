#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/expected.hpp"
#include "core/time.hpp"

namespace mediumsync::queue {

// What a restore came to.
struct Restored {
  std::optional<core::TimePoint> as_of;       // the newest thing that the backup knows of
  std::optional<std::filesystem::path> kept;  // what was there before
  std::int64_t posts = 0;
  std::int64_t waiting = 0;                    // held from the next start on, until a person lets them go
  std::optional<std::int64_t> gone_out_since;  // posts that were sent or handed off and the backup does not know;
                                               // absent: nobody can tell
};

// Why a backup can't take the database's place; nothing has changed.
struct RestoreRefused {
  std::string message;
};

// Puts a backup in the database's place: copied, checked, brought to the newest schema, and marked as one that was set
// back. The present database is kept beside it, by another name. Whoever calls it holds the state directory's lock. A
// crash on the way leaves the old database, or none and the words how to go on; never half of one.
// **Throws** sqlite::Error and std::system_error when the state directory can't be written.
core::Expected<Restored, RestoreRefused> restore(const std::filesystem::path& backup,
                                                 const std::filesystem::path& database, core::TimePoint now);

}  // namespace mediumsync::queue
