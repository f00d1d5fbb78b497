// A queue that is an older copy of itself: nothing that it may have sent since goes a second time by itself.
#include "queue/setback.hpp"

#include <filesystem>
#include <fstream>

#include "lib/sqlite/database.hpp"
#include "queue/copy.hpp"
#include "queue/high_water_mark.hpp"
#include "queue/restore.hpp"
#include "queue/schema.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

namespace fs = std::filesystem;

struct Kept : Fixture {
  fs::path backup = directory / "backup.db";

  void back_up() { REQUIRE(queue::copy_database(path, backup, {})); }
  queue::Restored restore(TimePoint now) {
    opened.reset();
    const auto restored = queue::restore(backup, path, now);
    REQUIRE(restored);
    opened = std::make_unique<queue::Queue>(path, now);
    return *restored;
  }
  std::string refusal(const fs::path& file) {
    opened.reset();
    const auto restored = queue::restore(file, path, at(50));
    REQUIRE_FALSE(restored);
    opened = std::make_unique<queue::Queue>(path, at(50));
    return restored.error().message;
  }
  void publish(TimePoint now) { send(now, settlement(State::published, "published")); }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(Kept, "what waits in a backup waits for a person once it is restored") {
  const PostId sent_before = add("before", at(1));
  publish(at(2));
  const PostId sent_since = add("since", at(3));
  const PostId waits = add("waits", at(4));
  back_up();
  publish(at(5));
  CHECK(state(sent_since) == State::published);

  const queue::Restored restored = restore(at(10));
  CHECK(restored.as_of == at(4));
  CHECK(restored.posts == 3);
  CHECK(restored.waiting == 2);
  CHECK(restored.gone_out_since == 1);
  CHECK(state(sent_before) == State::published);
  for (const PostId id : {sent_since, waits}) {
    CHECK(state(id) == State::held);
    CHECK(record(id).cause == Cause::doubt);
    CHECK(contains(record(id).reason.value_or(""), "mediumsyncctl release"));
  }
  CHECK_FALSE(claim(at(20)));
  REQUIRE(queue().setback());
  CHECK(queue().setback()->to == at(4));
  CHECK(queue().setback()->held == 2);
  CHECK(restored.kept);
  CHECK(queue::Queue(*restored.kept, at(11)).find(sent_since)->state == State::published);
}

TEST_CASE_FIXTURE(Kept, "after a restore what arrives is held until a person trusts the queue again") {
  add("known", at(1));
  back_up();
  // Dropped and sent after the backup; its file still lies in the folder.
  restore(at(10));
  const PostId dropped = add("dropped", at(11));
  CHECK(state(dropped) == State::held);
  reopen(at(12));
  const PostId another = add("another", at(13));
  CHECK(state(another) == State::held);
  // The same again, under other words of its source: still nothing goes.
  CHECK(id_of(queue().enqueue(arrival("dropped.md", "dropped and edited"), at(14))) == dropped);
  CHECK(state(dropped) == State::held);
  // What a person lets go, goes, and an edit does not take it back.
  REQUIRE(queue().release(another, at(15)));
  queue().enqueue(arrival("another.md", "another and edited"), at(16));
  CHECK(state(another) == State::queued);
  // What a person adds is a person's word.
  Arrival added = arrival("/tmp/by-hand.md", "by hand");
  added.source = core::added_by_a_person;
  CHECK(state(id_of(queue().enqueue(added, at(17)))) == State::queued);

  CHECK(queue().held_since_setback().size() == 2);
  queue().trust_again(at(18));
  CHECK_FALSE(queue().setback());
  CHECK(state(add("fresh", at(19))) == State::queued);
  reopen(at(20));
  CHECK_FALSE(queue().setback());
}

TEST_CASE_FIXTURE(Kept, "a draft that was finished and sent after the backup is not sent again") {
  const Arrival draft = asking(arrival("draft.md", "draft"), State::skipped, Cause::draft);
  queue().enqueue(draft, at(1));
  back_up();
  restore(at(10));
  const PostId id = id_of(queue().enqueue(arrival("draft.md", "draft that was finished"), at(11)));
  CHECK(state(id) == State::held);
}

TEST_CASE_FIXTURE(Kept, "a story that an export proves is skipped and the rest is let go") {
  add("one", at(1));
  const PostId other = add("other", at(2));
  back_up();
  publish(at(3));
  restore(at(10));
  queue::KnownStory story{.account = "main",
                          .id = "e1",
                          .url = "https://medium.example/@jane/e1",
                          .title = "Title of one",
                          .canonical_url = std::nullopt,
                          .published_at = at(3),
                          .draft = core::Draft::no,
                          .text = {}};
  CHECK(queue().take_stories({story}, at(11)).skipped.size() == 1);
  CHECK(queue().held_since_setback() == std::vector{other});
}

TEST_CASE_FIXTURE(Kept, "a draft that is on Medium keeps a post from going after a restore and at no other time") {
  const queue::KnownStory draft{.account = "main",
                                .id = "e1",
                                .url = "https://medium.example/@jane/e1",
                                .title = "Title of one",
                                .canonical_url = std::nullopt,
                                .published_at = at(3),
                                .draft = core::Draft::yes,
                                .text = {}};
  const PostId one = add("one", at(1));
  back_up();
  CHECK(queue().take_stories({draft}, at(2)).skipped.empty());
  CHECK(state(one) == State::queued);
  restore(at(10));
  CHECK(queue().take_stories({draft}, at(11)).skipped.size() == 1);
  CHECK(state(one) == State::skipped);
  CHECK(queue().held_since_setback().empty());
}

TEST_CASE_FIXTURE(Kept, "what was handed off or held in a backup says that it may be on Medium since") {
  const PostId given = add("given", at(1));
  const PostId held = add("held", at(2));
  REQUIRE(queue().hold(held, at(3)));
  REQUIRE(queue().hand_off("main", std::nullopt, Lane::scheduled, 3, at(4)));
  back_up();
  restore(at(10));
  CHECK(queue().held_since_setback() == std::vector{given});
  CHECK(record(held).cause == Cause::person);
  for (const PostId id : {given, held}) CHECK(contains(record(id).reason.value_or(""), "may be on Medium since"));
}

TEST_CASE_FIXTURE(Kept, "an older database that was put in place without a word is noticed by what has gone out") {
  const PostId sent = add("sent", at(1));
  SUBCASE("a copy of the file") {
    back_up();
    publish(at(2));
    opened.reset();
    fs::copy_file(backup, path, fs::copy_options::overwrite_existing);
    fs::remove(path.string() + "-wal");
    opened = std::make_unique<queue::Queue>(path, at(10));
  }
  SUBCASE("the write-ahead log was deleted after a crash") {
    reopen(at(1));
    fs::copy_file(path, backup);
    publish(at(2));
    opened.reset();
    fs::copy_file(backup, path, fs::copy_options::overwrite_existing);
    opened = std::make_unique<queue::Queue>(path, at(10));
  }
  SUBCASE("handed to a person") {
    back_up();
    REQUIRE(queue().hand_off("main", std::nullopt, Lane::scheduled, 3, at(2)));
    opened.reset();
    fs::copy_file(backup, path, fs::copy_options::overwrite_existing);
    fs::remove(path.string() + "-wal");
    opened = std::make_unique<queue::Queue>(path, at(10));
  }
  CHECK(state(sent) == State::held);
  REQUIRE(queue().setback());
  CHECK(queue().setback()->to == at(1));
  CHECK_FALSE(claim(at(11)));
  // Said once: what goes out from here on is known.
  queue().trust_again(at(12));
  REQUIRE(queue().release(sent, at(12)));
  publish(at(13));
  reopen(at(14));
  CHECK_FALSE(queue().setback());
}

TEST_CASE_FIXTURE(Kept, "an empty queue beside the mark of a lost one sends nothing by itself") {
  add("sent", at(1));
  publish(at(2));
  opened.reset();
  fs::remove(path);
  fs::remove(path.string() + "-made");
  opened = std::make_unique<queue::Queue>(path, at(10));
  CHECK(state(add("sent", at(11))) == State::held);
}

TEST_CASE_FIXTURE(Kept, "a crash between the mark in the database and the one beside it is no setback") {
  add("sent", at(1));
  publish(at(2));
  add("another", at(3));
  publish(at(4));
  opened.reset();
  std::ofstream(path.string() + "-sent") << "00000000000000000001\n";
  opened = std::make_unique<queue::Queue>(path, at(10));
  CHECK_FALSE(queue().setback());
  CHECK(queue::high_water_mark(path) == 2);
}

TEST_CASE_FIXTURE(Kept, "what is no sound backup is refused and the queue stays") {
  add("one", at(1));
  back_up();
  std::string expected;
  SUBCASE("missing") {
    fs::remove(backup);
    expected = "is no file";
  }
  SUBCASE("truncated") {
    fs::resize_file(backup, fs::file_size(backup) / 2);
    expected = "is damaged";
  }
  SUBCASE("empty") {
    fs::resize_file(backup, 0);
    expected = "no backup of mediumsync's queue";
  }
  SUBCASE("text") {
    std::ofstream(backup) << std::string(5000, 'x');
    expected = "is damaged, or no database at all";
  }
  SUBCASE("somebody else's") {
    fs::remove(backup);
    sqlite::Database(backup).execute("CREATE TABLE theirs (a)");
    expected = "no backup of mediumsync's queue";
  }
  SUBCASE("of a newer version") {
    sqlite::Database(backup).execute("PRAGMA user_version = 9999");
    expected = "newer mediumsync";
  }
  const std::string message = refusal(backup);
  CHECK_MESSAGE(contains(message, expected), message);
  CHECK(queue().counts()[State::queued] == 1);
  CHECK_FALSE(queue().setback());
  CHECK_FALSE(fs::exists(path.string() + ".restoring"));
}

TEST_CASE_FIXTURE(Kept, "a backup that was copied as files is restored with its write-ahead log and stays as it was") {
  add("in the log", at(1));
  fs::copy_file(path, backup);
  fs::copy_file(path.string() + "-wal", backup.string() + "-wal");
  const auto log = fs::file_size(backup.string() + "-wal");
  REQUIRE(log > 0);
  CHECK(restore(at(10)).posts == 1);
  CHECK(fs::file_size(backup.string() + "-wal") == log);
  CHECK_FALSE(fs::exists(backup.string() + "-shm"));
}

TEST_CASE_FIXTURE(Kept, "a queue that is lost or damaged is had back from its backup") {
  const PostId id = add("one", at(1));
  back_up();
  opened.reset();
  SUBCASE("lost") {
    fs::remove(path);
  }
  SUBCASE("the whole directory lost") {
    for (const char* suffix : {"", "-made", "-wal", "-shm", "-sent"}) fs::remove(path.string() + suffix);
  }
  SUBCASE("damaged and set aside") {
    std::ofstream(path) << "rubbish";
    CHECK_THROWS_WITH_AS(queue::Queue(path, at(5)), doctest::Contains("mediumsyncd restore"), std::runtime_error);
  }
  SUBCASE("a restore that was cut short") {
    fs::rename(path, directory / "queue.db.before-restore-x");
    std::ofstream(path.string() + ".restoring") << "half";
    CHECK_THROWS_WITH_AS(queue::Queue(path, at(5)), doctest::Contains("mediumsyncd restore"), std::runtime_error);
  }
  const bool known = fs::exists(path.string() + "-sent");
  const queue::Restored restored = restore(at(10));
  CHECK_FALSE(restored.kept);
  CHECK(restored.gone_out_since == (known ? std::optional<std::int64_t>(0) : std::nullopt));
  CHECK(state(id) == State::held);
}
