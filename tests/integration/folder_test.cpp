#include <sys/stat.h>
#include <time.h>

#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

std::chrono::milliseconds processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                               std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

TEST_CASE("a dropped file is queued once and only when it was left alone for the settle time") {
  FolderWorld world;
  source::FolderSettings settings = world.settings();
  settings.settle = 400ms;
  world.start({settings});
  world.write_post("one");
  CHECK_FALSE(world.await([&] { return world.all() > 0; }, 250ms));
  world.write("one.md", "# One\n\nChanged while it settled.\n");
  const core::TimePoint changed = SourceWorld::now();
  REQUIRE(world.await_count(State::queued, 1));
  // The file system's clock ticks a few milliseconds behind.
  CHECK(world.find("one.md")->created_at - changed >= 380ms);
  CHECK(world.find("one.md")->title == "One");
  world.poll();
  CHECK(world.all() == 1);
}

TEST_CASE("what was dropped while nobody watched is found at the next start and nothing else is read again") {
  FolderWorld world;
  world.write_post("before");
  world.start();
  REQUIRE(world.await_state("before.md", State::queued));
  world.sources.reset();
  world.write_post("meanwhile");
  const std::int64_t last = world.queue->last_event();
  world.start();
  REQUIRE(world.await_state("meanwhile.md", State::queued));
  world.poll();
  CHECK(world.all() == 2);
  CHECK(world.queue->events(last, 100).size() == 1);
}

TEST_CASE("what was there first stays where it is when a folder is to begin empty") {
  FolderWorld world;
  world.write_post("old");
  world.write("broken.md", "---\ntitle: [\n---\nBody.\n");
  source::FolderSettings settings = world.settings();
  settings.existing = source::Existing::ignore;
  world.start({settings});
  REQUIRE(world.await_count(State::skipped, 2));
  CHECK(world.find("old.md")->cause == Cause::baseline);
  world.write_post("new");
  REQUIRE(world.await_state("new.md", State::queued));
  world.start({settings});
  world.write_post("newer");
  REQUIRE(world.await_state("newer.md", State::queued));
}

TEST_CASE("a file deleted while it waited is skipped and one that comes back is queued again") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  fs::remove(world.drop() / "one.md");
  REQUIRE(world.await_state("one.md", State::skipped));
  CHECK(world.find("one.md")->cause == Cause::gone);
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  CHECK(world.all() == 1);
}

TEST_CASE("a file deleted while nobody watched is noticed at the next start") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  world.write_post("two");
  REQUIRE(world.await_count(State::queued, 2));
  world.sources.reset();
  fs::remove(world.drop() / "one.md");
  world.start();
  REQUIRE(world.await_state("one.md", State::skipped));
  CHECK(world.find("two.md")->state == State::queued);
}

TEST_CASE("of many files those deleted while nobody watched are noticed while as many others come") {
  constexpr int files = 700;
  constexpr int each = 7;
  FolderWorld world;
  for (int i = 0; i < files; ++i) world.write_post("old " + std::to_string(i));
  world.start();
  REQUIRE(world.await_count(State::queued, files));
  world.sources.reset();
  for (int i = 0; i < files; i += each) fs::remove(world.drop() / ("old " + std::to_string(i) + ".md"));
  for (int i = 0; i < files; ++i) world.write_post("new " + std::to_string(i));
  world.start();
  REQUIRE(world.await_count(State::queued, 2 * files - files / each));
  world.rest();
  CHECK(world.count(State::skipped) == files / each);
  CHECK(world.queue->find_origin("drop", "old 0.md").value().state == State::skipped);
  CHECK(world.queue->find_origin("drop", "old 1.md").value().state == State::queued);
}

TEST_CASE("an edited file takes the place of what waited and a touched one changes nothing") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  const std::int64_t last = world.queue->last_event();
  fs::last_write_time(world.drop() / "one.md", fs::file_time_type::clock::now());
  world.write("one.md", "# Better\n\nAbout one.\n");
  REQUIRE(world.await([&] { return world.find("one.md")->title == "Better"; }));
  CHECK(world.all() == 1);
  const auto events = world.queue->events(last, 100);
  REQUIRE(events.size() == 1);
  CHECK(events.front().kind == "superseded");
}

