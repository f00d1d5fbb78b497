#include "parse/feed.hpp"

#include <array>
#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "unit/parse/read_feed.hpp"

namespace mediumsync::parse {
namespace {

FeedEntry read_entry(std::string_view bytes, FeedContext context = {}) {
  Feed whole = read_feed(bytes, std::move(context));
  REQUIRE(whole.entries.size() == 1);
  return std::move(whole.entries.front());
}

FeedEntry rss(std::string_view inside) {
  return read_entry(
      "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
      "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:a='http://www.w3.org/2005/Atom' "
      "xmlns:media='http://search.yahoo.com/mrss/'><channel><link>https://blog.example/</link><item>" +
          std::string(inside) + "</item></channel></rss>",
      {{}, "https://blog.example/feed"});
}

FeedEntry atom(std::string_view inside) {
  return read_entry("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + std::string(inside) + "</entry></feed>");
}

std::string time(const std::optional<core::TimePoint>& at) {
  return at ? core::format_rfc3339(*at) : "none";
}

TEST_CASE("an RSS 2.0 feed is read with its modules") {
  const Feed blog = read_feed(R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Jane &amp;amp; Co</title><link>https://blog.example/</link><description>Notes</description>
<atom:link href="https://blog.example/feed" rel="self" type="application/rss+xml"/>
<lastBuildDate>Thu, 01 Jan 2004 19:48:21 GMT</lastBuildDate><image><title>no</title><link>https://no.example</link></image>
<item><title>One</title><link>https://blog.example/one</link><guid isPermaLink="false">tag:1</guid>
<dc:creator>Jane</dc:creator><pubDate>Wed, 31 Dec 2003 10:14:55 +0100</pubDate><category>C++</category>
<category>C++</category><category domain="x">Linux</category><description>Short</description>
<content:encoded><![CDATA[<p>Long &amp; whole</p>]]></content:encoded></item>
<item><title>Two</title></item></channel></rss>)");
  CHECK(blog.title == "Jane & Co");
  CHECK(blog.link == "https://blog.example/");
  CHECK(blog.description == "Notes");
  CHECK(time(blog.updated) == "2004-01-01T19:48:21Z");
  REQUIRE(blog.entries.size() == 2);
  const FeedEntry& one = blog.entries[0];
  CHECK(one.title == "One");
  CHECK(one.id == "tag:1");
  CHECK(one.link == "https://blog.example/one");
  CHECK(one.author == "Jane");
  CHECK(time(one.published) == "2003-12-31T09:14:55Z");
  CHECK(one.categories == std::vector<std::string>{"C++", "Linux"});
  CHECK(one.content == "<p>Long &amp; whole</p>");
  CHECK(one.summary == "Short");
  CHECK(one.base == "https://blog.example/one");
  CHECK(blog.entries[1].title == "Two");
}

TEST_CASE("an Atom 1.0 feed is read") {
  const Feed blog = read_feed(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/">
<title type="html">A &lt;em>blog&lt;/em></title><subtitle>Notes</subtitle><id>tag:feed</id>
<link rel="self" href="feed.atom"/><link rel="alternate" type="text/html" href="."/><updated>2003-12-31T10:14:55Z</updated>
<entry xml:base="2003/"><id>tag:1</id><title>One</title><link href="one"/><link rel="enclosure" href="x.mp3"/>
<author><name>Jane</name></author><category term="C++"/><category term="https://t.example/l" label="Linux"/>
<published>2003-12-31T10:14:55+01:00</published><updated>2004-01-01T00:00:00Z</updated>
<content type="xhtml" xml:base="deep/"><div xmlns="http://www.w3.org/1999/xhtml"><p title="&quot;">a &lt; <b>b</b><br/></p></div></content>
</entry></feed>)");
  CHECK(blog.title == "A blog");
  CHECK(blog.id == "tag:feed");
  CHECK(blog.link == "https://blog.example/");
  CHECK(blog.description == "Notes");
  REQUIRE(blog.entries.size() == 1);
  const FeedEntry& one = blog.entries[0];
  CHECK(one.link == "https://blog.example/2003/one");
  CHECK(one.author == "Jane");
  CHECK(one.categories == std::vector<std::string>{"C++", "Linux"});
  CHECK(time(one.published) == "2003-12-31T09:14:55Z");
  CHECK(time(one.updated) == "2004-01-01T00:00:00Z");
  CHECK(one.content == R"(<p title="&quot;">a &lt; <b>b</b><br></p>)");
  CHECK(one.base == "https://blog.example/2003/deep/");
}

TEST_CASE("older and odder dialects are read") {
  const std::array<std::string_view, 7> feeds = {
      // RSS 1.0, 0.90 and 1.1; Atom 0.3; RSS 0.91 with a DTD; a root namespace of its own; upper case.
      R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
         <channel rdf:about="x"><title>Blog</title><items><rdf:Seq><rdf:li resource="u"/></rdf:Seq></items></channel>
         <item rdf:about="u"><title>One</title><link>https://b.example/1</link><description>&lt;p>x&lt;/p></description></item></rdf:RDF>)",
      R"(<RDF xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Blog</title></channel>
         <item><title>One</title><link>https://b.example/1</link><description>&lt;p>x&lt;/p></description></item></RDF>)",
      R"(<Channel xmlns="http://purl.org/net/rss1.1#"><title>Blog</title><items><item><title>One</title>
         <link>https://b.example/1</link><description>&lt;p>x&lt;/p></description></item></items></Channel>)",
      R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="escaped">Blog</title><entry><title>One</title>
         <link rel="alternate" type="text/html" href="https://b.example/1"/>
         <summary type="text/html" mode="base64">PHA+eDwvcD4=</summary></entry></feed>)",
      R"(<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
         <rss version="0.91"><channel><title>Blog</title><item><title>One</title><link>https://b.example/1</link>
         <description>&lt;p>x&lt;/p></description></item></channel></rss>)",
      R"(<rss xmlns="https://blog.example/odd"><channel><title>Blog</title><item><title>One</title><link>https://b.example/1</link>
         <description><![CDATA[<p>x</p>]]></description></item></channel></rss>)",
      R"(<RSS><CHANNEL><TITLE>Blog</TITLE><ITEM><TITLE>One</TITLE><LINK>https://b.example/1</LINK>
         <DESCRIPTION><p>x</p></DESCRIPTION></ITEM></CHANNEL></RSS>)"};
  for (const std::string_view bytes : feeds) {
    CAPTURE(bytes);
    const Feed blog = read_feed(bytes);
    CHECK(blog.title == "Blog");
    REQUIRE(blog.entries.size() == 1);
    CHECK(blog.entries[0].title == "One");
    CHECK(blog.entries[0].link == "https://b.example/1");
    CHECK(blog.entries[0].summary == "<p>x</p>");
  }
}

