#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mediumsync::core {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// RFC 3339 has four digits for the year.
constexpr TimePoint earliest = sys_days{std::chrono::year{0} / 1 / 1};
constexpr TimePoint end_of_years = sys_days{std::chrono::year{10000} / 1 / 1};

// Reads a text from its beginning to its end, one fixed-width field after the other.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  std::optional<unsigned> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    unsigned value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  std::optional<char> one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) return std::nullopt;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<sys_days> date_of(Fields& fields) {
  const auto year = fields.digits(4);
  if (!year || !fields.one_of("-")) return std::nullopt;
  const auto month = fields.digits(2);
  if (!month || !fields.one_of("-")) return std::nullopt;
  const auto day = fields.digits(2);
  if (!day) return std::nullopt;
  const year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                            std::chrono::day{*day}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

struct ClockTime {
  Duration since_midnight{};
  bool leap_second = false;
};

// A fraction finer than milliseconds is cut; std::nullopt for a point without digits.
std::optional<Duration> fraction_of(Fields& fields) {
  if (!fields.one_of(".")) return Duration{0};
  Duration fraction{0};
  int scale = 100;
  bool any = false;
  while (const auto digit = fields.digits(1)) {
    fraction += Duration{static_cast<int>(*digit) * scale};
    scale /= 10;
    any = true;
  }
  if (!any) return std::nullopt;
  return fraction;
}

std::optional<ClockTime> clock_time_of(Fields& fields) {
  const auto hour = fields.digits(2);
  if (!hour || *hour > 23 || !fields.one_of(":")) return std::nullopt;
  const auto minute = fields.digits(2);
  if (!minute || *minute > 59 || !fields.one_of(":")) return std::nullopt;
  const auto second = fields.digits(2);
  if (!second || *second > 60) return std::nullopt;
  const auto fraction = fraction_of(fields);
  if (!fraction) return std::nullopt;
  return ClockTime{hours{*hour} + minutes{*minute} + seconds{*second} + *fraction, *second == 60};
}

std::optional<minutes> offset_of(Fields& fields) {
  if (fields.one_of("Zz")) return minutes{0};
  const auto sign = fields.one_of("+-");
  if (!sign) return std::nullopt;
  const auto hour = fields.digits(2);
  if (!hour || *hour > 23 || !fields.one_of(":")) return std::nullopt;
  const auto minute = fields.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  const minutes offset = hours{*hour} + minutes{*minute};
  return *sign == '-' ? -offset : offset;
}

}  // namespace

std::string format_rfc3339(TimePoint time) {
  const TimePoint shown = std::clamp(time, earliest, end_of_years - seconds{1});
  const auto day = std::chrono::floor<days>(shown);
  const year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<seconds>(shown - day)};
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  Fields fields{text};
  const auto date = date_of(fields);
  if (!date || !fields.one_of("Tt")) return std::nullopt;
  const auto clock = clock_time_of(fields);
  if (!clock) return std::nullopt;
  const auto offset = offset_of(fields);
  if (!offset || !fields.at_end()) return std::nullopt;
  const TimePoint time = *date + clock->since_midnight - *offset;
  if (time < earliest || time >= end_of_years) return std::nullopt;
  // Section 5.7: a 60th second exists only as the last one of a day in UTC; it is taken for the first of the next.
  if (clock->leap_second && time - std::chrono::floor<days>(time) >= seconds{1}) return std::nullopt;
  return time;
}

}  // namespace mediumsync::core
