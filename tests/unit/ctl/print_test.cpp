#include "ctl/print.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <vector>

#include "ctl/times.hpp"

using namespace mediumsync;
using namespace mediumsync::ctl;
using namespace std::chrono_literals;

namespace {

const core::TimePoint now = core::parse_rfc3339("2026-11-24T12:00:00Z").value();

}  // namespace

TEST_CASE("how far off a time is is said in its largest unit") {
  const std::vector<std::pair<std::chrono::milliseconds, std::string>> rows{
      {0ms, "now"},       {999ms, "now"},       {-999ms, "now"},  {1s, "in 1 s"},      {59s, "in 59 s"},
      {60s, "in 1 min"},  {59min, "in 59 min"}, {1h, "in 1 h"},   {23h, "in 23 h"},    {24h, "in 1 day"},
      {49h, "in 2 days"}, {-1s, "1 s ago"},     {-3h, "3 h ago"}, {-24h, "1 day ago"}, {-240h, "10 days ago"}};
  for (const auto& [distance, text] : rows) CHECK(relative(now + distance, now) == text);
}

TEST_CASE("a time is shown with how far off it is") {
  CHECK(show_time(nullptr, now) == "–");
  CHECK(show_time(7, now) == "–");
  CHECK(show_time("soon", now) == "soon");
  const std::string shown = show_time("2026-11-24T15:00:00Z", now);
  CHECK(shown.find("2026-11-2") != std::string::npos);
  CHECK(shown.ends_with(" (in 3 h)"));
}

TEST_CASE("a reply with nothing in it is printed all the same") {
  for (const char* verb : {"status", "list", "show", "add", "hold", "move", "slots", "sources", "poll", "accounts",
                           "verify", "publications", "pause", "resume", "events", "reload", "version"}) {
    CAPTURE(verb);
    CHECK(!(print(verb, Json::object(), {}, now) + ".").empty());
  }
}

TEST_CASE("status says what needs a person") {
  const Json reply = Json::parse(R"({"version":"1.2.3","pid":7,"uptime_s":7200,"paused":true,
    "counts":{"queued":2,"in_doubt":1,"failed":0},"next":{"id":4,"title":"N\u001b[1m","due":"2026-11-24T13:00:00Z"},
    "accounts":[{"name":"main","state":"stopped","reason":"no token","username":"jane","quota":{"used":1,"limit":10,"frees_at":null}}],
    "sources":[],"attention":[{"what":"account main is stopped","cure":"mediumsyncctl resume main"}]})");
  const std::string text = print("status", reply, {}, now);
  for (const char* part :
       {"mediumsyncd 1.2.3", "process 7", "2 h ago", "PAUSED", "2 queued, 1 in doubt\n", "in 1 h", "@jane", "1 of 10",
        "no token", "No folder or feed is configured.", "Needs you:", "mediumsyncctl resume main"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a post is shown with its attempts and findings and none of its escapes") {
  const Json reply = Json::parse(
      R"({"post":{"id":4,"title":"T\u001b]0;x\u0007","state":"failed","reason":"refused\u001b[2J","account":"main",
    "source":"drop","origin":"a.md","tags":["one","two"],"status":"public","license":"all-rights-reserved",
    "created_at":"2026-11-24T11:00:00Z"},
    "attempts":[{"at":"2026-11-24T11:30:00Z","outcome":"refused","detail":"\u001b[31m"}],
    "findings":[{"severity":"warning","code":"too-many-tags","message":"m\u001b","line":3},{"severity":"advice","code":"c","message":"n","line":null}]})");
  const std::string text = print("show", reply, {}, now);
  for (const char* part :
       {"one, two", "drop: a.md", "30 min ago", "warning: line 3: ", "[too-many-tags]", "advice: n [c]"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
}
