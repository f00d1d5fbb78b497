// How a feed is asked: how often, where, and when not any more.
#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

// The baseline's three, each so many hours before the next.
std::vector<Entry> every_hours(int hours) {
  std::vector<Entry> all;
  for (int i = 1; i <= 8; ++i) {
    const auto time = SourceWorld::now() - i * std::chrono::hours(hours);
    all.push_back({.number = 100 - i, .date = core::format_rfc3339(time)});
  }
  return all;
}

const std::string html = "Content-Type: text/html\r\n";

std::string page_naming(const std::string& links) {
  return "<!DOCTYPE html><html><head><title>A blog</title>" + links + "</head><body><p>Hello.</p></body></html>";
}

std::string alternate(const std::string& href) {
  return "<link rel='alternate' type='application/rss+xml' href='" + href + "'>";
}

}  // namespace

TEST_CASE("a feed is asked as often as it posts") {
  struct Row {
    int hours;
    core::Duration least;
    core::Duration most;
  };
  for (const Row& row : {Row{1, 59min, 67min}, Row{6, 179min, 199min}, Row{24 * 7, 21h, 24h}}) {
    CAPTURE(row.hours);
    FeedWorld world;
    world.server.show(every_hours(row.hours));
    world.start();
    world.poll();
    CHECK(world.until_next() > row.least);
    CHECK(world.until_next() <= row.most);
    world.start();
    CHECK(world.until_next() > row.least - 1min);
    CHECK(world.until_next() <= row.most);
  }
}

TEST_CASE("a feed that asks to be left alone for a while is and not longer than a day") {
  struct Row {
    std::string headers;
    std::string channel;
    core::Duration least;
    core::Duration most;
  };
  const Row rows[] = {{"Cache-Control: max-age=7200\r\n", "", 119min, 133min},
                      {"", "<ttl>180</ttl>", 179min, 199min},
                      {"Cache-Control: max-age=60\r\n", "<ttl>180</ttl>", 179min, 199min},
                      {"Cache-Control: max-age=999999999\r\n", "", 21h, 24h},
                      {"", "<ttl>999999999</ttl>", 59min, 24h + 1min},
                      {"", "<ttl>-5</ttl>", 59min, 67min},
                      {"",
                       "<skipHours>" +
                           [] {
                             std::string all;
                             for (int hour = 0; hour < 24; ++hour) all += "<hour>" + std::to_string(hour) + "</hour>";
                             return all;
                           }() +
                           "</skipHours>",
                       59min, 67min}};
  for (const Row& row : rows) {
    CAPTURE(row.headers);
    CAPTURE(row.channel);
    FeedWorld world;
    world.server.say({.body = rss_document(row.channel), .headers = row.headers + "ETag: \"a\"\r\n"});
    world.start();
    for (int i = 0; i < 2; ++i) {
      world.poll();
      CHECK(world.until_next() >= row.least);
      CHECK(world.until_next() <= row.most);
      // What the document asked for holds for the answers that have none.
      world.server.say({.status = "304 Not Modified", .headers = row.headers});
    }
  }
}

TEST_CASE("many feeds of one host are asked two at a time and many that are overdue not at once") {
  FeedWorld world;
  world.server.show(entries(1, 1));
  std::vector<source::FeedSettings> feeds;
  for (int i = 0; i < 30; ++i) {
    source::FeedSettings one = world.settings();
    one.rules = rules_of("blog-" + std::to_string(i));
    one.timeout = 20s;
    feeds.push_back(one);
  }
  world.start({}, feeds);
  world.poll();
  CHECK(world.server.requests() == 30);
  CHECK(world.server.most_at_once() <= 2);
  CHECK(world.all() == 30);
  // The daemon was away for a day.
  world.sources.reset();
  for (const source::FeedSettings& one : feeds) {
    queue::SourceRecord record = world.queue->source(one.rules.source).value();
    record.next_check = world.now() - 24h;
    world.queue->save_source(record);
  }
  world.start({}, feeds);
  CHECK_FALSE(world.await([&] { return world.server.requests() == 60; }, 100ms));
  CHECK(world.await([&] { return world.server.requests() == 60; }));
}

TEST_CASE("a feed that is gone for good is not asked until a person asks or its url changes") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.say({.status = "410 Gone"});
  CHECK(world.poll().health == source::Health::failing);
  CHECK(world.view().reason->find("410") != std::string::npos);
  CHECK_FALSE(world.view().next_check);
  const std::size_t asked = world.server.requests();
  world.start();
  CHECK_FALSE(world.view().next_check);
  CHECK(world.view().health == source::Health::failing);
  CHECK_FALSE(world.await([&] { return world.server.requests() > asked; }, 100ms));
  world.server.show(entries(1, 4));
  CHECK(world.poll().health == source::Health::ok);
  CHECK(world.view().next_check);
  CHECK(world.count(State::queued) == 1);
  world.server.say({.status = "410 Gone"});
  world.poll();
  world.server.show(entries(1, 5));
  source::FeedSettings settings = world.settings();
  settings.url = world.server.url("/elsewhere");
  world.start({}, {settings});
  CHECK(world.await_count(State::queued, 2));
}

