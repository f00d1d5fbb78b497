#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "core/post.hpp"
#include "support/document_printer.hpp"

namespace mediumsync::core {
namespace {

using std::chrono::hours;

const TimePoint now = *parse_rfc3339("2026-11-24T12:00:00Z");

Inlines words(const std::string& text) {
  return {Run{text, Marks::none, {}}};
}
Block paragraph(const std::string& text) {
  return {Paragraph{words(text)}};
}
Block heading(const std::string& text) {
  return {Heading{HeadingLevel::large, words(text)}};
}

Item item_with(Blocks blocks) {
  Item item;
  item.title = "Title";
  item.body.blocks = std::move(blocks);
  return item;
}

Item plain_item() {
  return item_with({paragraph("text")});
}

Post post_of(Item item, const SourceRules& rules = {}, const std::string& fallback = "file name") {
  auto post = normalise(std::move(item), rules, fallback, now);
  REQUIRE_MESSAGE(post, post.error().message);
  return *post;
}

std::vector<std::string> codes(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings) result.push_back(finding.code);
  return result;
}

TEST_CASE("the title comes from the item then from the heading on top then from the file name") {
  struct Row {
    std::optional<std::string> title;
    Blocks blocks;
    const char* expected_title;
    const char* expected_body;
  };
  const Row rows[] = {
      {"  A \n title ", {paragraph("x")}, "A title", "p x\n"},
      {"Own", {heading("Other"), paragraph("x")}, "Own", "h1 Other\np x\n"},
      {"Own", {heading(" own "), paragraph("x")}, "Own", "p x\n"},
      {{}, {heading("On top"), paragraph("x")}, "On top", "p x\n"},
      {" ", {heading("On top"), paragraph("x")}, "On top", "p x\n"},
      {{}, {paragraph("x"), heading("Section")}, "file name", "p x\nh1 Section\n"},
      {{}, {heading(""), paragraph("x")}, "file name", "h1 \np x\n"},
  };
  for (const Row& row : rows) {
    Item item = item_with(row.blocks);
    item.title = row.title;
    const Post post = post_of(std::move(item));
    CHECK(post.title == row.expected_title);
    CHECK(support::print(post.body) == row.expected_body);
  }
}

TEST_CASE("a subtitle repeated below the title leaves the body") {
  const Block linked{Paragraph{{Run{"Sub", Marks::none, "https://a.example"}}}};
  struct Row {
    Blocks blocks;
    const char* body;
  };
  const Row rows[] = {
      {{heading("Title"), heading("Sub"), paragraph("x")}, "p x\n"},
      {{heading("Title"), paragraph("Sub"), paragraph("x")}, "p x\n"},
      {{paragraph("Sub"), paragraph("x")}, "p x\n"},
      {{paragraph("x"), paragraph("Sub")}, "p x\np Sub\n"},
      {{linked, paragraph("x")}, "p [Sub](https://a.example)\np x\n"},
  };
  for (const Row& row : rows) {
    Item item = item_with(row.blocks);
    item.subtitle = " Sub ";
    const Post post = post_of(std::move(item));
    CHECK(post.subtitle == "Sub");
    CHECK(support::print(post.body) == row.body);
  }
}

TEST_CASE("a subtitle that says what the title says is none") {
  Item item = plain_item();
  item.subtitle = "TITLE";
  CHECK_FALSE(post_of(std::move(item)).subtitle);
}

TEST_CASE("a title over a hundred characters is kept whole with a finding") {
  Item item = plain_item();
  item.title = std::string(100, 'x');
  CHECK(codes(post_of(item).findings).empty());
  item.title = std::string(101, 'x');
  const Post post = post_of(std::move(item));
  CHECK(post.title.size() == 101);
  CHECK(codes(post.findings) == std::vector<std::string>{"title-too-long"});
}

TEST_CASE("a post of which only a teaser is there says so") {
  Item item = plain_item();
  CHECK(codes(post_of(item).findings).empty());
  item.excerpt = Excerpt::yes;
  CHECK(codes(post_of(std::move(item)).findings) == std::vector<std::string>{"excerpt-only"});
}

struct TagRow {
  std::vector<std::string> own;
  std::optional<std::vector<std::string>> medium;
  std::vector<std::string> of_source;
  std::vector<std::string> expected;
  std::vector<std::string> findings;
};

TEST_CASE("tags are mapped and folded and cut to three") {
  const std::string long_tag(26, 'x');
  const std::string longest(25, 'y');
  const std::vector<std::string> dropped{"tag-dropped"};
  const TagRow rows[] = {
      {{}, {}, {}, {}, {}},
      {{" C++ ", "Go"}, {}, {"Code"}, {"cpp", "Go", "Code"}, {}},
      {{"c++"}, {}, {}, {"cpp"}, {}},
      {{"Go", "GO"}, {}, {}, {"Go"}, dropped},
      {{"Go"}, {}, {"go"}, {"Go"}, {}},
      {{"\u00dcber", "\u00fcber"}, {}, {"\u00dcBER"}, {"\u00dcber"}, dropped},
      {{"\u041c\u0438\u0440"}, {}, {"\u043c\u0438\u0440", "\u0130x"}, {"\u041c\u0438\u0440", "\u0130x"}, {}},
      {{long_tag, longest}, {}, {}, {longest}, dropped},
      {{"a", "b"}, {}, {"c", "d"}, {"a", "b", "c"}, dropped},
      {{"a", "b"}, {{"m"}}, {"c"}, {"m", "c"}, {}},
      {{"", " \t"}, {}, {}, {}, {}},
      {{"Uncategorized", "a"}, {}, {}, {"a"}, {}},
  };
  SourceRules rules;
  rules.tag_map = {{"C++", "cpp"}, {"uncategorized", ""}};
  for (const TagRow& row : rows) {
    Item item = plain_item();
    item.tags = row.own;
    item.medium.tags = row.medium;
    rules.tags = row.of_source;
    const Post post = post_of(std::move(item), rules);
    CHECK(post.tags == row.expected);
    CHECK(codes(post.findings) == row.findings);
  }
}

TEST_CASE("the finding names the tags that were cut") {
  Item item = plain_item();
  item.tags = {"a", "b", "c", "first out", "second out"};
  const Post post = post_of(std::move(item));
  REQUIRE(post.findings.size() == 1);
  CHECK(post.findings[0].message.find("first out, second out") != std::string::npos);
  CHECK(post.findings[0].message.find("sent: a, b, c") != std::string::npos);
}

TEST_CASE("front matter beats the source and the source fills what it does not say") {
  SourceRules rules;
  rules.status = PublishStatus::unlisted;
  rules.license = License::cc_40_by;
  rules.notify_followers = NotifyFollowers::yes;
  rules.disclaimer = Disclaimer::no;
  rules.publication = "pub";

  const Post by_source = post_of(plain_item(), rules);
  CHECK(by_source.status == PublishStatus::unlisted);
  CHECK(by_source.license == License::cc_40_by);
  CHECK(by_source.notify_followers == NotifyFollowers::yes);
  CHECK(by_source.disclaimer == Disclaimer::no);
  CHECK(by_source.publication == "pub");

  Item item = plain_item();
  item.license = License::public_domain;
  item.medium.status = PublishStatus::public_;
  item.medium.notify_followers = NotifyFollowers::no;
  item.medium.publication = "";
  const Post by_author = post_of(std::move(item), rules);
  CHECK(by_author.status == PublishStatus::public_);
  CHECK(by_author.license == License::public_domain);
  CHECK(by_author.notify_followers == NotifyFollowers::no);
  CHECK_FALSE(by_author.publication);
}

TEST_CASE("a date in the future or publish_at means not before") {
  Item item = plain_item();
  CHECK_FALSE(post_of(item).not_before);
  item.date = now - hours{1};
  CHECK_FALSE(post_of(item).not_before);
  item.date = now + hours{1};
  CHECK(post_of(item).not_before == now + hours{1});
  item.medium.publish_at = now + hours{2};
  CHECK(post_of(item).not_before == now + hours{2});
}

TEST_CASE("only a date in the past is shown by Medium as the date of the story") {
  Item item = plain_item();
  item.medium.published_at = now - hours{1};
  CHECK(post_of(item).published_at == now - hours{1});
  item.medium.published_at = now + hours{1};
  const Post post = post_of(std::move(item));
  CHECK_FALSE(post.published_at);
  CHECK(codes(post.findings) == std::vector<std::string>{"published-at"});
}

TEST_CASE("a canonical URL is absolute or is left out with a finding") {
  Item item = plain_item();
  item.canonical_url = " https://blog.example/ü ";
  CHECK(post_of(item).canonical_url == "https://blog.example/%C3%BC");
  item.canonical_url = "";
  CHECK(codes(post_of(item).findings).empty());
  item.canonical_url = "/posts/x";
  const Post post = post_of(std::move(item));
  CHECK_FALSE(post.canonical_url);
  CHECK(codes(post.findings) == std::vector<std::string>{"canonical-url"});
}

TEST_CASE("what the parser found stays with the post") {
  Item item = plain_item();
  item.findings = {{Severity::error, "shortcode", "message", 7}};
  CHECK(post_of(item).findings == item.findings);
}

TEST_CASE("a title that is only the file's name is told") {
  Item item = plain_item();
  item.title.reset();
  const Post post = post_of(item);
  CHECK(post.title == "file name");
  CHECK(codes(post.findings) == std::vector<std::string>{"title-missing"});
  CHECK(codes(post_of(plain_item()).findings).empty());
}

TEST_CASE("a post that says it is not for now or not for Medium is no post") {
  Item item = plain_item();
  item.draft = Draft::yes;
  CHECK(normalise(item, {}, "f", now).error().kind == RejectionKind::draft);
  item.medium.skip = Skip::yes;
  CHECK(normalise(item, {}, "f", now).error().kind == RejectionKind::skipped);
}

TEST_CASE("a post with neither words nor an image is no post") {
  const Block image{Image{LocalImage{"a.png"}, "", {}, {}}};
  const auto in_list = [](const Block& block) { return Block{List{{}, {{Task::none, {block}}}}}; };
  const auto in_quote = [](const Block& block) { return Block{Quote{QuoteKind::block, {block}}}; };
  struct Row {
    Blocks blocks;
    bool accepted;
  };
  const Row rows[] = {
      {{}, false},
      {{heading("Title")}, false},
      {{paragraph(" \u00A0"), {Divider{}}, {CodeBlock{"\n", {}}}}, false},
      {{in_list(paragraph("")), in_quote(in_list({Divider{}}))}, false},
      {{image}, true},
      {{in_quote(in_list(image))}, true},
      {{{Embed{"https://youtu.be/x"}}}, true},
      {{{CodeBlock{"x", {}}}}, true},
      {{{Table{{}, {words("a")}, {}}}}, true},
  };
  for (const Row& row : rows) {
    const auto post = normalise(item_with(row.blocks), {}, "f", now);
    CHECK(post.has_value() == row.accepted);
    if (!post) {
      CHECK(post.error().kind == RejectionKind::invalid);
      CHECK(post.error().code == "empty");
    }
  }
}

TEST_CASE("a post without any title is no post") {
  Item item = plain_item();
  item.title.reset();
  CHECK(normalise(item, {}, " ", now).error().code == "no-title");
}

}  // namespace
}  // namespace mediumsync::core
