#include "parse/feed_mend.hpp"

#include <array>
#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace mediumsync::parse {
namespace {

std::string mended(std::string_view text) {
  XmlMender mender(text);
  std::string all;
  while (const auto piece = mender.next()) all += *piece;
  return all;
}

TEST_CASE("a well-formed feed passes unchanged") {
  constexpr std::array<std::string_view, 6> feeds = {
      R"(<rss version="2.0"><channel><title>One</title></channel></rss>)",
      R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><entry><link href="/a"/></entry></feed>)",
      "<rss>\n <channel>\t<item/>\n <item><title>Grüße, 世界</title></item></channel>\n</rss>",
      R"(<rdf:RDF xmlns:rdf="r" xmlns="s"><channel rdf:about="u"></channel><item rdf:about="v"></item></rdf:RDF>)",
      R"(<feed><content type="xhtml"><div><p>a<br/>b</p><img src="c"/></div></content></feed>)",
      R"(<rss><channel><a-b.c_d/><x:y xmlns:x="z" x:w="'v'"/></channel></rss>)",
  };
  for (const std::string_view feed : feeds) CHECK(mended(feed) == feed);
}

struct Repair {
  std::string_view broken;
  std::string_view whole;
};

TEST_CASE("what feeds break is mended") {
  constexpr std::array repairs = {
      Repair{"Warning: x <b>y</b>\n<?xml version='1.0'?><!-- <rss> --><rss>a</rss> trailing <p>", "<rss>a</rss>"},
      Repair{"<?xml version=\"1.0\"><rss>a</rss>", "<rss>a</rss>"},
      Repair{"<rss>a&nbsp;b&#8217;c&#146;</rss>", "<rss>a\u00a0b’c’</rss>"},
      Repair{"<rss>AT&T &bogus; a && b</rss>", "<rss><![CDATA[AT&T &bogus; a && b]]></rss>"},
      Repair{"<rss>1 < 2 <3 <- </rss>", "<rss><![CDATA[1 < 2 <3 <- ]]></rss>"},
      Repair{"<rss>a<b c</rss>", "<rss>a<![CDATA[<b c]]></rss>"},
      Repair{"<rss><![CDATA[<p>a & b]]> c]]></rss>", "<rss><![CDATA[<p>a & b]]><![CDATA[ c]]]]><![CDATA[>]]></rss>"},
      Repair{"<rss>a\x01"
             "b\x0c"
             "c\xef\xbf\xbe</rss>",
             "<rss>abc</rss>"},
      Repair{"<rss><i>a<b>b</i>c</rss>", "<rss><i>a<b>b</b></i>c</rss>"},
      Repair{"<rss><i>a</b></i></rss>", "<rss><i>a</i></rss>"},
      Repair{"<rss><Title>a</title></rss>", "<rss><Title>a</Title></rss>"},
      Repair{"<rss><p>a<br>b<img src=c></p></rss>", "<rss><p>a<br/>b<img src=\"c\"/></p></rss>"},
      Repair{"<rss><a b=c d='e\"f' g b='h'>i</a></rss>", "<rss><a b=\"c\" d=\"e&quot;f\" g=\"\">i</a></rss>"},
      Repair{"<rss><a b=\"c>d</a><a b=\"e\">f</a></rss>", "<rss><a b=\"c\">d</a><a b=\"e\">f</a></rss>"},
      Repair{"<rss><a b=\"?x=1&y=2\"/></rss>", "<rss><a b=\"?x=1&amp;y=2\"/></rss>"},
      Repair{"<rss><item>a<item>b</item></rss>", "<rss><item>a</item><item>b</item></rss>"},
      Repair{"<rss><item><title>a", "<rss><item><title>a"},
      Repair{"<rss><a:b:c :d=\"\">e</a:b:c></rss>", "<rss><a:b_c d=\"\">e</a:b_c></rss>"},
      Repair{"<html><body>no feed</body></html>", ""},
  };
  for (const Repair& repair : repairs) {
    CAPTURE(repair.broken);
    CHECK(mended(repair.broken) == repair.whole);
  }
}

TEST_CASE("of a document type only plain entities are left") {
  CHECK(mended("<!DOCTYPE rss [<!ENTITY me \"Jane &#38; Co\"><!ENTITY you '&me;'><!ENTITY it SYSTEM "
               "\"file:///etc/hostname\">]>"
               "<rss>&me; &you; &it;</rss>") == "<rss><![CDATA[Jane & Co &you; &it;]]></rss>");
  CHECK(mended("<!DOCTYPE rss PUBLIC \"-//N//DTD > RSS\" \"http://x.example/rss.dtd\"><rss>a</rss>") == "<rss>a</rss>");
}

TEST_CASE("a remark in a document type ends nothing") {
  CHECK(mended("<!DOCTYPE rss [<!-- don't ]> --><!ENTITY me \"Jane\">]><rss>I'm &me; [x]</rss>") ==
        "<rss>I'm Jane [x]</rss>");
}

TEST_CASE("a picture in an attribute stays whole") {
  const std::string picture = "data:image/png;base64," + std::string(3 << 20, 'A');
  CHECK(mended("<rss><img src='" + picture + "'></rss>") == "<rss><img src=\"" + picture + "\"/></rss>");
}

TEST_CASE("text is cut into pieces between characters and references only") {
  std::string text(65530, 'x');
  for (int i = 0; i < 20000; ++i) text += "é&eacute;";
  std::string expected(65530, 'x');
  for (int i = 0; i < 20000; ++i) expected += "éé";
  CHECK(mended("<rss>" + text + "</rss>") == "<rss>" + expected + "</rss>");
}

}  // namespace
}  // namespace mediumsync::parse
