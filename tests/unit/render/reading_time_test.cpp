#include "render/reading_time.hpp"

#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

std::string repeated(const std::string& word, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += word;
  return text;
}

TEST_CASE("reading takes as long as Medium says") {
  const core::Block image = remote_image("https://a.example/i.png", "");
  struct TimeRow {
    core::Blocks blocks;
    int minutes;
  };
  const TimeRow rows[] = {
      {{paragraph("one")}, 1},
      {{paragraph(repeated("word ", 265))}, 1},
      {{paragraph(repeated("word ", 266))}, 2},
      {{paragraph(repeated("word ", 265 * 7))}, 7},
      {{paragraph(repeated("字", 1000))}, 2},
      {{paragraph(repeated("字", 1001))}, 3},
      {core::Blocks(5, image), 1},   // 12 + 11 + 10 + 9 + 8 seconds
      {core::Blocks(7, image), 2},   // and 7 + 6
      {core::Blocks(40, image), 3},  // 75 for ten, then 3 each
      {{paragraph(repeated("word ", 265)), image}, 2},
  };
  for (const TimeRow& row : rows) {
    CAPTURE(row.minutes);
    CHECK(reading_time(core::Document{row.blocks, {}}).count() == row.minutes);
  }
}

}  // namespace
}  // namespace mediumsync::render
