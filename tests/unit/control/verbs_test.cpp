#include "unit/control/fixture.hpp"

using namespace mediumsync::test;

namespace {

// Posts in the states that verbs ask for: 1 failed, 2 in doubt, 3 and 4 queued.
void fill(ControlWorld& world) {
  world.store.add("a");
  world.store.send(at(1), settlement(State::failed, "refused"));
  world.store.add("b");
  world.store.send(at(2), settlement(State::in_doubt, "in-doubt"));
  world.store.add("c");
  world.store.add("d");
}

Json json(const char* text) {
  return Json::parse(text);
}

}  // namespace

TEST_CASE("every verb does what it says") {
  struct Row {
    const char* method;
    const char* parameters;
    const char* where;     // in the reply
    const char* expected;  // there; empty: something is
  };
  const std::vector<Row> rows{
      {"Status", "{}", "/parameters/counts/queued", "2"},
      {"Status", "{}", "/parameters/version", "\"1.2.3\""},
      {"Status", "{}", "/parameters/uptime_s", "100"},
      {"Status", "{}", "/parameters/paused", "false"},
      {"Status", "{}", "/parameters/attention/0/cure", ""},
      {"List", "{}", "/parameters/posts/3/id", ""},
      {"List", R"({"state":"failed"})", "/parameters/posts/0/id", "1"},
      {"List", R"({"state":"published"})", "/parameters/posts", "[]"},
      {"List", R"({"limit":10000})", "/parameters/posts/3", ""},
      {"Show", R"({"id":1})", "/parameters/attempts/0/outcome", "\"refused\""},
      {"Show", R"({"id":1})", "/parameters/findings/0/code", "\"no-image\""},
      {"Preview", R"({"id":1})", "/parameters/post/id", "1"},
      {"Preview", R"({"id":4})", "/parameters/html", ""},
      {"Kit", R"({"id":2})", "/parameters/html", ""},
      {"Kit", R"({"id":3})", "/parameters/images", "[]"},
      {"Status", "{}", "/parameters/attention/0/cure",
       "\"mediumsyncctl verify main tells what is wrong; then: mediumsyncctl resume main; or publish by hand: "
       "mediumsyncctl kit 3, mediumsyncctl kit 4\""},
      {"Diff", R"({"id":1})", "/parameters/drifted", "false"},
      {"Diff", R"({"id":3})", "/parameters/note",
       "\"post 3 has not been sent: a change of its file simply takes its place\""},
      {"Retry", R"({"ids":[1]})", "/parameters/posts/0/state", "\"queued\""},
      {"Resolve", R"({"id":2,"published":"https://medium.com/@jane/a-story-0123456789ab"})",
       "/parameters/post/medium_id", "\"0123456789ab\""},
      {"Hold", R"({"ids":[3,4]})", "/parameters/posts/1/state", "\"held\""},
      {"Release", R"({"ids":[4,3]})", "/parameters/posts/0/id", "4"},
      {"Skip", R"({"ids":[3]})", "/parameters/posts/0/state", "\"skipped\""},
      {"Move", R"({"id":4,"at":"2027-02-01T12:00:00Z"})", "/parameters/post/due", "\"2027-02-01T12:00:00Z\""},
      {"Move", R"({"id":4,"first":true})", "/parameters/post/state", "\"queued\""},
      {"Move", R"({"id":4,"last":true})", "/parameters/post/id", "4"},
      {"Publish", R"({"ids":[4]})", "/parameters/posts/0/state", "\"queued\""},
      {"Done", R"({"id":4,"url":"https://medium.com/@jane/by-hand-abcdef012345"})", "/parameters/post/medium_id",
       "\"abcdef012345\""},
      {"Add", R"({"origin":"/home/jane/new.md","text":"# New\n\nText."})", "/parameters/outcome", "\"added\""},
      {"Add", R"({"origin":"/home/jane/new.md","text":"# New\n\nText."})", "/parameters/outcome", "\"unchanged\""},
      {"Add", R"({"origin":"/home/jane/new.md","text":"# New\n\nMore.","account":"main"})", "/parameters/post/title",
       "\"New\""},
      {"Accounts", "{}", "/parameters/accounts/0/quota/limit", "10"},
      {"Pause", "{}", "/parameters/accounts/0/name", "\"main\""},
      {"Status", "{}", "/parameters/paused", "true"},
      {"Resume", "{}", "/parameters/accounts/0/name", "\"main\""},
      {"Pause", R"({"account":"main"})", "/parameters/accounts/0/state", ""},
      {"Resume", R"({"account":"main"})", "/parameters/accounts/0/state", "\"stopped\""},
      {"Verify", "{}", "/parameters/checks/0/detail", "\"no token file\""},
      {"Verify", R"({"account":"main"})", "/parameters/checks/0/result", "\"failed\""},
      {"Slots", R"({"account":"main","from":"2027-02-01T12:00:00Z","count":3})", "/parameters/slots/2", ""},
      {"Sources", "{}", "/parameters/sources/1/name", ""},
      {"Poll", R"({"sources":["drop"]})", "/parameters/sources/0/state", "\"ok\""},
      {"Poll", R"({"sources":["blog"]})", "/parameters/sources/0/state", "\"failing\""},
      {"Events", R"({"after":1,"limit":1})", "/parameters/events/0/kind", "\"queued\""},
      {"Events", "{}", "/parameters/events/1/sequence", ""},
      {"Events", R"({"limit":0})", "/parameters/events", "[]"},
      {"Reload", "{}", "/parameters", "{}"},
      {"Version", "{}", "/parameters/version", "\"1.2.3\""},
      {"org.varlink.service.GetInfo", "{}", "/parameters/interfaces", R"(["org.varlink.service","io.mediumsync"])"},
      {"org.varlink.service.GetInterfaceDescription", R"({"interface":"io.mediumsync"})", "/parameters/description",
       ""},
      {"org.varlink.service.GetInterfaceDescription", R"({"interface":"org.varlink.service"})",
       "/parameters/description", ""},
  };
  ControlWorld world;
  fill(world);
  Caller caller(world);
  for (const Row& row : rows) {
    const Json reply = caller.ask(row.method, json(row.parameters));
    CAPTURE(row.method);
    CAPTURE(row.parameters);
    CAPTURE(reply.dump());
    CHECK(!reply.contains("error"));
    const Json::json_pointer where(row.where);
    REQUIRE(reply.contains(where));
    if (*row.expected != '\0') CHECK(reply.at(where) == json(row.expected));
  }
}

TEST_CASE("what can't be done is refused with its reason") {
  constexpr const char* not_found = "io.mediumsync.NotFound";
  constexpr const char* refused = "io.mediumsync.Refused";
  constexpr const char* invalid = "org.varlink.service.InvalidParameter";
  struct Row {
    const char* method;
    const char* parameters;
    const char* error;
    const char* tells;  // a part of the error's first parameter
  };
  const std::vector<Row> rows{
      {"Show", R"({"id":99})", not_found, "post 99"},
      {"Show", "{}", invalid, "id"},
      {"Show", R"({"id":"1"})", invalid, "id"},
      {"Preview", R"({"id":99})", not_found, "post 99"},
      {"Preview", "{}", invalid, "id"},
      {"Kit", R"({"id":99})", not_found, "post 99"},
      {"Kit", R"({"id":3,"image":1})", invalid, "image"},
      {"Done", R"({"id":99,"url":"https://medium.com/@jane/a-0123456789ab"})", not_found, "post 99"},
      {"Done", R"({"id":3})", invalid, "url"},
      {"Done", R"({"id":3,"url":"https://blog.example/my-post"})", refused, "end in an id"},
      {"Diff", R"({"id":99})", not_found, "post 99"},
      {"Diff", R"({"id":1,"ack":"yes"})", invalid, "ack"},
      {"Diff", R"({"id":2,"ack":true})", refused, "resolve"},
      {"Diff", R"({"id":3,"ack":true})", refused, "has not been sent"},
      {"List", R"({"state":"lost"})", invalid, "state"},
      {"List", R"({"limit":0})", invalid, "limit"},
      {"List", R"({"limit":10001})", invalid, "limit"},
      {"List", R"({"source":1})", invalid, "source"},
      {"Hold", "{}", invalid, "ids"},
      {"Hold", R"({"ids":[]})", invalid, "ids"},
      {"Hold", R"({"ids":[99]})", not_found, "post 99"},
      {"Hold", R"({"ids":[2]})", refused, "resolve"},
      {"Release", R"({"ids":[3]})", refused, "is queued"},
      {"Skip", R"({"ids":[2]})", refused, "resolve"},
      {"Retry", R"({"ids":[3]})", refused, "has not been tried"},
      {"Publish", R"({"ids":[2]})", refused, "resolve"},
      {"Publish", R"({"ids":[98],"request_id":"r"})", not_found, "post 98"},
      {"Move", R"({"id":3})", invalid, "at"},
      {"Move", R"({"id":3,"first":true,"last":true})", invalid, "at"},
      {"Move", R"({"id":3,"at":"tomorrow"})", invalid, "at"},
      {"Move", R"({"id":3,"first":"yes"})", invalid, "first"},
      {"Move", R"({"id":99,"first":true})", not_found, "post 99"},
      {"Move", R"({"id":1,"first":true})", refused, "failed"},
      {"Resolve", R"({"id":2})", invalid, "published"},
      {"Resolve", R"({"id":2,"published":"https://a.example/","not_published":true})", invalid, "published"},
      {"Resolve", R"({"id":2,"published":"medium"})", refused, "https://"},
      {"Resolve", R"({"id":2,"published":"https://blog.example/my-post"})", refused, "end in an id"},
      {"Resolve", R"({"id":2,"published":"https://code.example/commit/0123456789ab"})", refused,
       "they are at https://medium.com or on a publication's own domain"},
      {"Resolve", R"({"id":99,"published":"https://medium.com/p/0123456789ab"})", not_found, "post 99"},
      {"Resolve", R"({"id":3,"not_published":true})", refused, "not in doubt"},
      {"Add", "{}", invalid, "url"},
      {"Add", R"({"text":"x"})", invalid, "origin"},
      {"Add", R"({"origin":"/a.md","text":"x","url":"https://a.example/"})", invalid, "url"},
      {"Add", R"({"origin":"/a.md","text":"x","images":[{"path":"a.png","base64":"?"}]})", invalid, "images"},
      {"Add", R"({"origin":"/a.md","text":"x","images":["a.png"]})", invalid, "images"},
      {"Add", R"({"origin":"/a.md","text":"x","at":"soon"})", invalid, "at"},
      {"Add", R"({"origin":"/a.md","text":"x","account":"nobody"})", not_found, "account nobody"},
      {"Add", R"({"origin":"/a.exe","text":"x"})", refused, "/a.exe"},
      {"Add", R"({"url":"ftp://a.example/"})", refused, "https://"},
      {"Pause", R"({"account":"nobody"})", not_found, "account nobody"},
      {"Resume", R"({"account":"nobody"})", not_found, "account nobody"},
      {"Verify", R"({"account":"nobody"})", not_found, "account nobody"},
      {"Verify", R"({"account":7})", invalid, "account"},
      {"Publications", R"({"account":"nobody"})", not_found, "account nobody"},
      {"Publications", "{}", refused, "no token file"},
      {"Slots", R"({"account":"nobody"})", not_found, "account nobody"},
      {"Slots", R"({"count":0})", invalid, "count"},
      {"Slots", R"({"from":"now"})", invalid, "from"},
      {"Poll", R"({"sources":["drop","nowhere"]})", not_found, "source nowhere"},
      {"Poll", R"({"sources":"drop"})", invalid, "sources"},
      {"Events", R"({"limit":-1})", invalid, "limit"},
      {"Events", R"({"limit":-9223372036854775808})", invalid, "limit"},
      {"Events", R"({"limit":9223372036854775807})", invalid, "limit"},
      {"Events", R"({"after":"x"})", invalid, "after"},
      {"Nothing", "{}", "org.varlink.service.MethodNotFound", "Nothing"},
      {"com.example.Status", "{}", "org.varlink.service.InterfaceNotFound", "com.example"},
      {"org.varlink.service.Nothing", "{}", "org.varlink.service.MethodNotFound", "Nothing"},
      {"org.varlink.service.GetInterfaceDescription", "{}", invalid, "interface"},
      {"org.varlink.service.GetInterfaceDescription", R"({"interface":"com.example"})",
       "org.varlink.service.InterfaceNotFound", "com.example"},
  };
  ControlWorld world;
  fill(world);
  Caller caller(world);
  for (const Row& row : rows) {
    const Json reply = caller.ask(row.method, json(row.parameters));
    CAPTURE(row.method);
    CAPTURE(row.parameters);
    CAPTURE(reply.dump());
    REQUIRE(reply.contains("error"));
    CHECK(reply["error"] == row.error);
    CHECK(reply["parameters"].front().get<std::string>().find(row.tells) != std::string::npos);
  }
  CHECK(world.store.state({3}) == State::queued);
}

TEST_CASE("a story in doubt may have come out on a publication's own domain") {
  for (const std::string url : {"https://medium.com/p/0123456789ab", "https://tech.example/a-story-0123456789ab"}) {
    ControlWorld world;
    fill(world);
    const Json reply = Caller(world).ask("Resolve", {{"id", 2}, {"published", url + "?source=x"}});
    CAPTURE(reply.dump());
    CHECK(reply["parameters"]["post"]["medium_id"] == "0123456789ab");
    CHECK(reply["parameters"]["post"]["url"] == url);
  }
}

TEST_CASE("one post that refuses refuses them all") {
  ControlWorld world;
  fill(world);
  Caller caller(world);
  for (const char* verb : {"Hold", "Skip", "Publish"}) {
    for (const char* ids : {R"({"ids":[3,4,2]})", R"({"ids":[3,4,99]})"}) {
      CAPTURE(verb);
      CAPTURE(ids);
      CHECK(caller.ask(verb, json(ids)).contains("error"));
      CHECK(world.store.record({3}).state == State::queued);
      CHECK(world.store.record({4}).lane == Lane::scheduled);
    }
  }
}

TEST_CASE("a broken configuration is refused with its mistakes") {
  ControlWorld world;
  world.mistakes = {"a.toml:1:2: no", "a.toml:3:4: no either"};
  const Json reply = Caller(world).ask("Reload");
  CHECK(reply["error"] == "io.mediumsync.Refused");
  CHECK(reply["parameters"]["mistakes"] == Json(world.mistakes));
}

TEST_CASE("what a verb throws is an answer") {
  ControlWorld world;
  world.services.reload = []() -> mediumsync::core::Expected<void, std::vector<std::string>> {
    throw std::runtime_error("the disk is gone");
  };
  Caller caller(world);
  const Json reply = caller.ask("Reload");
  CHECK(reply["error"] == "io.mediumsync.Refused");
  CHECK(reply["parameters"]["reason"].get<std::string>().find("the disk is gone") != std::string::npos);
  CHECK(caller.ask("Version").contains("parameters"));
}

TEST_CASE("a request that is repeated acts once and answers alike") {
  ControlWorld world;
  fill(world);
  const Json published = {{"ids", {3}}, {"request_id", "one"}};
  const Json first = Caller(world).ask("Publish", published);
  Caller(world).ask("Move", {{"id", 3}, {"last", true}});
  CHECK(Caller(world).ask("Publish", published) == first);
  CHECK(world.store.record({3}).lane == Lane::scheduled);
  CHECK(Caller(world).ask("com.example.Publish", published)["error"] == "org.varlink.service.InterfaceNotFound");
  CHECK(!Caller(world).ask("Publish", {{"ids", {3}}, {"request_id", "two"}}).contains("error"));
  CHECK(world.store.record({3}).lane == Lane::personal);
}

TEST_CASE("text that is no UTF-8 goes out as valid UTF-8") {
  ControlWorld world;
  Arrival broken = arrival("a\xff.md", "a");
  broken.post->title = "T\xfe";
  world.store.queue().enqueue(broken, at(0));
  const Json reply = Caller(world).ask("Show", {{"id", 1}});
  CHECK(reply["parameters"]["post"]["title"] == "T\xef\xbf\xbd");
}
