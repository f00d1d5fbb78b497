#include "control/wire.hpp"

#include <doctest/doctest.h>
#include <vector>

using mediumsync::control::Framer;
using namespace std::string_literals;

namespace {

std::vector<std::string> all(Framer& framer) {
  std::vector<std::string> messages;
  while (auto message = framer.next()) messages.push_back(*message);
  return messages;
}

}  // namespace

TEST_CASE("a stream split anywhere gives the same messages") {
  const std::string stream = "first\0\0a longer second one\0"s;
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    for (std::size_t second = first; second <= stream.size(); ++second) {
      Framer framer;
      std::vector<std::string> messages;
      for (const auto& piece : {stream.substr(0, first), stream.substr(first, second - first), stream.substr(second)}) {
        REQUIRE(framer.feed(piece));
        for (std::string& message : all(framer)) messages.push_back(std::move(message));
      }
      REQUIRE(messages == std::vector{"first"s, ""s, "a longer second one"s});
    }
  }
}

TEST_CASE("messages that come at once are given one by one") {
  Framer framer;
  std::string stream;
  for (int i = 0; i < 1000; ++i) stream += std::to_string(i) + '\0';
  REQUIRE(framer.feed(stream + "rest"));
  for (int i = 0; i < 1000; ++i) REQUIRE(framer.next() == std::to_string(i));
  CHECK(!framer.next());
  REQUIRE(framer.feed("\0"s));
  CHECK(framer.next() == "rest");
}

TEST_CASE("a message over the limit is refused wherever it stands") {
  struct Row {
    const char* what;
    std::vector<std::string> pieces;
    bool taken;
  };
  const std::vector<Row> rows{{"at the limit", {"12345678\0"s}, true},
                              {"over it in one", {"123456789\0"s}, false},
                              {"over it without an end", {"123456789"s}, false},
                              {"over it in two", {"12345"s, "6789"s}, false},
                              {"at the limit in two", {"1234"s, "5678"s, "\0"s}, true},
                              {"the second of one piece", {"1\000123456789\0"s}, false},
                              {"the second over two", {"1\0001234"s, "56789"s}, false},
                              {"many that are over it together", {"1234\0005678\0009\0"s}, true}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Framer framer(8);
    bool taken = true;
    for (const std::string& piece : row.pieces) taken = taken && framer.feed(piece);
    CHECK(taken == row.taken);
  }
}
