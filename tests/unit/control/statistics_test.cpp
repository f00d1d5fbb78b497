// Who asked for what, what happened to a post, and what has come of it all.
#include <pwd.h>
#include <unistd.h>

#include "unit/control/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

std::string myself() {
  const passwd* user = ::getpwuid(::getuid());
  return "uid " + std::to_string(::getuid()) + (user == nullptr ? "" : " (" + std::string(user->pw_name) + ")");
}

Json event_of(const Json& events, const std::string& kind) {
  for (const Json& event : events) {
    if (event["kind"] == kind) return event;
  }
  return nullptr;
}

Json figures(const std::string& id, int views) {
  return {{"id", id}, {"title", "Title of " + id}, {"views", views}, {"reads", views / 2}};
}

}  // namespace

TEST_CASE("what was asked for at the socket says who did and what follows from it does not") {
  ControlWorld world;
  world.store.add("a");
  Caller caller(world);
  REQUIRE(!caller.ask("Hold", {{"ids", {1}}}).contains("error"));
  caller.ask("List");
  REQUIRE(!caller.ask("Pause").contains("error"));
  world.store.add("b");
  const Json events = caller.ask("Events", {{"limit", 100}})["parameters"]["events"];
  CAPTURE(events.dump());
  CHECK(event_of(events, "held")["by"] == myself());
  CHECK(event_of(events, "paused")["by"] == myself());
  CHECK(event_of(events, "asked")["by"] == myself());
  CHECK(event_of(events, "asked")["detail"] == "hold 1");
  CHECK(event_of(events, "queued")["by"] == nullptr);
  CHECK(events.back()["kind"] == "queued");
  CHECK(events.back()["by"] == nullptr);
  int asked = 0;
  for (const Json& event : events) asked += event["kind"] == "asked" ? 1 : 0;
  CHECK(asked == 2);
}

TEST_CASE("what was asked for is told in a line without what it holds") {
  ControlWorld world;
  Caller caller(world);
  const std::string text = "# Title\n\nA secret text.\n";
  REQUIRE(!caller.ask("Add", {{"origin", "/home/anna/a.md"}, {"text", text}, {"request_id", "r1"}}).contains("error"));
  Json many = Json::array();
  for (int id = 1; id < 400; ++id) many.push_back(id);
  caller.ask("Hold", {{"ids", many}});
  const Json events = caller.ask("Events", {{"limit", 100}})["parameters"]["events"];
  CHECK(event_of(events, "asked")["detail"] == "add /home/anna/a.md");
  CHECK(event_of(events, "queued")["by"] == myself());
  CHECK(events.back()["detail"].get<std::string>().size() < 220);
}

TEST_CASE("a post's history is told with who did what and none is of a post that is not there") {
  ControlWorld world;
  world.store.add("a");
  Caller caller(world);
  caller.ask("Hold", {{"ids", {1}}});
  const Json reply = caller.ask("History", {{"id", 1}})["parameters"];
  CAPTURE(reply.dump());
  CHECK(reply["post"]["state"] == "held");
  CHECK(reply["cut_before"] == nullptr);
  REQUIRE(reply["happenings"].size() == 3);
  CHECK(reply["happenings"][0]["kind"] == "arrived");
  CHECK(reply["happenings"][2]["kind"] == "held");
  CHECK(reply["happenings"][2]["by"] == myself());
  CHECK(caller.ask("History", {{"id", 9}})["error"] == "io.mediumsync.NotFound");
  for (const char* limit : {"0", "10001", "\"x\""})
    CHECK(caller.ask("History", {{"id", 1}, {"limit", Json::parse(limit)}})["error"] ==
          "org.varlink.service.InvalidParameter");
}

TEST_CASE("figures that are imported are told with their change") {
  ControlWorld world;
  Caller caller(world);
  const auto import = [&](const char* name, int views) {
    return caller.ask("Import", {{"import", name}, {"figures", Json::array({figures("a1", views), figures("b2", 3)})}});
  };
  CHECK(import("1", 10)["parameters"]["figures"] == 2);
  import("2", 14);
  const Json reply = caller.ask("Stats", {{"stories", 1}})["parameters"];
  CAPTURE(reply.dump());
  CHECK(reply["figures"]["stories"] == 2);
  CHECK(reply["figures"]["views"] == Json({{"value", 17}, {"change", 4}}));
  REQUIRE(reply["stories"].size() == 1);
  CHECK(reply["stories"][0]["medium_id"] == "a1");
  CHECK(reply["stories"][0]["earned"] == nullptr);
  CHECK(reply["months"].size() == 12);
  CHECK(reply["newest_only"] == false);
  CHECK(caller.ask("Stats", {{"account", "main"}, {"months", 1}})["parameters"]["months"].size() == 1);
  CHECK(caller.ask("Stats", {{"account", "nobody"}})["error"] == "io.mediumsync.NotFound");
  for (const Json& wrong : {Json{{"months", 0}}, Json{{"months", 121}}, Json{{"stories", -1}}})
    CHECK(caller.ask("Stats", wrong)["error"] == "org.varlink.service.InvalidParameter");
}

TEST_CASE("figures that can't be are refused") {
  ControlWorld world;
  Caller caller(world);
  const Json rows[] = {
      {{"id", "../x"}, {"views", 1}},
      {{"id", "a"}, {"views", -1}},
      {{"id", "a"}, {"views", "many"}},
      {{"id", "a"}, {"earned_cents", 5}},
      {{"id", "a"}, {"currency", "USD"}},
      {{"id", "a"}, {"earned_cents", 5}, {"currency", "dollars"}},
      "a",
  };
  for (const Json& row : rows) {
    CAPTURE(row.dump());
    CHECK(caller.ask("Import", {{"figures", Json::array({row})}})["error"] == "org.varlink.service.InvalidParameter");
  }
  CHECK(caller.ask("Stats")["parameters"]["figures"]["stories"] == 0);
}

TEST_CASE("a story that is gone from Medium is told of wherever people look until they know") {
  ControlWorld world;
  world.store.add("a");
  Arrival published = arrival("a.md", "a");
  published.post->status = core::PublishStatus::public_;
  published.digest = "public";
  world.store.queue().enqueue(published, at(0));
  world.store.send(at(1), settlement(State::published, "published"));
  Caller caller(world);
  const Json import{{"import", "zip"}, {"stories", Json::array()}, {"whole_until", "2027-01-15T08:01:00Z"}};
  const Json reply = caller.ask("Import", import)["parameters"];
  CAPTURE(reply.dump());
  REQUIRE(reply["changes"].size() == 1);
  CHECK(reply["changes"][0]["code"] == "story-deleted-on-medium");
  const auto findings = [&] { return caller.ask("Show", {{"id", 1}})["parameters"]["findings"].dump(); };
  CHECK(findings().find("story-deleted-on-medium") != std::string::npos);
  CHECK(caller.ask("Status")["parameters"]["attention"].dump().find("story-deleted-on-medium") != std::string::npos);
  CHECK(caller.ask("Stats")["parameters"]["changes"][0]["post"] == 1);
  CHECK(caller.ask("Diff", {{"id", 1}})["parameters"]["note"].get<std::string>().find("deleted") != std::string::npos);
  CHECK(caller.ask("Diff", {{"id", 1}, {"ack", true}})["parameters"]["settled"] == true);
  CHECK(findings().find("story-deleted-on-medium") == std::string::npos);
  CHECK(caller.ask("Stats")["parameters"]["changes"].empty());
  CHECK(caller.ask("Import", import)["parameters"]["changes"].empty());
}
