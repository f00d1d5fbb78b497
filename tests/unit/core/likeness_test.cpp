#include "core/likeness.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace mediumsync::core {
namespace {

// Words that nobody wrote: two texts of different seeds share no more than chance has it.
std::string words(unsigned seed, int count) {
  std::string text;
  unsigned state = seed * 2654435761U + 1;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    std::string word;
    for (unsigned value = (state >> 8U) % 3000 + 7; value > 0; value /= 20) word += static_cast<char>('a' + value % 20);
    text += (i == 0 ? "" : " ") + word;
  }
  return text;
}

Document paragraphs(const std::vector<std::string>& texts) {
  Document document;
  for (const std::string& text : texts) document.blocks.push_back({Paragraph{{Run{text, Marks::none, std::nullopt}}}});
  return document;
}

Document with_code(const std::string& prose, const std::string& code) {
  Document document = paragraphs({prose});
  document.blocks.push_back({CodeBlock{code, "go"}});
  return document;
}

std::string said(const std::optional<SamePost>& same) {
  if (!same) return "different";
  switch (same->by) {
    case SamePost::By::address:
      return "address";
    case SamePost::By::title_and_text:
      return "title and text";
    case SamePost::By::text:
      return "text";
  }
  return {};
}

TEST_CASE("addresses of one page are the same however they are written") {
  struct Row {
    const char* one;
    const char* other;
    bool same;
  };
  const Row rows[] = {
      {"https://blog.example/post", "http://blog.example/post", true},
      {"https://blog.example/post", "https://www.blog.example/post/", true},
      {"https://blog.example/post", "https://BLOG.example:443/post//", true},
      {"https://blog.example/post", "http://blog.example:80/post", true},
      {"https://blog.example/post", " https://blog.example./post#comments ", true},
      {"https://blog.example/post", "https://blog.example/post?utm_source=rss&utm_medium=feed", true},
      {"https://blog.example/post", "https://blog.example/post?source=rss-1a2b------2&fbclid=x", true},
      {"https://blog.example/post", "https://blog.example/post/index.html", true},
      {"https://blog.example/p?id=1&b=2", "https://blog.example/p?b=2&utm_term=x&id=1", true},
      {"https://blog.example/caf%c3%a9", "https://blog.example/café", true},
      {"https://blog.example/%7ejane/post", "https://blog.example/~jane/post", true},
      {"https://blog.example/post", "https://blog.example/post-2", false},
      {"https://blog.example/post", "https://other.example/post", false},
      {"https://blog.example/post", "https://blog.example:8443/post", false},
      {"https://blog.example/?p=12", "https://blog.example/?p=13", false},
      {"https://blog.example/Post", "https://blog.example/post", false},
      {"https://blog.example/#!/post/1", "https://blog.example/#!/post/2", false},
      {"https://blog.example/a%2Fb", "https://blog.example/a/b", false},
      {"https://[::1]:8080/post", "https://[::1]/post", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.one);
    CAPTURE(row.other);
    const auto one = comparable_address(row.one);
    REQUIRE(one);
    CHECK((one == comparable_address(row.other)) == row.same);
  }
}

TEST_CASE("a front page and what is no web address name no post") {
  for (const char* url : {"https://blog.example", "https://www.blog.example/", "https://blog.example/index.html",
                          "https://blog.example/?utm_source=rss", "https://blog.example/#top", "mailto:a@blog.example",
                          "/post", "", "urn:uuid:1"}) {
    CAPTURE(url);
    CHECK_FALSE(comparable_address(url));
  }
}

TEST_CASE("titles are compared by their letters and digits") {
  CHECK(comparable_title("Hello, World!") == comparable_title("hello-world"));
  CHECK(comparable_title("“Don’t panic” — part 2") == comparable_title("Don't Panic: Part 2"));
  CHECK(comparable_title("ÜBER Žluťoučký ПРИВЕТ") == comparable_title("über žluťoučký привет"));
  CHECK(comparable_title("Weekly links 12") != comparable_title("Weekly links 13"));
  CHECK(comparable_title("日本語の題名") != comparable_title("日本語の名前"));
  CHECK(comparable_title("🎉 – !") == "");
}

