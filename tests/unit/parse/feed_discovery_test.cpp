#include "parse/feed_discovery.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace mediumsync::parse {
namespace {

// "URL (title)" for each, "?" before what is only guessed.
std::string found(std::string_view page, std::optional<std::string> content_type = {}) {
  std::string all;
  for (const FeedLink& feed : feeds_of_page(page, {std::move(content_type), "https://blog.example/a/page.html"})) {
    if (!all.empty()) all += " | ";
    all += (feed.sureness == FeedLink::Sureness::guessed ? "?" : "") + feed.url;
    if (feed.title) all += " (" + *feed.title + ")";
  }
  return all;
}

struct Row {
  const char* page;
  const char* feeds;
};

TEST_CASE("a page's head names its feeds") {
  const std::vector<Row> rows{
      {"<!doctype html><head><link rel=alternate type=application/rss+xml title='All &amp; new' href=/feed?a&amp;b>",
       "https://blog.example/feed?a&b (All & new)"},
      {"<LINK REL='ALTERNATE' TYPE='Application/Atom+XML; charset=utf-8' HREF=' atom.xml '>",
       "https://blog.example/a/atom.xml"},
      {"<link rel='home alternate' type=application/feed+json href=//cdn.example/f.json>",
       "https://cdn.example/f.json"},
      {"<link rel=alternate type=application/rss+xml href=/1><link rel=alternate type=application/atom+xml href=/2>"
       "<link rel=alternate type=application/rss+xml href=/1#x>",
       "https://blog.example/1 | https://blog.example/2"},
      {"<link rel=alternate type=application/rss+xml title='Blog » Comments Feed' href=/comments/feed/>"
       "<link rel=alternate type=application/rss+xml title='Blog » Feed' href=/feed/>",
       "https://blog.example/feed/ (Blog » Feed) | https://blog.example/comments/feed/ (Blog » Comments Feed)"},
      {"<base href='https://other.example/b/'><base href=/no/><link rel=alternate type=application/rss+xml href=f>",
       "https://other.example/b/f"},
      {"<link rel=feed href=/notes>", "https://blog.example/notes"},
      {"<body><div><link rel=alternate type=application/rss+xml href=/in-the-body></div>",
       "https://blog.example/in-the-body"},
      {"<link rel=alternate type=application/rss+xml href='feed:https://x.example/f'>"
       "<link rel=alternate type=application/rss+xml href='feed://y.example/f'>",
       "https://x.example/f | http://y.example/f"},
      {"<link rel=alternate type=application/json href=/feed.json><link rel=alternate type=text/xml href=/rss.xml>",
       "https://blog.example/feed.json | https://blog.example/rss.xml"},
      {"<link rel=alternate type=application/rss+xml href='/caf\xc3\xa9 feed'>",
       "https://blog.example/caf%C3%A9%20feed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.page);
    CHECK(found(row.page) == row.feeds);
  }
}

TEST_CASE("what only looks like a feed's link is none") {
  for (const char* page :
       {"", "<p>Words", "<link rel=stylesheet type=application/rss+xml href=/x>",
        "<link rel=alternate type=application/json href=https://blog.example/wp-json/wp/v2/posts/1>",
        "<link rel=alternate type=application/json+oembed href=/oembed>", "<link rel=alternate hreflang=de href=/de>",
        "<link rel=alternate type=application/rss+xml href=''>", "<link rel=alternate type=application/rss+xml>",
        "<link rel=alternate type=application/rss+xml href='javascript:x'>",
        "<link rel=alternate type=application/rss+xml href='ftp://x.example/feed'>",
        "<!-- <link rel=alternate type=application/rss+xml href=/f> -->",
        "<script>'<link rel=alternate type=application/rss+xml href=/f>'</script>"}) {
    CAPTURE(page);
    CHECK(found(page).empty());
  }
}

TEST_CASE("links in the text are guesses for pages whose head names no feed") {
  const std::vector<Row> rows{
      {"<a href=/about>About</a> <a href=/index.xml> <img> RSS </a>", "?https://blog.example/index.xml (RSS)"},
      {"<a type=application/rss+xml href=/odd>Follow</a>", "?https://blog.example/odd (Follow)"},
      {"<a href=/feed/>x</a><a href=/blog.atom>y</a><a href='/rss?x=1'>z</a>",
       "?https://blog.example/feed/ (x) | ?https://blog.example/blog.atom (y) | ?https://blog.example/rss?x=1 (z)"},
      {"<link rel=alternate type=application/rss+xml href=/f><a href=/feed>x</a>", "https://blog.example/f"},
      {"<a href=/feedback>x</a><a href=/feed/me>y</a>", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.page);
    CHECK(found(row.page) == row.feeds);
  }
}

TEST_CASE("a page's encoding is heeded in titles") {
  CHECK(found("<meta charset=windows-1251><link rel=alternate type=application/rss+xml href=/f title='\xcf\xf0'>") ==
        "https://blog.example/f (Пр)");
  CHECK(found("<link rel=alternate type=application/rss+xml href=/f title='\xcf\xf0'>", "text/html; charset=koi8-r") ==
        "https://blog.example/f (оП)");
}

TEST_CASE("without the page's address only absolute ones are found") {
  const auto feeds = feeds_of_page(
      "<link rel=alternate type=application/rss+xml href=/f>"
      "<link rel=alternate type=application/rss+xml href=https://a.example/f>",
      {});
  REQUIRE(feeds.size() == 1);
  CHECK(feeds[0].url == "https://a.example/f");
}

TEST_CASE("a page of nothing but feeds gives a few") {
  std::string page;
  for (int i = 0; i < 5000; ++i)
    page += "<link rel=alternate type=application/rss+xml href=/" + std::to_string(i) + ">";
  CHECK(feeds_of_page(page, {{}, "https://blog.example/"}).size() == 20);
}

}  // namespace
}  // namespace mediumsync::parse
