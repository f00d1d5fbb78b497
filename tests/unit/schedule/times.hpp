// Times in tests as people write them, with their offset: at("2026-03-08T01:30:00-05:00").
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "schedule/plan.hpp"

namespace mediumsync::schedule {

inline core::TimePoint at(std::string_view text) {
  const auto time = core::parse_rfc3339(text);
  if (!time) throw std::invalid_argument("not a time: " + std::string(text));
  return *time;
}

inline std::string text(std::optional<core::TimePoint> time) {
  return time ? core::format_rfc3339(*time) : "never";
}

inline Window window(std::string_view text) {
  const auto parsed = parse_window(text);
  if (!parsed) throw std::invalid_argument(parsed.error().message);
  return *parsed;
}

inline std::vector<Window> windows(const std::vector<std::string_view>& texts) {
  std::vector<Window> result;
  for (const auto text : texts) result.push_back(window(text));
  return result;
}

}  // namespace mediumsync::schedule
