#include "parse/page_article.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "unit/parse/describe.hpp"

namespace mediumsync::parse {
namespace {

const std::string first = "It was a dark and stormy night when the old server under the stairs stopped answering.";
const std::string second =
    "Nobody had touched it for eleven years, and nobody remembered who had written down its password.";
const std::string third =
    "We opened the case, counted the dead spiders, and found a note taped to the power supply inside.";
const std::string story = "<p>" + first + "</p><p>" + second + "</p><p>" + third + "</p>";
const std::string told = "p(" + first + ") | p(" + second + ") | p(" + third + ")";
const std::string menu =
    "<nav><a href=/>Home</a> <a href=/about>About</a></nav><div class=menu><p>All of our many posts</p></div>";

FeedEntry entry_with(const std::string& teaser) {
  FeedEntry entry;
  entry.title = "The server under the stairs";
  entry.link = "https://blog.example/server";
  entry.summary = teaser;
  return entry;
}

PageArticle read(const std::string& page, const FeedEntry& entry = entry_with("<p>" + first.substr(0, 70) + "…</p>")) {
  return article_of_page(page, {"text/html; charset=utf-8", "https://blog.example/server"}, entry);
}

std::string head(const std::string& title, const std::string& more = "") {
  return "<!doctype html><html><head><meta charset=utf-8><title>" + title + "</title>" + more + "</head><body>";
}

std::string doubt(const PageArticle& article) {
  return article.doubt.value_or("none");
}

struct Row {
  std::string page;
  std::string doubt;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.page);
    CHECK(doubt(read(row.page)) == row.doubt);
  }
}

TEST_CASE("an article is taken from wherever a page marks it") {
  const std::string top = head("The server under the stairs – Blog") + menu + "<h1>The server under the stairs</h1>";
  for (const std::string& page : {
           top + "<article class=h-entry><div class=e-content>" + story + "</div></article><aside><p>Else</p></aside>",
           top + "<article><h1>The server under the stairs</h1>" + story + "</article><aside><p>Else</p></aside>",
           top + "<div itemprop=articleBody>" + story + "</div><p>Else</p>",
           top + "<div class=entry-content>" + story + "</div><p>Else</p>",
           top + "<main>" + story + "</main><p>Else</p>",
           top + "<div id=outer><div id=text>" + story + "</div></div><div><p>Else</p></div>",
           top + "<article>" + story +
               "</article><section id=comments><article><p>Nice.</p></article><article><p>One that is so much longer "
               "than the article itself that it would be taken for it: " +
               first + second + third + first + second + third + "</p></article></section>",
           head("Blog", "<meta property=og:title content='The server under the stairs'>") +
               "<form id=aspnet><table><tr><td>" + story + "</td><td><a href=/1>One</a></td></tr></table></form>",
       }) {
    CAPTURE(page);
    const PageArticle article = read(page);
    CHECK(doubt(article) == "none");
    CHECK(describe(article.body.document) == told);
  }
}

TEST_CASE("what an article's page says of itself comes along") {
  const PageArticle article = read(head("The server under the stairs", "<link rel=canonical href=/canonical>") +
                                   "<article>" + story + "<p><img src=pic.png></p></article>");
  CHECK(doubt(article) == "none");
  CHECK(article.canonical == "https://blog.example/canonical");
  CHECK(describe(article.body.document) == told + " | image:https://blog.example/pic.png()");
}

TEST_CASE("a page in its author's own encoding is read") {
  FeedEntry entry;
  entry.title = "Привет";
  entry.summary = "Это только начало…";
  const std::string words = "\xdd\xf2\xee \xf2\xee\xeb\xfc\xea\xee \xed\xe0\xf7\xe0\xeb\xee";
  std::string page = "<title>\xcf\xf0\xe8\xe2\xe5\xf2</title><article><p>" + words;
  for (int i = 0; i < 12; ++i) page += ", " + words;
  CHECK(doubt(article_of_page(page, {"text/html; charset=windows-1251", {}}, entry)) == "none");
}

TEST_CASE("a page that is not the entry's is doubted") {
  const std::string good = head("The server under the stairs");
  check({
      {head("Quite another thing") + "<article>" + story + "</article>",
       "the page is called “Quite another thing” and has no title “The server under the stairs”"},
      {head("404 Not Found") + "<main><p>Nothing here.</p></main>", "the page is an error page"},
      {head("Blog") + "<h1>Seite nicht gefunden</h1><p>Die Seite wurde nicht gefunden.</p>",
       "the page is an error page"},
      {head("Just a moment...") + "<p>Checking your browser</p>", "the page is a check for robots"},
      {head("Before you continue to Blog") + "<p>We value your privacy</p>", "the page is a question about cookies"},
      {good + "<p>Please enable JavaScript to see this site.</p>",
       "the page is one that shows nothing without JavaScript"},
      {good + "<div id=root></div>", "the page has no text"},
      {good + "<main><article><h2>The server under the stairs</h2><p>" + first +
           "</p></article><article><h2>Another</h2><p>" + second + "</p></article><article><h2>Third</h2><p>" + third +
           "</p></article></main>",
       "the page is a list of posts, not one of them"},
      {good + "<article><p>Something else is told here, at length, with many words but none of those that the feed has "
              "and so it can't be the article that it announced.</p></article>",
       "the feed's teaser is not in the text of the page"},
      {"", "the page does not have the title “The server under the stairs”"},
  });
}

