#include <array>
#include <chrono>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

#include "parse/feed.hpp"

namespace mediumsync::parse {
namespace {

using namespace std::chrono_literals;
using Minutes = std::optional<std::chrono::minutes>;

Etiquette channel(std::string_view inside) {
  const auto result = feed(
      "<rss xmlns:a='http://www.w3.org/2005/Atom' "
      "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>" +
          std::string(inside) + "</channel></rss>",
      {{}, "https://blog.example/feed"});
  REQUIRE(result.has_value());
  return result->etiquette;
}

TEST_CASE("a feed says how long an answer is good for") {
  struct Row {
    std::string_view markup;
    Minutes ttl;
  };
  constexpr std::array rows = {
      Row{"<ttl>60</ttl>", 60min},
      Row{"<ttl> 60\n</ttl>", 60min},
      Row{"<ttl>90.5</ttl>", 90min},
      Row{"<ttl>0</ttl>", std::nullopt},
      Row{"<ttl>-5</ttl>", std::nullopt},
      Row{"<ttl>hour</ttl>", std::nullopt},
      Row{"<ttl/>", std::nullopt},
      Row{"", std::nullopt},
      Row{"<ttl>99999999999999</ttl>", std::nullopt},
      Row{"<ttl>2000000000</ttl>", 24h * 366},
  };
  for (const Row& row : rows) {
    CAPTURE(row.markup);
    CHECK(channel(row.markup).ttl == row.ttl);
  }
}

TEST_CASE("the syndication module gives a period and how often in it") {
  struct Row {
    std::string_view markup;
    Minutes interval;
  };
  constexpr std::array rows = {
      Row{"<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", 60min},
      Row{"<sy:updatePeriod>Daily</sy:updatePeriod>", 24h},
      Row{"<sy:updateFrequency>2</sy:updateFrequency>", 12h},
      Row{"<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>7</sy:updateFrequency>", 24h},
      Row{"<sy:updatePeriod>yearly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 8766h},
      Row{"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>100000</sy:updateFrequency>", 1min},
      Row{"<sy:updatePeriod>always</sy:updatePeriod>", std::nullopt},
      Row{"", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.markup);
    CHECK(channel(row.markup).update_interval == row.interval);
  }
}

TEST_CASE("hours and days that a feed wants to be spared are noted") {
  const Etiquette spared = channel(
      "<skipHours><hour>0</hour><hour> 7 </hour><hour>24</hour><hour>25</hour><hour>x</hour>text</skipHours>"
      "<skipDays><day>Sunday</day><day>saturday</day><day>Never</day></skipDays>");
  CHECK(spared.skip_hours.to_ulong() == ((1UL << 0) | (1UL << 7)));
  CHECK(spared.skip_days.to_ulong() == ((1UL << 0) | (1UL << 6)));
  CHECK(channel("").skip_hours.none());
  CHECK(channel("").skip_days.none());
}

TEST_CASE("a feed names its hubs and itself and where older entries are") {
  const Etiquette rss = channel(
      "<a:link rel='hub' href='https://hub.example/'/><a:link rel='HUB' href='file:///x'/>"
      "<a:link rel='self' href='feed.xml'/><a:link rel='next' href='?page=2'/><a:link rel='self' href='other'/>");
  CHECK(rss.hubs == std::vector<std::string>{"https://hub.example/"});
  CHECK(rss.self == "https://blog.example/feed.xml");
  CHECK(rss.next == "https://blog.example/feed?page=2");
  CHECK_FALSE(rss.expired);
  const auto atom = feed(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.example/x/'><link rel='hub' "
      "href='/hub'/><link rel='prev-archive' href='2003'/><link rel='self' href='javascript:1'/></feed>",
      {});
  REQUIRE(atom.has_value());
  CHECK(atom->etiquette.hubs == std::vector<std::string>{"https://b.example/hub"});
  CHECK(atom->etiquette.next == "https://b.example/x/2003");
  CHECK_FALSE(atom->etiquette.self.has_value());
}

TEST_CASE("a feed of hubs alone fills no memory") {
  std::string hubs;
  for (int i = 0; i < 1000; ++i) hubs += "<a:link rel='hub' href='https://h" + std::to_string(i) + ".example/'/>";
  CHECK(channel(hubs).hubs.size() == 8);
}

}  // namespace
}  // namespace mediumsync::parse
