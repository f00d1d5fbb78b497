// What is on Medium before mediumsync comes is never sent again.
#include <array>
#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "e2e/world.hpp"
#include "sandbox/model/instant.hpp"
#include "sandbox/model/zip.hpp"

using namespace mediumsync::e2e;
using mediumsync::sandbox::make_zip;
using mediumsync::sandbox::ZipEntry;

namespace {

std::string fixture(const std::string& name) {
  std::ifstream file(MEDIUMSYNC_SOURCE_DIR "/tests/data/export/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string sentences(int number, const char* between = " ") {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "Sentence " + std::to_string(i) + " of the story number " + std::to_string(number) + " says " +
            std::to_string(i * number) + "." + between;
  }
  return text;
}

std::string title(int number) {
  return "Story number " + std::to_string(number);
}

std::string hexadecimal(int number) {
  std::string digits = std::to_string(number);
  return std::string(12 - digits.size(), 'a') + digits;
}

// A story as an export has it.
ZipEntry exported(int number) {
  const std::string id = hexadecimal(number);
  return {"posts/2024-01-01_Story-" + id + ".html",
          "<!DOCTYPE html><html><head><title>" + title(number) +
              "</title></head><body><article class=\"h-entry\"><header><h1 class=\"p-name\">" + title(number) +
              "</h1></header><section data-field=\"body\" class=\"e-content\"><section class=\"section\">"
              "<h3 class=\"graf graf--h3 graf--title\">" +
              title(number) + "</h3><p class=\"graf graf--p\">" + sentences(number) +
              "</p></section></section><footer><p>By Jane on <a href=\"https://medium.com/p/" + id +
              "\"><time class=\"dt-published\" datetime=\"2024-01-01T09:00:00.000Z\">January 1, 2024</time></a>.</p>"
              "<p><a href=\"https://medium.com/@jane/story-" +
              id + "\" class=\"p-canonical\">Canonical link</a></p></footer></article></body></html>"};
}

std::string markdown(int number) {
  return "# " + title(number) + "\n\n" + sentences(number) + "\n";
}

// A story that is in the sandbox already.
void publish_elsewhere(const World& world, int number) {
  world.sandbox.post("/stories", {{"user", "jane"},
                                  {"id", hexadecimal(number)},
                                  {"title", title(number)},
                                  {"content", "<h1>" + title(number) + "</h1><p>" + sentences(number) + "</p>"},
                                  {"status", "public"}});
}

}  // namespace

TEST_CASE("a post that an imported export holds is skipped and names the story and goes once a person releases it") {
  World world;
  world.daemon.start();
  const auto zip = world.directory / "medium-export.zip";
  world.write(zip, make_zip({{"README.html", "<h1>The export</h1>"},
                             exported(1),
                             exported(2),
                             {"posts/2021-03-04_What-the-Keeper-Knew-3f1c0a9b2d4e.html", fixture("essay.html")},
                             {"posts/draft_Unfinished-bbbbbbbbbbb7.html", exported(7).bytes},
                             {"partner-program/posts-0001.html", "<li class=\"h-entry\">$3</li>"}}));
  const Json first = world.daemon.ask({"import", zip.string()});
  CHECK(first.at("stories") == 4);
  CHECK(first.at("fresh") == 4);
  CHECK(first.at("drafts") == 1);
  CHECK(first.at("posts").empty());
  CHECK(world.daemon.ask({"import", zip.string()}).at("fresh") == 0);
  CHECK(contains(world.daemon.ctl({"import", zip.string()}).output, "4 stories of account main, 0 new; 1 is a draft"));

  world.drop("one.md", markdown(1));
  world.drop("keeper.md",
             "---\ntitle: The keeper, told anew\ncanonical_url: https://jane.example/lighthouse/\n---\nOther words.\n");
  world.drop("seven.md", markdown(7));
  world.drop("three.md", markdown(3));
  world.await_state(title(1), "skipped");
  CHECK(contains(world.post(title(1)).at("reason"),
                 "on Medium already: https://medium.com/@jane/story-" + hexadecimal(1) + " (the same title and 100 %"));
  world.await_state("The keeper, told anew", "skipped");
  CHECK(contains(world.post("The keeper, told anew").at("reason"), "https://medium.com/p/3f1c0a9b2d4e"));
  world.await_state(title(3), "published");
  world.await_state(title(7), "published");
  CHECK(world.posts_sent() == 2);

  world.daemon.ask({"release", world.id(title(1))});
  world.await_state(title(1), "published");
  CHECK(world.posts_sent() == 3);
  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  world.drop("two again.md", markdown(2));
  world.await_state(title(2), "skipped");
}

