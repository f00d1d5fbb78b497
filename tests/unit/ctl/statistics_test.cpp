#include <chrono>
#include <doctest/doctest.h>
#include <tuple>

#include "core/text.hpp"
#include "ctl/bars.hpp"
#include "ctl/print.hpp"

using namespace mediumsync;
using namespace mediumsync::ctl;

namespace {

const core::TimePoint now = core::parse_rfc3339("2026-11-24T12:00:00Z").value();

const Json reply =
    Json::parse(R"({"since":"2026-10-01T00:00:00Z","published":{"stories":12,"in_time":9,"late":2,"by_person":1},
  "tolerance_s":900,"median_wait_s":172800,
  "months":[{"month":"2026-09","stories":0,"in_time":0,"late":0,"by_person":0},
            {"month":"2026-10","stories":8,"in_time":8,"late":0,"by_person":0},{"month":"2026-11","stories":4,"in_time":1,"late":2,"by_person":1}],
  "failures":[{"cause":"not-sent","count":3,"last_at":"2026-11-20T12:00:00Z","detail":"connection refused"}],
  "figures":{"stories":2,"views":{"value":137,"change":30},"reads":{"value":44,"change":null},"claps":null,
             "earned":[{"cents":123456,"change":-150,"currency":"USD"}],"viewed_at":"2026-11-23T12:00:00Z","earned_at":null},
  "stories":[{"account":"main","medium_id":"a","title":"A\u001b[1m","post":4,"url":null,"views":{"value":130,"change":30},
              "reads":null,"claps":null,"earned":{"cents":5,"change":null,"currency":"USD"}}],
  "changes":[{"post":4,"title":"A","code":"story-deleted-on-medium","message":"it is gone"}],"newest_only":false})");

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("statistics are told in words and tables") {
  const std::string text = print("stats", reply, {}, now);
  CAPTURE(text);
  for (const char* part : {"12 stories since 2026-10-01: 9 in time, 2 late, 1 asked for",
                           "half of them took 2 days or less", "2026-11", "not-sent", "connection refused",
                           "of 2 stories: 137 (+30) views, 44 reads, – claps, 1,234.56 (-1.50) USD earned", "130 (+30)",
                           "0.05 USD", "post 4 [story-deleted-on-medium]: it is gone", "(1 day ago)"})
    CHECK(has(text, part));
  // What was before the first story.
  CHECK_FALSE(has(text, "2026-09"));
  // A pipe gets no charts and nothing that steers a terminal.
  CHECK_FALSE(has(text, "█"));
  CHECK_FALSE(has(text, "\x1b"));
}

TEST_CASE("charts are as wide as the terminal leaves room for") {
  for (const std::size_t width : {40U, 80U, 120U}) {
    CAPTURE(width);
    const std::string text = print("stats", reply, {.colored = false, .fitted = true, .width = width}, now);
    CAPTURE(text);
    CHECK(has(text, "████"));
    std::size_t begin = text.find("MONTH");
    const std::size_t end = text.find("\n\n", begin);
    while (begin < end) {
      const std::size_t line = text.find('\n', begin);
      CHECK(core::count_characters(text.substr(begin, line - begin)) <= std::max<std::size_t>(width, 60));
      begin = line + 1;
    }
  }
}

TEST_CASE("a bar is as long as its value in eighths of a character") {
  CHECK(bar(8, 8, 4) == "████");
  CHECK(bar(4, 8, 4) == "██");
  CHECK(bar(1, 8, 1) == "▏");
  CHECK(bar(7, 8, 1) == "▉");
  CHECK(bar(1, 1'000'000, 10) == "▏");
  CHECK(bar(9, 8, 2) == "██");
  for (const auto& [value, most, width] :
       {std::tuple(0, 5, 5), std::tuple(-3, 5, 5), std::tuple(1, 0, 5), std::tuple(1, 5, 0)})
    CHECK(bar(value, most, static_cast<std::size_t>(width)).empty());
}

TEST_CASE("nothing yet says how figures come") {
  const std::string text = print("stats", Json::object(), {}, now);
  CHECK(has(text, "Nothing was published"));
  CHECK(has(text, "mediumsyncctl import"));
}

TEST_CASE("a history says who did what and what is not kept") {
  const Json told =
      Json::parse(R"json({"post":{"id":4,"title":"A title","state":"published"},"cut_before":"2026-11-01T00:00:00Z",
    "happenings":[{"at":"2026-11-02T00:00:00Z","kind":"arrived","detail":"from drop: a.md","by":null},
                  {"at":"2026-11-03T00:00:00Z","kind":"held","detail":"A title","by":"uid 1000 (anna)"}]
})json");
  const std::string text = print("history", told, {}, now);
  CHECK(has(text, "A title, post 4: published\nWhat happened before 2026-11-01T00:00:00Z is not all kept"));
  CHECK(has(text, "2026-11-02T00:00:00Z  arrived  from drop: a.md\n"));
  CHECK(has(text, "2026-11-03T00:00:00Z  held  A title  by uid 1000 (anna)\n"));
  const Json events = Json::parse(R"json({"events":[{"at":"t","kind":"held","post":4,"detail":"x","by":"uid 0 (root)"
  }]
  })json");
  CHECK(has(print("events", events, {}, now), "held post 4  x  by uid 0 (root)"));
}
