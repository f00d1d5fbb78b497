#include <array>

#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

TEST_CASE("what is in a feed when it is first seen is not published and what comes later is queued once") {
  FeedWorld world;
  world.start_after_baseline();
  CHECK(world.count(State::skipped) == 3);
  CHECK(world.count(State::queued) == 0);
  CHECK(world.find("id-1")->cause == Cause::baseline);
  CHECK(world.until_next() > 50min);
  CHECK(world.until_next() < 70min);
  world.server.show(entries(1, 4));
  world.poll();
  world.poll();
  CHECK(world.count(State::queued) == 1);
  CHECK(world.find("id-4")->title == "Entry 4");
  CHECK(world.find("id-4")->canonical_url == "https://blog.example/4");
  CHECK(world.all() == 4);
}

TEST_CASE("a feed whose entries are wanted is queued with the oldest first") {
  FeedWorld world;
  world.server.show({{3, "Wed, 07 Jan 2026 10:00:00 GMT"},
                     {2, "Tue, 06 Jan 2026 10:00:00 GMT"},
                     {1, "Mon, 05 Jan 2026 10:00:00 GMT"}});
  source::FeedSettings settings = world.settings();
  settings.existing = source::Existing::queue;
  world.start({}, {settings});
  world.poll();
  REQUIRE(world.count(State::queued) == 3);
  const auto waiting = world.queue->waiting("main", std::nullopt, 10);
  CHECK(waiting.at(0).origin == "id-1");
  CHECK(waiting.at(2).origin == "id-3");
}

TEST_CASE("a restart asks no sooner than was planned and takes nothing for new") {
  FeedWorld world;
  world.start_after_baseline();
  const std::size_t asked = world.server.requests();
  world.start();
  CHECK(world.until_next() > 50min);
  CHECK_FALSE(world.await([&] { return world.server.requests() > asked; }, 100ms));
  world.poll();
  CHECK(world.count(State::skipped) == 3);
  CHECK(world.all() == 3);
}

TEST_CASE("the validators of the last answer are sent back also after a restart") {
  FeedWorld world;
  world.server.say(
      {.body = rss(entries(1, 3)), .headers = "ETag: \"abc\"\r\nLast-Modified: Mon, 05 Jan 2026 10:00:00 GMT\r\n"});
  world.start();
  world.poll();
  world.server.say({.status = "304 Not Modified", .body = "", .headers = ""});
  for (int i = 0; i < 2; ++i) {
    const source::View view = world.poll();
    CHECK(world.server.last().header("If-None-Match") == "\"abc\"");
    CHECK(world.server.last().header("If-Modified-Since") == "Mon, 05 Jan 2026 10:00:00 GMT");
    CHECK(view.health == source::Health::ok);
    CHECK(view.items == 3);
    world.start();
  }
}

TEST_CASE("an entry that is re-dated or moved within its feed is no new one") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.show(entries(1, 4));
  world.poll();
  const std::int64_t last = world.queue->last_event();
  world.server.show({{1, "Fri, 09 Jan 2026 10:00:00 GMT"}, {4, "Sat, 10 Jan 2026 10:00:00 GMT"}, {3}, {2}});
  world.poll();
  CHECK(world.all() == 4);
  CHECK(world.count(State::queued) == 1);
  CHECK(world.queue->last_event() == last);
}

TEST_CASE("a feed that fails says why and is asked less often until it works again") {
  struct Row {
    FeedServer::Answer answer;
    std::string said;
  };
  const std::array rows{Row{{.status = "404 Not Found", .body = "no", .headers = ""}, "404"},
                        Row{{.status = "500 Oh", .body = "no", .headers = ""}, "500"},
                        Row{{.status = "304 Not Modified", .body = "", .headers = ""}, "304"},
                        Row{{.status = "stall", .body = "", .headers = ""}, ""},
                        Row{{.status = "200 OK", .body = "<html><body>A page</body></html>", .headers = ""}, "HTML"},
                        Row{{.status = "200 OK", .body = "", .headers = ""}, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.answer.status);
    FeedWorld world;
    world.start_after_baseline();
    world.server.say(row.answer);
    const source::View first = world.poll();
    CHECK(first.health == source::Health::failing);
    REQUIRE(first.reason);
    CAPTURE(*first.reason);
    CHECK(first.reason->find(row.said) != std::string::npos);
    CHECK(world.until_next() > 0s);
    CHECK(world.until_next() < 5min);
    for (int i = 0; i < 6 && row.answer.status != "stall"; ++i) world.poll();
    if (row.answer.status != "stall") CHECK(world.until_next() > 10min);
    CHECK(world.until_next() <= 9h);
    CHECK(world.all() == 3);
    world.server.show(entries(1, 4));
    const source::View again = world.poll();
    CHECK(again.health == source::Health::ok);
    CHECK_FALSE(again.reason);
    CHECK(world.until_next() > 50min);
    CHECK(world.count(State::queued) == 1);
  }
}