TEST_CASE("posts that wait are skipped when the author's feed on Medium is imported") {
  World world({.schedule = "windows = [\"Mon 00:00-00:01\"]\nmin_gap = \"0s\"\nmax_per_day = 1\n"});
  for (const int number : {1, 2, 3}) world.drop("story" + std::to_string(number) + ".md", markdown(number));
  world.daemon.start();
  world.await_state(title(3), "queued");
  publish_elsewhere(world, 1);
  publish_elsewhere(world, 2);
  const std::string feed = world.sandbox.base() + "/feed/@jane";
  const Json imported = world.daemon.ask({"import", feed});
  CHECK(imported.at("stories") == 2);
  CHECK(imported.at("fresh") == 2);
  CHECK(imported.at("posts").size() == 2);
  for (const int number : {1, 2}) {
    CHECK(world.state(title(number)) == "skipped");
    CHECK(contains(world.post(title(number)).at("reason"), hexadecimal(number)));
  }
  CHECK(world.state(title(3)) == "queued");
  const auto again = world.daemon.ctl({"import", feed});
  CHECK(contains(again.output, "2 stories of account main, 0 new"));
}

TEST_CASE("what can't be imported says why and what to do and imports nothing") {
  World world;
  world.daemon.start();
  const std::string zip = make_zip({exported(1), exported(2)});
  world.write(world.directory / "cut.zip", zip.substr(0, zip.find("PK\x05\x06")));
  world.write(world.directory / "empty.zip", make_zip({{"README.html", "<h1>The export</h1>"}}));
  world.write(world.directory / "login.zip", "<html>Please log in</html>");
  world.write(world.directory / "page.html", "<html><body>A page</body></html>");
  world.write(world.directory / "blog.xml",
              "<rss version=\"2.0\"><channel><title>b</title><item><guid>1</guid><title>t</title><description>d"
              "</description></item></channel></rss>");
  struct Row {
    std::string what;
    std::string said;
  };
  const auto at = [&](const char* name) { return (world.directory / name).string(); };
  REQUIRE(::mkfifo((world.directory / "pipe").c_str(), 0600) == 0);
  const auto statistics = [&](const char* name, const std::string& entries) {
    world.write(world.directory / name, "])}while(1);</x>\n{\"payload\":{\"value\":" + entries + "}}");
  };
  statistics("none.json", "[]");
  statistics("bad.json", R"([{"id":"0123456789ab","title":"A"},{"postId":7,"title":"B"}])");
  const Row rows[] = {
      {at("pipe"), "it is no file or folder but a pipe"},
      {"/dev/null", "it is no file or folder but a pipe"},
      {at("none.json"), "its list of stories (payload.value) is empty: save https://medium.com/me/stats"},
      {at("bad.json"), "none of its 2 entries tells of a story; payload.value[0] has no \"postId\": save https://"},
      {at("cut.zip"), "cut off or damaged"},
      {at("empty.zip"), "no stories"},
      {at("login.zip"), "neither Medium's export"},
      {at("none.zip"), "no such file"},
      {at("page.html"), "neither Medium's export"},
      {world.sandbox.file("page.html"), "medium.com/feed/@NAME"},
      {world.sandbox.file("blog.xml"), "no feed of Medium's"},
      {world.sandbox.file("none.xml"), "answered 404"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto ran = world.daemon.ctl({"import", row.what});
    CAPTURE(ran.errors);
    CHECK(ran.status == 1);
    CHECK(contains(ran.errors, row.said));
  }
  CHECK(world.daemon.ctl({"import", at("cut.zip"), "--account", "nobody"}).status == 1);
  world.write(world.directory / "good.zip", zip);
  CHECK(world.daemon.ctl({"import", at("good.zip"), "--account", "nobody"}).status == 1);
  CHECK(world.daemon.ask({"import", at("good.zip")}).at("fresh") == 2);
}

TEST_CASE("an export of two hundred stories is taken in whole with what they earned and how often they were read") {
  World world;
  world.daemon.start();
  std::vector<ZipEntry> entries;
  std::string earnings;
  Json viewed = Json::array();
  for (int number = 1; number <= 200; ++number) {
    entries.push_back(exported(number));
    const std::string id = hexadecimal(number);
    earnings += "<li class=\"h-entry\"><a class=\"h-cite\" href=\"https://medium.com/p/story-" + id + "\">" +
                title(number) + "</a> : $" + std::to_string(number) + ".25 (USD)</li>";
    viewed.push_back(
        {{"postId", id}, {"title", title(number)}, {"views", 10 * number}, {"reads", 4 * number}, {"upvotes", number}});
  }
  entries.push_back(
      {"partner-program/posts-0001.html", "<!DOCTYPE html><html><body><ul>" + earnings + "</ul></body></html>"});
  const auto zip = world.directory / "medium-export.zip";
  world.write(zip, make_zip(entries));
  const auto stats = world.directory / "stats.json";
  world.write(stats, "])}while(1);</x>\n" + Json{{"payload", {{"value", viewed}}}}.dump());
  const auto began = std::chrono::steady_clock::now();
  const Json taken = world.daemon.ask({"import", zip.string()});
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
  MESSAGE("200 stories imported in " << took << " ms");
  CHECK(taken.at("fresh") == 200);
  CHECK(taken.at("figures") == 200);
  CHECK(world.daemon.ask({"import", stats.string()}).at("figures") == 200);
  viewed.at(199)["views"] = 2500;
  world.write(stats, "])}while(1);</x>\n" + Json{{"payload", {{"value", viewed}}}}.dump());
  world.daemon.ask({"import", stats.string()});

  world.drop("again.md", markdown(77));
  world.await_state(title(77), "skipped");
  CHECK(world.posts_sent() == 0);
  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  const Json told = world.daemon.ask({"stats"});
  CHECK(told.at("figures").at("stories") == 200);
  CHECK(told.at("figures").at("views") == Json{{"value", 201500}, {"change", 500}});
  CHECK(told.at("figures").at("earned").at(0).at("cents") == 2015000);
  CHECK(told.at("stories").at(0).at("views") == Json{{"value", 2500}, {"change", 500}});
  CHECK(told.at("stories").at(0).at("earned").at("cents") == 20025);
  CHECK(told.at("stories").size() == 20);
  const std::string shown = world.daemon.ctl({"stats"}).output;
  CHECK(contains(shown, "2500 (+500)"));
  CHECK(contains(shown, "200.25 USD"));
}

namespace {

// What the sandbox has of jane, as her account's export: of the next second, for of what was published in its own one
// it proves nothing. Times in zips go by two.
std::string export_now(World& world, const std::string& name) {
  const auto second = [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); };
  world.await("the next second", [&second, now = second()] { return second() > now; });
  world.sandbox.post("/clock", {{"advance_s", 2}});
  const auto file = world.directory / name;
  world.write(file, world.sandbox.download("/export/@jane.zip"));
  return file.string();
}

}  // namespace