TEST_CASE("what stands in the namespace of an RSS root is RSS") {
  const FeedEntry odd = read_entry(
      "<rss xmlns='http://www.w3.org/2005/Atom'><channel><item><link>https://b.example/1</link>"
      "<pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate><guid>7</guid></item></channel></rss>");
  CHECK(odd.link == "https://b.example/1");
  CHECK(odd.id == "7");
  CHECK(time(odd.published) == "2004-01-01T19:48:21Z");
}

TEST_CASE("the div around XHTML has a base of its own") {
  const FeedEntry based = atom(
      "<content type='xhtml' xml:base='https://b.example/a/'><div xmlns='http://www.w3.org/1999/xhtml' xml:base='x/'>"
      "<a href='y'>z</a></div></content>");
  CHECK(based.content == "<a href=\"y\">z</a>");
  CHECK(based.base == "https://b.example/a/x/");
}

TEST_CASE("keywords are categories behind the others") {
  CHECK(rss("<media:keywords>one, two,,one</media:keywords><media:category>three</media:category>"
            "<category>four</category>")
            .categories == std::vector<std::string>{"four", "three", "one", "two"});
}

struct Title {
  std::string_view markup;
  std::string_view text;
};

TEST_CASE("titles become plain text") {
  constexpr std::array titles = {
      Title{"<title>AT&amp;T</title>", "AT&T"},
      Title{"<title>AT&amp;amp;T</title>", "AT&T"},
      Title{"<title>AT&T</title>", "AT&T"},
      Title{"<title>a &lt; b</title>", "a < b"},
      Title{"<title>The &lt;blink&gt; tag</title>", "The <blink> tag"},
      Title{"<title>The &lt;em&gt;real&lt;/em&gt; thing</title>", "The real thing"},
      Title{"<title>The &amp;lt;em&amp;gt;real&amp;lt;/em&amp;gt; thing</title>", "The real thing"},
      Title{"<title>The <em>real</em> thing</title>", "The real thing"},
      Title{"<title><![CDATA[It&#8217;s]]></title>", "It’s"},
      Title{"<title>\n  two\n  lines </title>", "two lines"},
      Title{"<title/><dc:title>other</dc:title>", "other"},
      Title{"<x:title xmlns:x='y'>wrong</x:title><title>right</title>", "right"},
  };
  for (const Title& title : titles) {
    CAPTURE(title.markup);
    CHECK(rss(title.markup).title == title.text);
  }
  CHECK(atom("<title type='text'>The &lt;em>tag&lt;/em></title>").title == "The <em>tag</em>");
  CHECK(atom("<title type='html'>The &lt;em>tag&lt;/em> &amp;amp; more</title>").title == "The tag & more");
}