TEST_CASE("where a feed moved is given up when only the old place works") {
  FeedWorld world;
  source::FeedSettings settings = world.settings();
  settings.url = world.server.url("/home");
  world.server.say_at("/home", {.status = "308 Permanent Redirect", .headers = "Location: /away\r\n"});
  world.server.say_at("/away", {.body = rss(entries(1, 3)), .headers = "ETag: \"away\"\r\n"});
  world.start({}, {settings});
  world.poll();
  CHECK(world.view().url == world.server.url("/away"));
  world.server.say_at("/away", {.status = "404 Not Found"});
  world.server.say_at("/home", {.body = rss(entries(1, 4)), .headers = "ETag: \"home\"\r\n"});
  for (int i = 0; i < 3; ++i) CHECK(world.poll().health == source::Health::failing);
  CHECK(world.server.last().line().starts_with("GET /away "));
  CHECK(world.poll().health == source::Health::ok);
  CHECK(world.server.last().line().starts_with("GET /home "));
  CHECK_FALSE(world.server.last().header("If-None-Match"));
  CHECK_FALSE(world.view().url);
  CHECK(world.count(State::queued) == 1);
  world.poll();
  CHECK(world.server.last().header("If-None-Match") == "\"home\"");
}

TEST_CASE("a place that a feed moved to and that is gone stops nothing") {
  FeedWorld world;
  world.start_at_old_place();
  world.server.say_at("/feed", {.status = "410 Gone"});
  world.server.say_at("/old", {.body = rss(entries(1, 4))});
  CHECK(world.poll().health == source::Health::failing);
  CHECK(world.view().next_check);
  CHECK(world.poll().health == source::Health::ok);
  CHECK(world.count(State::queued) == 1);
}

TEST_CASE("a web page leads to the feed that it names") {
  FeedWorld world;
  source::FeedSettings settings = world.settings();
  settings.url = world.server.url("/");
  world.server.say_at("/",
                      {.body = page_naming(alternate("/posts.xml") + alternate("/comments.xml")), .headers = html});
  world.server.say_at("/posts.xml", {.body = rss(entries(1, 3)), .headers = "ETag: \"p\"\r\n"});
  world.start({}, {settings});
  const source::View view = world.poll();
  CHECK(view.health == source::Health::ok);
  CHECK(view.url == world.server.url("/posts.xml"));
  CHECK(view.other_urls == std::vector<std::string>{world.server.url("/comments.xml")});
  CHECK(world.count(State::skipped) == 3);
  // Remembered, and found anew once it is gone.
  world.start({}, {settings});
  world.poll();
  CHECK(world.server.asked() == std::vector<std::string>{"/", "/posts.xml", "/posts.xml"});
  CHECK(world.server.last().header("If-None-Match") == "\"p\"");
  world.server.say_at("/posts.xml", {.status = "404 Not Found"});
  world.server.say_at("/", {.body = page_naming(alternate("/new.xml")), .headers = html});
  world.server.say_at("/new.xml", {.body = rss(entries(1, 4))});
  CHECK(world.poll().health == source::Health::failing);
  CHECK(world.poll().health == source::Health::ok);
  CHECK(world.view().url == world.server.url("/new.xml"));
  CHECK(world.count(State::queued) == 1);
}

TEST_CASE("where a feed is read from is remembered over a restart whatever taught it") {
  struct Row {
    const char* what;
    std::string first;                    // what is configured
    FeedServer::Answer configured;        // answers there
    FeedServer::Answer before;            // answers at /there, first
    FeedServer::Answer after;             // and then
    std::optional<std::string> expected;  // the path it is read from then; absent: what is configured
  };
  const FeedServer::Answer leads_there{.status = "301 Moved Permanently", .headers = "Location: /there\r\n"};
  const FeedServer::Answer page{.body = page_naming(alternate("/there")), .headers = html};
  const FeedServer::Answer read{.body = rss(entries(1, 3)), .headers = "ETag: \"a\"\r\n"};
  const Row rows[] = {
      {"gone where it had moved", "/home", leads_there, read, {.status = "410 Gone"}, std::nullopt},
      {"not found where a page led", "/home", page, read, {.status = "404 Not Found"}, std::nullopt},
      {"moved on, and nothing new",
       "/home",
       leads_there,
       read,
       {.status = "301 Moved Permanently", .headers = "Location: /beyond\r\n"},
       "/beyond"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    FeedWorld world;
    source::FeedSettings settings = world.settings();
    settings.url = world.server.url(row.first);
    world.server.say_at(row.first, row.configured);
    world.server.say_at("/there", row.before);
    world.server.say_at("/beyond", {.status = "304 Not Modified"});
    world.start({}, {settings});
    world.poll();
    REQUIRE(world.view().url == world.server.url("/there"));
    world.server.say_at("/there", row.after);
    world.poll();
    const auto expected = row.expected ? std::optional(world.server.url(*row.expected)) : std::nullopt;
    CHECK(world.view().url == expected);
    // What follows a crash: nobody said goodbye.
    CHECK(world.await([&] {
      const auto record = world.queue->source("blog");
      return record && (record->moved_to ? record->moved_to : record->found_at) == expected;
    }));
    world.sources->stop();
    world.start({}, {settings});
    CHECK(world.view().url == expected);
  }
}

TEST_CASE("a web page without a feed is a failure that says what to do and pages that name each other end") {
  FeedWorld world;
  world.server.say({.body = page_naming(""), .headers = html});
  world.start();
  CHECK(world.poll().reason->find("HTML page") != std::string::npos);
  world.server.say({.body = page_naming(alternate("/a")), .headers = html});
  for (int i = 0; i < 6; ++i) {
    const std::size_t asked = world.server.requests();
    CHECK(world.poll().health == source::Health::failing);
    CHECK(world.server.requests() - asked <= 2);
  }
}
