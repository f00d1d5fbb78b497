#include "core/username.hpp"

#include <doctest/doctest.h>

using namespace mediumsync;

TEST_CASE("a username is one author's whatever its capitals and whether or not it has an at sign") {
  CHECK(core::same_username("jane", "Jane"));
  CHECK(core::same_username("@jane", "jane"));
  CHECK(core::same_username("jane.doe_1", "@Jane.Doe_1"));
}

TEST_CASE("usernames that differ in a dot or a line are those of two authors") {
  CHECK_FALSE(core::same_username("jane.doe", "janedoe"));
  CHECK_FALSE(core::same_username("jane_doe", "jane.doe"));
  CHECK_FALSE(core::same_username("jane", "jane2"));
  CHECK_FALSE(core::same_username("jane", ""));
}
