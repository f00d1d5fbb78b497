// Files that go away while their posts wait.
#include "unit/queue/fixture.hpp"
#include "unit/queue/line.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Superseded;

namespace {

using Kinds = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a file that is gone takes its waiting post along and brings it back to its place") {
  const PostId first = add("first");
  const PostId second = add("second");
  CHECK(queue().source_item_gone("drop", "first.md", at(1)));
  CHECK(state(first) == State::skipped);
  CHECK(record(first).cause == Cause::gone);
  CHECK_FALSE(queue().source_item_gone("drop", "first.md", at(2)));
  CHECK_FALSE(queue().source_item_gone("drop", "never.md", at(2)));
  CHECK(std::holds_alternative<Superseded>(queue().enqueue(arrival("first.md", "first"), at(3))));
  CHECK(line(*this) == std::vector{first, second});
  CHECK(kinds(first) == Kinds{"queued", "skipped", "queued"});
}

TEST_CASE_FIXTURE(Fixture, "a held post whose file goes and returns is still held") {
  const PostId id = add("one");
  REQUIRE(queue().hold(id, at(1)));
  CHECK(queue().source_item_gone("drop", "one.md", at(2)));
  CHECK(state(id) == State::skipped);
  queue().enqueue(arrival("one.md", "one"), at(3));
  CHECK(state(id) == State::held);
  CHECK(record(id).cause == Cause::person);
}

TEST_CASE_FIXTURE(Fixture, "a file that is gone leaves a sent post alone and clears one that failed") {
  const PostId sent = add("sent");
  send(at(1), settlement(State::published, "published"));
  CHECK_FALSE(queue().source_item_gone("drop", "sent.md", at(2)));
  CHECK(state(sent) == State::published);
  const PostId bad = id_of(queue().enqueue(asking(arrival("bad.md", "x"), State::failed, Cause::invalid), at(3)));
  CHECK(queue().source_item_gone("drop", "bad.md", at(4)));
  CHECK(state(bad) == State::skipped);
}
