// kill -9 at every commit point and at random: what was acknowledged is there, nothing is sent twice, the file is
// whole.
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sqlite/database.hpp"
#include "queue/crash_point.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

// What a child has done so far, as it said itself: after each verb has returned, and before the bytes of a story would
// leave.
struct Said {
  char what = '?';  // 'e' enqueued, 'P' posted, 's' settled
  std::int64_t id = 0;
};

// A child process that works on the queue and can be killed. Its parent owns it and waits for it.
class Child {
 public:
  explicit Child(const std::function<void(int)>& work) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::close(ends[0]);
      try {
        work(ends[1]);
      } catch (...) {
        ::_exit(2);
      }
      ::_exit(0);
    }
    ::close(ends[1]);
    reader_ = ends[0];
  }
  ~Child() { ::close(reader_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  std::optional<Said> hear() {
    Said said;
    if (::read(reader_, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) return std::nullopt;
    return said;
  }
  void kill() { ::kill(pid_, SIGKILL); }
  // The signal that ended it, 0 when it ended by itself and well.
  int wait() {
    int status = 0;
    REQUIRE(::waitpid(pid_, &status, 0) == pid_);
    REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

 private:
  pid_t pid_ = 0;
  int reader_ = -1;
};

void say(int pipe, char what, PostId id) {
  const Said said{what, id.value};
  if (::write(pipe, &said, sizeof said) != static_cast<ssize_t>(sizeof said)) ::_exit(3);
}

void check_integrity(const std::filesystem::path& path) {
  sqlite::Database database(path, sqlite::WhenMissing::refuse);
  auto check = database.prepare("PRAGMA integrity_check");
  REQUIRE(check.step());
  CHECK(check.get<std::string>(0) == "ok");
  auto foreign = database.prepare("PRAGMA foreign_key_check");
  CHECK_FALSE(foreign.step());
  auto tally = database.prepare(
      "SELECT count(*) FROM (SELECT source, account, state, count(*) AS posts FROM post GROUP BY 1, 2, 3 "
      "EXCEPT SELECT source, account, state, posts FROM tally)");
  REQUIRE(tally.step());
  CHECK(tally.get<std::int64_t>(0) == 0);
}

void claim_send_settle(queue::Queue& queue, int pipe, TimePoint now) {
  const auto claimed = queue.claim_due("main", std::nullopt, Lane::scheduled, now);
  if (!claimed) return;
  queue.mark_sending(claimed->attempt, now);
  say(pipe, 'P', claimed->record.id);
  queue.settle(*claimed, settlement(State::published, "published"), now);
  say(pipe, 's', claimed->record.id);
}

}  // namespace

#ifdef MEDIUMSYNC_CRASH_POINTS

TEST_CASE("a daemon that is killed at a commit point is sorted out by the next") {
  struct Row {
    const char* point;
    std::optional<State> state;  // after the restart; absent: no such post
    bool posted;
    const char* outcome;  // of the one attempt; empty: none was made
  };
  const std::array rows{Row{"enqueue-before-commit", std::nullopt, false, ""},
                        Row{"enqueued", State::queued, false, ""},
                        Row{"claim-before-commit", State::queued, false, ""},
                        Row{"claimed", State::queued, false, "interrupted"},
                        Row{"mark-before-commit", State::queued, false, "interrupted"},
                        Row{"marked", State::in_doubt, false, "in-doubt"},
                        Row{"settle-before-commit", State::in_doubt, true, "in-doubt"},
                        Row{"settled", State::published, true, "published"}};
  REQUIRE(rows.size() == queue::crash_points.size());
  for (const Row& row : rows) {
    CAPTURE(row.point);
    REQUIRE(std::ranges::count(queue::crash_points, std::string_view(row.point)) == 1);
    const support::TemporaryDirectory directory;
    const auto path = directory / "queue.db";
    Child child([&](int pipe) {
      ::setenv("MEDIUMSYNC_STOP_AT", row.point, 1);
      queue::Queue queue(path, at(0));
      say(pipe, 'e', id_of(queue.enqueue(arrival("one.md", "one"), at(0))));
      claim_send_settle(queue, pipe, at(1));
    });
    bool posted = false;
    while (const auto said = child.hear()) posted = posted || said->what == 'P';
    CHECK(child.wait() == SIGKILL);
    CHECK(posted == row.posted);
    check_integrity(path);
    queue::Queue queue(path, at(10));
    const auto record = queue.find(PostId{1});
    REQUIRE(record.has_value() == row.state.has_value());
    if (!record) continue;
    CHECK(record->state == *row.state);
    const auto attempts = queue.attempts(PostId{1});
    REQUIRE(attempts.size() == (std::string_view(row.outcome).empty() ? 0 : 1));
    if (!attempts.empty()) CHECK(attempts[0].outcome == row.outcome);
  }
}

TEST_CASE("a batch of a killed daemon is there as a whole or not at all") {
  for (const char* point : {"enqueue-before-commit:3", "enqueued"}) {
    const support::TemporaryDirectory directory;
    const auto path = directory / "queue.db";
    Child child([&](int) {
      ::setenv("MEDIUMSYNC_STOP_AT", point, 1);
      queue::Queue queue(path, at(0));
      queue::Queue::Batch batch(queue);
      for (const char* name : {"a", "b", "c", "d"}) queue.enqueue(arrival(name, name), at(0));
      batch.commit();
    });
    CHECK(child.wait() == SIGKILL);
    check_integrity(path);
    CHECK(queue::Queue(path, at(1)).items("drop") == (std::string_view(point) == "enqueued" ? 4 : 0));
  }
}

#endif

TEST_CASE("after a hundred random kills nothing is lost and nothing was sent twice") {
  std::mt19937 random(20261121);
  const support::TemporaryDirectory directory;
  const auto path = directory / "queue.db";
  std::set<std::int64_t> enqueued;
  std::set<std::int64_t> settled;
  std::map<std::int64_t, int> posts;
  for (int round = 0; round < 100; ++round) {
    Child child([&](int pipe) {
      queue::Queue queue(path, at(round));
      for (int step = 0;; ++step) {
        // Every round begins where the one before it may have been cut off.
        const std::string name = std::to_string(round * 20 + step % 20);
        say(pipe, 'e', id_of(queue.enqueue(arrival(name, name), at(round))));
        if (step % 3 == 0) queue.enqueue(arrival("edited", std::to_string(round * 1000 + step)), at(round));
        if (step % 2 == 0) claim_send_settle(queue, pipe, at(round));
      }
    });
    for (auto left = std::uniform_int_distribution(0, 40)(random); left >= 0; --left) {
      if (left == 0) child.kill();
      const auto said = child.hear();
      if (!said) break;
      if (said->what == 'e') enqueued.insert(said->id);
      if (said->what == 's') settled.insert(said->id);
      if (said->what == 'P') ++posts[said->id];
    }
    while (const auto said = child.hear()) {
      if (said->what == 'e') enqueued.insert(said->id);
      if (said->what == 's') settled.insert(said->id);
      if (said->what == 'P') ++posts[said->id];
    }
    child.kill();
    CHECK(child.wait() == SIGKILL);
    if (std::filesystem::exists(path)) check_integrity(path);
  }
  queue::Queue queue(path, at(1000));
  CHECK(queue.counts()[State::publishing] == 0);
  REQUIRE(enqueued.size() > 100);
  REQUIRE(posts.size() > 50);
  for (const std::int64_t id : enqueued) CHECK(queue.find(PostId{id}));
  for (const std::int64_t id : settled) CHECK(queue.find(PostId{id})->state == State::published);
  for (const auto& [id, times] : posts) {
    CHECK(times == 1);
    const State state = queue.find(PostId{id})->state;
    CHECK((state == State::published || state == State::in_doubt));
  }
}
