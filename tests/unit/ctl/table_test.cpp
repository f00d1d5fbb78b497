#include "ctl/table.hpp"

#include <doctest/doctest.h>

using namespace mediumsync::ctl;

namespace {

Table table_of(const std::string& title) {
  Table table({"ID", "TITLE", "STATE"}, 1);
  table.add({{"1", Hue::plain}, {title, Hue::plain}, {"held", Hue::warn}});
  table.add({{"1000", Hue::plain}, {"x", Hue::plain}, {"ok", Hue::good}});
  return table;
}

}  // namespace

TEST_CASE("columns are aligned by characters and not by bytes") {
  CHECK(table_of("Grüße").text({}) ==
        "ID    TITLE  STATE\n"
        "1     Grüße  held\n"
        "1000  x      ok\n");
}

TEST_CASE("a pipe gets everything and a terminal what fits") {
  const std::string title = "A very long title with an ä in it";
  CHECK(table_of(title).text({}).find(title) != std::string::npos);
  CHECK(table_of(title).text({.fitted = true, .width = 30}) ==
        "ID    TITLE              STATE\n"
        "1     A very long titl…  held\n"
        "1000  x                  ok\n");
  // Never narrower than what can still be told apart.
  CHECK(table_of(title).text({.fitted = true, .width = 1}).find("A very long…") != std::string::npos);
  CHECK(table_of("ääääääääääääääääääääää").text({.fitted = true, .width = 1}).find("äääääääääää…") !=
        std::string::npos);
}

TEST_CASE("what a post brings can't steer the terminal") {
  const std::string text = table_of("\x1b[31mred\nnext\t\u202e").text({.colored = false});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\u202e") == std::string::npos);
  int lines = 0;
  for (const char c : text) lines += int{c == '\n'};
  CHECK(lines == 3);
}

TEST_CASE("colours are there when they are asked for and end where they began") {
  CHECK(paint({.colored = true}, "x", Hue::bad) == "\x1b[31mx\x1b[0m");
  CHECK(paint({.colored = true}, "x", Hue::plain) == "x");
  CHECK(paint({.colored = false}, "x", Hue::bad) == "x");
  CHECK(table_of("t").text({.colored = true}).find("\x1b[33mheld\x1b[0m\n") != std::string::npos);
}
