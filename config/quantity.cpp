#include "config/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::config {

namespace {

using std::chrono::milliseconds;

struct TimeUnit {
  std::string_view name;
  milliseconds length;
};
constexpr std::array time_units{TimeUnit{"d", std::chrono::days(1)}, TimeUnit{"h", std::chrono::hours(1)},
                                TimeUnit{"m", std::chrono::minutes(1)}, TimeUnit{"s", std::chrono::seconds(1)},
                                TimeUnit{"ms", milliseconds(1)}};

struct SizeUnit {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array size_units{
    SizeUnit{"GiB", 1U << 30}, SizeUnit{"MiB", 1U << 20}, SizeUnit{"KiB", 1U << 10}, SizeUnit{"GB", 1'000'000'000},
    SizeUnit{"MB", 1'000'000}, SizeUnit{"KB", 1'000},     SizeUnit{"B", 1}};

// Far above any range, far below any overflow once multiplied by a unit.
constexpr std::uint32_t largest_number = 1'000'000'000;

core::Unexpected<QuantityError> error(std::size_t offset, std::string message) {
  return core::Unexpected<QuantityError>(QuantityError{.offset = offset, .message = std::move(message)});
}

struct Number {
  std::uint32_t value;
  std::size_t length;  // digits
};

std::optional<Number> leading_number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc::invalid_argument) return std::nullopt;
  const auto length = static_cast<std::size_t>(end - text.data());
  return Number{.value = failure == std::errc{} ? std::min(value, largest_number) : largest_number, .length = length};
}

std::string_view leading_letters(std::string_view text) {
  const auto end =
      std::find_if_not(text.begin(), text.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

}  // namespace

core::Expected<milliseconds, QuantityError> parse_duration(std::string_view text) {
  if (text.starts_with('-')) return error(0, "must not be negative");
  if (text.empty()) return error(0, "must be a duration such as \"30s\", \"20h\" or \"1h30m\"");
  if (text == "0") return milliseconds(0);
  milliseconds total(0);
  std::size_t position = 0;
  std::optional<milliseconds> smallest;
  while (position < text.size()) {
    const auto number = leading_number(text.substr(position));
    if (!number) return error(position, "must be a duration such as \"30s\", \"20h\" or \"1h30m\"");
    const std::string_view name = leading_letters(text.substr(position + number->length));
    const auto unit =
        std::find_if(time_units.begin(), time_units.end(), [&](const TimeUnit& u) { return u.name == name; });
    if (unit == time_units.end())
      return error(position + number->length, "needs a unit: ms, s, m, h or d, as in \"30s\"");
    if (smallest && unit->length >= *smallest) return error(position, "must name larger units first, as in \"1h30m\"");
    smallest = unit->length;
    total += unit->length * number->value;
    position += number->length + name.size();
  }
  return total;
}

std::string duration_text(milliseconds duration) {
  std::string text;
  for (const TimeUnit& unit : time_units) {
    const auto count = duration / unit.length;
    if (count == 0) continue;
    text += std::to_string(count) + std::string(unit.name);
    duration -= unit.length * count;
  }
  return text.empty() ? "0s" : text;
}

core::Expected<std::size_t, QuantityError> parse_size(std::string_view text) {
  if (text.starts_with('-')) return error(0, "must not be negative");
  const auto number = leading_number(text);
  if (!number) return error(0, "must be a size such as \"16MiB\"");
  const std::string_view name = core::trim(text.substr(number->length));
  const auto unit =
      std::find_if(size_units.begin(), size_units.end(), [&](const SizeUnit& u) { return u.name == name; });
  if (unit == size_units.end()) return error(number->length, "needs a unit: B, KiB, MiB or GiB, as in \"16MiB\"");
  return unit->bytes * number->value;
}

std::string size_text(std::size_t bytes) {
  const auto unit = std::find_if(size_units.begin(), size_units.end(), [&](const SizeUnit& u) {
    return bytes >= u.bytes && bytes % u.bytes == 0 && (u.name.size() == 3 || u.bytes == 1);
  });
  return unit == size_units.end() ? "0B" : std::to_string(bytes / unit->bytes) + std::string(unit->name);
}

}  // namespace mediumsync::config
