#include "parse/feed_date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

using namespace std::chrono_literals;

// A date is read as a row of these: "Thu, 01 Jan 2004 19:48:21 +0100" has two words, a number, a clock, an offset.
enum class Kind { number, word, clock, offset };

struct Token {
  Kind kind = Kind::number;
  std::string text;
  // A clock's since midnight, an offset's east of Greenwich; none for an absurd one.
  std::optional<std::chrono::milliseconds> span;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + (c - '0');
  return value;
}

// Months by how their names begin, in the languages that feeds were seen in.
constexpr std::array<std::pair<std::string_view, unsigned>, 93> month_names = {
    {{"jan", 1},  {"ene", 1},  {"gen", 1},  {"jän", 1},  {"led", 1},  {"sty", 1},  {"янв", 1},  {"tam", 1},
     {"ιαν", 1},  {"feb", 2},  {"fév", 2},  {"fev", 2},  {"úno", 2},  {"uno", 2},  {"lut", 2},  {"фев", 2},
     {"hel", 2},  {"φεβ", 2},  {"mar", 3},  {"mär", 3},  {"maa", 3},  {"mrt", 3},  {"mrz", 3},  {"мар", 3},
     {"bře", 3},  {"már", 3},  {"apr", 4},  {"avr", 4},  {"abr", 4},  {"kwi", 4},  {"апр", 4},  {"dub", 4},
     {"huh", 4},  {"ápr", 4},  {"may", 5},  {"mai", 5},  {"mei", 5},  {"mag", 5},  {"maj", 5},  {"мая", 5},
     {"май", 5},  {"tou", 5},  {"máj", 5},  {"jun", 6},  {"juin", 6}, {"giu", 6},  {"cze", 6},  {"июн", 6},
     {"kes", 6},  {"jún", 6},  {"jul", 7},  {"juil", 7}, {"lug", 7},  {"lip", 7},  {"июл", 7},  {"hei", 7},
     {"júl", 7},  {"aug", 8},  {"aoû", 8},  {"aou", 8},  {"ago", 8},  {"sie", 8},  {"авг", 8},  {"elo", 8},
     {"srp", 8},  {"sep", 9},  {"set", 9},  {"wrz", 9},  {"сен", 9},  {"syy", 9},  {"sze", 9},  {"zář", 9},
     {"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"paź", 10}, {"окт", 10}, {"lok", 10}, {"říj", 10},
     {"nov", 11}, {"lis", 11}, {"ноя", 11}, {"dec", 12}, {"dez", 12}, {"dic", 12}, {"déc", 12}, {"gru", 12},
     {"дек", 12}, {"jou", 12}, {"pro", 12}, {"des", 12}, {"δεκ", 12}}};

std::optional<unsigned> month_named(std::string_view word) {
  for (const auto& [beginning, month] : month_names) {
    if (word.starts_with(beginning)) return month;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, std::chrono::minutes>, 56> zones = {{
    {"ut", 0min},     {"utc", 0min},    {"gmt", 0min},     {"z", 0min},       {"wet", 0min},     {"west", 60min},
    {"bst", 60min},   {"cet", 60min},   {"mez", 60min},    {"met", 60min},    {"cest", 120min},  {"mesz", 120min},
    {"mest", 120min}, {"eet", 120min},  {"sast", 120min},  {"eest", 180min},  {"msk", 180min},   {"msd", 240min},
    {"ist", 330min},  {"wib", 420min},  {"ict", 420min},   {"sgt", 480min},   {"hkt", 480min},   {"awst", 480min},
    {"jst", 540min},  {"kst", 540min},  {"acst", 570min},  {"aest", 600min},  {"acdt", 630min},  {"aedt", 660min},
    {"nzst", 720min}, {"nzdt", 780min}, {"est", -300min},  {"edt", -240min},  {"cst", -360min},  {"cdt", -300min},
    {"mst", -420min}, {"mdt", -360min}, {"pst", -480min},  {"pdt", -420min},  {"et", -300min},   {"ct", -360min},
    {"mt", -420min},  {"pt", -480min},  {"akst", -540min}, {"akdt", -480min}, {"hst", -600min},  {"ast", -240min},
    {"adt", -180min}, {"nst", -210min}, {"ndt", -150min},  {"brt", -180min},  {"brst", -120min}, {"art", -180min},
    {"clt", -240min}, {"cot", -300min},
}};

std::optional<std::chrono::minutes> zone_named(std::string_view word) {
  for (const auto& [name, offset] : zones) {
    if (word == name) return offset;
  }
  return std::nullopt;
}

// Splits a date into tokens; belongs to one call of feed_date.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    while (at_ < text_.size() && tokens_.size() < max_tokens) step();
    return std::move(tokens_);
  }

 private:
  static constexpr std::size_t max_tokens = 16;

  void step() {
    const char c = text_[at_];
    if (is_digit(c)) {
      const std::size_t count = digits_at(text_, at_);
      if (clock(count)) return;
      const bool runs_together = count == 12 || count == 14;  // 20031231101455
      add(Kind::number, runs_together ? 8 : count);
      if (runs_together) compact_clock(count - 8);
    } else if (is_letter(c)) {
      word();
    } else if ((c == '+' || c == '-') && seen_clock_ && digits_at(text_, at_ + 1) > 0) {
      offset();
    } else {
      ++at_;
    }
  }

  void add(Kind kind, std::size_t length, std::optional<std::chrono::milliseconds> span = std::nullopt) {
    tokens_.push_back({kind, std::string(text_.substr(at_, length)), span});
    at_ += length;
  }

  void word() {
    std::size_t end = at_;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    if (text_.substr(at_, end - at_) != "t" || digits_at(text_, end) == 0) {
      add(Kind::word, end - at_);
      return;
    }
    at_ = end;  // ISO 8601's "T" between date and time
    const std::size_t count = digits_at(text_, at_);
    if (!clock(count) && (count == 2 || count == 4 || count == 6)) compact_clock(count);
  }

  // "19:48", "19:48:21", "19:48:21.123"; not "19.48.21": dots separate dates.
  bool clock(std::size_t hour_digits) {
    std::size_t end = at_ + hour_digits;
    if (hour_digits > 2 || end >= text_.size() || text_[end] != ':' || seen_clock_) return false;
    const std::size_t minute_digits = digits_at(text_, end + 1);
    if (minute_digits == 0 || minute_digits > 2) return false;
    const int hour = number(text_.substr(at_, hour_digits));
    const int minute = number(text_.substr(end + 1, minute_digits));
    int second = 0;
    int millisecond = 0;
    end += 1 + minute_digits;
    if (end < text_.size() && text_[end] == ':') {
      const std::size_t second_digits = digits_at(text_, end + 1);
      second = number(text_.substr(end + 1, second_digits));
      end += 1 + second_digits;
      if (end < text_.size() && (text_[end] == '.' || text_[end] == ',')) {
        const std::size_t digits = digits_at(text_, end + 1);
        std::string thousandths(text_.substr(end + 1, std::min<std::size_t>(digits, 3)));
        thousandths.resize(3, '0');
        millisecond = number(thousandths);
        end += 1 + digits;
      }
    }
    finish_clock(end, hour, minute, second, millisecond);
    return true;
  }

  void compact_clock(std::size_t count) {
    const auto part = [&](std::size_t i) { return i < count ? number(text_.substr(at_ + i, 2)) : 0; };
    finish_clock(at_ + count, part(0), part(2), part(4), 0);
  }

  void finish_clock(std::size_t end, int hour, int minute, int second, int millisecond) {
    seen_clock_ = true;
    std::optional<std::chrono::milliseconds> span;
    if (hour <= 24 && minute < 60 && second <= 60) {
      span = std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
             std::chrono::milliseconds(millisecond);
    }
    add(Kind::clock, end - at_, span);
  }

  // "+01", "+1:00", "+0100", "-830".
  void offset() {
    const int sign = text_[at_] == '-' ? -1 : 1;
    const std::size_t count = digits_at(text_, at_ + 1);
    std::size_t end = at_ + 1 + count;
    const std::size_t hour_digits = count > 2 ? count - 2 : count;
    const int hours = number(text_.substr(at_ + 1, hour_digits));
    int minutes = count > 2 ? number(text_.substr(at_ + 1 + hour_digits, 2)) : 0;
    if (count <= 2 && end < text_.size() && text_[end] == ':') {
      const std::size_t minute_digits = digits_at(text_, end + 1);
      minutes = number(text_.substr(end + 1, minute_digits));
      end += 1 + minute_digits;
    }
    std::optional<std::chrono::milliseconds> span;
    if (hours <= 14 && minutes < 60) span = sign * (std::chrono::hours(hours) + std::chrono::minutes(minutes));
    add(Kind::offset, end - at_, span);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  bool seen_clock_ = false;
};

struct Day {
  int year = 0;
  unsigned month = 1;
  unsigned day = 1;
};

// RFC 2822 section 4.3.
int full_year(std::string_view digits) {
  const int year = number(digits);
  if (digits.size() == 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.size() == 3 ? 1900 + year : year;
}

// The month among the words: the last that names one, for "mar" and "dom" are also days of the week.
std::optional<unsigned> month_among(const std::vector<Token>& tokens) {
  std::optional<unsigned> month;
  for (const Token& token : tokens) {
    if (token.kind != Kind::word || zone_named(token.text)) continue;
    if (const auto named = month_named(token.text)) month = named;
  }
  return month;
}

std::optional<Day> named_day(unsigned month, const std::vector<std::string>& numbers) {
  if (numbers.empty()) return std::nullopt;
  if (numbers.size() == 1) {
    if (numbers[0].size() != 4) return std::nullopt;
    return Day{number(numbers[0]), month, 1};
  }
  const bool year_first = numbers[0].size() == 4;
  const std::string& year = year_first ? numbers[0] : numbers[1];
  const std::string& day = year_first ? numbers[1] : numbers[0];
  if (day.size() > 2) return std::nullopt;
  return Day{full_year(year), month, static_cast<unsigned>(number(day))};
}

// "2003-12-31", "20031231", "2003-12", "2003", "2003-365"; "31.12.2003", "12/31/2003", and "03-12-31" as ISO 8601:1988
// had it.
std::optional<Day> numeric_day(const std::vector<std::string>& numbers, std::string_view text) {
  const auto unsigned_number = [](std::string_view digits) { return static_cast<unsigned>(number(digits)); };
  if (numbers.empty()) return std::nullopt;
  const std::string& first = numbers[0];
  if (first.size() == 8) {
    return Day{number(first.substr(0, 4)), unsigned_number(std::string_view(first).substr(4, 2)),
               unsigned_number(std::string_view(first).substr(6, 2))};
  }
  if (first.size() == 4) {
    if (numbers.size() == 1) return Day{number(first), 1, 1};
    if (numbers[1].size() == 3 && number(numbers[1]) <= 366) {
      const auto day = std::chrono::year_month_day(std::chrono::sys_days(std::chrono::year(number(first)) / 1 / 1) +
                                                   std::chrono::days(number(numbers[1]) - 1));
      return Day{static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day())};
    }
    if (numbers[1].size() > 2) return std::nullopt;
    return Day{number(first), unsigned_number(numbers[1]),
               numbers.size() > 2 && numbers[2].size() <= 2 ? unsigned_number(numbers[2]) : 1};
  }
  if (numbers.size() < 3 || first.size() > 2 || numbers[1].size() > 2) return std::nullopt;
  if (numbers[2].size() == 4) {
    const unsigned a = unsigned_number(first);
    const unsigned b = unsigned_number(numbers[1]);
    const bool month_first = text.find('/') != std::string_view::npos ? a <= 12 : b > 12;
    return Day{number(numbers[2]), month_first ? a : b, month_first ? b : a};
  }
  if (numbers[2].size() > 2) return std::nullopt;
  return Day{full_year(first), unsigned_number(numbers[1]), unsigned_number(numbers[2])};
}

std::optional<core::TimePoint> unix_time(std::string_view text) {
  if (text.size() != digits_at(text, 0) || (text.size() != 10 && text.size() != 13)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return core::TimePoint(std::chrono::milliseconds(text.size() == 13 ? value : value * 1000));
}

// An offset says more than a name: "GMT+0200", "+0100 (CET)".
std::chrono::milliseconds zone_of(const std::vector<Token>& tokens) {
  std::chrono::milliseconds named = 0ms;
  for (const Token& token : tokens) {
    if (token.kind == Kind::offset) return token.span.value_or(0ms);
    if (token.kind != Kind::word) continue;
    if (const auto offset = zone_named(token.text)) named = *offset;
  }
  return named;
}

// 12-hour clocks: "7:48 pm", "12:05 a.m.".
std::chrono::milliseconds half_day(const std::vector<Token>& tokens, std::chrono::milliseconds time) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::word) continue;
    const bool split = i + 1 < tokens.size() && tokens[i + 1].text == "m";
    const std::string& word = tokens[i].text;
    const bool after_noon = word == "pm" || (word == "p" && split) || word == "오후" || word == "下午";
    const bool before_noon = word == "am" || (word == "a" && split) || word == "오전" || word == "上午";
    if (after_noon && time < 12h) return time + 12h;
    if (before_noon && time >= 12h && time < 13h) return time - 12h;
  }
  return time;
}

}  // namespace

std::optional<core::TimePoint> feed_date(std::string_view text) {
  constexpr std::size_t longest = 128;
  const std::string lower = core::ascii_lower(core::collapse_space(text.substr(0, longest)));
  if (const auto time = unix_time(lower)) return time;
  const std::vector<Token> tokens = Scanner(lower).tokens();
  std::vector<std::string> numbers;
  std::chrono::milliseconds time = 0ms;
  for (const Token& token : tokens) {
    if (token.kind == Kind::number) numbers.push_back(token.text);
    if (token.kind == Kind::clock && !token.span) return std::nullopt;
    if (token.kind == Kind::clock) time = *token.span;
    if (token.kind == Kind::word && token.text == "w") return std::nullopt;  // ISO 8601's weeks
  }
  const std::optional<unsigned> month = month_among(tokens);
  const std::optional<Day> day = month ? named_day(*month, numbers) : numeric_day(numbers, lower);
  if (!day || day->year < 1000 || day->year > 9999) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(day->year), std::chrono::month(day->month),
                                         std::chrono::day(day->day)};
  if (!date.ok()) return std::nullopt;
  return core::TimePoint(std::chrono::sys_days(date)) + half_day(tokens, time) - zone_of(tokens);
}

}  // namespace mediumsync::parse
