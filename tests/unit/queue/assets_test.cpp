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

TEST_CASE_FIXTURE(Fixture, "where an image lies on Medium is known for ever") {
  const core::Asset a = image("a.png", "a");
  const PostId one = id_of(queue().enqueue(with_images("one", {a}), at(0)));
  queue().asset_uploaded(a.digest, "https://cdn.example/a", at(1));
  queue().enqueue(with_images("one", {}), at(1));
  Arrival edited = arrival("one.md", "edited");
  queue().enqueue(edited, at(2));
  CHECK(queue().assets(one).empty());
  CHECK_FALSE(queue().asset_bytes(a.digest));
  const PostId two = id_of(queue().enqueue(with_images("two", {a}), at(3)));
  CHECK(queue().assets(two)[0].url == "https://cdn.example/a");
  reopen(at(4));
  CHECK(queue().uploaded_url(a.digest) == "https://cdn.example/a");
}

TEST_CASE_FIXTURE(Fixture, "an image from the web is remembered by its digest") {
  CHECK_FALSE(queue().uploaded_url("sha of web"));
  queue().remember_upload("sha of web", "image/webp", "https://cdn.example/1", at(0));
  queue().remember_upload("sha of web", "image/webp", "https://cdn.example/2", at(1));
  CHECK(queue().uploaded_url("sha of web") == "https://cdn.example/2");
  const core::Asset local = image("a.png", "local");
  queue().enqueue(with_images("one", {local}), at(2));
  CHECK_FALSE(queue().uploaded_url(local.digest));
  queue().remember_upload(local.digest, "image/png", "https://cdn.example/3", at(3));
  CHECK(queue().assets(PostId{1})[0].url == "https://cdn.example/3");
}

TEST_CASE_FIXTURE(Fixture, "what looking at the images found stands behind the rest until they are looked at again") {
  Arrival with_finding = arrival("one.md", "one");
  with_finding.post->findings = {{core::Severity::advice, "no-tags", "of the text", 3}};
  with_finding.post->strictness = core::Strictness::strict;
  const PostId id = id_of(queue().enqueue(with_finding, at(0)));
  CHECK(queue().post(id)->strictness == core::Strictness::strict);
  const core::Finding dead{core::Severity::warning, "image-dead", "it is gone", std::nullopt};
  const core::Finding slow{core::Severity::warning, "image-dead", "it is slow", std::nullopt};
  queue().set_image_findings(id, {dead, slow});
  queue().set_image_findings(id, {slow});
  CHECK(queue().findings(id) == core::Findings{with_finding.post->findings[0], slow});
  queue().set_image_findings(id, {});
  CHECK(queue().findings(id) == with_finding.post->findings);
  queue().set_image_findings(PostId{99}, {dead});
}

TEST_CASE_FIXTURE(Fixture, "an attempt may end with the post held and a person may let it go again") {
  const PostId id = add("one");
  send(at(1), settlement(State::held, "held"));
  CHECK(state(id) == State::held);
  REQUIRE(queue().release(id, at(2)));
  CHECK(state(id) == State::queued);
}
