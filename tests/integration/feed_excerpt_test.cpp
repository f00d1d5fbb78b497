// Entries that are only teasers, and the pages that have the rest.
#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

class TeaserWorld : public FeedWorld {
 public:
  std::string page(int number) const { return server.url("/page-" + std::to_string(number)); }
  std::string teaser(int number, const std::string& words = "It begins like this and then") const {
    return rss_item({.number = number, .link = page(number)}, "<description>" + words + " [&amp;#8230;]</description>");
  }
  void show_teasers(const std::vector<int>& numbers) {
    std::string items;
    for (const int number : numbers) items += teaser(number);
    server.say({.body = rss_document(items)});
  }
  void show_page(int number, const std::string& text) {
    server.say_at("/page-" + std::to_string(number),
                  {.body = "<!DOCTYPE html><html><head><title>Entry " + std::to_string(number) +
                           "</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Entry " +
                           std::to_string(number) + "</h1><p>It begins like this and then goes on. " + text +
                           "</p></article><footer>All rights</footer></body></html>",
                   .headers = "Content-Type: text/html\r\n"});
  }
  // Past the baseline, so that teasers are fetched.
  void begin() {
    show_teasers({1});
    start();
    poll();
  }
  std::size_t asked_for(const std::string& path) const {
    return static_cast<std::size_t>(std::ranges::count(server.asked(), path));
  }
  std::string text(const std::string& origin) {
    const auto post = queue->post(find(origin)->id);
    return post ? core::plain_text(post->body) : "";
  }
};

}  // namespace

TEST_CASE("the article of a teaser is taken from its page once") {
  TeaserWorld world;
  world.begin();
  world.show_page(2, long_text(2));
  world.show_teasers({2, 1});
  world.poll();
  REQUIRE(world.await_state("id-2", State::queued));
  CHECK(world.text("id-2").find("Sentence 42 of entry 2") != std::string::npos);
  CHECK(world.text("id-2").find("All rights") == std::string::npos);
  CHECK(world.find("id-2")->title == "Entry 2");
  // Seen again, also by a daemon that has just started: nothing changes, nothing is fetched again.
  world.start();
  world.poll();
  CHECK(world.find("id-2")->state == State::queued);
  CHECK(world.text("id-2").find("Sentence 42 of entry 2") != std::string::npos);
  CHECK(world.asked_for("/page-2") == 1);
  // The back catalogue is no reason to visit pages.
  CHECK(world.asked_for("/page-1") == 0);
  CHECK(world.count(State::skipped) == 1);
}

TEST_CASE("a teaser that changes has its page fetched again") {
  TeaserWorld world;
  world.begin();
  world.show_page(2, long_text(2));
  world.show_teasers({2});
  world.poll();
  REQUIRE(world.await_state("id-2", State::queued));
  world.show_page(2, "It has a second part. " + long_text(22));
  world.server.say({.body = rss_document(world.teaser(2, "It begins like this and then goes on."))});
  world.poll();
  CHECK(world.await([&] { return world.text("id-2").find("of entry 22") != std::string::npos; }));
  CHECK(world.find("id-2")->state == State::queued);
}

TEST_CASE("a teaser whose page has no article to rely on stays held and says why") {
  struct Row {
    FeedServer::Answer page;
    std::string said;
  };
  const Row rows[] = {
      {{.status = "404 Not Found"}, "404"},
      {{.status = "302 Found", .headers = "Location: file:///etc/passwd\r\n"}, "neither http nor https"},
      {{.body = "<html><body></body></html>", .headers = "Content-Type: text/html\r\n"}, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.said);
    TeaserWorld world;
    world.begin();
    world.server.say_at("/page-2", row.page);
    world.show_teasers({2});
    world.poll();
    REQUIRE(world.await([&] {
      const auto post = world.find("id-2");
      return post && post->reason && post->reason->find("could not be taken") != std::string::npos;
    }));
    const auto post = world.find("id-2");
    CAPTURE(*post->reason);
    CHECK(post->state == State::held);
    CHECK(post->cause == Cause::excerpt);
    CHECK(post->reason->find(row.said) != std::string::npos);
    CHECK(post->reason->find("release") != std::string::npos);
    world.poll();
    CHECK(world.asked_for("/page-2") == 1);
    CHECK(world.queue->release(post->id, world.now()));
  }
}

TEST_CASE("a page that can't be had for now is tried again and after a restart too") {
  TeaserWorld world;
  world.begin();
  world.server.say_at("/page-2", {.status = "503 Busy"});
  world.show_teasers({2});
  world.poll();
  REQUIRE(world.await([&] { return world.find("id-2")->reason->find("tried again at") != std::string::npos; }));
  const auto wanted = world.queue->articles_wanted(10);
  REQUIRE(wanted.size() == 1);
  CHECK(wanted.front().attempts == 1);
  CHECK(*wanted.front().next_try > world.now());
  CHECK(*wanted.front().next_try < world.now() + 3min);
  // As if that time had come while the daemon did not run.
  world.sources.reset();
  auto due = wanted.front();
  due.next_try = world.now();
  world.queue->save_article(due);
  world.show_page(2, long_text(2));
  world.start();
  CHECK(world.await_state("id-2", State::queued));
  CHECK(world.queue->articles_wanted(10).empty());
}

TEST_CASE("a person's word about a teaser outlives the fetching of its page") {
  TeaserWorld world;
  world.begin();
  world.server.say_at("/page-2", {.status = "stall"});
  world.show_teasers({2});
  world.poll();
  REQUIRE(world.await([&] { return world.asked_for("/page-2") == 1; }));
  REQUIRE(world.queue->skip(world.find("id-2")->id, world.now()));
  world.show_page(2, long_text(2));
  auto wanted = world.queue->articles_wanted(10).front();
  wanted.next_try = world.now();
  world.queue->save_article(wanted);
  world.start();
  REQUIRE(world.await([&] { return world.queue->articles_wanted(10).empty(); }));
  CHECK(world.find("id-2")->state == State::skipped);
}

TEST_CASE("no more than two pages of one host are fetched at once") {
  TeaserWorld world;
  world.begin();
  std::vector<int> numbers;
  for (int number = 2; number <= 11; ++number) {
    world.show_page(number, long_text(number));
    numbers.push_back(number);
  }
  numbers.push_back(1);
  world.show_teasers(numbers);
  world.poll();
  REQUIRE(world.await_count(State::queued, 10));
  CHECK(world.server.most_at_once() <= 2);
}

TEST_CASE("a teaser of the back catalogue has its page fetched once it is released") {
  TeaserWorld world;
  world.begin();
  world.show_page(1, long_text(1));
  const core::PostId id = world.find("id-1")->id;
  CHECK(world.sources->read_kept(id) == source::Sources::Kept::teaser);
  CHECK(world.sources->read_kept(id) == source::Sources::Kept::teaser);
  REQUIRE(world.queue->release(id, world.now()));
  world.sources->fetch_page_of(id);
  CHECK(world.find("id-1")->state == State::held);
  REQUIRE(world.await_state("id-1", State::queued));
  CHECK(world.text("id-1").find("Sentence 42 of entry 1") != std::string::npos);
}
