#include "parse/front_matter.hpp"

#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

core::Expected<core::Item, ParseError> read(std::string_view text) {
  return document(text, Format::markdown, {"post.md", std::nullopt});
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "|") + word;
  return out;
}

TEST_CASE("front matter is found where it is and only there") {
  struct Row {
    const char* source;
    const char* title;  // "-" for none
    const char* body;
  };
  for (const Row& row : std::vector<Row>{
           {"---\ntitle: A\n---\nb", "A", "p(b)"},
           {"\xEF\xBB\xBF---\r\ntitle: A\r\n---\r\nb\r\n", "A", "p(b)"},
           {"\n\n---\ntitle: A\n---   \nb", "A", "p(b)"},
           {"---\ntitle: A\n...\nb", "A", "p(b)"},
           {"---\n---\nb", "-", "p(b)"},
           {"---\n# only a comment\n---\nb", "-", "p(b)"},
           {"---\ntitle:\n---\nb", "-", "p(b)"},
           {"---\ntitle: A\n---", "A", ""},
           {"+++\ntitle = \"A\"\n+++\nb", "A", "p(b)"},
           {"+++\n+++\nb", "-", "p(b)"},
           {"{\n  \"title\": \"A\",\n  \"tags\": [\"x\"]\n}\nb", "A", "p(b)"},
           {"Title: A\nTags: x, y\n\nb", "A", "p(b)"},
           {"Date: 2019-08-08\nTitle: A\n  of two lines\nFoo: x\n\nb", "A of two lines", "p(b)"},
           {"Date: the day we met\n\nb", "-", "p(Date: the day we met) | p(b)"},
           {"Note: A\nTitle: B\n\nb", "-", "p(Note: A Title: B) | p(b)"},
           {"#+TITLE: A\n#+DATE: <2019-08-08 Thu>\n\nb", "A", "p(b)"},
           {"#+title: A\nb", "A", "p(b)"},
           {"#+ A\n\nb", "-", "p(#+ A) | p(b)"},
           {"---\ntitle: A\naliases: [\"[[x]]\"]\ncssclass: wide\nrelated: [[Other note]]\n---\nb", "A", "p(b)"},
           {"---\n\nA rule, then text\n\n---\n\nb", "-", "hr | p(A rule, then text) | hr | p(b)"},
           {"b\n\n---\ntitle: A\n---\n", "-", "p(b) | hr | large(title: A)"},
           {"{ a brace } b", "-", "p({ a brace } b)"},
       }) {
    CAPTURE(row.source);
    const auto item = read(row.source);
    REQUIRE(item.has_value());
    CHECK(item->title.value_or("-") == row.title);
    CHECK(describe(item->body) == row.body);
  }
}

TEST_CASE("a mistake in front matter names its place in the file and its cure") {
  struct Row {
    const char* source;
    int line;
    int column;
    const char* message;  // a part
  };
  for (const Row& row : std::vector<Row>{
           {"---\ntitle: A\n\nno end", 1, 1, "never closed"},
           {"\n+++\ntitle = \"A\"\n", 2, 1, "never closed"},
           {"---\ntags: [a]\ntitle: A: b\n---\n", 3, 9, "must stand in quotes"},
           {"---\na:\n\t- b\n---\n", 3, 2, "not tabs"},
           {"---\ntitle: \"A\n---\n", 2, 8, "never closed"},
           {"+++\ntags = []\ntitle = A\n+++\n", 3, 9, "not valid TOML"},
           {"---\r\ntitle: [a]\r\n---\r\n", 2, 8, "`title` must be text"},
           {"---\ntags: {a: b}\n---\n", 2, 7, "`tags` must be a list"},
           {"---\ntags:\n  - a\n  - [b]\n---\n", 4, 5, "`tags` must be a list"},
           {"---\ndate: soon\n---\n", 2, 7, "`date` is no date"},
           {"---\npublish_at: 2026-13-01\n---\n", 2, 13, "`publish_at` is no date"},
           {"---\ndraft: maybe\n---\n", 2, 8, "`draft` must be true or false"},
           {"---\ncanonical_url: not a url\n---\n", 2, 16, "`canonical_url` must be a URL"},
           {"---\ncanonical: ftp://a.example/x\n---\n", 2, 12, "`canonical` must be a URL"},
           {"---\nlicense: mine\n---\n", 2, 10, "all-rights-reserved"},
           {"---\nmedium: yes\n---\n", 2, 9, "`medium` must be a table"},
           {"---\nmedium:\n  status: published\n---\n", 3, 11, "`medium.status` must be public, unlisted or draft"},
           {"---\nmedium:\n  skip: 3\n---\n", 3, 9, "`skip` must be true or false"},
           {"+++\ntitle = [1]\n+++\n", 2, 9, "`title` must be text"},
           {"---\n- a\n- b: c\n---\n", 0, 0, ""},
       }) {
    CAPTURE(row.source);
    const auto item = read(row.source);
    if (row.line == 0) {
      CHECK(item.has_value());
      continue;
    }
    REQUIRE_FALSE(item.has_value());
    CHECK(item.error().code == "front-matter");
    CHECK(item.error().line == row.line);
    if (row.column > 0) CHECK(item.error().column == row.column);
    CHECK_MESSAGE(item.error().message.find(row.message) != std::string::npos, item.error().message);
  }
}

