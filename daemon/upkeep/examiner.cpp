#include "upkeep/examiner.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "lib/log/log.hpp"
#include "queue/copy.hpp"

namespace mediumsync::upkeep {
namespace {

constexpr core::Duration interval = std::chrono::hours(7 * 24);
// The first time; a machine that starts has other things to do.
constexpr core::Duration first_wait = std::chrono::minutes(15);
// After something came between.
constexpr core::Duration next_try = std::chrono::hours(1);

}  // namespace

Examiner::Examiner(uv::Loop& loop, queue::Queue& queue, std::filesystem::path database, Clock clock)
    : loop_(loop),
      queue_(queue),
      database_(std::move(database)),
      clock_(std::move(clock)),
      due_(loop, [this](uv::WallEvent event) {
        if (event == uv::WallEvent::stepped) {
          plan();
        } else {
          examine();
        }
      }) {
  if (!queue_.examination()) not_before_ = clock_() + first_wait;
  plan();
}

Examiner::~Examiner() {
  stop_.request_stop();
}

void Examiner::plan() {
  const auto last = queue_.examination();
  core::TimePoint due = last ? last->at + interval : clock_();
  // One of the future is of a clock that was wrong.
  if (last && last->at > clock_()) due = clock_();
  due_.arm(std::max(due, not_before_.value_or(due)));
}

void Examiner::examine() {
  if (job_) return;
  job_.emplace(loop_, std::function<Finding()>([database = database_, stop = stop_.get_token()]() -> Finding {
                 try {
                   return {queue::find_damage(database, stop), std::nullopt};
                 } catch (const std::exception& error) {
                   return {std::nullopt, error.what()};
                 }
               }),
               std::function<void(Finding)>([this](const Finding& finding) { finish(finding); }));
}

void Examiner::finish(const Finding& finding) {
  job_.reset();
  const core::TimePoint now = clock_();
  if (finding.obstacle) {
    log::warn("database could not be looked at", {{"reason", *finding.obstacle}});
    not_before_ = now + next_try;
    return plan();
  }
  not_before_.reset();
  if (finding.damage) {
    log::error("database damaged", {{"file", database_.string()}, {"found", *finding.damage}});
    queue_.set_paused(queue::Queue::Paused::yes, now);
  } else {
    log::info("database looked at", {{"file", database_.string()}, {"found", "sound"}});
  }
  queue_.save_examination({now, finding.damage});
  plan();
}

}  // namespace mediumsync::upkeep
