#include "ctl/print.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <sstream>
#include <vector>

#include "core/text.hpp"
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
  for (const char* verb :
       {"status",  "list",  "show",     "add",    "hold",         "move",  "slots",  "sources", "poll",   "import",
        "history", "stats", "accounts", "verify", "publications", "pause", "resume", "events",  "reload", "version"}) {
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

TEST_CASE("the sources of a table fit eighty columns and say beneath it what is wrong") {
  const Json reply = Json::parse(R"({"sources":[
    {"name":"the-blog-of-the-company","kind":"feed","state":"failing","reason":"the server answered 404\u001b[1m","items":1234,
     "last_checked":"2026-11-24T11:00:00Z","next_check":"2026-11-24T12:45:00Z","failures":3,"new_per_week":1.25,
     "url":"https://new.example/feed","other_urls":["https://new.example/comments"]},
    {"name":"drop","kind":"folder","state":"ok","reason":null,"items":2,"last_checked":null,"next_check":null,
     "failures":0,"new_per_week":0,"url":null,"other_urls":[]}]})");
  const std::string text = print("sources", reply, {.colored = false, .fitted = true, .width = 80}, now);
  CAPTURE(text);
  for (const char* part :
       {"NEW/WEEK", "1.2", "1 h ago", "in 45 min", "failed 3 times in a row: the server answered 404\\x1b[1m\n",
        "is read at https://new.example/feed now", "its page also names https://new.example/comments"})
    CHECK(text.find(part) != std::string::npos);
  std::istringstream lines(text);
  for (int row = 0; row < 3; ++row) {
    std::string line;
    std::getline(lines, line);
    CHECK(mediumsync::core::count_characters(line) <= 80);
  }
}

TEST_CASE("a poll is told source by source and an import in a line") {
  CHECK(print("poll", Json::parse(R"({"polled":[{"name":"a","outcome":"new","fresh":2,"reason":null},
    {"name":"b","outcome":"failed","fresh":0,"reason":"no"},{"name":"c","outcome":"unchanged","fresh":0}],
    "left":0,"sum":{"new":1,"unchanged":1,"failed":1,"items":2}})"),
              {}, now) == "a: 2 new\nb: failed: no\nc: nothing new\n3 sources looked at: 2 new items, 1 failed\n");
  CHECK(print("import", Json::parse(R"({"account":"main","stories":3,"fresh":2,"drafts":1,"posts":[]})"), {}, now) ==
        "3 stories of account main, 2 new; 1 is a draft, which keeps no post from being sent\n");
  CHECK(
      print("import", Json::parse(R"({"account":"main","stories":1,"fresh":1,"drafts":1,"posts":[{"id":1}]})"), {}, now)
          .starts_with("1 story of account main, 1 new; 1 is a draft\n"));
  const std::string older =
      print("import",
            Json::parse(R"({"account":"main","stories":3,"fresh":0,"outdated":2,"older_than":"2026-11-01T10:00:00Z"})"),
            {}, now);
  CHECK(older.find("Older than what was imported before, which is of") != std::string::npos);
  CHECK(older.find("told of 2 of them: that stands") != std::string::npos);
}
