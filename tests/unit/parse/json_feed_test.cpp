#include <array>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

#include "parse/feed.hpp"
#include "parse/json_mend.hpp"
#include "unit/parse/read_feed.hpp"

namespace mediumsync::parse {
namespace {

FeedEntry item(std::string_view members) {
  Feed whole =
      read_feed("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{" + std::string(members) + "}]}",
                {"text/html", "https://blog.example/feed.json"});
  REQUIRE(whole.entries.size() == 1);
  return std::move(whole.entries.front());
}

TEST_CASE("a JSON Feed 1.1 is read") {
  const Feed blog = read_feed(R"(
{ "version": "https://jsonfeed.org/version/1.1", "title": " Jane\u2019s ", "home_page_url": "https://blog.example/",
  "feed_url": "https://blog.example/feed.json", "description": "Notes", "language": "en", "next_url": "feed.json?2",
  "authors": [{"name": "Jane", "url": "https://jane.example"}], "expired": true,
  "hubs": [{"type": "rssCloud", "url": "https://no.example"}, {"type": "WebSub", "url": "https://hub.example"}],
  "_extension": {"title": "no", "items": [{"id": "no"}]},
  "items": [
    { "id": 17, "url": "/one", "external_url": "https://other.example", "title": "One",
      "content_html": "<p>a &amp; b</p>", "content_text": "a & b", "summary": "a < b", "tags": ["C++", "C++", "Linux", 7],
      "authors": [{"avatar": "x.png"}, {"name": "Joe"}], "date_published": "2003-12-31T10:14:55.5+01:00",
      "date_modified": "2004-01-01T00:00:00Z", "language": "en", "_x": {"id": "no", "deep": [[[{"id": 1}]]]},
      "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "title": "Sound", "size_in_bytes": 5}, {"url": ""}] },
    "no item", ["nor this"], 5,
    { "id": "https://blog.example/two", "content_text": "first line\nsecond <line>\n\nsecond paragraph" } ] })",
                              {{}, "https://blog.example/feed.json"});
  CHECK(blog.title == "Jane’s");
  CHECK(blog.link == "https://blog.example/");
  CHECK(blog.id == "https://blog.example/feed.json");
  CHECK(blog.description == "Notes");
  CHECK(blog.etiquette.self == "https://blog.example/feed.json");
  CHECK(blog.etiquette.next == "https://blog.example/feed.json?2");
  CHECK(blog.etiquette.hubs == std::vector<std::string>{"https://hub.example"});
  CHECK(blog.etiquette.expired);
  REQUIRE(blog.entries.size() == 2);
  const FeedEntry& one = blog.entries[0];
  CHECK(one.id == "17");
  CHECK(one.link == "https://blog.example/one");
  CHECK(one.about == "https://other.example");
  CHECK(one.title == "One");
  CHECK(one.author == "Joe");
  CHECK(one.content == "<p>a &amp; b</p>");
  CHECK(one.summary == "a &lt; b");
  CHECK(one.categories == std::vector<std::string>{"C++", "Linux", "7"});
  REQUIRE(one.published.has_value());
  CHECK(core::format_rfc3339(*one.published) == "2003-12-31T09:14:55Z");
  CHECK(one.updated.has_value());
  REQUIRE(one.attachments.size() == 1);
  CHECK(one.attachments[0].url == "https://blog.example/a.mp3");
  CHECK(one.attachments[0].type == "audio/mpeg");
  CHECK(one.attachments[0].title == "Sound");
  const FeedEntry& two = blog.entries[1];
  CHECK(two.link == "https://blog.example/two");
  CHECK(two.content == "<p>first line<br>\nsecond &lt;line&gt;</p>\n<p>second paragraph</p>");
}

TEST_CASE("JSON Feed 1.0 and careless writers are read too") {
  CHECK(item(R"("author": {"name": "Jane"})").author == "Jane");
  CHECK(item(R"("author": "Jane")").author == "Jane");
  CHECK(item(R"("authors": [], "author": {"name": "Jane"})").author == "Jane");
  CHECK(item(R"("tags": "one")").categories == std::vector<std::string>{"one"});
  CHECK(item(R"("id": 12345678901234567890)").id == "12345678901234567890");
  CHECK(item(R"("id": 1.5)").id == "1.5");
  CHECK_FALSE(item(R"("id": null)").id.has_value());
  CHECK_FALSE(item(R"("id": {"a": 1}, "title": ["x"], "url": false)").id.has_value());
  CHECK(item(R"("date_published": 1072915200)").published == item(R"("date_published": "2004-01-01")").published);
  CHECK(item(R"("date_published": "Thu, 01 Jan 2004 00:00:00 GMT")").published.has_value());
  CHECK_FALSE(item(R"("date_published": "soon")").published.has_value());
  CHECK_FALSE(item(R"("content_html": "  ")").content.has_value());
  CHECK(item(R"("title": "Generics: List<T> &amp; more")").title == "Generics: List<T> &amp; more");
  CHECK_FALSE(item(R"("external_url": "https://other.example/x")").link.has_value());  // another's page
  CHECK(item(R"("title": "one", "title": "two")").title == "two");
}

TEST_CASE("a JSON Feed is known by what it holds") {
  constexpr std::array feeds = {
      "{\"version\":\"https://jsonfeed.org/version/1\"}",
      "\xef\xbb\xbf \n{\"version\":\"1.0\",\"home_page_url\":\"https://b.example\",\"items\":[]}",
      "{\"items\":[{\"id\":\"1\",\"content_text\":\"x\"}]}",
  };
  for (const char* bytes : feeds) {
    CAPTURE(bytes);
    CHECK(feed(bytes, {"text/plain", {}}).has_value());
  }
  constexpr std::array strangers = {"{}",
                                    "{\"items\":[]}",
                                    "{\"items\":[{\"link\":\"x\"}]}",
                                    "{\"a\":{\"feed_url\":1}}",
                                    "{\"items\":{\"content_html\":\"x\"}}",
                                    "{"};
  for (const char* bytes : strangers) {
    CAPTURE(bytes);
    CHECK_FALSE(feed(bytes, {}).has_value());
  }
}

TEST_CASE("a broken JSON Feed gives the items that are whole") {
  const std::string start = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\"},";
  CHECK(read_feed(start + "{\"id\":\"2\",\"content_text\":\"half a st").entries.size() == 1);
  CHECK(read_feed(start + "{\"id\":\"2\"}").entries.size() == 2);
  CHECK(read_feed(start + "{\"id\":\"2\"},]}").entries.size() == 2);
  CHECK(read_feed(start + "{\"id\":\"2\"}]} trailing").entries.size() == 2);
  CHECK(read_feed(start + "{\"id\":\"a\tb\nc\"}]}").entries.at(1).id == "a\tb\nc");
  CHECK(read_feed(start + "{\"title\":\"cut \\ud83d\"}]}").entries.at(1).title == "cut �");
  CHECK(read_feed(start + "{\"title\":\"\\ud83d\\ude00\"}]}").entries.at(1).title == "😀");
  CHECK(read_feed(start + "{\"id\":\"a\\u0000\x01"
                          "z\\u001b\"}]}")
            .entries.at(1)
            .id == "az");
  CHECK(read_feed(start + "{\"title\":\"caf\xe9\"}]}").entries.at(1).title == "café");
}

TEST_CASE("JSON is mended only where it must be") {
  struct Row {
    std::string_view text;
    std::string_view mended;
  };
  constexpr std::array rows = {
      Row{"{\"a\":\"x\ny\"}", "{\"a\":\"x\\u000ay\"}"},
      Row{"\"\\udc00\\ud800\\u0041\"", "\"\\ufffd\\ufffd\\u0041\""},
      Row{"\"\\x\"", "\"\\\\x\""},
      Row{"\"\\u12\"", "\"\\\\u12\""},
      Row{"\"a\\", "\"a\\\\"},
      Row{"\"\\ud800\\", "\"\\ufffd\\\\"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(mended_json(row.text) == row.mended);
  }
  for (const std::string_view sound : {"{\n\"a\":\t\"\\\\\\\"\\n\\u0041\\ud83d\\ude00\"}", "", "\""}) {
    CAPTURE(sound);
    CHECK_FALSE(mended_json(sound).has_value());
  }
}

TEST_CASE("a hostile JSON Feed costs no more than its size") {
  const std::string version = "{\"version\":\"https://jsonfeed.org/version/1\",";
  CHECK(read_feed(version + "\"x\":" + std::string(1 << 20, '[')).entries.empty());
  std::string open;
  for (int i = 0; i < 100'000; ++i) open += "{\"a\":";
  CHECK(read_feed(version + "\"items\":[" + open).entries.empty());
  std::string many = version + "\"items\":[";
  for (int i = 0; i < 20'000; ++i) many += "{\"id\":1},";
  CHECK(read_feed(many).entries.size() == 10'000);
  std::string wide = version + "\"x\":[";
  for (int i = 0; i < 500'000; ++i) wide += "[],";
  CHECK(read_feed(wide + "1],\"items\":[{\"id\":1}]}").entries.size() == 1);
  std::string members = version + "\"items\":[{";
  for (int i = 0; i < 200'000; ++i) members += "\"" + std::to_string(i) + "\":1,";
  CHECK(read_feed(members + "\"a\":1},{\"id\":\"2\"}]}").entries.at(1).id == "2");
}

}  // namespace
}  // namespace mediumsync::parse
