#include "config/nearest.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace mediumsync::config;

TEST_CASE("a slip finds what was meant and nonsense finds nothing") {
  const std::vector<std::string_view> known{"", "timeout", "parallel", "max_body", "on", "api"};
  struct Row {
    const char* word;
    std::optional<std::string_view> meant;
  };
  for (const Row& row : std::vector<Row>{{"timeuot", "timeout"},
                                         {"time_out", "timeout"},
                                         {"TIMEOUT", "timeout"},
                                         {"paralel", "parallel"},
                                         {"max-body", "max_body"},
                                         {"no", "on"},
                                         {"xy", std::nullopt},
                                         {"of", "on"},
                                         {"app", "api"},
                                         {"webhook", std::nullopt},
                                         {"x", std::nullopt},
                                         {"", std::nullopt}}) {
    CAPTURE(row.word);
    CHECK(nearest(row.word, known) == row.meant);
  }
}

TEST_CASE("what a message shows of the file is short and harmless") {
  CHECK(shown("plain") == "plain");
  CHECK(shown("\x1b[31mred") == "\\x1b[31mred");
  CHECK(shown(std::string(1000, 'x')).size() < 100);
}
