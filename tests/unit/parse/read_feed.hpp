// A feed that has to be one.
#pragma once

#include <doctest/doctest.h>
#include <string_view>
#include <utility>

#include "parse/feed.hpp"

namespace mediumsync::parse {

inline Feed read_feed(std::string_view bytes, FeedContext context = {}) {
  core::Expected<Feed, ParseError> result = feed(bytes, std::move(context));
  REQUIRE_MESSAGE(result.has_value(), result.error().message);
  return *std::move(result);
}

}  // namespace mediumsync::parse
