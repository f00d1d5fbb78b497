#include <array>
#include <chrono>
#include <doctest/doctest.h>

#include "core/time.hpp"
#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

// Windows that stay shut for the next two days.
Setup shut() {
  constexpr std::array<const char*, 7> names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::weekday day(today + std::chrono::days(3));
  return {.schedule = "windows = [\"" + std::string(names.at(day.c_encoding())) +
                      " 07:00-09:00\"]\nmin_gap = \"0s\"\nmax_per_day = 100\n"};
}

void await_all_queued(const World& world, std::size_t count) {
  world.await("all are queued", [&] { return world.daemon.ask({"status"}).at("counts").at("queued") == count; });
}

}  // namespace

TEST_CASE("posts are held released skipped moved retried and published as a person says") {
  World world(shut());
  for (const char* title : {"One", "Two", "Three"}) world.drop_post(title);
  world.daemon.start();
  await_all_queued(world, 3);

  world.daemon.ask({"hold", world.id("One")});
  CHECK(world.state("One") == "held");
  CHECK(world.daemon.ctl({"retry", world.id("One")}).status == 1);
  world.daemon.ask({"release", world.id("One")});
  CHECK(world.state("One") == "queued");

  world.daemon.ask({"skip", world.id("Two")});
  CHECK(world.state("Two") == "skipped");

  world.daemon.ask({"move", world.id("Three"), "--first"});
  CHECK(world.post("Three").at("due").get<std::string>() <= world.post("One").at("due").get<std::string>());
  world.daemon.ask({"move", world.id("Three"), "--last"});
  CHECK(world.daemon.ask({"status"}).at("next").at("title") == "One");
  world.daemon.ask({"move", world.id("Three"), "--at", "2099-01-01T00:00:00Z"});
  CHECK(contains(world.post("Three").at("due"), "2099-01-01T00:00:00"));

  CHECK(world.posts_sent() == 0);
  world.daemon.ask({"publish", world.id("One")});
  world.await_state("One", "published");
  CHECK(world.daemon.ctl({"skip", world.id("One")}).status == 1);
  CHECK(world.daemon.ctl({"publish", world.id("One")}).status == 1);
  CHECK(world.daemon.ctl({"move", world.id("Three"), "--at", "2020-01-01T00:00:00Z"}).status == 1);
  const auto soon = std::chrono::time_point_cast<mediumsync::core::Duration>(std::chrono::system_clock::now()) +
                    std::chrono::seconds(1);
  world.daemon.ask({"move", world.id("Three"), "--at", mediumsync::core::format_rfc3339(soon)});
  world.await_state("Three", "published");
  CHECK(world.posts_sent() == 2);
  CHECK(world.state("Two") == "skipped");
}

TEST_CASE("a post that Medium refused is tried again when a person says so") {
  World world;
  world.sandbox.post("/settings", {{"max_image_bytes", 1}});
  world.write(world.folder() / "pixel.png", tiny_png());
  world.drop("image.md", "# Image\n\n![A pixel](pixel.png)\n");
  world.daemon.start();
  world.await_state("Image", "failed");
  CHECK(world.posts_sent() == 0);
  CHECK(contains(world.post("Image").at("reason"), "pixel.png"));
  world.sandbox.post("/settings", {{"max_image_bytes", 1000000}});
  world.daemon.ask({"retry", world.id("Image")});
  world.await_state("Image", "published");
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("the exit status says what became of a call") {
  World world;
  CHECK(world.daemon.ctl({"status"}).status == 3);
  CHECK(contains(world.daemon.ctl({"status"}).errors, "mediumsyncd"));
  world.daemon.start();
  CHECK(world.daemon.ctl({"status"}).status == 0);
  CHECK(world.daemon.ctl({"status", "--check"}).status == 0);
  CHECK(world.daemon.ctl({"hold", "999"}).status == 1);
  CHECK(contains(world.daemon.ctl({"hold", "999"}).errors, "post 999"));
  CHECK(world.daemon.ctl({"pause", "nobody"}).status == 1);
  CHECK(world.daemon.ctl({"hold"}).status == 2);
  CHECK(world.daemon.ctl({"hold", "one"}).status == 2);
  CHECK(world.daemon.ctl({"holt", "1"}).status == 2);
  CHECK(contains(world.daemon.ctl({"holt", "1"}).errors, "hold"));
  CHECK(world.daemon.ctl({}).status == 2);
  world.drop("broken.md", "---\ntitle: [\n---\n");
  world.await("it has failed", [&] { return world.daemon.ask({"status"}).at("counts").at("failed") == 1; });
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
}

TEST_CASE("a pause of everything sends nothing until it is resumed") {
  World world;
  world.daemon.start();
  world.daemon.ask({"pause"});
  world.drop_post("One");
  await_all_queued(world, 1);
  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  CHECK(world.daemon.ask({"status"}).at("paused") == true);
  CHECK(world.daemon.ask({"status"}).at("counts").at("queued") == 1);
  CHECK(world.posts_sent() == 0);
  world.daemon.ask({"resume"});
  world.await_state("One", "published");
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("a file that is edited while it waits is sent as it is then") {
  World world(shut());
  world.drop_post("One");
  world.daemon.start();
  await_all_queued(world, 1);
  world.drop("One.md", "# One\n\nQuite another text.\n");
  world.await("the new text is seen", [&] { return contains(world.daemon.ask({"events"}).dump(), "superseded"); });
  world.daemon.ask({"publish", world.id("One")});
  world.await_state("One", "published");
  const auto stories = world.stories("One");
  REQUIRE(stories.size() == 1);
  CHECK(contains(stories.front().at("content"), "Quite another text."));
  CHECK(world.posts().size() == 1);
  CHECK(world.posts_sent() == 1);
}

TEST_CASE("a file that is deleted while it waits is not sent") {
  World world(shut());
  world.drop_post("Gone");
  world.drop_post("Stays");
  world.daemon.start();
  await_all_queued(world, 2);
  std::filesystem::remove(world.folder() / "Gone.md");
  world.await_state("Gone", "skipped");
  CHECK(!world.post("Gone").at("reason").is_null());
  world.daemon.ask({"publish", world.id("Stays")});
  world.await_state("Stays", "published");
  CHECK(world.posts_sent() == 1);
}