TEST_CASE("subfolders that are made and moved in and moved about are watched") {
  FolderWorld world;
  world.start();
  fs::create_directories(world.drop() / "new/deep");
  world.write("new/deep/a.md", "# A\n\nText a.\n");
  REQUIRE(world.await_state("new/deep/a.md", State::queued));
  world.write("new/deep/b.md", "# B\n\nText b.\n");
  REQUIRE(world.await_state("new/deep/b.md", State::queued));

  fs::create_directories(world.directory / "elsewhere");
  std::ofstream(world.directory / "elsewhere/c.md") << "# C\n\nText c.\n";
  fs::rename(world.directory / "elsewhere", world.drop() / "moved");
  REQUIRE(world.await_state("moved/c.md", State::queued));
  world.write("moved/d.md", "# D\n\nText d.\n");
  REQUIRE(world.await_state("moved/d.md", State::queued));
  CHECK(world.count(State::queued) == 4);
}

TEST_CASE("a whole storm of files is taken in while the loop stays responsive") {
  constexpr int files = 5600;  // three events each: more than the kernel keeps (16384)
  FolderWorld world;
  world.start();
  REQUIRE(world.await([&] { return world.view().last_checked.has_value(); }));
  for (int i = 0; i < files; ++i) {
    const std::string number = std::to_string(i);
    world.write(number + ".md", "# Post " + number + "\n\nText " + number + ".\n");
  }
  // Of the processor's time, so that neither other programs nor a slow disk are held against the loop.
  std::chrono::milliseconds last = processor_time();
  std::chrono::milliseconds longest{0};
  int ticks = 0;
  uv::Timer tick(world.loop, [&] {
    ++ticks;
    longest = std::max(longest, processor_time() - last);
    last = processor_time();
    tick.start(1ms);
  });
  tick.start(1ms);
  REQUIRE(world.await([&] { return world.count(State::queued) == files; }, 200s));
  MESSAGE("longest gap of a 1 ms timer: " << longest.count() << " ms over " << ticks << " turns");
  CHECK(longest < 1s);
  CHECK(ticks > 20);
  CHECK(world.all() == files);
}

TEST_CASE("a folder that is moved away is missing and nothing of it counts as deleted until it is back") {
  FolderWorld world;
  world.start();
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  fs::rename(world.drop(), world.directory / "away");
  REQUIRE(world.await([&] { return world.view().health == source::Health::missing; }));
  CHECK(world.view().reason->find(world.drop().string()) != std::string::npos);
  CHECK(world.find("one.md")->state == State::queued);
  fs::rename(world.directory / "away", world.drop());
  world.write_post("two");
  REQUIRE(world.await_state("two.md", State::queued));
  CHECK(world.view().health == source::Health::ok);
  CHECK(world.find("one.md")->state == State::queued);
}

TEST_CASE("a folder that is removed and made again is noticed both times") {
  FolderWorld world;
  world.start();
  REQUIRE(world.await([&] { return world.view().last_checked.has_value(); }));
  fs::remove_all(world.drop());
  REQUIRE(world.await([&] { return world.view().health == source::Health::missing; }));
  fs::create_directory(world.drop());
  world.write_post("one");
  REQUIRE(world.await_state("one.md", State::queued));
  CHECK(world.view().health == source::Health::ok);
}

TEST_CASE("a broken file is shown with its reason while the others go on") {
  FolderWorld world;
  world.start();
  world.write("broken.md", "---\ntitle: [\n---\nBody.\n");
  world.write("empty.md", "");
  world.write_post("fine");
  REQUIRE(world.await_state("fine.md", State::queued));
  REQUIRE(world.await_state("broken.md", State::failed));
  CHECK(world.find("broken.md")->cause == Cause::invalid);
  CHECK(world.find("broken.md")->reason->find("line") != std::string::npos);
  REQUIRE(world.await_state("empty.md", State::failed));
  world.write("broken.md", "---\ntitle: Mended\n---\nBody.\n");
  REQUIRE(world.await_state("broken.md", State::queued));
  CHECK(world.find("broken.md")->title == "Mended");
}