TEST_CASE(
    "stories that were published from here are edited and deleted on Medium and that is told and nothing is sent") {
  World world;
  world.daemon.start();
  for (const int number : {1, 2, 3}) {
    world.drop(std::to_string(number) + ".md", markdown(number));
    world.await_state(title(number), "published");
  }
  const Json first = world.daemon.ask({"import", export_now(world, "first.zip")});
  CHECK(first.at("fresh") == 3);
  CHECK(first.at("changes").empty());
  CHECK(world.daemon.ctl({"status", "--check"}).status == 0);

  const std::string edited = world.post(title(1)).at("medium_id");
  const std::string deleted = world.post(title(2)).at("medium_id");
  const std::array ids{std::string(), world.id(title(1)), world.id(title(2)), world.id(title(3))};
  world.sandbox.post("/stories/" + edited,
                     {{"content", "<h1>" + title(1) + "</h1><p>" + sentences(1) + "One more.</p>"}});
  world.sandbox.remove("/stories/" + deleted);
  const Json second = world.daemon.ask({"import", export_now(world, "second.zip")});
  CAPTURE(second.dump());
  REQUIRE(second.at("changes").size() == 2);
  const auto code = [&](int number) {
    const Json findings = world.daemon.ask({"show", ids.at(static_cast<std::size_t>(number))}).at("findings");
    for (const Json& finding : findings) {
      if (contains(finding.at("code"), "-on-medium")) return finding.at("code").get<std::string>();
    }
    return std::string();
  };
  CHECK(code(1) == "story-edited-on-medium");
  CHECK(code(2) == "story-deleted-on-medium");
  CHECK(code(3).empty());
  CHECK(world.daemon.ctl({"status", "--check"}).status == 4);
  CHECK(contains(world.daemon.ctl({"stats"}).output, "story-deleted-on-medium"));

  world.drop("2 again.md", markdown(2));
  world.await("the copy", [&] { return world.posts().size() == 4; });
  CHECK(world.posts().front().at("state") == "skipped");
  for (const int number : {1, 2}) {
    world.daemon.ask({"diff", ids.at(static_cast<std::size_t>(number)), "--ack"});
    CHECK(code(number).empty());
  }
  CHECK(world.daemon.ask({"import", export_now(world, "third.zip")}).at("changes").empty());
  CHECK(world.daemon.ctl({"status", "--check"}).status == 0);
  CHECK(world.posts_sent() == 3);
  const std::string history = world.daemon.ctl({"history", ids.at(2)}).output;
  for (const char* part :
       {"arrived", "attempt  1: published", "story-deleted-on-medium", "medium-change-settled", "by uid "})
    CHECK(contains(history, part));
}