TEST_CASE("aliases that expand without end and depth without end are refused") {
  std::string bomb = "---\na: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i == 0 ? "*" : ", *") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  CHECK_FALSE(read(bomb + "---\n").has_value());
  CHECK_FALSE(read("---\na: " + std::string(100'000, '[') + "\n---\n").has_value());
  CHECK_FALSE(read("+++\na = " + std::string(100'000, '[') + "\n+++\n").has_value());
  CHECK_FALSE(read("---\ntitle: A\nb: " + std::string(1'000'000, 'x') + "\n---\n").has_value());
}

TEST_CASE("tags come in every form and none twice") {
  struct Row {
    const char* matter;
    const char* tags;
  };
  for (const Row& row : std::vector<Row>{
           {"tags:\n  - a\n  - b c", "a|b c"},
           {"tags: [a, \"b\", 2024]", "a|b|2024"},
           {"tags: a, b ,, c", "a|b|c"},
           {"tags: word", "word"},
           {"tags: \"#word\"", "word"},
           {"tags:", ""},
           {"tags: [a, null, '']", "a"},
           {"categories: [c]\nkeywords: k, A\ntags: [a]\ncategory: d", "a|c|d|k"},
           {"Tags: [a]", "a"},
           {"tags: [{label: Face book, permalink: /fb}, b]", "Face book|b"},
           {"tags:\n  - name: a\n    slug: x", "a"},
       }) {
    CAPTURE(row.matter);
    const auto item = read("---\n" + std::string(row.matter) + "\n---\n");
    REQUIRE(item.has_value());
    CHECK(joined(item->tags) == row.tags);
  }
}

TEST_CASE("every key of a post reaches its place from YAML and from TOML alike") {
  const char* yaml =
      "---\n"
      "title: \"T: x\"\n"
      "subtitle: S\n"
      "description: not this\n"
      "canonicalURL: https://a.example/p\n"
      "date: 2026-11-24 07:30:00 -0500\n"
      "license: cc-40-by\n"
      "unknown: {deep: [1, {2: 3}]}\n"
      "medium:\n"
      "  status: unlisted\n"
      "  publication: https://medium.com/pub\n"
      "  tags: [m]\n"
      "  notify_followers: true\n"
      "  publish_at: 2026-12-01\n"
      "  published_at: 2020-01-01\n"
      "  skip: true\n"
      "---\n";
  const char* toml =
      "+++\n"
      "title = \"T: x\"\n"
      "subtitle = \"S\"\n"
      "canonical_url = \"https://a.example/p\"\n"
      "date = 2026-11-24T07:30:00-05:00\n"
      "license = \"CC BY 4.0\"\n"
      "[medium]\n"
      "status = \"unlisted\"\n"
      "publication = \"https://medium.com/pub\"\n"
      "tags = [\"m\"]\n"
      "notify_followers = true\n"
      "publish_at = 2026-12-01\n"
      "published_at = 2020-01-01T00:00:00Z\n"
      "skip = true\n"
      "+++\n";
  for (const char* source : {yaml, toml}) {
    CAPTURE(source);
    const auto item = read(source);
    REQUIRE(item.has_value());
    CHECK(item->title == "T: x");
    CHECK(item->subtitle == "S");
    CHECK(item->canonical_url == "https://a.example/p");
    CHECK(item->date == core::parse_rfc3339("2026-11-24T12:30:00Z"));
    CHECK(item->license == core::License::cc_40_by);
    CHECK(item->medium.status == core::PublishStatus::unlisted);
    CHECK(item->medium.publication == "https://medium.com/pub");
    CHECK(item->medium.tags == std::vector<std::string>{"m"});
    CHECK(item->medium.notify_followers == core::NotifyFollowers::yes);
    CHECK(item->medium.publish_at == core::parse_rfc3339("2026-12-01T00:00:00Z"));
    CHECK(item->medium.published_at == core::parse_rfc3339("2020-01-01T00:00:00Z"));
    CHECK(item->medium.skip == core::Skip::yes);
  }
}

TEST_CASE("Org and Pelican keep their tags dates and drafts in lines") {
  const auto org = read("#+TITLE: A\n#+DATE: [2019-08-08 Thu 14:05]\n#+FILETAGS: :one:two:\n#+HUGO_DRAFT: true\n\nb");
  REQUIRE(org.has_value());
  CHECK(joined(org->tags) == "one|two");
  CHECK(org->date == core::parse_rfc3339("2019-08-08T14:05:00Z"));
  CHECK(org->draft == core::Draft::yes);
  const auto pelican = read("Title: A\nDate: 2019-08-08 14:05\nCategory: one\nTags: two, three\nStatus: draft\n\nb");
  REQUIRE(pelican.has_value());
  CHECK(joined(pelican->tags) == "two|three|one");
  CHECK(pelican->date == core::parse_rfc3339("2019-08-08T14:05:00Z"));
  CHECK(pelican->draft == core::Draft::yes);
}

TEST_CASE("a key that stands twice is told with its lines") {
  struct Row {
    const char* source;
    const char* title;
    const char* findings;
  };
  for (const Row& row : std::vector<Row>{
           {"---\ntitle: A\ntags: [x]\ntitle: B\n---\n", "A", "front-matter-repeated:4"},
           {"Title: A\nTags: x\nTags: y\n\nb", "A", "front-matter-repeated:3"},
           {"{\"title\": \"A\",\n\"title\": \"B\"}\nb", "A", "front-matter-repeated:2"},
           {"---\ntitle: A\ncanonical_url: https://a.example\ncanonicalURL: https://b.example\n---\n", "A",
            "front-matter-repeated:4"},
           {"---\ntitle: A\nmedium:\n  skip: true\n  skip: false\n---\n", "A", "front-matter-repeated:5"},
           {"---\ntitle: A\ntags: [x]\ncategories: [x]\n---\n", "A", ""},
       }) {
    CAPTURE(row.source);
    const auto item = read(row.source);
    REQUIRE(item.has_value());
    CHECK(item->title == row.title);
    CHECK(describe(item->findings) == row.findings);
  }
}

TEST_CASE("a slug and the folder's address make the canonical address") {
  struct Row {
    const char* matter;
    const char* canonical;  // "-" for none
  };
  for (const Row& row : std::vector<Row>{
           {"slug: my-post", "https://blog.example/posts/my-post"},
           {"slug: /my-post/", "https://blog.example/posts/my-post/"},
           {"slug: my-post\npermalink: /p/", "https://blog.example/p/"},
           {"slug: my-post\noriginalUrl: https://a.example/x", "https://a.example/x"},
           {"permalink: /:year/:title/", "-"},
           {"slug: not a slug", "-"},
           {"slug:", "-"},
       }) {
    CAPTURE(row.matter);
    const std::string source = "---\n" + std::string(row.matter) + "\n---\n";
    const auto item = document(source, Format::markdown, {"2024/post.md", "https://blog.example/posts"});
    REQUIRE(item.has_value());
    CHECK(item->canonical_url.value_or("-") == row.canonical);
    CHECK(read(source)->canonical_url.value_or("-") ==
          (std::string(row.canonical).starts_with("https://a.") ? row.canonical : "-"));
  }
}

TEST_CASE("a draft is known by each of its names") {
  struct Row {
    const char* matter;
    core::Draft draft;
  };
  for (const Row& row : std::vector<Row>{{"draft: true", core::Draft::yes},
                                         {"draft: \"yes\"", core::Draft::yes},
                                         {"draft: false", core::Draft::no},
                                         {"published: false", core::Draft::yes},
                                         {"published: true", core::Draft::no},
                                         {"published: 2020-01-01", core::Draft::no},
                                         {"status: Draft", core::Draft::yes},
                                         {"status: publish", core::Draft::no}}) {
    CAPTURE(row.matter);
    const auto item = read("---\n" + std::string(row.matter) + "\n---\n");
    REQUIRE(item.has_value());
    CHECK(item->draft == row.draft);
  }
}

TEST_CASE("front matter that a lone rule ends and none begins holds no body") {
  for (const char* source : {"title: Tight\ntags: [one, two]\n---\nFirst.\nMore.\n\n## Head\n",
                             "title: Tight\ntags:\n  - one\n  - two\n---\n\nFirst.\nMore.\n\n## Head\n"}) {
    CAPTURE(source);
    const auto item = read(source);
    REQUIRE(item.has_value());
    CHECK(item->title == "Tight");
    CHECK(item->tags == std::vector<std::string>{"one", "two"});
    CHECK(describe(item->body).starts_with("p(First. More.)"));
  }
}

TEST_CASE("a relative canonical needs to know where the folder lies") {
  const char* source = "---\ncanonical_url: /p/\n---\n[a](#b)\n\n# B";
  const auto alone = read(source);
  REQUIRE(alone.has_value());
  CHECK(alone->canonical_url == std::nullopt);
  CHECK(describe(alone->findings) == "canonical-relative");
  const auto placed = document(source, Format::markdown, {"2024/post.md", "https://blog.example/posts"});
  REQUIRE(placed.has_value());
  CHECK(placed->canonical_url == "https://blog.example/p/");
  CHECK(describe(placed->body) == "p([a](https://blog.example/p/#b))");
}

}  // namespace
}  // namespace mediumsync::parse
