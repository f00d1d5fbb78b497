// What the verbs of sources tell, and what `import` takes.
#include <algorithm>

#include "core/base64.hpp"
#include "core/likeness.hpp"
#include "source/raw_entry.hpp"
#include "unit/control/fixture.hpp"

using namespace mediumsync::test;
using namespace mediumsync;

namespace {

Json story(const std::string& id, const Json& more = Json::object()) {
  Json one{{"id", id}, {"url", "https://medium.com/p/" + id}, {"title", "Title of a"}};
  one.update(more);
  return one;
}

std::string sketch_of(const std::string& text) {
  return core::encode_base64(core::Sketch::of(post_of(text).body).bytes());
}

}  // namespace

TEST_CASE("a poll that wants more tells of each source as it answers and then the sum") {
  ControlWorld world;
  std::ofstream(world.store.directory / "posts" / "one.md") << "# One\n\nText.\n";
  Caller caller(world);
  caller.send(message("Poll", Json::object(), {{"more", true}}));
  std::map<std::string, Json> told;
  for (std::int64_t left = 1; left >= 0; --left) {
    const Json reply = caller.reply();
    CAPTURE(reply.dump());
    CHECK(reply["continues"] == true);
    CHECK(reply["parameters"]["left"] == left);
    told[reply["parameters"]["polled"][0]["name"]] = reply["parameters"]["polled"][0];
    CHECK(reply["parameters"]["sources"][0]["name"] == reply["parameters"]["polled"][0]["name"]);
  }
  CHECK(told.at("blog")["outcome"] == "failed");
  CHECK(!told.at("blog")["reason"].get<std::string>().empty());
  CHECK(told.at("drop")["outcome"] != "failed");
  const Json sum = caller.reply();
  CHECK(!sum.contains("continues"));
  CHECK(sum["parameters"]["sources"].empty());
  CHECK(sum["parameters"]["sum"]["failed"] == 1);
  const Json once = caller.ask("Poll", {{"sources", {"drop", "drop"}}});
  CHECK(once["parameters"]["polled"].size() == 1);
  CHECK(once["parameters"]["sum"] == Json{{"new", 0}, {"unchanged", 1}, {"failed", 0}, {"items", 0}});
}

TEST_CASE("sources tell how often they failed and what is new by the week") {
  ControlWorld world;
  Caller caller(world);
  caller.ask("Poll", {{"sources", {"blog"}}});
  caller.ask("Poll", {{"sources", {"blog"}}});
  const Json sources = caller.ask("Sources")["parameters"]["sources"];
  const Json blog = *std::ranges::find(sources, "blog", [](const Json& source) { return source["name"]; });
  CAPTURE(blog.dump());
  CHECK(blog["failures"] == 2);
  CHECK(blog["new_per_week"] == 0.0);
  CHECK(blog["url"].is_null());
  CHECK(blog["other_urls"].empty());
}

TEST_CASE("imported stories skip what waits and what comes later") {
  ControlWorld world;
  world.store.add("a");
  Caller caller(world);
  const Json stories =
      Json::array({story("0123456789ab"), story("aaaaaaaaaaaa", {{"title", "Else"}, {"draft", true}})});
  const Json first = caller.ask("Import", {{"stories", stories}})["parameters"];
  CAPTURE(first.dump());
  CHECK(first["account"] == "main");
  CHECK(first["stories"] == 2);
  CHECK(first["fresh"] == 2);
  CHECK(first["drafts"] == 1);
  CHECK(first["posts"][0]["state"] == "skipped");
  CHECK(caller.ask("Import", {{"stories", stories}})["parameters"]["fresh"] == 0);
  CHECK(caller.ask("Release", {{"ids", {1}}})["parameters"]["posts"][0]["state"] == "queued");
}

TEST_CASE("sources that are stopped with the whole daemon are told of and why") {
  ControlWorld world;
  Caller caller(world);
  world.sources.stop();
  world.standstill = "no room on the disk";
  const Json status = caller.ask("Status")["parameters"];
  REQUIRE(status["sources"].size() == 2);
  for (const Json& source : status["sources"]) {
    CHECK(source["state"] == "failing");
    CHECK(source["reason"].get<std::string>().starts_with("stopped: the state directory can't be written (no room on"));
    CHECK(source["next_check"].is_null());
  }
  CHECK(status["attention"].dump().find("source drop") == std::string::npos);
  CHECK(caller.ask("Sources")["parameters"]["sources"][0]["reason"] == status["sources"][0]["reason"]);
  const Json polled = caller.ask("Poll");
  CHECK(polled["error"] == "io.mediumsync.Refused");
  CHECK(polled["parameters"]["reason"].get<std::string>().find("make room") != std::string::npos);
}

