#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "sandbox/model/fault.hpp"
#include "sandbox/model/seed.hpp"
#include "sandbox/server/clock.hpp"
#include "sandbox/server/request_log.hpp"
#include "sandbox/server/waiting_room.hpp"

namespace mediumsync::sandbox {

// Everything that a reset puts back to its beginning.
struct World {
  State state;
  Clock clock;
  FaultPlan faults;
  RequestLog log;
  std::map<std::string, std::uint64_t> file_hits;
  std::map<std::string, std::uint64_t> files_not_modified;
  std::map<std::string, Instant> feed_polls;  // the latest of each feed
};

// What both servers share. Owned by main, which outlives their threads.
class Service {
 public:
  // **Throws** std::runtime_error when the seed is wrong.
  explicit Service(Json seed);

  // Runs `act` on the world while no other thread may touch it.
  template <typename Act>
  auto locked(Act act) {
    const std::lock_guard lock{mutex_};
    return act(world_);
  }
  // Back to the seed: stories, faults, counts and clock begin anew, and what hangs is let go.
  void reset();
  void begin_anew(Json seed);

  WaitingRoom waiting_room;

 private:
  static World begin(const Json& seed);

  Json seed_;
  std::mutex mutex_;
  World world_;
};

}  // namespace mediumsync::sandbox
