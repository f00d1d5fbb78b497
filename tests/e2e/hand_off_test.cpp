#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <map>

#include "core/base64.hpp"
#include "e2e/world.hpp"
#include "support/smtp_server.hpp"

using namespace mediumsync::e2e;

namespace {

// The account has no token; everything else is as in any other world. `more`: of the account, then further tables.
void hand_off(const World& world, const std::string& more = {}) {
  world.daemon.configure(
      "[fetch]\nallow_private_networks = true\n[schedule]\ntimezone = \"UTC\"\nwindows = [\"daily "
      "00:00-24:00\"]\nmin_gap = \"0s\"\nmax_per_day = 100\n[[account]]\nname = \"main\"\ndelivery = "
      "\"hand-off\"\nusername = \"jane\"\nstatus = \"public\"\nsite = \"" +
      world.sandbox.base() + "\"\n" + more + "[[folder]]\nname = \"drop\"\npath = \"" + world.folder().string() +
      "\"\nsettle = \"100ms\"\n");
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What *Copy story* puts on the clipboard.
std::string paste_of(const std::string& page) {
  const std::string open = "<template id=\"paste\">";
  const std::size_t begin = page.find(open);
  REQUIRE(begin != std::string::npos);
  return page.substr(begin + open.size(), page.find("</template>") - begin - open.size());
}

// As the author does it in a browser; the story's address.
std::string publish_by_hand(const World& world, const std::string& title, const std::string& content,
                            const std::string& route) {
  const Json story = world.sandbox.post(
      "/stories", {{"user", "jane"}, {"title", title}, {"content", content}, {"status", "public"}, {"route", route}});
  return story.at("url");
}

}  // namespace

TEST_CASE("without a token a post comes to its author in its slot with all it takes and is done by a word") {
  World world;
  hand_off(world);
  world.write(world.folder() / "pixel.png", tiny_png());
  world.drop(
      "code.md",
      "---\ncanonical_url: https://blog.example/code\ntags: [One, Two]\n---\n# With code\n\nText.\n\n```go\nfunc "
      "main() {}\n```\n\n![A pixel](pixel.png)\n");
  world.daemon.start();
  world.await_state("With code", "handed_off");
  const std::string id = world.id("With code");
  CHECK(world.post("With code").at("handed_off_at").is_string());
  CHECK(world.account().at("delivery") == "hand-off");
  CHECK(world.account().at("username") == "jane");
  CHECK(world.sandbox.count("GET /me") == 0);
  const Ran status = world.daemon.ctl({"status", "--check"});
  CHECK(status.status == 4);
  CHECK(contains(status.output, "mediumsyncctl kit " + id));

  const std::filesystem::path desk = world.directory / "desk";
  const Ran made = world.daemon.ctl({"kit", id, "-o", desk.string()});
  CAPTURE(made.errors);
  REQUIRE(made.status == 0);
  CHECK(made.output == (desk / ("kit-" + id + ".html")).string() + "\n" + (desk / "01-pixel.png").string() + "\n");
  CHECK(bytes_of(desk / "01-pixel.png") == tiny_png());
  const std::string page = bytes_of(desk / ("kit-" + id + ".html"));
  CHECK(contains(page, world.sandbox.base() + "/new-story"));
  CHECK(contains(page, "data-code-block-lang=\"go\""));
  CHECK(world.state("With code") == "handed_off");

  CHECK(world.daemon.ctl({"done", id, "https://blog.example/code"}).status == 1);
  const std::string url = publish_by_hand(world, "With code", paste_of(page), "paste");
  REQUIRE(world.daemon.ctl({"done", id, url + "/?source=user_profile"}).status == 0);
  CHECK(world.state("With code") == "published");
  CHECK(world.post("With code").at("url") == url);
  const Ran again = world.daemon.ctl({"kit", id});
  CHECK(again.status == 1);
  CHECK(contains(again.errors, url));
  CHECK(world.posts_sent() == 0);
}

TEST_CASE("no more posts are handed off at once than are wanted though the daemon starts again") {
  World world;
  hand_off(world, "hand_offs_open = 1\n");
  world.drop_post("One");
  world.daemon.start();
  world.await_state("One", "handed_off");
  world.drop_post("Two");
  world.await_state("Two", "queued");
  world.daemon.kill();
  world.daemon.start();
  CHECK(world.state("Two") == "queued");
  CHECK(contains(world.account().at("reason"), "hand_offs_open"));
  const std::string url = publish_by_hand(world, "One", "<p>One</p>", "import");
  REQUIRE(world.daemon.ctl({"done", world.id("One"), url}).status == 0);
  world.await_state("Two", "handed_off");
}

TEST_CASE("a kit without a place is private and verify looks at the page and the feed") {
  World world;
  hand_off(world);
  world.drop_post("One");
  world.daemon.start();
  world.await_state("One", "handed_off");
  const std::string cache = world.directory / "cache";
  const Ran made =
      mediumsync::support::run({"/usr/bin/env", "XDG_CACHE_HOME=" + cache, MEDIUMSYNC_BINARY_DIR "/mediumsyncctl",
                                "--socket", world.daemon.socket().string(), "kit", world.id("One")});
  CAPTURE(made.errors);
  CHECK(made.status == 0);
  const std::filesystem::path page = cache + "/mediumsync/kit-1/kit-1.html";
  CHECK(made.output == page.string() + "\n");
  CHECK((std::filesystem::status(page).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  const Ran verified = world.daemon.ctl({"verify"});
  CHECK(contains(verified.output, "profile: " + world.sandbox.base() + "/@jane"));
  CHECK(contains(verified.output, "feed: " + world.sandbox.base() + "/feed/@jane"));
}

TEST_CASE("a mail that tells of a hand-off brings its kit") {
  const mediumsync::support::SmtpServer smtp;
  World world;
  hand_off(world,
           "[[notify]]\nmail = { to = \"jane@example.org\", from = \"mediumsync@example.org\", smtp = \"smtp://" +
               smtp.address() + "\" }\n");
  world.drop_post("One");
  world.daemon.start();
  world.await("it is told", [&] { return !smtp.received().empty(); });
  const std::string mail = smtp.received().front().text;
  CHECK(contains(mail, "filename=\"kit-1.html\""));
  const std::filesystem::path desk = world.directory / "desk";
  REQUIRE(world.daemon.ctl({"kit", "1", "-o", desk.string()}).status == 0);
  CHECK(
      contains(mail, mediumsync::core::encode_base64(bytes_of(desk / "kit-1.html").substr(0, 57))));  // one line of it
}

TEST_CASE("what its author imports or pastes is published by what the feed alone says") {
  World world;
  hand_off(world);
  world.write(world.folder() / "pixel.png", tiny_png());
  world.drop("prose.md", "---\ncanonical_url: https://blog.example/prose\n---\n# To import\n\nA paragraph of prose.\n");
  world.drop("code.md",
             "---\ncanonical_url: https://blog.example/code\n---\n# To paste\n\nText.\n\n```go\nfunc main() "
             "{}\n```\n\n![A pixel](pixel.png)\n");
  world.daemon.start();
  std::map<std::string, std::string> urls;
  for (const std::string title : {"To import", "To paste"}) {
    CAPTURE(title);
    world.await_state(title, "handed_off");
    const std::string id = world.id(title);
    const std::filesystem::path desk = world.directory / ("desk-" + id);
    REQUIRE(world.daemon.ctl({"kit", id, "-o", desk.string()}).status == 0);
    const std::string page = bytes_of(desk / ("kit-" + id + ".html"));
    const bool imported = title == "To import";
    CHECK(contains(page, imported ? "<h2>Import it</h2>" : "<h2>Paste it</h2>"));
    // The importer takes the author's page, without its code.
    const std::string content = imported ? "<h1>To import</h1><p>A paragraph of prose.</p>" : paste_of(page);
    urls[title] = publish_by_hand(world, title, content, imported ? "import" : "paste");
  }
  for (const auto& [title, url] : urls) {
    CAPTURE(title);
    world.await_state(title, "published");
    CHECK(world.post(title).at("url") == url);
  }
  CHECK(world.posts_sent() == 0);
  CHECK(world.sandbox.count("GET /me") == 0);
}

TEST_CASE("a story at another author's address is not this account's") {
  World world;
  hand_off(world);
  world.drop_post("One");
  world.daemon.start();
  world.await_state("One", "handed_off");
  const std::string id = world.id("One");
  const std::string site = world.sandbox.base();
  struct Row {
    std::string url;
    std::string said;
  };
  const Row others[] = {
      {site + "/@lea/one-0123456789ab", "that is a story of @lea, and account main is @jane: give the address of your"},
      {"https://medium.com/@lea/one-0123456789ab", "name it by its id: " + site + "/p/0123456789ab"},
      {"https://lea.medium.com/one-0123456789ab", "of @lea, or of a publication of that name"},
  };
  for (const Row& row : others) {
    CAPTURE(row.url);
    const Ran refused = world.daemon.ctl({"done", id, row.url});
    CHECK(refused.status == 1);
    CHECK_MESSAGE(contains(refused.errors, row.said), refused.errors);
    CHECK(world.state("One") == "handed_off");
  }
  // Each may be this author's.
  const std::string addresses[] = {site + "/@Jane/one-00000000000a", "https://jane.medium.com/one-00000000000b",
                                   site + "/p/00000000000c", site + "/a-publication/one-00000000000d",
                                   "https://tech.example/one-00000000000e"};
  for (const std::string& url : addresses) {
    CAPTURE(url);
    world.drop_post(url.substr(url.size() - 12));
    const std::string title = url.substr(url.size() - 12);
    world.await_state(title, "handed_off");
    CHECK(world.daemon.ctl({"done", world.id(title), url}).status == 0);
    CHECK(world.state(title) == "published");
  }
}
