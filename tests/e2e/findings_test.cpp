#include <doctest/doctest.h>
#include <fstream>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

Ran check(const std::vector<std::string>& words) {
  std::vector<std::string> command{MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "check"};
  command.insert(command.end(), words.begin(), words.end());
  return mediumsync::support::run(command);
}

}  // namespace

TEST_CASE("check says the line of what it finds so that an editor can go there") {
  const mediumsync::support::TemporaryDirectory directory;
  const std::string file = directory / "post.md";
  std::string wall;
  for (int i = 0; i < 201; ++i) wall += "word ";
  std::ofstream(file)
      << "---\ntitle: A post\ntags: [one]\n---\n\nFirst.\n\n" + wall +
             "\n\n![](https://a.example/one.png)\n\n- item\n\n  ![](https://a.example/two.svg)\n\n"
             "[text](javascript:1)\n\n![gone](gone.png)\n\n> # Deep\n>\n> ## Deeper\n>\n> ### Deepest\n";
  const Ran ran = check({file});
  CAPTURE(ran.output);
  CHECK(ran.status == 0);
  for (const char* part :
       {":8: advice: a paragraph of 201 words", ":10: advice: the image https://a.example/one.png has no alternative",
        ":14: advice: the image https://a.example/two.svg has no alternative",
        ":14: advice: Medium takes no svg images", ":16: warning: a link to javascript:1",
        ":18: warning: image gone.png can't be had"}) {
    CAPTURE(part);
    CHECK(contains(ran.output, file + part));
  }
  const Ran rendered = mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "render", file});
  CHECK(contains(rendered.errors, "advice: line 8: a paragraph of 201 words"));
}

TEST_CASE("check ends with 1 for an error and with 0 for advice") {
  const mediumsync::support::TemporaryDirectory directory;
  const std::string good = directory / "good.md";
  const std::string bad = directory / "bad.md";
  std::ofstream(good) << "# Good\n\nText.\n";
  std::ofstream(bad) << "---\ntitle: [\n---\n\nText.\n";
  CHECK(check({good}).status == 0);
  const Ran both = check({good, bad, "--json"});
  CHECK(both.status == 1);
  const Json files = Json::parse(both.output).at("files");
  REQUIRE(files.size() == 2);
  CHECK(files.at(0).at("ok") == true);
  CHECK(files.at(1).at("ok") == false);
  const Json finding = files.at(1).at("findings").at(0);
  CHECK(finding.at("severity") == "error");
  CHECK(finding.at("code") == "front-matter");
  CHECK(finding.at("line").is_number());
}

TEST_CASE("a draft is checked and shown like any other post and says that it is one") {
  const mediumsync::support::TemporaryDirectory directory;
  const std::string file = directory / "post.md";
  for (const auto& [mark, code] : std::vector<std::pair<std::string, std::string>>{
           {"draft: true", "[draft]"}, {"published: false", "[draft]"}, {"medium: {skip: true}", "[medium-skip]"}}) {
    CAPTURE(mark);
    std::ofstream(file) << "---\ntitle: Not yet\n" + mark + "\n---\n\nText.\n";
    const Ran ran = check({file});
    CHECK(ran.status == 0);
    CHECK(contains(ran.output, code));
    CHECK(contains(ran.output, "[no-image]"));
    for (const char* verb : {"render", "preview"}) {
      const Ran shown = mediumsync::support::run({MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", verb, file});
      CHECK(shown.status == 0);
      CHECK(contains(shown.output, "<h1>Not yet</h1>"));
    }
  }
}
