#include "core/clause.hpp"

#include <doctest/doctest.h>
#include <string>
#include <utility>

TEST_CASE("what others say becomes a part of a sentence of ours") {
  const std::pair<const char*, const char*> rows[] = {
      {"Token was invalid.", "Token was invalid"},
      {" Relaying denied. \r\n", "Relaying denied"},
      {"Just a moment...", "Just a moment..."},
      {"User not found", "User not found"},
      {"Is it there?", "Is it there?"},
      {"example.org.", "example.org"},
      {".", ""},
      {"", ""},
  };
  for (const auto& [theirs, clause] : rows) {
    CAPTURE(std::string(theirs));
    CHECK(mediumsync::core::clause(theirs) == clause);
  }
}
