#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

core::Asset image(const std::string& path, const std::string& bytes) {
  return {path, "image/png", bytes, "sha of " + bytes};
}

Arrival with_images(const std::string& name, std::vector<core::Asset> images) {
  Arrival result = arrival(name + ".md", name);
  result.assets = std::move(images);
  return result;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an image is kept with its post") {
  const std::string bytes("\x89PNG\0\xff", 6);
  const PostId id = id_of(queue().enqueue(with_images("one", {image("b.png", bytes), image("a.png", "other")}), at(0)));
  const auto assets = queue().assets(id);
  REQUIRE(assets.size() == 2);
  CHECK(assets[0].path == "b.png");
  CHECK(assets[0].media_type == "image/png");
  CHECK_FALSE(assets[0].url);
  CHECK(assets[1].path == "a.png");
  CHECK(queue().asset_bytes(assets[0].digest) == bytes);
  CHECK_FALSE(queue().asset_bytes("unknown"));
  CHECK(queue().assets(PostId{99}).empty());
}

TEST_CASE_FIXTURE(Fixture, "an image without its digest is a mistake of the source") {
  Arrival bad = with_images("one", {{"a.png", "image/png", "x", ""}});
  CHECK_THROWS_AS(queue().enqueue(bad, at(0)), std::invalid_argument);
  CHECK_FALSE(queue().knows("drop", "one.md"));
}

TEST_CASE_FIXTURE(Fixture, "bytes are dropped once they are on Medium and no unpublished post needs them") {
  const core::Asset shared = image("a.png", "shared");
  add("zero");
  const PostId one = id_of(queue().enqueue(with_images("one", {shared}), at(0)));
  const PostId two = id_of(queue().enqueue(with_images("two", {shared}), at(0)));
  REQUIRE(queue().skip(PostId{1}, at(1)));
  queue().asset_uploaded(shared.digest, "https://cdn.example/1", at(1));
  CHECK(queue().asset_bytes(shared.digest) == "shared");
  CHECK(queue().assets(two)[0].url == "https://cdn.example/1");
  send(at(2), settlement(State::published, "published"));
  CHECK(state(one) == State::published);
  CHECK(queue().asset_bytes(shared.digest) == "shared");
  send(at(3), settlement(State::in_doubt, "in-doubt"));
  CHECK(queue().asset_bytes(shared.digest) == "shared");
  REQUIRE(queue().resolve_published(two, {std::nullopt, std::nullopt, std::nullopt}, at(4)));
  CHECK_FALSE(queue().asset_bytes(shared.digest));
  CHECK(queue().assets(one)[0].url == "https://cdn.example/1");
}

TEST_CASE_FIXTURE(Fixture, "bytes that never came to Medium are kept after publishing") {
  const core::Asset one = image("a.png", "bytes");
  queue().enqueue(with_images("one", {one}), at(0));
  send(at(2), settlement(State::published, "published"));
  CHECK(queue().asset_bytes(one.digest) == "bytes");
}

TEST_CASE_FIXTURE(Fixture, "an edit drops the images that no text names any more") {
  const core::Asset a = image("a.png", "a");
  const core::Asset b = image("b.png", "b");
  const core::Asset c = image("c.png", "c");
  const PostId id = id_of(queue().enqueue(with_images("one", {a, b}), at(0)));
  queue().enqueue(with_images("two", {b}), at(0));
  Arrival edited = arrival("one.md", "edited");
  edited.assets = {c};
  queue().enqueue(edited, at(1));
  CHECK_FALSE(queue().asset_bytes(a.digest));
  CHECK(queue().asset_bytes(b.digest));
  CHECK(queue().assets(id).size() == 1);
  CHECK(queue().assets(id)[0].path == "c.png");
}

TEST_CASE_FIXTURE(Fixture, "images that come while a post is sent are there if it goes again and gone if it does not") {
  const core::Asset next = image("next.png", "next");
  const PostId id = add("one");
  const auto claimed = claim(at(1));
  Arrival edited = arrival("one.md", "edited");
  edited.assets = {next};
  queue().enqueue(edited, at(2));
  CHECK(queue().asset_bytes(next.digest));
  SUBCASE("again") {
    queue().settle(*claimed, settlement(State::queued, "not-sent"), at(3));
    CHECK(queue().assets(id)[0].path == "next.png");
    CHECK(queue().asset_bytes(next.digest));
  }
  SUBCASE("not") {
    queue().settle(*claimed, settlement(State::published, "published"), at(3));
    CHECK_FALSE(queue().asset_bytes(next.digest));
    CHECK(record(id).drifted);
    CHECK_FALSE(queue().asset_bytes(next.digest));
    edited.digest = "third";
    queue().enqueue(edited, at(4));
    CHECK_FALSE(queue().asset_bytes(next.digest));
  }
}