TEST_CASE("an import that is older than the last one says so") {
  ControlWorld world;
  Caller caller(world);
  const auto import = [&](const char* name, const char* made) {
    return caller.ask("Import", {{"import", name},
                                 {"stories", Json::array({story("0123456789ab")})},
                                 {"whole_until", made},
                                 {"made_at", made},
                                 {"made_until", made}})["parameters"];
  };
  const Json first = import("1", "2026-05-01T10:00:00Z");
  CHECK(first["older_than"].is_null());
  CHECK(first["outdated"] == 0);
  const Json second = import("2", "2026-04-01T10:00:00Z");
  CHECK(second["older_than"] == "2026-05-01T10:00:00Z");
  CHECK(second["outdated"] == 1);
}

TEST_CASE("what is no story is refused") {
  ControlWorld world;
  Caller caller(world);
  Json crowd = Json::array();
  for (int i = 0; i < 501; ++i) crowd.push_back(story("0123456789ab"));
  const Json rows[] = {
      {{"stories", {story("")}}},
      {{"stories", {story("../x")}}},
      {{"stories", {story("a", {{"url", "javascript:x"}})}}},
      {{"stories", {story("a", {{"title", 5}})}}},
      {{"stories", {story("a", {{"sketch", "AAA"}})}}},
      {{"stories", {story("a", {{"sketch", core::encode_base64(std::string(4096, 'x'))}})}}},
      {{"stories", {"story"}}},
      {{"stories", "all"}},
      {{"stories", crowd}},
      {{"stories", Json::array()}, {"url", "https://medium.com/feed/@jane"}},
      {{"stories", Json::array()}, {"made_at", "2026-05-01T10:00:00Z"}},
      {{"stories", Json::array()}, {"made_at", "2026-05-01T10:00:00Z"}, {"made_until", "2026-05-01T09:00:00Z"}},
      Json::object(),
  };
  for (const Json& row : rows) {
    const Json reply = caller.ask("Import", row);
    CAPTURE(row.dump().substr(0, 200));
    CHECK(reply["error"] == "org.varlink.service.InvalidParameter");
  }
  CHECK(caller.ask("Import", {{"url", "file:///etc/passwd"}})["error"] == "io.mediumsync.Refused");
  CHECK(caller.ask("Import", {{"stories", Json::array()}, {"account", "nobody"}})["error"] == "io.mediumsync.NotFound");
  CHECK(!caller.ask("Import", {{"stories", {story("0123456789ab", {{"sketch", sketch_of("a")}})}}}).contains("error"));
}

TEST_CASE("a feed's post that was kept unread is read when a person releases it") {
  ControlWorld world;
  parse::FeedEntry entry;
  entry.id = "id-1";
  entry.title = "From the archive";
  entry.link = "https://blog.example/1";
  entry.content = "<p>" + std::string(40, 'w') + " and many more words.</p><p>The second paragraph.</p><p>The end.</p>";
  const source::RawEntry raw = source::pack(entry, parse::Feed{});
  const auto kept_as = [&](const std::string& source, const std::string& bytes) {
    Arrival kept = asking(arrival("id-1", "x"), State::skipped, Cause::baseline);
    kept.source = source;
    kept.digest = raw.digest;
    kept.post.reset();
    kept.title = "From the archive";
    kept.raw = bytes;
    return id_of(world.store.queue().enqueue(kept, at(0)));
  };
  const core::PostId id = kept_as("blog", raw.bytes);
  const core::PostId orphan = kept_as("a feed of last year", raw.bytes);
  Caller caller(world);
  CHECK_FALSE(world.store.queue().post(id));
  const Json released = caller.ask("Release", {{"ids", {id.value}}});
  CAPTURE(released.dump());
  CHECK(released["parameters"]["posts"][0]["state"] == "queued");
  CHECK(world.store.text(id).find("The second paragraph.") != std::string::npos);
  const Json refused = caller.ask("Release", {{"ids", {orphan.value}}});
  CHECK(refused["error"] == "io.mediumsync.Refused");
  CHECK(refused["parameters"]["reason"].get<std::string>().find("not in the configuration any more") !=
        std::string::npos);
  CHECK(world.store.state(orphan) == State::skipped);
}
