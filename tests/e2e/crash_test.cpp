#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <map>
#include <random>

#include "e2e/world.hpp"
#include "queue/crash_point.hpp"

using namespace mediumsync::e2e;

namespace {

#ifdef MEDIUMSYNC_CRASH_POINTS
constexpr bool stops_at_points = true;
#else
constexpr bool stops_at_points = false;  // a release has none
#endif
constexpr int killed = 128 + 9;
constexpr std::chrono::seconds patience(30);

struct Row {
  std::string_view point;
  const char* state;  // after the restart
  std::size_t posts;  // that the sandbox counted in all
};

// Before the sending mark nothing was sent and it may be sent; after it, only the author's feed or a person knows.
constexpr std::array<Row, 8> rows{{{"enqueue-before-commit", "published", 1},
                                   {"enqueued", "published", 1},
                                   {"claim-before-commit", "published", 1},
                                   {"claimed", "published", 1},
                                   {"mark-before-commit", "published", 1},
                                   {"marked", "in_doubt", 0},
                                   {"settle-before-commit", "published", 1},
                                   {"settled", "published", 1}}};

// How many kills there shall be at random moments.
int wanted_kills() {
  const char* text = std::getenv("MEDIUMSYNC_KILLS");
  return text == nullptr ? 10 : std::atoi(text);
}

// Two accounts, as Medium takes ten posts a day from each.
Setup two_accounts(const World& world) {
  return {.more = "[[account]]\nname = \"lea\"\ntoken = \"file:" + (world.directory / "lea").string() + "\"\napi = \"" +
                  world.sandbox.api() + "\"\nsite = \"" + world.sandbox.base() +
                  "\"\nstatus = \"public\"\n[[folder]]\nname = \"lea\"\npath = \"" +
                  (world.directory / "lea-drop").string() + "\"\naccount = \"lea\"\nsettle = \"100ms\"\n"};
}

// How many posts are published or in doubt.
int settled_in(const Json& status) {
  const Json& counts = status.at("counts");
  return counts.at("published").get<int>() + counts.at("in_doubt").get<int>();
}

int settled(const World& world) {
  return settled_in(world.daemon.ask({"status"}));
}

// One life that may meet its end at the point; it is over, too, once nothing waits any more.
bool dies_before_all_is_done(World& world, std::string_view point) {
  auto& daemon = world.daemon.launch({"MEDIUMSYNC_STOP_AT=" + std::string(point)});
  world.await("it dies or is done", [&] {
    if (daemon.wait(std::chrono::milliseconds(0))) return true;
    const Ran status = world.daemon.ctl({"status", "--json"});
    return status.status == 0 && settled_in(Json::parse(status.output)) == 3;
  });
  if (const auto ended = daemon.wait(std::chrono::milliseconds(0))) {
    REQUIRE(ended->status == killed);
    return true;
  }
  world.daemon.kill();
  return false;
}

std::string title_of(int number) {
  return "Post " + std::to_string(number);
}

void drop_one_of_twenty(const World& world, int number) {
  const std::string folder = number % 2 == 0 ? "drop" : "lea-drop";
  world.write(world.directory / folder / (title_of(number) + ".md"),
              "# " + title_of(number) + "\n\nWith a paragraph.\n");
}

}  // namespace

TEST_CASE("a daemon that dies at any commit point loses nothing and sends nothing twice unasked" *
          doctest::skip(!stops_at_points)) {
  static_assert(rows.size() == mediumsync::queue::crash_points.size());
  for (const Row& row : rows) {
    CAPTURE(row.point);
    World world;
    world.drop_post("Crash");
    const auto ended = world.daemon.launch({"MEDIUMSYNC_STOP_AT=" + std::string(row.point)}).wait(patience);
    REQUIRE(ended);
    REQUIRE(ended->status == killed);
    world.daemon.start();
    world.await_state("Crash", row.state);
    CHECK(world.posts_sent() == row.posts);
    CHECK(world.posts().size() == 1);
    // A second one shows that the daemon goes on, and that nothing else was waiting to be sent.
    world.drop_post("After");
    world.await_state("After", "published");
    CHECK(world.posts_sent() == row.posts + 1);
    CHECK(world.state("Crash") == row.state);
  }
}

TEST_CASE("a daemon that dies at the same point again and again comes through all the same" *
          doctest::skip(!stops_at_points)) {
  for (const Row& row : rows) {
    CAPTURE(row.point);
    World world;
    for (const char* title : {"One", "Two", "Three"}) world.drop_post(title);
    int deaths = 0;
    while (deaths < 3 && dies_before_all_is_done(world, row.point)) ++deaths;
    CHECK(deaths >= 1);
    world.daemon.start();
    world.await("nothing waits any more", [&] { return settled(world) == 3; });
    CHECK(world.posts().size() == 3);
    const bool doubted = std::string_view(row.state) == "in_doubt";
    for (const char* title : {"One", "Two", "Three"}) {
      CHECK(world.state(title) == row.state);
      CHECK(world.stories(title).size() <= 1);
      CHECK((doubted || world.stories(title).size() == 1));
    }
    CHECK(world.posts_sent() == 3 * row.posts);
  }
}

TEST_CASE("kills at random moments lose no post and publish none twice") {
  World world;
  world.write(world.directory / "lea", "lea-token\n");
  std::filesystem::permissions(world.directory / "lea", std::filesystem::perms::owner_read);
  std::filesystem::create_directory(world.directory / "lea-drop");
  world.sandbox.post("/tokens", {{"user", "lea"}, {"token", "lea-token"}});
  world.sandbox.post("/faults", {{"fault", "delay"}, {"delay_ms", 60}, {"match", "posts"}, {"count", "all"}});
  world.configure(two_accounts(world));

  const int kills = wanted_kills();
  constexpr int posts = 20;
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> life_ms(20, 600);
  for (int life = 0; life < kills; ++life) {
    for (int number = life * posts / kills; number < (life + 1) * posts / kills; ++number)
      drop_one_of_twenty(world, number);
    const auto ended = world.daemon.launch().wait(std::chrono::milliseconds(life_ms(random)));
    INFO(world.daemon.log());
    REQUIRE(!ended);
    world.daemon.kill();
  }
  world.daemon.start();
  world.await("nothing waits any more", [&] { return settled(world) == posts; });

  int lost = 0;
  int twice = 0;
  int doubted = 0;
  for (int number = 0; number < posts; ++number) {
    const std::string state = world.state(title_of(number));
    const std::size_t stories = world.stories(title_of(number)).size();
    doubted += state == "in_doubt" ? 1 : 0;
    lost += (state != "published" && state != "in_doubt") || (state == "published" && stories == 0) ? 1 : 0;
    twice += stories > 1 ? 1 : 0;
  }
  MESSAGE(kills << " kills, seed " << seed << ": lost " << lost << ", sent twice " << twice << ", in doubt "
                << doubted);
  CHECK(lost == 0);
  CHECK(twice == 0);
  CHECK(world.posts().size() == posts);
}
