// What a configuration file says, and the mistakes that are found in it.
#pragma once

#include <algorithm>
#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "file.hpp"

namespace mediumsync::config {

// Lines 1 to 3; what a row adds begins on line 4.
inline const std::string account = "[[account]]\nname = \"main\"\ntoken = \"credential:t\"\n";
// Lines 4 to 6 behind it.
inline const std::string folder = "[[folder]]\nname = \"drop\"\npath = \"/drop\"\n";
inline const std::string feed = "[[feed]]\nname = \"blog\"\nurl = \"https://blog.example/feed.xml\"\n";

struct Row {
  std::string text;
  std::string mistakes;  // the beginning of each, one per line; none for a good file
};

inline std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n" + line;
  return text;
}

// As many mistakes as expected, each beginning with what is expected of it, in that order.
inline void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::vector<std::string> expected = lines(row.mistakes);
    std::vector<std::string> found = lines(mistakes_of(load_text(row.text)));
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
      if (found[i].starts_with(expected[i])) found[i] = expected[i];
    }
    CHECK(joined(found) == joined(expected));
  }
}

}  // namespace mediumsync::config
