#include "parse/dates.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

using std::chrono::minutes;

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

// RFC 2822 section 4.3 and the European ones people write.
constexpr std::array<std::pair<std::string_view, int>, 15> zones{{{"z", 0},
                                                                  {"utc", 0},
                                                                  {"gmt", 0},
                                                                  {"est", -300},
                                                                  {"edt", -240},
                                                                  {"cst", -360},
                                                                  {"cdt", -300},
                                                                  {"mst", -420},
                                                                  {"mdt", -360},
                                                                  {"pst", -480},
                                                                  {"pdt", -420},
                                                                  {"bst", 60},
                                                                  {"cet", 60},
                                                                  {"cest", 120},
                                                                  {"ist", 330}}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Reads one date from left to right; lives for one call of parse_date.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<core::TimePoint> read() {
    if (!date()) return std::nullopt;
    separator();
    if (!done() && is_digit(text_[at_]) && !time()) return std::nullopt;
    spaces();
    repeated_year();
    if (!done() && !zone()) return std::nullopt;
    spaces();
    if (!done() && !trailing_year()) return std::nullopt;
    return result();
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void spaces() {
    while (!done() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  std::optional<int> number(std::size_t min_digits, std::size_t max_digits) {
    std::size_t end = at_;
    int value = 0;
    while (end < text_.size() && end - at_ < max_digits && is_digit(text_[end]))
      value = value * 10 + (text_[end++] - '0');
    if (end - at_ < min_digits) return std::nullopt;
    at_ = end;
    return value;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (!done() && is_letter(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool date() {
    if (done()) return false;
    if (is_letter(text_[at_])) return named_date();
    const std::size_t begin = at_;
    const auto first = number(1, 4);
    if (!first) return false;
    if (at_ - begin == 4) return iso_date(*first);
    if (at_ - begin > 2) return false;
    day_ = static_cast<unsigned>(*first);
    return month_then_year();
  }

  bool iso_date(int year) {
    year_ = year;
    if (done()) return false;
    const char mark = text_[at_];
    if (mark != '-' && mark != '/' && mark != '.') {
      const auto month = number(2, 2);
      const auto day = month ? number(2, 2) : std::nullopt;
      if (!day) return false;
      month_ = static_cast<unsigned>(*month);
      day_ = static_cast<unsigned>(*day);
      return true;
    }
    ++at_;
    const auto month = number(1, 2);
    if (!month || !take(mark)) return false;
    const auto day = number(1, 2);
    if (!day) return false;
    month_ = static_cast<unsigned>(*month);
    day_ = static_cast<unsigned>(*day);
    return true;
  }

  // "8 Aug 2019", "8-Aug-2019", "8th of August, 2019".
  bool month_then_year() {
    const std::string_view suffix = word();
    if (!suffix.empty() && suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th") return false;
    if (!take('-')) spaces();
    if (text_.substr(at_).starts_with("of ")) at_ += 3;
    if (!month(word())) return false;
    take('.');
    take(',');
    if (!take('-')) spaces();
    const auto year = number(4, 4);
    if (!year) return false;
    year_ = *year;
    return true;
  }

  // "Aug 8, 2019", "Thu, 08 Aug 2019 …", "Thu Aug  8 14:00:00 UTC 2019" (the year follows later).
  bool named_date() {
    std::string_view name = word();
    if (!month(name)) {
      if (!take(',')) take('.');
      spaces();
      if (!done() && is_digit(text_[at_])) return date();
      if (!month(word())) return false;
    }
    take('.');
    spaces();
    const auto day = number(1, 2);
    if (!day) return false;
    day_ = static_cast<unsigned>(*day);
    const std::string_view suffix = word();
    if (!suffix.empty() && suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th") return false;
    take(',');
    spaces();
    const std::size_t before = at_;
    if (const auto year = number(4, 4)) {
      year_ = *year;
    } else {
      at_ = before;
    }
    return true;
  }

  bool month(std::string_view name) {
    if (name.size() < 3) return false;
    const std::string short_name = core::ascii_lower(name.substr(0, 3));
    const auto* found = std::find(months.begin(), months.end(), short_name);
    if (found == months.end()) return false;
    month_ = static_cast<unsigned>(found - months.begin()) + 1;
    return true;
  }

  void separator() {
    if (take('T') || take('t') || take('_')) return;
    take(',');
    spaces();
    for (const std::string_view filler : {"at ", "@ ", "- "}) {
      if (text_.substr(at_).starts_with(filler)) at_ += filler.size();
    }
    spaces();
  }

  bool time() {
    const auto hour = number(1, 2);
    if (!hour || !take(':')) return false;
    const auto minute = number(2, 2);
    if (!minute) return false;
    int second = 0;
    if (take(':')) {
      const auto read = number(2, 2);
      if (!read) return false;
      second = *read;
      if (take('.') || take(',')) fraction();
    }
    int hours = *hour;
    const std::size_t before = at_;
    spaces();
    const std::string half = core::ascii_lower(word());
    if (half == "am" || half == "pm") {
      if (hours < 1 || hours > 12) return false;
      hours = hours % 12 + (half == "pm" ? 12 : 0);
    } else {
      at_ = before;
    }
    if (hours > 24 || *minute > 59 || second > 60) return false;
    since_midnight_ += std::chrono::hours(hours) + minutes(*minute) + std::chrono::seconds(second);
    return true;
  }

  // "2023-01-29 18:30:22 2023 -0800", as some editors' templates have it.
  void repeated_year() {
    const std::size_t before = at_;
    const auto year = number(4, 4);
    if (year && year_ == year) {
      spaces();
    } else {
      at_ = before;
    }
  }

  void fraction() {
    int scale = 100;
    while (!done() && is_digit(text_[at_])) {
      since_midnight_ += std::chrono::milliseconds((text_[at_] - '0') * scale);
      scale /= 10;
      ++at_;
    }
  }

  bool zone() {
    if (text_[at_] == '+' || text_[at_] == '-') return offset();
    const std::size_t before = at_;
    const std::string name = core::ascii_lower(word());
    const auto* found =
        std::find_if(zones.begin(), zones.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == zones.end()) {
      at_ = before;
      return is_digit(text_[at_]);
    }
    zone_ = minutes(found->second);
    if (!done() && (text_[at_] == '+' || text_[at_] == '-')) return offset();
    return true;
  }

  bool offset() {
    const int sign = text_[at_++] == '-' ? -1 : 1;
    const std::size_t begin = at_;
    const auto digits = number(1, 4);
    if (!digits) return false;
    int hours = *digits;
    int mins = 0;
    if (at_ - begin > 2) {
      hours = *digits / 100;
      mins = *digits % 100;
    } else if (take(':')) {
      const auto read = number(2, 2);
      if (!read) return false;
      mins = *read;
    }
    if (hours > 15 || mins > 59) return false;
    zone_ = minutes(sign * (hours * 60 + mins));
    if (!done() && text_[at_] == '(') at_ = text_.size();
    return true;
  }

  bool trailing_year() {
    if (year_) return false;
    const auto year = number(4, 4);
    if (!year || !done()) return false;
    year_ = *year;
    return true;
  }

  std::optional<core::TimePoint> result() const {
    if (!year_) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(*year_), std::chrono::month(month_),
                                          std::chrono::day(day_)};
    if (!day.ok() || *year_ < 1) return std::nullopt;
    return core::TimePoint(std::chrono::sys_days(day)) + since_midnight_ - zone_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<int> year_;
  unsigned month_ = 0;
  unsigned day_ = 0;
  core::Duration since_midnight_{0};
  minutes zone_{0};
};

// The digits "2019-08-08" at `position`, apart by `mark`, and followed by no digit.
std::optional<core::TimePoint> digits_at(std::string_view path, std::size_t position, char mark) {
  const std::string_view text = path.substr(position, 10);
  if (text.size() < 10 || text[4] != mark || text[7] != mark) return std::nullopt;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!is_digit(text[i])) return std::nullopt;
  }
  if (position + 10 < path.size() && is_digit(path[position + 10])) return std::nullopt;
  return parse_date(text);
}

}  // namespace

std::optional<core::TimePoint> parse_date(std::string_view text) {
  return Scanner(core::trim(text)).read();
}

std::optional<core::TimePoint> date_in_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  if (const auto date = digits_at(path, name, '-')) return date;
  for (std::size_t at = 0; at < name; at = path.find('/', at) + 1) {
    if (const auto date = digits_at(path, at, '/')) return date;
    if (const auto date = digits_at(path, at, '-')) return date;
  }
  return std::nullopt;
}

}  // namespace mediumsync::parse
