#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>
#include <map>
#include <memory>

#include "sandbox/model/account_export.hpp"
#include "unit/sandbox/seeded.hpp"

using namespace mediumsync::sandbox;
using namespace mediumsync::sandbox::test;

namespace {

struct FreeArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};

std::map<std::string, std::string> unzip(const std::string& zip) {
  const std::unique_ptr<archive, FreeArchive> reader{archive_read_new()};
  archive_read_support_format_zip(reader.get());
  REQUIRE(archive_read_open_memory(reader.get(), zip.data(), zip.size()) == ARCHIVE_OK);
  std::map<std::string, std::string> files;
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader.get(), &entry) == ARCHIVE_OK) {
    std::string bytes(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    REQUIRE(archive_read_data(reader.get(), bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size()));
    files[archive_entry_pathname(entry)] = bytes;
  }
  return files;
}

bool says(const std::string& html, const std::string& part) {
  return html.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the export names its files by date and title and id") {
  State state = seeded();
  state.add_story(
      written(state, {{"id", "aaa111aaa111"}, {"title", "Hello, World!"}, {"canonicalUrl", "https://example.org/a"}}));
  state.add_story(written(state, {{"id", "bbb222bbb222"}, {"title", "Not yet"}, {"status", "draft"}}));
  state.add_story(
      written(state, {{"id", "ccc333ccc333"}, {"title", "Hidden"}, {"status", "unlisted"}, {"earnings_usd", 1.5}}));
  const auto files = unzip(make_zip(export_files(state, jane(state), *parse_instant("2025-11-01T10:00:00Z"))));
  REQUIRE(files.contains("posts/2024-05-01_Hello--World-aaa111aaa111.html"));
  REQUIRE(files.contains("posts/draft_Not-yet-bbb222bbb222.html"));
  REQUIRE(files.contains("posts/2024-05-01_Hidden-ccc333ccc333.html"));
  const std::string& post = files.at("posts/2024-05-01_Hello--World-aaa111aaa111.html");
  for (const char* part :
       {"<article class=\"h-entry\">", "<h1 class=\"p-name\">Hello, World!</h1>", "<section data-field=\"subtitle\"",
        "<section data-field=\"body\"", "class=\"p-author h-card\">Jane Doe</a>",
        "<a href=\"https://medium.com/p/aaa111aaa111\"><time class=\"dt-published\" "
        "datetime=\"2024-05-01T12:00:00.000Z\">",
        "<a href=\"https://example.org/a\" class=\"p-canonical\">", "Medium</a> on November 1, 2025.</p></footer>"}) {
    CAPTURE(std::string{part});
    CHECK(says(post, part));
  }
  CHECK_FALSE(says(files.at("posts/draft_Not-yet-bbb222bbb222.html"), "dt-published"));
  const std::string& earnings = files.at("partner-program/posts-0001.html");
  CHECK(says(earnings, "href=\"https://medium.com/p/hidden-ccc333ccc333\">Hidden</a> : $1.50 (USD)</li>"));
  CHECK_FALSE(says(earnings, "bbb222bbb222"));
}

TEST_CASE("the statistics begin with Medium's guard line") {
  State state = seeded();
  state.add_story(written(state, {{"id", "aaa111aaa111"}, {"views", 12}, {"reads", 7}, {"claps", 3}}));
  const std::string text = stats_json(state, jane(state));
  const std::string guard = "])}while(1);</x>\n";
  REQUIRE(text.starts_with(guard));
  const Json value = Json::parse(text.substr(guard.size())).at("payload").at("value");
  CHECK(value.dump() == R"([{"postId":"aaa111aaa111","title":"A title","views":12,"reads":7,"upvotes":3}])");
}