TEST_CASE("a page that holds back its article is doubted") {
  const std::string good = head("The server under the stairs");
  check({
      {good + "<article><p>" + first + "</p></article>", "the page has no more of it than the feed"},
      {good + "<article><p>" + first + "</p><p>" + second + "</p><p>Continue reading…</p></article>",
       "the text of the page breaks off"},
      {good + "<article><p>" + first + "</p><p>" + second + " And then…</p></article>",
       "the text of the page breaks off"},
      {good + "<article>" + story + "</article><div class=box>This post is for <b>paid</b> subscribers</div>",
       "the page lets only some read on: it says “this post is for paid subscribers”"},
      {good + "<article>" + story + "<div class='x paywall'><p>Subscribe and be happy for ever.</p></div></article>",
       "the page lets only some read on: it has a paywall"},
      {good + "<article>" + story + "</article><div class=paywall hidden><p>Subscribe and be happy for ever.</p></div>",
       "none"},
      {good +
           "<script type=application/ld+json>{\"@graph\":[{\"@type\":[\"Thing\",\"NewsArticle\"],"
           "\"isAccessibleForFree\":\"False\"}]}</script><article>" +
           story + "</article>",
       "the page says that not all of it is free to read"},
      {good +
           "<script type=application/ld+json>[{\"@type\":\"BlogPosting\",\"hasPart\":{\"isAccessibleForFree\":false}}]"
           "</script><article>" +
           story + "</article>",
       "the page says that not all of it is free to read"},
  });
  std::string whole = first + " " + second + " " + third;
  for (int i = 0; i < 100; ++i) whole += " and word number " + std::to_string(i);
  CHECK(doubt(read(good + "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":\"" + whole +
                   "\"}</script><article>" + story + "</article>")) ==
        "the page shows less of its article than it says there is");
}

TEST_CASE("a page without marks is taken only where the text begins with the teaser") {
  std::string links;
  for (int i = 0; i < 40; ++i) links += "<p><a href=/" + std::to_string(i) + ">An old post</a></p>";
  const std::string good = head("The server under the stairs");
  check({
      {good + "<h1>The server under the stairs</h1>" + story, "none"},
      {good + links + story, "nothing on the page says where its article begins and ends"},
  });
  FeedEntry untold = entry_with("");
  CHECK(doubt(read(good + story, untold)) == "nothing on the page says where its article begins and ends");
  CHECK(doubt(read(good + "<article>" + story + "</article>", untold)) == "none");
}

TEST_CASE("a teaser that its author wrote by hand is known from the page's description") {
  const FeedEntry entry = entry_with("How we found an old machine, and what was written on the note inside of it.");
  const std::string article = "<article>" + story + "</article>";
  CHECK(doubt(read(head("The server under the stairs") + article, entry)) ==
        "the feed's teaser is not in the text of the page");
  CHECK(doubt(read(head("The server under the stairs",
                        "<meta name=description content='How we found an old machine, and what was written on the note "
                        "inside of it.'>") +
                       article,
                   entry)) == "none");
  CHECK(
      doubt(read(head("The server under the stairs",
                      "<script type=application/ld+json>{\"@type\":\"https://schema.org/BlogPosting\",\"description\":"
                      "\"How we found an old machine, and what was written on the note inside of it.\"}</script>") +
                     article,
                 entry)) == "none");
}

TEST_CASE("titles and teasers are compared by their words") {
  FeedEntry entry = entry_with(
      "<p>It was a <b>dark</b> &amp; stormy night when the old server under… "
      "<a href=/server>Continue reading The server under the stairs →</a></p>");
  entry.title = "The Server, under the Stairs!";
  CHECK(doubt(read(head("Blog | the server under the stairs") + "<article>" + story + "</article>", entry)) == "none");
  entry.title.reset();
  CHECK(doubt(read(head("Anything") + "<article>" + story + "</article>", entry)) == "none");
}

TEST_CASE("what is no web page is none") {
  const PageArticle article =
      article_of_page("%PDF-1.4", {"application/pdf", "https://blog.example/server"}, entry_with("x"));
  CHECK(article.doubt == "the page is no web page but application/pdf");
}

TEST_CASE("hostile pages are doubted and cost no more than their size") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<div><p>";
  CHECK(read(head("x") + deep).doubt.has_value());
  CHECK(read(head("x") + "<script type=application/ld+json>" + std::string(200'000, '[') + "</script>")
            .doubt.has_value());
  std::string words;
  for (int i = 0; i < 300'000; ++i) words += "a ";
  CHECK(read(head("The server under the stairs") + "<article><p>" + words + "</article>").doubt.has_value());
}

}  // namespace
}  // namespace mediumsync::parse
