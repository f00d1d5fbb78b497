#include "parse/xml_reader.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::parse {
namespace {

// Writes down what it is told: text as it is, values between bars.
class Scribe : public XmlSink {
 public:
  void open(std::string_view name, const std::vector<XmlAttribute>& attributes) override {
    written += "<" + std::string(name);
    for (const XmlAttribute& attribute : attributes) {
      written += " " + attribute.name + "=|" + std::string(attribute.value) + "|";
    }
    written += ">";
    names_.emplace_back(name);
  }
  void text(std::string_view piece) override { written += piece; }
  void close() override {
    written += "</" + names_.back() + ">";
    names_.pop_back();
  }

  std::string written;

 private:
  std::vector<std::string> names_;
};

std::string told(std::string_view text) {
  Scribe scribe;
  XmlReader(text, scribe).read();
  return scribe.written;
}

TEST_CASE("a well-formed feed is told as it is") {
  constexpr std::array<std::string_view, 4> feeds = {
      "<rss version=|2.0|><channel><title>One</title></channel></rss>",
      "<rss>\n <channel>\t<item></item>\n <item><title>Grüße, 世界</title></item></channel>\n</rss>",
      "<rdf:RDF xmlns:rdf=|r| xmlns=|s|><channel rdf:about=|u|></channel><item rdf:about=|v|></item></rdf:RDF>",
      "<rss><channel><a-b.c_d></a-b.c_d><x:y xmlns:x=|z| x:w=|'v'|></x:y></channel></rss>",
  };
  for (const std::string_view feed : feeds) {
    std::string quoted(feed);
    std::ranges::replace(quoted, '|', '"');
    CHECK(told(quoted) == feed);
  }
  CHECK(told("<feed><content><p>a<br/>b</p></content></feed>") == "<feed><content><p>a<br></br>b</p></content></feed>");
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
      Repair{"<rss>AT&T &bogus; a && b</rss>", "<rss>AT&T &bogus; a && b</rss>"},
      Repair{"<rss>1 < 2 <3 <- </rss>", "<rss>1 < 2 <3 <- </rss>"},
      Repair{"<rss>a<b c</rss>", "<rss>a<b c</rss>"},
      Repair{"<rss><![CDATA[<p>a & b]]> c]]></rss>", "<rss><p>a & b c]]></rss>"},
      Repair{"<rss>a\x01"
             "b\x0c"
             "c\xef\xbf\xbe</rss>",
             "<rss>abc</rss>"},
      Repair{"<rss>a\r\nb\rc<![CDATA[d\r\n]]></rss>", "<rss>a\nb\ncd\n</rss>"},
      Repair{"<rss><a b='c\r\nd\te&#10;f'/></rss>", "<rss><a b=|c d e f|></a></rss>"},
      Repair{"<rss><i>a<b>b</i>c</rss>", "<rss><i>a<b>b</b></i>c</rss>"},
      Repair{"<rss><i>a</b></i></rss>", "<rss><i>a</i></rss>"},
      Repair{"<rss><Title>a</title></rss>", "<rss><Title>a</Title></rss>"},
      Repair{"<rss><p>a<br>b<img src=c></p></rss>", "<rss><p>a<br></br>b<img src=|c|></img></p></rss>"},
      Repair{"<rss><a b=c d='e\"f' g b='h'>i</a></rss>", "<rss><a b=|c| d=|e\"f| g=||>i</a></rss>"},
      Repair{"<rss><a b=\"c>d</a><a b=\"e\">f</a></rss>", "<rss><a b=|c|>d</a><a b=|e|>f</a></rss>"},
      Repair{"<rss><a b=\"?x=1&y=2\"/></rss>", "<rss><a b=|?x=1&y=2|></a></rss>"},
      Repair{"<rss><item>a<item>b</item></rss>", "<rss><item>a</item><item>b</item></rss>"},
      Repair{"<rss><item><title>a", "<rss><item><title>a"},
      Repair{"<rss><a:b:c :d=\"\">e</a:b:c></rss>", "<rss><a:b_c d=||>e</a:b_c></rss>"},
      Repair{"<html><body>no feed</body></html>", ""},
  };
  for (const Repair& repair : repairs) {
    CAPTURE(repair.broken);
    CHECK(told(repair.broken) == repair.whole);
  }
}

TEST_CASE("of a document type only plain entities are left") {
  CHECK(told("<!DOCTYPE rss [<!ENTITY me \"Jane &#38; Co\"><!ENTITY you '&me;'><!ENTITY it SYSTEM "
             "\"file:///etc/hostname\">]>"
             "<rss>&me; &you; &it;</rss>") == "<rss>Jane & Co &you; &it;</rss>");
  CHECK(told("<!DOCTYPE rss PUBLIC \"-//N//DTD > RSS\" \"http://x.example/rss.dtd\"><rss>a</rss>") == "<rss>a</rss>");
}

TEST_CASE("a remark in a document type ends nothing") {
  CHECK(told("<!DOCTYPE rss [<!-- don't ]> --><!ENTITY me \"Jane\">]><rss>I'm &me; [x]</rss>") ==
        "<rss>I'm Jane [x]</rss>");
}

TEST_CASE("a picture in an attribute stays whole") {
  const std::string picture = "data:image/png;base64," + std::string(3 << 20, 'A');
  CHECK(told("<rss><img src='" + picture + "'></rss>") == "<rss><img src=|" + picture + "|></img></rss>");
}

TEST_CASE("a long text full of references comes whole") {
  std::string text(65530, 'x');
  for (int i = 0; i < 20000; ++i) text += "é&eacute;";
  std::string expected(65530, 'x');
  for (int i = 0; i < 20000; ++i) expected += "éé";
  CHECK(told("<rss>" + text + "</rss>") == "<rss>" + expected + "</rss>");
}

}  // namespace
}  // namespace mediumsync::parse
