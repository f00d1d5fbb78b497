#include "schedule/window.hpp"

#include <array>
#include <cctype>
#include <optional>

#include "core/text.hpp"

namespace mediumsync::schedule {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 7> day_names{"monday", "tuesday",  "wednesday", "thursday",
                                                    "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 7> day_labels{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

template <typename Value>
using Parsed = core::Expected<Value, WindowError>;

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
bool is_space(char c) {
  return c == ' ' || c == '\t';
}

// "Tue", "Tues", "tuesday": at least three letters from the front of the name.
std::optional<std::size_t> day_index(std::string_view word) {
  const std::string lower = core::ascii_lower(word);
  for (std::size_t i = 0; i < day_names.size(); ++i) {
    if (lower.size() >= 3 && day_names.at(i).starts_with(lower)) return i;
  }
  return std::nullopt;
}

// Reads a window's text from left to right. Lives for one call of parse_window.
class WindowReader {
 public:
  explicit WindowReader(std::string_view text) : text_(text) {}

  Parsed<Window> window() {
    const auto days = this->days();
    if (!days) return core::Unexpected<WindowError>(days.error());
    const auto opens = time();
    if (!opens) return core::Unexpected<WindowError>(opens.error());
    if (*opens == hours(24)) return error(time_begin_, "a window can't open at 24:00; write 00:00 of the next day");
    if (!take('-')) return error(position_, "'-' and the closing time are missing, as in \"07:00-09:00\"");
    const auto closes = time();
    if (!closes) return core::Unexpected<WindowError>(closes.error());
    if (*closes == *opens) return error(time_begin_, "it closes when it opens; for the whole day write 00:00-24:00");
    skip_space();
    if (position_ != text_.size()) return error(position_, "nothing may follow the closing time");
    return Window{.days = *days, .opens = *opens, .closes = *closes};
  }

 private:
  Parsed<Days> days() {
    Days days;
    do {
      const auto range = day_range();
      if (!range) return range;
      days |= *range;
    } while (take(','));
    return days;
  }

  Parsed<Days> day_range() {
    skip_space();
    if (core::equal_ignoring_case(peek_word(), "daily")) {
      position_ += peek_word().size();
      return Days().set();
    }
    const auto first = day();
    if (!first) return core::Unexpected<WindowError>(first.error());
    if (!take('-')) return Days().set(*first);
    const auto last = day();
    if (!last) return core::Unexpected<WindowError>(last.error());
    Days days;
    for (std::size_t i = *first; i != *last; i = (i + 1) % 7) days.set(i);
    return days.set(*last);
  }

  Parsed<std::size_t> day() {
    skip_space();
    const std::string_view word = peek_word();
    if (word.empty()) {
      return error(position_, "a day is missing, as in \"Tue-Thu 07:00-09:00\" or \"daily 07:00-09:00\"");
    }
    const auto index = day_index(word);
    if (!index) {
      return error(position_,
                   "'" + std::string(word) + "' is not a day; write Mon, Tue, Wed, Thu, Fri, Sat, Sun or daily");
    }
    position_ += word.size();
    return *index;
  }

  Parsed<seconds> time() {
    skip_space();
    time_begin_ = position_;
    if (position_ == text_.size()) return error(position_, "the times are missing, as in \"07:00-09:00\"");
    const auto hour = two_digits();
    const auto minute = hour && text_.substr(position_, 1) == ":" ? (++position_, two_digits()) : std::nullopt;
    const bool has_seconds = minute && text_.substr(position_, 1) == ":";
    const auto second = has_seconds ? (++position_, two_digits()) : std::optional<int>(0);
    const bool ends = position_ == text_.size() || (!is_digit(text_[position_]) && text_[position_] != ':');
    if (!hour || !minute || !second || !ends) {
      return error(time_begin_, "a time is written HH:MM or HH:MM:SS, as in \"07:00\"");
    }
    const seconds result = hours(*hour) + minutes(*minute) + seconds(*second);
    if (*minute > 59 || *second > 59 || result > hours(24)) {
      return error(time_begin_, "'" + std::string(text_.substr(time_begin_, position_ - time_begin_)) +
                                    "' is not a time of day; it runs from 00:00 to 24:00");
    }
    return result;
  }

  std::optional<int> two_digits() {
    const std::string_view digits = text_.substr(position_, 2);
    if (digits.size() != 2 || !is_digit(digits[0]) || !is_digit(digits[1])) return std::nullopt;
    position_ += 2;
    return (digits[0] - '0') * 10 + (digits[1] - '0');
  }

  bool take(char wanted) {
    skip_space();
    if (position_ == text_.size() || text_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  std::string_view peek_word() const {
    std::size_t end = position_;
    while (end < text_.size() && is_letter(text_[end])) ++end;
    return text_.substr(position_, end - position_);
  }

  void skip_space() {
    while (position_ < text_.size() && is_space(text_[position_])) ++position_;
  }

  static core::Unexpected<WindowError> error(std::size_t offset, std::string message) {
    return core::Unexpected<WindowError>(WindowError{.offset = offset, .message = std::move(message)});
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t time_begin_ = 0;  // where the time read last begins
};

std::string two_digits(long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string time_text(seconds time) {
  const std::chrono::hh_mm_ss clock(time);
  std::string text = two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count());
  if (clock.seconds() != seconds(0)) text += ":" + two_digits(clock.seconds().count());
  return text;
}

// Runs of days as ranges, beginning after a closed day, so that Fri-Mon stays one range.
std::string days_text(Days days) {
  if (days.all()) return "daily";
  std::size_t start = 0;
  while (start < 7 && !(days.test(start) && !days.test((start + 6) % 7))) ++start;
  std::string text;
  for (std::size_t i = 0; i < 7; ++i) {
    const std::size_t day = (start + i) % 7;
    if (!days.test(day) || days.test((day + 6) % 7)) continue;
    std::size_t last = day;
    while (days.test((last + 1) % 7)) last = (last + 1) % 7;
    text += text.empty() ? "" : ",";
    text += day_labels.at(day);
    if (last != day) text += ((day + 1) % 7 == last ? "," : "-") + std::string(day_labels.at(last));
  }
  return text;
}

}  // namespace

Parsed<Window> parse_window(std::string_view text) {
  return WindowReader(text).window();
}

std::string to_string(const Window& window) {
  return days_text(window.days) + " " + time_text(window.opens) + "-" + time_text(window.closes);
}

}  // namespace mediumsync::schedule