TEST_CASE("links and pipes are refused and said and hold nobody up") {
  FolderWorld world;
  std::ofstream(world.directory / "secret.md") << "# Secret\n\nNot yours.\n";
  fs::create_symlink(world.directory / "secret.md", world.drop() / "found.md");
  world.start();
  fs::create_symlink(world.directory / "secret.md", world.drop() / "dropped.md");
  REQUIRE(::mkfifo((world.drop() / "pipe.md").c_str(), 0600) == 0);
  world.write_post("fine");
  REQUIRE(world.await_state("fine.md", State::queued));
  for (const std::string name : {"found.md", "dropped.md", "pipe.md"}) {
    CAPTURE(name);
    REQUIRE(world.await_state(name, State::failed));
    CHECK(world.find(name)->reason->find(name) != std::string::npos);
  }
  const std::int64_t last = world.queue->last_event();
  world.poll();
  CHECK(world.queue->last_event() == last);
}

TEST_CASE("a textbundle is one post by its own name with the images in it") {
  FolderWorld world;
  world.start();
  fs::create_directories(world.drop() / "Trip.textbundle/assets");
  world.write("Trip.textbundle/assets/a.png", "\x89PNG\r\n\x1a\n and more");
  world.write("Trip.textbundle/assets/more.md", "# Not a post\n\nNotes.\n");
  world.write("Trip.textbundle/info.json", "{\"version\": 2}");
  world.write("Trip.textbundle/text.md", "We went ![there](assets/a.png).\n");
  REQUIRE(world.await_count(State::queued, 1));
  world.poll();
  CHECK(world.all() == 1);
  const auto post = world.find("Trip.textbundle");
  REQUIRE(post);
  CHECK(post->title == "Trip");
  REQUIRE(world.queue->assets(post->id).size() == 1);
  CHECK(world.queue->assets(post->id).front().path == "assets/a.png");
  fs::remove_all(world.drop() / "Trip.textbundle");
  CHECK(world.await_state("Trip.textbundle", State::skipped));
}

TEST_CASE("a page bundle is one post by its directory and other posts in it stay posts") {
  FolderWorld world;
  fs::create_directories(world.drop() / "posts/2019-08-08-hello");
  world.write("index.md", "# Top\n\nNo bundle.\n");
  world.write("posts/2019-08-08-hello/index.md", "Text without a title.\n");
  world.write("posts/2019-08-08-hello/index.html", "<h1>The same as a page</h1><p>Text.</p>");
  world.write("posts/2019-08-08-hello/other.md", "# Other\n\nText.\n");
  world.start();
  REQUIRE(world.await_count(State::queued, 4));
  CHECK(world.find("index.md")->title == "Top");
  CHECK(world.find("posts/2019-08-08-hello")->title == "Hello");
  CHECK(world.find("posts/2019-08-08-hello/index.html")->title == "The same as a page");
  CHECK(world.find("posts/2019-08-08-hello/other.md")->title == "Other");
  world.start();
  world.poll();
  CHECK(world.all() == 4);
}

TEST_CASE("an image that changes in a bundle changes the post and one that comes late is waited for") {
  FolderWorld world;
  source::FolderSettings settings = world.settings();
  settings.settle = 400ms;
  world.start({settings});
  fs::create_directories(world.drop() / "post");
  world.write("post/index.md", "# Hello\n\n![A picture](late.png)\n");
  CHECK_FALSE(world.await([&] { return world.all() > 0; }, 250ms));
  world.write("post/late.png", "\x89PNG\r\n\x1a\n one");
  CHECK_FALSE(world.await([&] { return world.all() > 0; }, 250ms));
  REQUIRE(world.await_count(State::queued, 1));
  const core::PostId id = world.find("post")->id;
  REQUIRE(world.queue->assets(id).size() == 1);
  const std::string before = world.queue->assets(id).front().digest;
  world.write("post/late.png", "\x89PNG\r\n\x1a\n two");
  REQUIRE(world.await([&] { return world.queue->assets(id).front().digest != before; }));
  CHECK(world.all() == 1);
}

TEST_CASE("a post that was known by its file stays known by that") {
  FolderWorld world;
  fs::create_directories(world.drop() / "post");
  world.write("post/index.md", "# Hello\n\nText.\n");
  queue::Arrival known;
  known.source = "drop";
  known.account = "main";
  known.origin = "post/index.md";
  known.title = "Hello";
  known.digest = "of an earlier version";
  known.state = State::failed;
  world.queue->enqueue(known, SourceWorld::now());
  world.start();
  REQUIRE(world.await_state("post/index.md", State::queued));
  CHECK(world.all() == 1);
}
