#include <algorithm>
#include <ctime>
#include <doctest/doctest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "support/document_printer.hpp"
#include "support/random_document.hpp"
#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

const std::set<std::string, std::less<>> kept{"h1", "h2",     "h4",  "p",          "a",  "strong",
                                              "em", "code",   "pre", "blockquote", "ul", "ol",
                                              "li", "figure", "img", "figcaption", "hr", "br"};
const std::set<std::string, std::less<>> empty_elements{"hr", "br", "img"};
const std::set<std::string, std::less<>> top_level{"h1",         "h2", "h4", "p",      "pre",
                                                   "blockquote", "ul", "ol", "figure", "hr"};

// Reads HTML as strictly as we write it: every tag known and closed, every attribute quoted. Keeps what is wrong.
class Scanner {
 public:
  explicit Scanner(std::string_view html) : rest_(html) {
    while (!rest_.empty() && faults.size() < 5) step();
    if (!open_.empty()) faults.push_back("never closed: " + open_.back());
  }

  std::vector<std::string> faults;
  std::vector<std::string> tags;

 private:
  void step() {
    if (!rest_.starts_with('<')) {
      const std::string_view text = rest_.substr(0, rest_.find('<'));
      rest_.remove_prefix(text.size());
      if (open_.empty()) faults.push_back("text outside any block: " + std::string(text));
      check_text(text);
      return;
    }
    const std::size_t end = rest_.find('>');
    if (end == std::string_view::npos) {
      faults.emplace_back("a tag that does not end");
      rest_ = {};
      return;
    }
    const std::string_view tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    tag.starts_with('/') ? close(std::string(tag.substr(1))) : open(tag);
  }

  void check_text(std::string_view text) {
    if (text.find_first_of(">\"") != std::string_view::npos) faults.push_back("unescaped: " + std::string(text));
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
      const std::string_view entity = text.substr(at, text.find(';', at) - at + 1);
      if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;" && entity != "&quot;") {
        faults.push_back("unescaped: " + std::string(entity));
      }
    }
  }

  void open(std::string_view tag) {
    const std::string name(tag.substr(0, tag.find(' ')));
    tags.push_back(name);
    if (!kept.contains(name)) faults.push_back("Medium drops <" + name + ">");
    if (open_.empty() && !top_level.contains(name)) faults.push_back("not a block: " + name);
    if (!open_.empty() && top_level.contains(name)) faults.push_back(name + " in " + open_.back());
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) faults.push_back(name + " in itself");
    check_attributes(tag.substr(name.size()));
    if (!empty_elements.contains(name)) open_.push_back(name);
  }

  void check_attributes(std::string_view attributes) {
    while (!attributes.empty()) {
      const std::size_t equals = attributes.find("=\"");
      const std::size_t end = equals == std::string_view::npos ? equals : attributes.find('"', equals + 2);
      if (end == std::string_view::npos) {
        faults.push_back("attribute: " + std::string(attributes));
        return;
      }
      const std::string_view name = attributes.substr(1, equals - 1);
      const std::string value(attributes.substr(equals + 2, end - equals - 2));
      check_text(value);
      if (name == "href" || name == "src") check_address(value);
      attributes.remove_prefix(end + 1);
    }
  }

  void check_address(const std::string& value) {
    const auto scheme = core::Url::parse(value).scheme;
    if (!scheme || *scheme == "javascript" || *scheme == "data") faults.push_back("address: " + value);
  }

  void close(const std::string& name) {
    if (open_.empty() || open_.back() != name) {
      faults.push_back("closed out of turn: " + name);
    } else {
      open_.pop_back();
    }
  }

  std::string_view rest_;
  std::vector<std::string> open_;
};

TEST_CASE("whatever the document only what Medium keeps comes out") {
  support::RandomDocuments documents{7};
  for (int i = 0; i < 2000; ++i) {
    core::Post post;
    post.title = "A title";
    if (i % 2 == 0) post.subtitle = "A <subtitle>";
    if (i % 3 == 0) post.canonical_url = "https://blog.example/\"x\"";
    post.body = documents();
    const Story made =
        story(post, i % 5 == 0 ? ImageUrl([](const core::LocalImage&) { return std::optional<std::string>{}; })
                               : ImageUrl(upload_placeholder));
    const Scanner scanner{made.html};
    REQUIRE_MESSAGE(scanner.faults.empty(), scanner.faults.front(), "\n", support::print(post.body), "\n", made.html);
    REQUIRE(scanner.tags.front() == "h1");
    REQUIRE(made.html.starts_with("<h1>A title</h1>"));
    REQUIRE(std::count(scanner.tags.begin(), scanner.tags.end(), "h2") == (post.subtitle ? 1 : 0));
    REQUIRE(made.html == core::sanitise_utf8(made.html));
  }
}

TEST_CASE("every word of any document is still there for the reader") {
  support::RandomDocuments documents{8};
  for (int i = 0; i < 500; ++i) {
    core::Post post;
    post.title = "T";
    post.body = documents();
    const std::string html = story(post, upload_placeholder).html;
    for (const char* word : {"word", "two words", "日本語", "long long long long long long text"}) {
      if (core::plain_text(post.body).find(word) == std::string::npos) continue;
      REQUIRE_MESSAGE(html.find(word) != std::string::npos, word, "\n", support::print(post.body), "\n", html);
    }
  }
}

TEST_CASE("time grows with the length of a document and no faster") {
  const auto time_for = [](std::size_t blocks) {
    core::Post post = post_with({});
    for (std::size_t i = 0; i < blocks; ++i) {
      post.body.blocks.push_back(paragraph("text text text text"));
      post.body.blocks.push_back(bullets({item({paragraph("a"), bullets({item("b")})}), item("c")}));
      post.body.blocks.push_back({core::Table{{}, {words("a"), words("b")}, {{words("c"), words("d")}}}});
    }
    const std::clock_t begin = std::clock();  // of the processor: others may be using it too
    const std::string html = story(post, upload_placeholder).html;
    CHECK(html.size() > blocks * 50);
    return std::clock() - begin;
  };
  const auto small = time_for(1000);
  // Ten times the blocks; a square law would take a hundred times as long.
  CHECK(time_for(10000) < 40 * std::max<std::clock_t>(small, 1));
}

}  // namespace
}  // namespace mediumsync::render
