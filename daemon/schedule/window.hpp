// A weekly window of local time, as people write it: "Tue-Thu 07:00-09:00".
#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/expected.hpp"

namespace mediumsync::schedule {

// Days the window opens on; index 0 = Monday (ISO 8601).
using Days = std::bitset<7>;

// Opens at `opens` and closes just before `closes`, both as the wall clock shows them; crosses midnight when
// closes <= opens, and then belongs to the day it opens on. "daily 00:00-24:00" has closes = 24 h.
struct Window {
  Days days;
  std::chrono::seconds opens{0};
  std::chrono::seconds closes{0};
  bool operator==(const Window&) const = default;
};

// Where in the text the mistake is (offset from 0) and how to mend it.
struct WindowError {
  std::size_t offset = 0;
  std::string message;
  bool operator==(const WindowError&) const = default;
};

// Days: names ("Tue", "tuesday"), ranges ("Fri-Mon" wraps), lists ("Mon,Wed"), "daily"; times HH:MM or HH:MM:SS, 24:00
// as an end.
core::Expected<Window, WindowError> parse_window(std::string_view text);

std::string to_string(const Window& window);

}  // namespace mediumsync::schedule
