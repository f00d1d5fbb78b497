// What a feed shows of a sudden and nobody has written just now: it is not published unasked, and says why.
#include "integration/feed_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

// Entries dated so many days ago, the newest first.
std::vector<Entry> days_ago(int newest, int oldest) {
  std::vector<Entry> all;
  for (int day = newest; day <= oldest; ++day) all.push_back({.number = day, .date = feed_date_in(-24h * day - 1h)});
  return all;
}

std::string undated(const std::vector<std::string>& names) {
  std::string items;
  for (const std::string& name : names) {
    items += "<item><title>" + name + "</title><guid>" + name + "</guid><description>" + long_text(name.back()) +
             "</description></item>";
  }
  return rss_document(items);
}

bool says(const std::optional<queue::Record>& record, const std::string& words) {
  return record && record->reason && record->reason->find(words) != std::string::npos;
}

void baseline(FeedWorld& world, const std::string& body) {
  world.server.say({.body = body});
  world.start();
  world.poll();
}

void look_again(FeedWorld& world, const std::string& body) {
  world.server.say({.body = body});
  world.poll();
}

}  // namespace

TEST_CASE("older entries that slide into a feed are skipped as its back catalogue") {
  FeedWorld world;
  baseline(world, rss(days_ago(3, 6)));
  auto one_less = days_ago(4, 7);
  look_again(world, rss(one_less));
  auto longer = days_ago(3, 20);
  longer.insert(longer.begin(), {.number = 100});
  look_again(world, rss(longer));
  look_again(world, rss(longer));
  CHECK(world.count(State::queued) == 1);
  CHECK(world.find("id-100")->state == State::queued);
  CHECK(world.find("id-7")->cause == Cause::baseline);
  CHECK(says(world.find("id-20"), "before the feed was first seen"));
  // One that its author has dated back is seen there, and released.
  const auto id = world.find("id-7")->id;
  CHECK(world.sources->read_kept(id) == source::Sources::Kept::whole);
  CHECK(world.queue->release(id, world.now()));
}

TEST_CASE("an entry dated a little before the first look is new where it is the newest") {
  FeedWorld world;
  baseline(world, rss(days_ago(3, 6)));
  auto later = days_ago(3, 6);
  later.insert(later.begin(), {.number = 1, .date = feed_date_in(-20h)});
  look_again(world, rss(later));
  CHECK(world.find("id-1")->state == State::queued);
}

TEST_CASE("an entry without a date that comes in below the known ones is not published") {
  FeedWorld world;
  baseline(world, undated({"b", "c", "d"}));
  look_again(world, undated({"b", "c", "d", "e"}));
  CHECK(world.find("e")->state == State::held);
  CHECK(says(world.find("e"), "has no date"));
  look_again(world, undated({"a", "b", "c", "d", "e"}));
  CHECK(world.find("a")->state == State::queued);
  // It has the newest first, as is known now.
  look_again(world, undated({"a", "b", "c", "d", "e", "f"}));
  CHECK(world.find("f")->cause == Cause::baseline);
}

TEST_CASE("a feed that becomes another feed publishes nothing of it") {
  FeedWorld world;
  baseline(world, undated({"a", "b", "c"}));
  look_again(world, undated({"x", "y"}));
  CHECK(says(world.find("x"), "it may be another feed"));
  look_again(world, undated({"w", "x", "y"}));
  CHECK(world.count(State::held) == 3);
  look_again(world, undated({"n", "a", "b", "c"}));
  CHECK(world.find("n")->state == State::queued);
  CHECK(world.count(State::queued) == 1);
}

TEST_CASE("a feed whose url is changed to another feed has its first look again") {
  FeedWorld world;
  baseline(world, undated({"a", "b", "c"}));
  world.server.say_at("/other", {.body = undated({"x", "y", "z"})});
  source::FeedSettings settings = world.settings();
  settings.url = world.server.url("/other");
  world.start({}, {settings});
  world.poll();
  CHECK(world.count(State::skipped) == 6);
  world.server.say_at("/other", {.body = undated({"n", "x", "y", "z"})});
  world.poll();
  CHECK(world.find("n")->state == State::queued);
}

TEST_CASE("a feed that is read at another address goes on where it was") {
  FeedWorld world;
  baseline(world, rss(days_ago(3, 5)));
  auto there = days_ago(2, 6);
  there.insert(there.begin(), {.number = 100});
  world.server.say_at("/other", {.body = rss(there)});
  source::FeedSettings settings = world.settings();
  settings.url = world.server.url("/other");
  world.start({}, {settings});
  world.poll();
  CHECK(world.find("id-100")->state == State::queued);
  CHECK(says(world.find("id-2"), "at its old address"));
  CHECK(world.count(State::queued) == 1);
}

TEST_CASE("a folder and a feed by one name have a first look each") {
  FeedWorld world;
  source::FolderSettings folder{
      .path = world.directory.path(), .include = {"*.md"}, .settle = 0ms, .rules = rules_of("blog")};
  folder.existing = source::Existing::ignore;
  world.start({folder}, {});
  world.poll();
  world.server.show(entries(1, 3));
  world.start();
  world.poll();
  CHECK(world.count(State::skipped) == 3);
  std::ofstream(world.directory / "a.md") << "# A\n\nA text.\n";
  world.start({folder}, {});
  world.poll();
  CHECK(world.await_state("a.md", State::skipped));
  std::filesystem::create_directory(world.directory / "b");
  std::ofstream(world.directory / "b" / "c.md") << "# C\n\nAnother text.\n";
  folder.path = (world.directory / "b").string() + "/";
  world.start({folder}, {});
  world.poll();
  CHECK(world.await_state("c.md", State::skipped));
  CHECK(world.count(State::queued) == 0);
}

