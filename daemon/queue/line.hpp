// The order in which posts go: one line for each account, and for each source with a schedule of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "queue/store.hpp"

namespace mediumsync::queue {

// A post's place among those that wait.
struct Place {
  Lane lane = Lane::scheduled;
  std::optional<core::TimePoint> not_before;  // personal: always there
  std::int64_t position = 0;
};

// Room between two new posts, for those that are moved in between or to the end.
inline constexpr std::int64_t position_gap = std::int64_t{1} << 20;
inline std::int64_t first_position(core::PostId id) {
  return id.value * position_gap;
}

// Whose line it is: all the posts of an account that share a plan.
struct Line {
  std::string account;
  std::optional<std::string> plan;
};

std::int64_t position_before_all(Store& store, const Line& line);
std::int64_t position_behind_all(Store& store, const Line& line);

// The plan that a source's posts follow: as adopt_plans() said, else as it was.
std::optional<std::string> plan_of(const Store& store, std::string_view source,
                                   const std::optional<std::string>& known);

// Makes it wait: state `queued` at `place`. Writes no event.
void put_in_line(Store& store, const Record& record, const Place& place, Cause cause,
                 const std::optional<std::string>& reason, core::TimePoint now);

std::int64_t position_of(Store& store, core::PostId id);

}  // namespace mediumsync::queue