TEST_CASE("a server that says how long to wait is believed within reason") {
  struct Row {
    std::string status;
    std::string retry_after;
    core::Duration least;
    core::Duration most;
  };
  const std::array rows{
      Row{"503 Busy", "7200", 119min, 121min}, Row{"429 Slow", "7200", 119min, 121min},
      Row{"503 Busy", "99999999", 23h, 25h}, Row{"503 Busy", "-5", 0s, 5min}, Row{"503 Busy", "soon", 0s, 5min},
      // By the server's own clock, whatever that shows.
      Row{"503 Busy", "Sun, 06 Nov 1994 10:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 119min, 121min},
      Row{"429 Slow", "Sunday, 06-Nov-94 10:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 119min, 121min},
      Row{"503 Busy", "Fri, 31 Dec 9999 23:59:59 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 23h, 25h},
      Row{"503 Busy", "Sun, 06 Nov 1994 07:49:37 GMT\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 0s, 5min},
      Row{"503 Busy", "Fri, 31 Dec 9999 23:59:59 GMT", 0s, 5min}};
  for (const Row& row : rows) {
    CAPTURE(row.retry_after);
    FeedWorld world;
    world.start_after_baseline();
    world.server.say({.status = row.status, .body = "", .headers = "Retry-After: " + row.retry_after + "\r\n"});
    CHECK(world.poll().health == source::Health::failing);
    CHECK(world.until_next() >= row.least);
    CHECK(world.until_next() <= row.most);
  }
}

TEST_CASE("a feed that moved for good is asked where it is now") {
  FeedWorld world;
  source::FeedSettings settings = world.start_at_old_place();
  CHECK(world.server.requests() == 2);
  world.start({}, {settings});
  world.poll();
  CHECK(world.server.requests() == 3);
  CHECK(world.server.last().line().starts_with("GET /feed "));
  CHECK(world.all() == 3);
}

TEST_CASE("what an address taught is forgotten when the configuration names another") {
  FeedWorld world;
  source::FeedSettings settings = world.start_at_old_place();
  settings.url = world.server.url("/elsewhere");
  world.start({}, {settings});
  world.poll();
  CHECK(world.server.last().line().starts_with("GET /elsewhere "));
  CHECK(world.all() == 3);
}

TEST_CASE("ten new entries go and eleven at once wait for a person") {
  for (const int fresh : {10, 11}) {
    CAPTURE(fresh);
    FeedWorld world;
    world.start_after_baseline();
    world.server.show(entries(1, 3 + fresh));
    world.poll();
    const State expected = fresh > 10 ? State::held : State::queued;
    CHECK(world.count(expected) == fresh);
    if (fresh > 10) CHECK(world.find("id-4")->cause == Cause::flood);
    CHECK(world.count(State::skipped) == 3);
    world.poll();
    CHECK(world.count(expected) == fresh);
  }
}

TEST_CASE("an entry that is only a teaser is held unless teasers are wanted") {
  for (const source::Excerpts excerpts : {source::Excerpts::hold, source::Excerpts::publish}) {
    FeedWorld world;
    source::FeedSettings settings = world.settings();
    settings.excerpts = excerpts;
    world.server.show(entries(1, 1));
    world.start({}, {settings});
    world.poll();
    world.server.say({.body = "<rss version='2.0'><channel><title>A blog</title><link>https://blog.example/</link>"
                              "<item><guid>id-9</guid><title>Nine</title><link>https://blog.example/9</link>"
                              "<description>It begins like this and then [&amp;#8230;]</description></item>" +
                              rss_item({.number = 1}, "") + "</channel></rss>",
                      .headers = ""});
    world.poll();
    const auto record = world.find("id-9");
    REQUIRE(record);
    CHECK(record->state == (excerpts == source::Excerpts::hold ? State::held : State::queued));
    if (excerpts == source::Excerpts::hold) CHECK(record->cause == Cause::excerpt);
  }
}

TEST_CASE("whatever the head of an answer says no entry comes twice and no validator is kept without bound") {
  const std::string much(200'000, 'e');
  for (const std::string& headers :
       {std::string("ETag: \"same\"\r\n"), std::string("ETag: no quotes at all\r\n"),
        "ETag: \"" + much.substr(0, 50'000) + "\"\r\n", std::string("Last-Modified: the day before yesterday\r\n"),
        std::string("Content-Type: image/png\r\n"), std::string("Content-Type: \r\n"), std::string()}) {
    CAPTURE(headers.substr(0, 60));
    FeedWorld world;
    world.server.say({.body = rss(entries(1, 3)), .headers = headers});
    world.start();
    world.poll();
    world.server.say({.body = rss(entries(1, 4)), .headers = headers});
    world.poll();
    world.poll();  // the same body once more
    world.server.say({.status = "304 Not Modified", .body = "", .headers = ""});
    world.poll();
    const auto validator = world.server.last().header("If-None-Match");
    CHECK((!validator || validator->size() < 10'000));
    world.server.say({.body = rss(entries(1, 4)), .headers = headers});
    CHECK(world.poll().health == source::Health::ok);
    CHECK(world.count(State::skipped) == 3);
    CHECK(world.count(State::queued) == 1);
    CHECK(world.all() == 4);
  }
}