TEST_CASE("the same post is known again and near misses are not") {
  const std::string text = words(1, 400);
  const std::string other = words(2, 400);
  const std::string intro =
      "Welcome to another week of links worth reading, collected with care and coffee. " + words(3, 60);
  const std::string outro = "That is all for this week. Tell me what I missed by mail. " + words(4, 30);
  const std::string code = words(5, 300);
  const std::string none;
  struct Row {
    const char* what;
    Likeness one;
    Likeness other;
    const char* said;
  };
  const auto make = [](const std::string& title, const std::string& address, const Document& body) {
    return likeness_of(title, address.empty() ? std::nullopt : std::optional(address), body);
  };
  const auto plain = [&](const std::string& title, const std::string& body) {
    return make(title, none, paragraphs({body}));
  };
  const auto changed = [](std::string in, const std::string& what) { return in.replace(in.size() / 2, 300, what); };
  const Row rows[] = {
      {"the same in other punctuation", plain("On queues", text), plain("On Queues.", text + "."), "title and text"},
      {"split into paragraphs", make("On queues", none, paragraphs({words(1, 200), other})),
       make("On queues", none, paragraphs({words(1, 200) + " " + other})), "title and text"},
      {"edited: some sentences are new", plain("On queues", text), plain("On queues", changed(text, words(9, 60))),
       "title and text"},
      {"edited: the end is new", plain("On queues", text), plain("On queues", text + " " + words(9, 120)),
       "title and text"},
      {"the feed adds the blog's name to the title", plain("On queues", text), plain("On queues | Jane's blog", text),
       "text"},
      {"another title later on", plain("On queues", text), plain("What queues taught me", text + " " + words(9, 20)),
       "text"},
      {"the same address alone",
       make("On queues", "https://www.blog.example/queues/?utm_source=rss", paragraphs({text})),
       make("Queues", "http://blog.example/queues", paragraphs({other})), "address"},
      {"another address, the same text", make("On queues", "https://blog.example/2024/queues", paragraphs({text})),
       make("On queues", "https://jane.example/queues", paragraphs({text})), "title and text"},
      {"two of a series under one template", plain("Weekly links 12", intro + words(10, 250) + outro),
       plain("Weekly links 13", intro + words(11, 250) + outro), "different"},
      {"two of a series with nearly one text", plain("Weekly links 12", text),
       plain("Weekly links 13", text + " " + words(9, 10)), "different"},
      {"two of a series with one title", plain("Weekly links", intro + words(10, 250) + outro),
       plain("Weekly links", intro + words(11, 250) + outro), "different"},
      {"two of a series with one title and addresses",
       make("Weekly links", "https://blog.example/w12", paragraphs({intro + words(10, 60) + outro})),
       make("Weekly links", "https://blog.example/w13", paragraphs({intro + words(11, 60) + outro})), "different"},
      {"translated, with the same code", make("Kubernetes", none, with_code(text, code)),
       make("Kubernetes", none, with_code(other, code)), "different"},
      {"another post of the same title", plain("Notes", text), plain("Notes", other), "different"},
      {"a post and a reply that quotes a part of it", plain("On queues", text),
       plain("Re: On queues", words(1, 100) + " " + words(12, 300)), "different"},
      {"short and of one title", plain("Away", "I am away until Monday."), plain("Away", "I am away until Monday!"),
       "title and text"},
      {"short and of another title", plain("Away", "I am away until Monday."), plain("Gone", "I am away until Monday."),
       "different"},
      {"nothing but images", make("Photo", none, {}), make("Photo", none, {}), "different"},
      {"code alone", make("Snippet", none, with_code("See:", code)), make("Snippet", none, with_code("See:", code)),
       "title and text"},
      {"without spaces", plain("待ち行列", "私たちは毎日待ち行列について考えています。それは楽しいです。"),
       plain("待ち行列", "私たちは毎日待ち行列について考えています。それは楽しい。"), "title and text"},
      {"without spaces and another text", plain("待ち行列", "私たちは毎日待ち行列について考えています。"),
       plain("待ち行列", "昨日の夜に新しい本を読み始めましたが難しい。"), "different"},
      {"all front pages", make("A", "https://blog.example/", paragraphs({text})),
       make("B", "https://blog.example/", paragraphs({other})), "different"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CAPTURE(row.one.text.resemblance(row.other.text));
    CHECK(said(same_post(row.one, row.other)) == row.said);
    CHECK(said(same_post(row.other, row.one)) == row.said);
  }
}

TEST_CASE("a sketch tells how much two texts share") {
  const std::string shared = words(20, 1000);
  for (const int own : {0, 100, 500, 1000, 4000}) {
    CAPTURE(own);
    const Sketch one = Sketch::of(paragraphs({shared, words(21, own)}));
    const Sketch other = Sketch::of(paragraphs({shared, words(22, own)}));
    const double truth = 1000.0 / (1000.0 + 2.0 * own);
    CHECK(std::abs(one.resemblance(other) - truth) < 0.2);
  }
}

TEST_CASE("a sketch is kept as bytes and stays small") {
  const Sketch sketch = Sketch::of(paragraphs({words(30, 100'000)}));
  CHECK(sketch.bytes().size() == 4 * Sketch::size);
  CHECK(Sketch::from(sketch.bytes()) == sketch);
  CHECK(sketch.telling());
  CHECK(Sketch::from("").empty());
  CHECK(Sketch::of({}).empty());
  CHECK_FALSE(Sketch::of({}).smallest());
  CHECK(Sketch::of(paragraphs({"one"})).resemblance(Sketch::of(paragraphs({"One!"}))) == 1.0);
}

}  // namespace
}  // namespace mediumsync::core
