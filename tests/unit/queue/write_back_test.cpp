// The write-ahead log goes back into the database beside the commits.
#include <filesystem>
#include <thread>

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

// 20 MiB in one commit.
void fill(queue::Queue& queue, const std::string& name) {
  Arrival item = asking(arrival(name, name), State::skipped, Cause::baseline);
  item.post.reset();
  item.raw = std::string(20 * mebibyte, 'x');
  queue.enqueue(item, at(0));
}

struct Log : Fixture {
  int started = 0;
  Log() {
    queue().set_write_back([this] { ++started; });
  }
  ~Log() { queue().set_write_back({}); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  std::size_t size() const { return std::filesystem::file_size(path.string() + "-wal"); }
};

}  // namespace

TEST_CASE_FIXTURE(Log, "a log that has grown is written back by another thread and begins anew") {
  queue().enqueue(arrival("a", "a"), at(0));
  CHECK(started == 0);
  fill(queue(), "much");
  CHECK(started == 1);
  CHECK(queue().is_written_back_now());
  queue().enqueue(arrival("b", "b"), at(1));
  CHECK(started == 1);
  std::thread([this] { queue::Queue::write_back(path); }).join();
  queue().written_back();
  CHECK(!queue().is_written_back_now());
  queue().enqueue(arrival("c", "c"), at(2));
  CHECK(started == 1);
  fill(queue(), "more");
  CHECK(started == 2);
}

TEST_CASE_FIXTURE(Log, "a log that nobody writes back does not grow for ever") {
  for (int i = 0; i < 6; ++i) fill(queue(), "much" + std::to_string(i));
  CHECK(started == 1);
  CHECK(size() < 100 * mebibyte);
}

TEST_CASE_FIXTURE(Log, "what was written back is there when the log is lost") {
  queue().enqueue(arrival("a", "a"), at(0));
  fill(queue(), "much");
  queue::Queue::write_back(path);
  std::filesystem::copy_file(path, directory / "copy.db");
  queue::Queue copy(directory / "copy.db", at(1));
  CHECK(copy.find_origin("drop", "a").has_value());
}
