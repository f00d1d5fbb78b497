// A copy of the queue while the daemon works, and what becomes of it when it is put back.
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <sys/stat.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

namespace fs = std::filesystem;

Ran restore(const World& world, const fs::path& backup) {
  return mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncd", "--config",
                                   world.daemon.config_file().string(), "restore", backup.string()});
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Json only_folder(const World& world) {
  return world.daemon.ask({"sources"}).at("sources").front();
}

}  // namespace

TEST_CASE("a backup is made while the daemon works and is its owner's alone") {
  World world;
  world.daemon.start();
  world.drop_post("One");
  world.await_state("One", "published");
  const fs::path backup = world.directory / "my backup.db";
  // What an earlier one was in the middle of, here and there.
  world.write(backup.string() + ".unfinished", std::string(1 << 20, 'x'));
  world.write(world.daemon.state_directory() / "queue.db.backup", "half");
  const Json made = world.daemon.ask({"backup", backup.string()});
  CHECK(made.at("path") == backup.string());
  CHECK(made.at("posts") == 1);
  CHECK(made.at("size") == fs::file_size(backup));
  struct stat status {};
  REQUIRE(::stat(backup.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK_FALSE(fs::exists(backup.string() + ".unfinished"));
  CHECK_FALSE(fs::exists(world.daemon.state_directory() / "queue.db.backup"));

  world.drop_post("Two");
  world.await_state("Two", "published");
  const Ran again = world.daemon.ctl({"backup", backup.string()});
  CHECK(again.status == 0);
  CHECK(contains(again.output, "2 posts"));
}

TEST_CASE("a backup that can't be written says why and leaves the one before") {
  World world;
  world.daemon.start();
  const fs::path directory = world.directory / "kept";
  fs::create_directory(directory);
  CHECK(world.daemon.ctl({"backup", directory.string()}).status == 1);
  CHECK(contains(world.daemon.ctl({"backup", directory.string()}).errors, "is a directory: name the file"));
  CHECK(contains(world.daemon.ctl({"backup", (directory / "none" / "q.db").string()}).errors, "No such file"));
  // On a disk that has no room for it.
  const Ran full = mediumsync::support::run({"/usr/bin/unshare", "-m", "--propagation", "private", "sh", "-c",
                                             "mount -t tmpfs -o size=16k tmpfs \"$0\" || exit 100\n"
                                             "echo SQLite format 3 before >\"$0\"/q.db\n"
                                             "\"$1\" --socket \"$2\" backup \"$0\"/q.db; status=$?\n"
                                             "echo $(cat \"$0\"/q.db) $(ls \"$0\"); exit $status",
                                             directory.string(), MEDIUMSYNC_BINARY_DIR "/mediumsyncctl",
                                             world.daemon.socket().string()});
  if (full.status == 100) {
    MESSAGE("skipped: this machine does not let the test mount a tmpfs");
    return;
  }
  CHECK(full.status == 1);
  CHECK(full.output == "SQLite format 3 before q.db\n");
  CHECK(contains(full.errors, "No space left"));
}

namespace {

// Whether the process has a file open in that directory: the copy that it writes, named or not. In a chroot the paths
// of a process with mounts of its own begin anywhere.
bool writes_into(pid_t process, const fs::path& directory) {
  const std::string within = (directory.parent_path().filename() / directory.filename() / "").string();
  std::error_code gone;
  for (auto one = fs::directory_iterator("/proc/" + std::to_string(process) + "/fd", gone);
       !gone && one != fs::directory_iterator(); one.increment(gone)) {
    std::error_code closed;
    if (contains(fs::read_symlink(one->path(), closed).string(), within)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a backup that a signal ends leaves nothing behind") {
  World world;
  world.daemon.start();
  const fs::path directory = world.directory / "kept";
  fs::create_directory(directory);
  // Where /proc is hidden a file can't be given a name later, so it has one from the beginning.
  struct Row {
    const char* script;
    int signal;
    bool named;
    bool left;
  };
  const char* const plain = "exec \"$0\" --socket \"$1\" backup \"$2\"";
  const char* const hidden = "mount -t tmpfs tmpfs /proc || exit 100; exec \"$0\" --socket \"$1\" backup \"$2\"";
  const Row rows[] = {
      {plain, SIGINT, false, false},  {plain, SIGTERM, false, false}, {plain, SIGHUP, false, false},
      {plain, SIGKILL, false, false}, {hidden, SIGINT, true, false},  {hidden, SIGTERM, true, false},
      {hidden, SIGHUP, true, false},  {hidden, SIGKILL, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.script));
    CAPTURE(row.signal);
    // The backup waits for an answer.
    world.daemon.process().signal(SIGSTOP);
    mediumsync::support::Process backup({"/usr/bin/unshare", "-m", "--propagation", "private", "sh", "-c", row.script,
                                         MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", world.daemon.socket().string(),
                                         (directory / "queue.db").string()});
    std::optional<mediumsync::support::Ended> ended;
    const bool begun = eventually([&] {
      ended = backup.wait(std::chrono::milliseconds(0));
      return ended || writes_into(backup.pid(), directory);
    });
    if (ended) {
      world.daemon.process().signal(SIGCONT);
      MESSAGE("skipped: this machine does not let the test have mounts of its own: " << backup.errors());
      return;
    }
    CHECK(begun);
    CHECK(fs::exists(directory / "queue.db.unfinished") == row.named);
    backup.signal(row.signal);
    ended = backup.wait(std::chrono::seconds(10));
    world.daemon.process().signal(SIGCONT);
    REQUIRE(ended);
    CHECK(ended->status == 128 + row.signal);
    CHECK(fs::is_empty(directory) != row.left);
  }
  // What was left is written over, once the daemon is done with those that nobody waits for any more.
  world.await("the backup", [&] {
    return world.daemon.ctl({"backup", (directory / "queue.db").string()}).status == 0;
  });
  CHECK_FALSE(fs::exists(directory / "queue.db.unfinished"));
}

TEST_CASE("a backup where files can't be named later is whole all the same and one at a time") {
  World world;
  world.daemon.start();
  const fs::path directory = world.directory / "kept";
  fs::create_directory(directory);
  // Of /proc no more than this is hidden: sanitizers live by the rest.
  const Ran made = mediumsync::support::run(
      {"/usr/bin/unshare", "-m", "--propagation", "private", "sh", "-c",
       "back_up() { sh -c 'mount -t tmpfs tmpfs /proc/$$/fd || exit 100; exec \"$@\"' sh \"$@\"; }\n"
       "back_up \"$0\" --socket \"$1\" backup \"$2\" || exit\n"
       "exec 9>\"$2\".unfinished; flock 9; back_up \"$0\" --socket \"$1\" backup \"$2\"",
       MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", world.daemon.socket().string(), (directory / "queue.db").string()});
  if (made.status == 100) {
    MESSAGE("skipped: this machine does not let the test have mounts of its own");
    return;
  }
  CAPTURE(made.errors);
  CHECK(made.status == 1);
  CHECK(contains(made.errors, "another backup is being written to"));
  CHECK(contains(made.output, "checked"));
  CHECK(read(directory / "queue.db").starts_with("SQLite format 3"));
}

TEST_CASE("a backup is written over an older backup and over nothing else") {
  World world;
  world.daemon.start();
  const fs::path letter = world.directory / "letter.txt";
  world.write(letter, "Dear reader");
  const fs::path link = world.directory / "link.db";
  fs::create_symlink(letter, link);
  const fs::path queue = world.daemon.state_directory() / "queue.db";
  const fs::path log = queue.string() + "-wal";
  for (const fs::path& target : {letter, link, queue, log, world.directory / "token", fs::path("/dev/full")}) {
    CAPTURE(target.string());
    const Ran refused = world.daemon.ctl({"backup", target.string()});
    CHECK(refused.status == 1);
    CHECK(contains(refused.errors, "name another"));
  }
  CHECK(world.daemon.ctl({"backup", ""}).status == 2);
  CHECK(read(letter) == "Dear reader");
  CHECK(fs::is_symlink(link));
  world.write(world.directory / "empty", "");
  CHECK(world.daemon.ctl({"backup", (world.directory / "empty").string()}).status == 0);
  world.drop_post("One");
  world.await_state("One", "published");
}

TEST_CASE("what was published after the backup is not sent again when that is restored") {
  World world;
  world.daemon.start();
  world.drop_post("Known");
  world.await_state("Known", "published");
  world.daemon.ask({"pause", "main"});
  world.drop_post("Waiting");
  world.await_state("Waiting", "queued");
  const fs::path backup = world.directory / "backup.db";
  world.daemon.ask({"backup", backup.string()});
  world.daemon.ask({"resume", "main"});
  world.await_state("Waiting", "published");
  world.drop_post("Unknown");
  world.await_state("Unknown", "published");
  REQUIRE(world.posts_sent() == 3);

  const Ran refused = restore(world, backup);
  CHECK(refused.status == 1);
  CHECK(contains(refused.errors + refused.output, "(pid "));
  REQUIRE(world.daemon.stop() == 0);
  const Ran restored = restore(world, backup);
  REQUIRE_MESSAGE(restored.status == 0, restored.errors);
  CHECK(contains(restored.output, "Since then 2 posts went out"));
  CHECK(contains(restored.output, "before-restore-"));

  world.daemon.start();
  // The account was paused when the backup was made.
  world.daemon.ask({"resume", "main"});
  world.await("the folder was looked at", [&] { return !only_folder(world).at("last_checked").is_null(); });
  world.await_state("Unknown", "held");
  world.await_state("Waiting", "held");
  CHECK(world.state("Known") == "published");
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  CHECK(contains(world.daemon.ctl({"status"}).output, "release --restored"));

  world.daemon.ask({"import", world.sandbox.base() + "/feed/@jane"});
  CHECK(world.state("Unknown") == "skipped");
  CHECK(world.state("Waiting") == "skipped");
  world.drop_post("New");
  world.await_state("New", "held");
  world.daemon.ask({"release", "--restored"});
  world.await_state("New", "published");
  world.drop_post("Newer");
  world.await_state("Newer", "published");
  CHECK(world.posts_sent() == 5);
  for (const char* title : {"Known", "Waiting", "Unknown", "New", "Newer"}) CHECK(world.stories(title).size() == 1);
  CHECK(world.daemon.ctl({"release", "--restored"}).status == 1);
}

TEST_CASE("what is no backup is refused by restore and nothing changes") {
  World world;
  world.daemon.start();
  world.drop_post("One");
  world.await_state("One", "published");
  REQUIRE(world.daemon.stop() == 0);
  const fs::path queue = world.daemon.state_directory() / "queue.db";
  const std::string before = read(queue);
  world.write(world.directory / "page.html", "<p>no database");
  const Ran refused = restore(world, world.directory / "page.html");
  CHECK(refused.status == 1);
  CHECK(contains(refused.errors, "nothing has changed"));
  CHECK(read(queue) == before);
  world.daemon.start();
  CHECK(world.state("One") == "published");
}

TEST_CASE("a lost write-ahead log sends nothing twice") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  world.drop_post("One");
  world.await_state("One", "published");
  world.daemon.kill();
  REQUIRE(fs::remove(world.daemon.state_directory() / "queue.db-wal"));
  world.daemon.start();
  world.await_state("One", "held");
  CHECK(contains(world.daemon.ctl({"status"}).output, "was put back"));
  CHECK(world.posts_sent() == 1);
}
