#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

std::string ctl_program() {
  return MEDIUMSYNC_BINARY_DIR "/mediumsyncctl";
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A folder with one post and its picture, and no daemon.
struct Desk {
  Desk() {
    write("post.md", "# On paper\n\nSome *words*.\n\n![A pixel](pixel.png)\n");
    write("pixel.png", tiny_png());
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(directory / name, std::ios::binary) << bytes;
  }
  Ran preview(std::vector<std::string> words) const {
    words.insert(words.begin(), {ctl_program(), "preview"});
    return mediumsync::support::run(words);
  }
  mediumsync::support::TemporaryDirectory directory;
  std::string post = directory / "post.md";
};

}  // namespace

TEST_CASE("a file is drawn without a daemon and its page goes into the pipe") {
  const Desk desk;
  const Ran drawn = desk.preview({desk.post});
  CAPTURE(drawn.errors);
  CHECK(drawn.status == 0);
  CHECK(drawn.output.starts_with("<!DOCTYPE html>"));
  CHECK(contains(drawn.output, "<h1>On paper</h1>"));
  CHECK(contains(drawn.output, "<em>words</em>"));
  CHECK(contains(drawn.output, "<img src=\"data:image/png;base64,"));
  CHECK(contains(drawn.output, "no-tags"));
  const Json json = Json::parse(desk.preview({desk.post, "--json"}).output);
  CHECK(json.at("html") == drawn.output);
  CHECK(json.at("findings").is_array());
}

TEST_CASE("a page goes into the file that is named and never over the post") {
  const Desk desk;
  const std::string page = desk.directory / "page.html";
  CHECK(desk.preview({desk.post, "-o", page}).status == 0);
  CHECK(bytes_of(page) == desk.preview({desk.post}).output);
  desk.write("own.html", "<h1>Own</h1><p>Text.</p>");
  const std::string own = desk.directory / "own.html";
  const Ran refused = desk.preview({own, "-o", own});
  CHECK(refused.status == 1);
  CHECK(contains(refused.errors, "is the post itself"));
  CHECK(bytes_of(own) == "<h1>Own</h1><p>Text.</p>");
  CHECK(desk.preview({desk.post, "-o", desk.directory / "nowhere/page.html"}).status == 1);
}

TEST_CASE("what can't be drawn says why") {
  const Desk desk;
  desk.write("broken.md", "---\ntitle: [\n---\n");
  const Ran broken = desk.preview({desk.directory / "broken.md"});
  CHECK(broken.status == 1);
  CHECK(contains(broken.errors, "broken.md:"));
  CHECK(broken.output.empty());
  CHECK(desk.preview({desk.directory / "absent.md"}).status == 1);
  CHECK(desk.preview({}).status == 2);
}

TEST_CASE("on a terminal a page goes into a private file that is named") {
  const Desk desk;
  const std::string cache = desk.directory / "cache";
  const Ran drawn =
      mediumsync::support::run({"/usr/bin/env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", "XDG_CACHE_HOME=" + cache,
                                "script", "-qec", ctl_program() + " preview " + desk.post, "/dev/null"});
  const std::string page = cache + "/mediumsync/preview-post.html";
  CAPTURE(drawn.output);
  CHECK(drawn.status == 0);
  CHECK(contains(drawn.output, page));
  CHECK(contains(drawn.output, "Open it with a browser"));
  CHECK(bytes_of(page) == desk.preview({desk.post}).output);
  struct stat about = {};
  REQUIRE(::stat(page.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0600U);
}

TEST_CASE("where there is a desktop the page is opened on it") {
  const Desk desk;
  desk.write("xdg-open", "#!/bin/sh\ncp \"$1\" " + (desk.directory / "opened.html").string() + "\n");
  std::filesystem::permissions(desk.directory / "xdg-open", std::filesystem::perms::owner_all);
  const Ran drawn = mediumsync::support::run({"/usr/bin/env", "DISPLAY=:0",
                                              "PATH=" + desk.directory.path().string() + ":/usr/bin:/bin",
                                              "XDG_CACHE_HOME=" + (desk.directory / "cache").string(), "script", "-qec",
                                              ctl_program() + " preview " + desk.post, "/dev/null"});
  CHECK(drawn.status == 0);
  CHECK(!contains(drawn.output, "Open it with a browser"));
  CHECK(bytes_of(desk.directory / "opened.html") == desk.preview({desk.post}).output);
}

TEST_CASE("a post of the queue is drawn with what is known of it") {
  World world({.schedule = "windows = [\"Mon 03:00-03:01\"]\n"});
  world.daemon.start();
  world.write(world.folder() / "pixel.png", tiny_png());
  world.drop("a.md", "---\ntags: [one, two, three, four]\n---\n# In the queue\n\nText.\n\n![A pixel](pixel.png)\n");
  world.await_state("In the queue", "queued");
  const std::string id = world.id("In the queue");
  const Ran drawn = world.daemon.ctl({"preview", id});
  CAPTURE(drawn.errors);
  REQUIRE(drawn.status == 0);
  for (const char* part : {"<h1>In the queue</h1>", "<dt>State</dt><dd>queued</dd>", "<dt>Due</dt>", "drop: a.md",
                           "<dd>one, two, three</dd>", "left out: four", "data:image/png;base64,"}) {
    CAPTURE(part);
    CHECK(contains(drawn.output, part));
  }
  const Json json = world.daemon.ask({"preview", id});
  CHECK(json.at("post").at("id").dump() == id);
  CHECK(json.at("html") == drawn.output);
  CHECK(world.daemon.ctl({"preview", "99"}).status == 1);
  const Json findings = world.daemon.ask({"show", id}).at("findings");
  CHECK(contains(findings.dump(), "tag-dropped"));
}

TEST_CASE("a page of several MiB comes over the socket and nobody waits for it") {
  World world({.schedule = "windows = [\"Mon 03:00-03:01\"]\n"});
  world.daemon.start();
  // Bytes behind a picture's end belong to nobody, and are carried along.
  world.write(world.folder() / "large.png", tiny_png() + std::string(3U << 20, 'x'));
  world.drop("a.md", "# Large\n\nText.\n\n![A picture](large.png)\n");
  world.await_state("Large", "queued");
  const Ran drawn = world.daemon.ctl({"preview", world.id("Large")});
  CHECK(drawn.status == 0);
  CHECK(drawn.output.size() > (4U << 20));
  CHECK(world.daemon.ctl({"status"}).status == 0);
}