TEST_CASE("an export that is imported after a newer one takes back nothing that was found") {
  World world;
  world.daemon.start();
  for (const int number : {1, 2}) {
    world.drop(std::to_string(number) + ".md", markdown(number));
    world.await_state(title(number), "published");
  }
  const std::string first = export_now(world, "first.zip");
  const std::string old = (world.directory / "downloaded twice.zip").string();
  std::filesystem::copy_file(first, old);
  world.daemon.ask({"import", first});
  world.sandbox.post("/stories/" + world.post(title(1)).at("medium_id").get<std::string>(),
                     {{"content", "<h1>" + title(1) + "</h1><p>" + sentences(1) + "One more.</p>"}});
  world.sandbox.remove("/stories/" + world.post(title(2)).at("medium_id").get<std::string>());
  world.daemon.ask({"import", export_now(world, "middle.zip")});
  const Json newest = world.daemon.ask({"import", export_now(world, "newest.zip")});
  CHECK(newest.at("older_than").is_null());
  const auto findings = [&] { return world.daemon.ask({"stats"}).at("changes"); };
  const Json found = findings();
  REQUIRE(found.size() == 2);

  const Json older = world.daemon.ask({"import", old});
  CAPTURE(older.dump());
  CHECK(older.at("stories") == 2);
  CHECK(older.at("changes").empty());
  CHECK(older.at("older_than").is_string());
  CHECK(findings() == found);
  CHECK(contains(world.daemon.ctl({"import", old}).output, "Older than what was imported before"));
  world.daemon.ask({"diff", world.id(title(2)), "--ack"});
  CHECK(world.daemon.ask({"import", old}).at("changes").empty());
  CHECK(world.daemon.ask({"import", (world.directory / "newest.zip").string()}).at("changes").empty());
  CHECK(findings().size() == 1);
}

