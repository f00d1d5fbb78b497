#include "render/display_width.hpp"

#include <doctest/doctest.h>

namespace mediumsync::render {
namespace {

TEST_CASE("text is as wide as a terminal shows it") {
  struct WidthRow {
    const char* text;
    std::size_t width;
  };
  const WidthRow rows[] = {
      {"", 0},         {"abc", 3}, {"ñandú", 5},    {"n\u0303", 1},    {"日本語", 6},   {"한국", 4},
      {"ｆｕｌｌ", 8}, {"ﾊﾝ", 2},  {"😀", 2},        {"👩\u200D💻", 2},   {"👍🏽", 2}, {"❤", 1},
      {"❤\uFE0F", 2},  {"🇨🇭", 2},  {"a\u200Bb", 2}, {"\x1b\u00AD", 0}, {"→✓—", 3},      {"\U00020000", 2},
  };
  for (const WidthRow& row : rows) {
    CAPTURE(row.text);
    CHECK(display_width(row.text) == row.width);
  }
}

}  // namespace
}  // namespace mediumsync::render