TEST_CASE("content comes as HTML whatever way it was written") {
  CHECK(rss("<description>&lt;p>a &amp;amp; b&lt;/p></description>").summary == "<p>a &amp; b</p>");
  CHECK(rss("<description><p>a <i>b</p></description>").summary == "<p>a <i>b</i></p>");
  CHECK(rss("<content:encoded><![CDATA[a]]>b<![CDATA[ & c]]></content:encoded>").content == "ab & c");
  CHECK(rss("<body xmlns='http://www.w3.org/1999/xhtml'><p>a</p></body>").content == "<p>a</p>");
  CHECK(rss("<media:group><media:description>x</media:description></media:group>").summary == "x");
  CHECK(rss("<description>whole</description><summary>short</summary>").content == "whole");
  CHECK(atom("<content type='text'>a &lt;b> &amp;amp;</content>").content == "a &lt;b&gt; &amp;amp;");
  CHECK(atom("<content>a &lt; b</content>").content == "a &lt; b");
  CHECK(atom("<content>&lt;p>no type&lt;/p></content>").content == "<p>no type</p>");
  CHECK(atom("<content type='html'>&lt;p>a&lt;/p></content>").content == "<p>a</p>");
  CHECK(atom("<content type='xhtml'><p>no div</p></content>").content == "<p>no div</p>");
  CHECK(atom("<content mode='base64'>YQBiAWM=</content>").content == "abc");  // a, NUL, b, 0x01, c
  CHECK_FALSE(atom("<content type='image/png' src='x.png'/>").content.has_value());
  CHECK_FALSE(rss("<description> &#160; </description>").summary.has_value());
}

TEST_CASE("a link is found and made absolute") {
  CHECK(rss("<link>/one</link>").link == "https://blog.example/one");
  CHECK(rss("<link> https://x.example/a b </link>").link == "https://x.example/a b");
  CHECK(rss("<guid>https://blog.example/2</guid>").link == "https://blog.example/2");
  CHECK_FALSE(rss("<guid isPermaLink='false'>https://blog.example/2</guid>").link.has_value());
  CHECK_FALSE(rss("<guid>2</guid>").link.has_value());
  CHECK(rss("<a:link href='3'/>").link == "https://blog.example/3");
  CHECK(rss("<link/><a:link rel='replies' href='no'/><a:link rel='alternate' href='4'/>").link ==
        "https://blog.example/4");
  CHECK(rss("<link>http://f.example/?a=1&b=2</link>").link == "http://f.example/?a=1&b=2");
  CHECK(atom("<link type='application/pdf' href='https://b.example/p'/><link type='text/html' "
             "href='https://b.example/h'/>")
            .link == "https://b.example/h");
  CHECK(atom("<link rel='self' href='https://b.example/s'/>").link == std::nullopt);
  const FeedEntry located = read_entry("<feed><entry><link href='1'/></entry></feed>", {{}, "https://b.example/feed/"});
  CHECK(located.link == "https://b.example/feed/1");
  const Feed from_nowhere =
      read_feed("<rss><channel><link>https://b.example/</link><item><link>/1</link></item></channel></rss>");
  CHECK(from_nowhere.entries.at(0).link == "/1");  // where the feed was found is not known
  CHECK(from_nowhere.entries.at(0).base == "https://b.example/");
  CHECK(rss("<link>https://a.example/</link><link>https://b.example/</link>").link == "https://b.example/");
  CHECK(rss("<link>https://a.example/</link><link rel='self' href='https://b.example/'/>").link ==
        "https://a.example/");
  CHECK(located.base == "https://b.example/feed/1");
}