TEST_CASE("an export is of the day that its pages name and of the moment in it that its files have") {
  World world;
  using mediumsync::sandbox::parse_instant;
  const std::string page = fixture("essay.html");  // of November 1, 2025
  const std::string silent = exported(1).bytes;
  struct Row {
    const char* what;
    std::string page;
    std::optional<mediumsync::sandbox::Instant> written;
    std::optional<std::string> at;
    std::optional<std::string> until;
  };
  const Row rows[] = {
      {"both", page, parse_instant("2025-11-01T10:00:00Z"), "2025-11-01T10:00:00Z", "2025-11-01T10:00:00Z"},
      {"packed again", page, parse_instant("2026-02-01T10:00:00Z"), "2025-11-01T00:00:00Z", "2025-11-01T23:59:59Z"},
      {"a day alone", page, std::nullopt, "2025-11-01T00:00:00Z", "2025-11-01T23:59:59Z"},
      {"files' times alone", silent, parse_instant("2026-02-01T10:00:00Z"), "2026-02-01T10:00:00Z",
       "2026-02-01T10:00:00Z"},
      {"nothing", silent, std::nullopt, std::nullopt, std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto file = world.directory / "export.zip";
    world.write(file, make_zip({{"posts/2021-03-04_Keeper-3f1c0a9b2d4e.html", row.page}}, row.written));
    const Ran read =
        mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncd", "offline", "import", file.string()});
    REQUIRE(read.status == 0);
    const Json told = Json::parse(read.output);
    CHECK(told.contains("made_at") == row.at.has_value());
    if (!row.at) continue;
    CHECK(told.at("made_at") == *row.at);
    CHECK(told.at("made_until") == *row.until);
  }
}

TEST_CASE("no kind of thing that a post may hold makes its story look edited") {
  World world;
  world.daemon.start();
  std::size_t posts = 0;
  for (const auto& file : std::filesystem::directory_iterator(MEDIUMSYNC_SOURCE_DIR "/tests/data/posts")) {
    if (!file.is_regular_file() || file.path().extension() == ".png") continue;
    std::filesystem::copy_file(file.path(), world.folder() / file.path().filename());
    ++posts;
  }
  REQUIRE(posts > 8);
  const auto published = [&] { return world.daemon.ask({"status"}).at("counts").at("published").get<std::size_t>(); };
  world.await("all posts or the quota", [&] { return published() >= std::min<std::size_t>(posts, 9); });
  const Json taken = world.daemon.ask({"import", export_now(world, "export.zip")});
  CAPTURE(taken.dump());
  CHECK(taken.at("stories").get<std::size_t>() >= 9);
  CHECK(taken.at("changes").empty());
}

TEST_CASE("another author's export is refused and nothing of it is taken") {
  World world;
  world.daemon.start();
  world.await("the account is known", [&] { return world.account().at("username") == "jane"; });
  const auto file = world.directory / "lea.zip";
  world.sandbox.post("/stories", {{"user", "lea"}, {"title", "Of Lea"}, {"content", "<p>Her words.</p>"}});
  world.write(file, world.sandbox.download("/export/@lea.zip"));
  const Ran refused = world.daemon.ctl({"import", file.string()});
  CHECK(refused.status == 1);
  CHECK(contains(refused.errors, "that is of @lea"));
  CHECK(world.daemon.ask({"stats"}).at("figures").at("stories") == 0);
}
