#include "sandbox/model/instant.hpp"

#include <array>
#include <charconv>

namespace mediumsync::sandbox {
namespace {

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Reads a text from left to right; each method takes what it names or says that it is not there.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool done() const { return rest_.empty(); }
  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + count, value);
    if (error != std::errc{} || end != rest_.data() + count || value < 0) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }
  std::chrono::milliseconds fraction() {
    int value = 0;
    int scale = 100;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * scale;
      scale /= 10;
      rest_.remove_prefix(1);
    }
    return std::chrono::milliseconds{value};
  }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::minutes> read_zone(Reader& in) {
  if (in.done() || in.take('Z') || in.take('z')) return std::chrono::minutes{0};
  const bool east = in.take('+');
  if (!east && !in.take('-')) return std::nullopt;
  const auto hours = in.digits(2);
  in.take(':');
  const auto minutes = in.digits(2);
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const auto offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return east ? offset : -offset;
}

std::optional<std::chrono::milliseconds> read_time(Reader& in) {
  const auto hours = in.digits(2);
  if (!hours || *hours > 23 || !in.take(':')) return std::nullopt;
  const auto minutes = in.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  std::chrono::milliseconds time = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  if (in.take(':')) {
    const auto seconds = in.digits(2);
    if (!seconds || *seconds > 60) return std::nullopt;
    time += std::chrono::seconds{*seconds};
    if (in.take('.')) time += in.fraction();
  }
  return time;
}

// A moment taken apart into the numbers that people write.
struct Parts {
  std::chrono::year_month_day day;
  unsigned weekday;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
};

Parts take_apart(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return {day, std::chrono::weekday{day}.c_encoding(), std::chrono::hh_mm_ss{at - day}};
}

template <typename Number>
std::string padded(Number number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

std::string clock_time(const Parts& p) {
  return padded(p.time.hours().count(), 2) + ":" + padded(p.time.minutes().count(), 2) + ":" +
         padded(p.time.seconds().count(), 2);
}

std::string two_digits(std::chrono::day day) {
  return padded(static_cast<unsigned>(day), 2);
}
std::string month_name(std::chrono::month month) {
  return months[static_cast<unsigned>(month) - 1];
}
std::string four_digits(std::chrono::year year) {
  return padded(static_cast<int>(year), 4);
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  Reader in{text};
  const auto year = in.digits(4);
  if (!year || !in.take('-')) return std::nullopt;
  const auto month = in.digits(2);
  if (!month || !in.take('-')) return std::nullopt;
  const auto day = in.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  Instant at = std::chrono::sys_days{date};
  if (in.done()) return at;
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  const auto time = read_time(in);
  if (!time) return std::nullopt;
  const auto zone = read_zone(in);
  if (!zone || !in.done()) return std::nullopt;
  return at + *time - *zone;
}

std::string format_rfc3339(Instant at) {
  const Parts p = take_apart(at);
  return format_day(at) + "T" + clock_time(p) + "." + padded(p.time.subseconds().count(), 3) + "Z";
}

std::string format_rfc822(Instant at) {
  const Parts p = take_apart(at);
  return std::string{weekdays[p.weekday]} + ", " + two_digits(p.day.day()) + " " + month_name(p.day.month()) + " " +
         four_digits(p.day.year()) + " " + clock_time(p) + " GMT";
}

std::string format_day(Instant at) {
  const Parts p = take_apart(at);
  return four_digits(p.day.year()) + "-" + padded(static_cast<unsigned>(p.day.month()), 2) + "-" +
         two_digits(p.day.day());
}

std::string format_for_people(Instant at) {
  const Parts p = take_apart(at);
  return month_name(p.day.month()) + " " + std::to_string(static_cast<unsigned>(p.day.day())) + ", " +
         std::to_string(static_cast<int>(p.day.year()));
}

}  // namespace mediumsync::sandbox
