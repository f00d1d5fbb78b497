#include "config/plan.hpp"

#include "config/nearest.hpp"

namespace mediumsync::config {

namespace {

constexpr Range<std::chrono::milliseconds> gaps{std::chrono::milliseconds(0), std::chrono::days(366)};
constexpr Range<int> days_limits{1, 1000};

void check_timezone(const Section& section, const Placed<std::string>& given) {
  if (schedule::known_timezone(given.value)) return;
  std::string message = "unknown time zone \"" + shown(given.value) + "\"";
  const auto meant = schedule::nearest_timezones(given.value, 3);
  if (meant.empty()) message += "; write an IANA name such as \"America/New_York\" (timedatectl list-timezones)";
  for (std::size_t i = 0; i < meant.size(); ++i) message += (i == 0 ? ", did you mean " : " or ") + meant[i];
  section.report().add(given.place, message + (meant.empty() ? "" : "?"));
}

std::vector<schedule::Window> read_windows(const Section& section, const std::vector<Placed<std::string>>& given) {
  if (given.empty()) {
    section.report().add(
        section.place("windows"),
        "'windows' must not be empty: nothing would ever be published; to stop an account for a while, "
        "use mediumsyncctl pause");
  }
  std::vector<schedule::Window> windows;
  for (const auto& text : given) {
    const auto window = schedule::parse_window(text.value);
    if (window) {
      windows.push_back(*window);
    } else {
      section.report().add_inside(text, window.error().offset, "bad window: " + window.error().message);
    }
  }
  return windows;
}

}  // namespace

schedule::Plan read_plan(const Section& section, schedule::Plan base) {
  if (const auto timezone_name = section.text("timezone")) {
    check_timezone(section, *timezone_name);
    base.timezone = timezone_name->value;
  }
  if (const auto windows = section.texts("windows")) base.windows = read_windows(section, *windows);
  base.min_gap = section.duration("min_gap", gaps).value_or(base.min_gap);
  base.max_per_day = section.number("max_per_day", days_limits).value_or(base.max_per_day);
  return base;
}

}  // namespace mediumsync::config
