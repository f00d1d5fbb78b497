#include "queue/queue.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::Drifted;
using queue::Unchanged;

namespace {

// One post that was published as "one" and whose file says `text` now.
PostId drifted_post(Fixture& fixture, const std::string& text = "edited") {
  const PostId id = fixture.add("one");
  fixture.send(at(1), settlement(State::published, "published"));
  REQUIRE(std::holds_alternative<Drifted>(fixture.queue().enqueue(arrival("one.md", text), at(2))));
  return id;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the newer text of a drifted post is there beside the one that was sent") {
  const PostId id = drifted_post(*this);
  const auto newer = queue().newer(id);
  REQUIRE(newer);
  REQUIRE(newer->post);
  CHECK(core::plain_text(newer->post->body) == "edited");
  CHECK(newer->post->title == "Title of edited");
  CHECK(newer->post->tags == std::vector<std::string>{"cpp", "linux, and more"});
  CHECK(text(id) == "one");
  CHECK_FALSE(queue().newer(add("two")));
  CHECK_FALSE(queue().newer(PostId{99}));
}

TEST_CASE_FIXTURE(Fixture, "an acknowledged drift is settled and another edit drifts again") {
  const PostId id = drifted_post(*this);
  REQUIRE(queue().acknowledge_drift(id, at(3)));
  CHECK_FALSE(record(id).drifted);
  CHECK(state(id) == State::published);
  CHECK(record(id).url == "https://medium.example/@jane/e1");
  CHECK(text(id) == "edited");
  CHECK(kinds(id) == std::vector<std::string>{"queued", "publishing", "published", "drifted", "drift-settled"});
  CHECK(std::holds_alternative<Unchanged>(queue().enqueue(arrival("one.md", "edited"), at(4))));
  CHECK(std::holds_alternative<Drifted>(queue().enqueue(arrival("one.md", "edited again"), at(5))));
  CHECK(core::plain_text(queue().newer(id)->post->body) == "edited again");
  CHECK(text(id) == "edited");
}

TEST_CASE_FIXTURE(Fixture, "a drift that is not there can't be acknowledged") {
  const PostId id = add("one");
  send(at(1), settlement(State::published, "published"));
  const auto refused = queue().acknowledge_drift(id, at(2));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "post 1 has not changed since it was published");
  const PostId waiting = add("two");
  const auto too_early = queue().acknowledge_drift(waiting, at(2));
  REQUIRE_FALSE(too_early);
  CHECK(too_early.error().message.find("has not been sent") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a newer text that can't be read is told with its reason and not acknowledged") {
  const PostId id = add("one");
  send(at(1), settlement(State::published, "published"));
  queue().enqueue(asking(arrival("one.md", "broken"), State::failed, Cause::invalid), at(2));
  const auto newer = queue().newer(id);
  REQUIRE(newer);
  CHECK_FALSE(newer->post);
  CHECK(newer->reason == "because invalid");
  const auto refused = queue().acknowledge_drift(id, at(3));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("because invalid") != std::string::npos);
  CHECK(record(id).drifted);
}

TEST_CASE_FIXTURE(Fixture, "the drifted posts are found the newest first and no more than asked for") {
  const PostId id = drifted_post(*this);
  add("two");
  send(at(5), settlement(State::published, "published"));
  queue().enqueue(arrival("two.md", "two edited"), at(6));
  const auto all = queue().drifted(10);
  REQUIRE(all.size() == 2);
  CHECK(all.back().id == id);
  CHECK(queue().drifted(1).front().id == all.front().id);
  REQUIRE(queue().acknowledge_drift(all.front().id, at(7)));
  CHECK(queue().drifted(10).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the images of a story stay known when its drift is settled") {
  Arrival with_image = arrival("one.md", "one");
  with_image.assets.push_back({"i.png", "image/png", "bytes", "digest of the image"});
  const PostId id = id_of(queue().enqueue(with_image, at(0)));
  send(at(1), settlement(State::published, "published"));
  queue().enqueue(arrival("one.md", "edited"), at(2));
  REQUIRE(queue().acknowledge_drift(id, at(3)));
  REQUIRE(queue().assets(id).size() == 1);
  CHECK(queue().assets(id).front().path == "i.png");
}
