#include "source/settling.hpp"

#include <algorithm>
#include <chrono>

namespace mediumsync::source {
namespace {

core::TimePoint changed_at(const fs::Stamp& stamp) {
  return core::TimePoint(std::chrono::ceil<core::Duration>(std::chrono::nanoseconds(stamp.changed_ns)));
}

}  // namespace

bool Settling::has_settled(const std::string& path, const fs::Stamp& stamp, core::TimePoint now) {
  const auto known = files_.find(path);
  const bool same = known != files_.end() && known->second.stamp == stamp;
  const core::TimePoint since = same ? known->second.since : now;
  const core::TimePoint due = settled_at(stamp, since, now);
  if (due <= now) {
    if (known != files_.end()) erase(known);
    return true;
  }
  if (!same || known->second.due != due) put(path, stamp, since, due);
  return false;
}

void Settling::begin_anew(const std::string& path, core::TimePoint now) {
  put(path, {}, now, now + settle_);
}

void Settling::forget(const std::string& path) {
  if (const auto file = files_.find(path); file != files_.end()) erase(file);
}

void Settling::clear() {
  order_.clear();
  files_.clear();
}

std::optional<core::TimePoint> Settling::next() const {
  if (order_.empty()) return std::nullopt;
  return order_.begin()->first;
}

std::optional<std::string> Settling::due(core::TimePoint now) const {
  if (order_.empty() || order_.begin()->first > now) return std::nullopt;
  return std::string(order_.begin()->second);
}

// A change in the future (the clock was set back) must not make it wait until then.
core::TimePoint Settling::settled_at(const fs::Stamp& stamp, core::TimePoint since, core::TimePoint now) const {
  const core::TimePoint changed = changed_at(stamp);
  return (changed <= now ? std::min(since, changed) : since) + settle_;
}

void Settling::put(const std::string& path, const fs::Stamp& stamp, core::TimePoint since, core::TimePoint due) {
  const auto [file, fresh] = files_.try_emplace(path);
  if (!fresh) order_.erase({file->second.due, file->first});
  file->second = {stamp, since, due};
  order_.emplace(due, file->first);
}

void Settling::erase(Files::iterator file) {
  order_.erase({file->second.due, file->first});
  files_.erase(file);
}

}  // namespace mediumsync::source