TEST_CASE("an author is a name rather than an address") {
  CHECK(rss("<author>jane@blog.example (Jane Doe)</author>").author == "Jane Doe");
  CHECK(rss("<author>Jane Doe (jane@blog.example)</author>").author == "Jane Doe");
  CHECK(rss("<author>Jane (the first)</author>").author == "Jane (the first)");
  CHECK(atom("<author><email>j@b.example</email><name>Jane</name></author>").author == "Jane");
}

TEST_CASE("identity is id then link then title and date") {
  FeedEntry entry;
  CHECK_FALSE(entry.identity().has_value());
  entry.updated = core::TimePoint{};
  CHECK_FALSE(entry.identity().has_value());
  entry.title = "One";
  const auto undated = entry.identity();
  CHECK(undated.has_value());
  entry.updated.reset();
  CHECK(entry.identity() == undated);  // a new `updated` is no new entry
  entry.published = core::TimePoint{};
  CHECK(entry.identity() != undated);
  entry.link = "https://blog.example/1";
  CHECK(entry.identity() == "https://blog.example/1");
  entry.id = " ";
  CHECK(entry.identity() == "https://blog.example/1");
  entry.id = "tag:1";
  CHECK(entry.identity() == "tag:1");
}

TEST_CASE("a picture in the markup of an entry stays whole") {
  const std::string picture = "data:image/png;base64," + std::string(3 << 20, 'A');
  CHECK(atom("<content type='xhtml'><div><img src='" + picture + "'/></div></content>").content ==
        "<img src=\"" + picture + "\">");
}

TEST_CASE("broken XML gives what is whole in it") {
  const Feed cut = read_feed(
      "<rss><channel><title>T</title><item><title>One</title></item><item><title>Two</title><description>half a st");
  CHECK(cut.title == "T");
  REQUIRE(cut.entries.size() == 1);  // a cut-off story is not published as if it were all
  CHECK(cut.entries[0].title == "One");
  CHECK(read_feed("<rss><channel><item><title>One</title>").entries.size() == 1);
  CHECK(read_feed("<rss><channel><item><title>One</item><item><title>Two</title></channel></rss>").entries.size() == 2);
  CHECK(read_feed("<rss><channel><item><dc:date>2003-12-31</dc:date></item></channel></rss>")
            .entries[0]
            .published.has_value());
  CHECK(read_feed("\n<br />\n<b>Notice</b>: x\n<?xml version='1.0'?><rss><channel><item/></channel></rss>")
            .entries.size() == 1);
  CHECK(read_feed("<rss><channel><item><title>caf\xe9</title></item></channel></rss>").entries[0].title == "café");
}

struct Stranger {
  std::string_view bytes;
  std::string_view said;
};

TEST_CASE("what is no feed is named") {
  constexpr std::array strangers = {
      Stranger{"", "empty"},
      Stranger{" \n", "empty"},
      Stranger{"{\"items\": [{\"id\": 1, \"name\": \"x\"}]}", "JSON"},
      Stranger{"[{\"content_html\": \"x\"}]", "JSON"},
      Stranger{"<!DOCTYPE html><html><body>Hello</body></html>", "HTML page"},
      Stranger{
          "<html><head><link rel='alternate' type='application/rss+xml' title='x' href='/feed?a&amp;b'></head></html>",
          "https://blog.example/feed?a&b"},
      Stranger{"<?xml version='1.0'?><urlset><url/></urlset>", "<urlset>"},
      Stranger{"\x1f\x8b\x08", "compressed"},
      Stranger{"not found", "plain text"},
      Stranger{"<!-- nothing -->", "no element"},
  };
  for (const Stranger& stranger : strangers) {
    CAPTURE(stranger.bytes);
    const auto result = feed(stranger.bytes, {{}, "https://blog.example/"});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == "not-a-feed");
    CAPTURE(result.error().message);
    CHECK(result.error().message.find(stranger.said) != std::string::npos);
  }
}

}  // namespace
}  // namespace mediumsync::parse
