// When what waits will go if all goes well: the schedule played forward over the queue. Reads, decides nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/time.hpp"
#include "queue/queue.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::publish {

// One of the schedules that an account's posts go by: its own (no name), or that of a source.
struct PlanGroup {
  std::optional<std::string> plan_name;
  const schedule::Plan* plan;
};

std::map<core::PostId, core::TimePoint> project(queue::Queue& queue, const std::string& account,
                                                const std::vector<PlanGroup>& groups, schedule::History history,
                                                core::TimePoint from, std::size_t limit);

}  // namespace mediumsync::publish
