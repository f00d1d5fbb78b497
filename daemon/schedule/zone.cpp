#include "schedule/zone.hpp"

#include <algorithm>
#include <date/tz.h>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::schedule {

WallClock::WallClock(const std::string& zone_name) : zone_(date::locate_zone(zone_name)) {}

const Stretch& WallClock::stretch_at(core::TimePoint time) {
  if (time < last_.begin || time >= last_.end) {
    const date::sys_info info = zone_->get_info(std::chrono::floor<std::chrono::seconds>(time));
    last_ = Stretch{.begin = info.begin, .end = info.end, .offset = info.offset};
  }
  return last_;
}

core::TimePoint WallClock::date_may_change_after(core::TimePoint time) {
  const Stretch& stretch = stretch_at(time);
  const auto midnight = std::chrono::floor<std::chrono::days>(stretch.to_local(time)) + std::chrono::days(1);
  return std::min(stretch.to_utc(midnight), stretch.end);
}

bool known_timezone(std::string_view name) {
  const auto& zones = date::get_tzdb().zones;
  return std::any_of(zones.begin(), zones.end(), [&](const date::time_zone& zone) { return zone.name() == name; });
}

std::vector<std::string> nearest_timezones(std::string_view name, std::size_t count) {
  const std::string wanted = core::ascii_lower(name);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    const std::string candidate = core::ascii_lower(zone.name());
    const std::string city = candidate.substr(candidate.rfind('/') + 1);
    ranked.emplace_back(std::min(core::edit_distance(wanted, candidate), core::edit_distance(wanted, city)),
                        zone.name());
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> nearest;
  const std::size_t tolerable = std::max<std::size_t>(2, wanted.size() / 3);
  for (const auto& [distance, zone] : ranked) {
    if (nearest.size() == count || distance > tolerable) break;
    nearest.push_back(zone);
  }
  return nearest;
}

}  // namespace mediumsync::schedule