TEST_CASE("a document that ends in the middle is no first look") {
  FeedWorld world;
  const std::string whole = rss(entries(1, 5));
  baseline(world, whole.substr(0, whole.size() * 2 / 3));
  CHECK(world.view().health == source::Health::failing);
  CHECK(world.view().reason->find("ends in the middle") != std::string::npos);
  CHECK(world.all() == 0);
  look_again(world, whole);
  CHECK(world.count(State::skipped) == 5);
  CHECK(world.view().health == source::Health::ok);
  // One that always ends so is what it is.
  FeedWorld other;
  baseline(other, whole.substr(0, whole.size() * 2 / 3));
  other.poll();
  CHECK(other.view().health == source::Health::ok);
  CHECK(other.count(State::skipped) == 3);
}

TEST_CASE("entries that can hardly be told apart are all there") {
  struct Row {
    std::string what;
    std::vector<std::string> first;
    std::vector<std::string> second;
    std::int64_t queued;
    std::int64_t held;
  };
  const auto item = [](const std::string& fields, int text) {
    return "<item>" + fields + "<description>" + long_text(text) + "</description></item>";
  };
  const auto titled = [&](const std::string& title, const std::string& more, int text) {
    return item("<title>" + title + "</title>" + more, text);
  };
  const std::string guid = "<guid isPermaLink='false'>same</guid>";
  const std::string link = "<link>https://blog.example/news</link>";
  const Row rows[] = {{"nothing but a text", {item("", 1)}, {item("", 2), item("", 1)}, 2, 0},
                      {"one guid for all",
                       {titled("One", guid, 1), titled("Two", guid, 2)},
                       {titled("Three", guid, 3), titled("One", guid, 1), titled("Two", guid, 2)},
                       3,
                       0},
                      {"one link for all",
                       {titled("One", link, 1), titled("Two", link, 2)},
                       {titled("Three", link, 3), titled("One", link, 1), titled("Two", link, 2)},
                       3,
                       0},
                      {"a guid for another post", {titled("One", guid, 1)}, {titled("Two", guid, 2)}, 1, 1},
                      {"another title", {titled("One", guid, 1)}, {titled("Two", guid, 1)}, 1, 0},
                      {"another text", {titled("One", guid, 1)}, {titled("One", guid, 2)}, 1, 0}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    FeedWorld world;
    baseline(world, rss_document(""));
    std::string all;
    for (const std::string& one : row.first) all += one;
    look_again(world, rss_document(all));
    all.clear();
    for (const std::string& one : row.second) all += one;
    for (int i = 0; i < 2; ++i) look_again(world, rss_document(all));
    CHECK(world.count(State::queued) == row.queued);
    CHECK(world.count(State::held) == row.held);
    CHECK(world.all() == row.queued + row.held);
  }
}

TEST_CASE("an id of the first look that stands for another post later leaves the first one as it was") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.show({{.number = 9, .id = "id-3"}, {.number = 2}, {.number = 1}});
  world.poll();
  CHECK(world.find("id-3")->title == "Entry 3");
  CHECK(world.count(State::skipped) == 3);
  CHECK(world.count(State::held) == 1);
  CHECK(says(world.queue->list({.state = State::held, .source = {}, .limit = 1}).at(0), "the id of post"));
}

TEST_CASE("an entry without a title is called by its first sentence") {
  FeedWorld world;
  baseline(world, rss_document(""));
  look_again(world, rss_document("<item><description>A day at the sea. It rained and " + long_text(1) +
                                 "</description><pubDate>" + feed_date_in(1min) + "</pubDate></item>"));
  const auto posts = world.queue->list({.state = State::queued, .source = {}, .limit = 1});
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].title == "A day at the sea.");
  CHECK(world.queue->findings(posts[0].id).at(0).code == "title-missing");
}

TEST_CASE("an entry that comes twice under two ids is published once") {
  FeedWorld world;
  world.start_after_baseline();
  world.server.show({{.number = 4, .id = "b", .link = "https://blog.example/b"}, {.number = 4}, {.number = 3}});
  world.poll();
  CHECK(world.count(State::queued) == 1);
  CHECK(world.find("b")->cause == Cause::duplicate);
}

TEST_CASE("what a person skipped is not sent from another feed or under another id") {
  FeedWorld world;
  source::FeedSettings other = world.settings();
  other.rules = rules_of("other");
  other.url = world.server.url("/other");
  world.server.say_at("/other", {.body = rss(entries(1, 1))});
  world.server.show(entries(1, 1));
  world.start({}, {world.settings(), other});
  world.poll();
  world.server.show(entries(1, 2));
  world.poll();
  REQUIRE(world.queue->skip(world.find("id-2")->id, world.now()));
  world.server.show({{.number = 2, .id = "x", .link = "https://blog.example/x"}, {.number = 1}});
  world.server.say_at("/other",
                      {.body = rss({{.number = 2, .id = "y", .link = "https://o.example/2"}, {.number = 1}})});
  world.poll();
  CHECK(world.count(State::queued) == 0);
  CHECK(says(world.find("y"), "which a person skipped"));
  CHECK(world.queue->release(world.find("y")->id, world.now()));
}
