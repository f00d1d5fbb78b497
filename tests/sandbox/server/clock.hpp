#pragma once

#include <optional>

#include "sandbox/model/instant.hpp"

namespace mediumsync::sandbox {

// Real time in milliseconds since the epoch.
Instant real_time();

// The sandbox's own time: real until the control port sets it. Part of the World.
class Clock {
 public:
  Instant now() const { return frozen_ ? *frozen_ : real_time() + offset_; }
  bool is_frozen() const { return frozen_.has_value(); }

  void run_from(Instant now);
  void freeze_at(Instant now) { frozen_ = now; }
  void advance(std::chrono::milliseconds by);

 private:
  std::chrono::milliseconds offset_{0};
  std::optional<Instant> frozen_;
};

}  // namespace mediumsync::sandbox
