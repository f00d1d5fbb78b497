// Parsers keep nothing between two texts, so that several can be read at the same time.
#include <doctest/doctest.h>
#include <string>
#include <thread>
#include <vector>

#include "core/document.hpp"
#include "parse/document.hpp"

namespace mediumsync::parse {
namespace {

std::string text_of(int number) {
  const std::string n = std::to_string(number);
  return "---\ntitle: Post " + n + "\ntags: [a, b]\n---\n\nWas ~~gone~~ and https://example.org/" + n +
         " came[^1].\n\n" + "| a | b |\n|---|---|\n| ~~x~~ | " + n +
         " |\n\n- [x] done\n\n<b>raw</b> &amp; more\n\n[^1]: Note.\n";
}

TEST_CASE("texts that are read at the same time come out as when they are read alone") {
  constexpr int texts = 300;
  std::vector<core::Document> alone;
  for (int i = 0; i < texts; ++i) alone.push_back(document(text_of(i), Format::markdown, {"a.md", {}})->body);
  constexpr int threads = 4;
  std::vector<int> differing(threads, 0);
  std::vector<std::thread> readers;
  for (int reader = 0; reader < threads; ++reader) {
    readers.emplace_back([&, reader] {
      for (int i = 0; i < texts; ++i) {
        const auto item = document(text_of(i), Format::markdown, {"a.md", {}});
        if (!item || item->body != alone[static_cast<std::size_t>(i)]) ++differing[static_cast<std::size_t>(reader)];
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  CHECK(differing == std::vector<int>(threads, 0));
}

}  // namespace
}  // namespace mediumsync::parse
