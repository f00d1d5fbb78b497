#include <doctest/doctest.h>

#include "support/process.hpp"
#include "support/temporary_directory.hpp"

using mediumsync::support::Ran;

namespace {

// mediumsyncctl where no daemon is.
Ran ctl(std::vector<std::string> words) {
  const mediumsync::support::TemporaryDirectory nowhere;
  words.insert(words.begin(),
               {MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "--socket", (nowhere / "control.sock").string()});
  return mediumsync::support::run(words);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("wrong usage ends with 2 and says what is right") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows{
      {{}, "Verbs:"},
      {{"sttus"}, "did you mean status?"},
      {{"frobnicate"}, "no verb \"frobnicate\""},
      {{"show"}, "ID"},
      {{"show", "one"}, "\"one\" is no post's number"},
      {{"show", "0"}, "\"0\" is no post's number"},
      {{"history", "-1"}, "\"-1\" is no post's number"},
      {{"hold"}, "ID"},
      {{"hold", "1", "x"}, "\"x\" is no post's number"},
      {{"move", "3"}, "--first"},
      {{"move", "3", "--first", "--last"}, "--first"},
      {{"move", "3", "--at", "tomorrow"}, "is no time"},
      {{"resolve", "3"}, "--published"},
      {{"slots", "-n", "many"}, "many"},
      {{"status", "--bogus"}, "--bogus"},
      {{"--bogus", "status"}, "--bogus"},
      {{"hold", "1", "--dry-run"}, "--dry-run"},
      {{"list", "extra"}, "extra"},
      {{"hld", "status"}, "hld"},
      {{"stats", "--months", "0"}, "--months: 0 is out of bounds; it goes from 1 to 120"},
      {{"stats", "--months", "121"}, "1 to 120"},
      {{"stats", "--months", "1.5"}, "no number"},
      {{"stats", "-n", "-1"}, "0 to 10000"},
      {{"stats", "-n", "99999999999999999999"}, "0 to 10000"},
      {{"list", "--limit", "0"}, "1 to 10000"},
      {{"list", "--limit", ""}, "no number"},
      {{"list", "--state", "lost"}, "handed_off"},
      {{"list", "--source", ""}, "nothing is named"},
      {{"history", "1", "-n", "0"}, "1 to 10000"},
      {{"events", "-n", "-1"}, "0 to 10000"},
      {{"slots", "-n", "1001"}, "1 to 1000"},
      {{"slots", "--from", "now"}, "is no time"},
      {{"add", "post.md", "--at", "soon"}, "is no time"},
      {{"add", "post.md", "--account", ""}, "nothing is named"},
      {{"import", "export.zip", "--account", ""}, "nothing is named"},
      {{"resolve", "3", "--published", "medium"}, "is no web address"},
      {{"done", "3", "medium.com/@jane/a-0123456789ab"}, "is no web address"},
      {{"render", "post.md", "--base", "blog"}, "is no web address"},
      {{"check", "post.md", "--base", "blog"}, "is no web address"},
      {{"parse", "feed.xml", "--base", "blog"}, "is no web address"},
      {{"preview", "post.md", "--base", "blog"}, "is no web address"},
      {{"preview", "post.md", "-o", ""}, "nothing is named"},
      {{"kit", "3", "-o", ""}, "nothing is named"},
      {{"poll", ""}, "nothing is named"},
      {{"verify", ""}, "nothing is named"},
      {{"disconnect", ""}, "nothing is named"},
  };
  for (const auto& [words, part] : rows) {
    const Ran ran = ctl(words);
    CAPTURE(words.empty() ? std::string() : words.front() + " " + words.back());
    CAPTURE(ran.errors);
    CHECK(ran.status == 2);
    CHECK(contains(ran.errors, part));
    CHECK(ran.output.empty());
  }
}

TEST_CASE("without a daemon every verb that needs one ends with 3 and says how to start it") {
  for (const auto& words : std::vector<std::vector<std::string>>{{"status"},
                                                                 {"--json", "list", "--state", "held"},
                                                                 {"list", "--json"},
                                                                 {"hold", "1", "2"},
                                                                 {"move", "3", "--first"},
                                                                 {"events", "-f"},
                                                                 {"slots", "main", "-n", "3"},
                                                                 {"poll"},
                                                                 {"poll", "one", "two"},
                                                                 {"add", "https://example.org/post"},
                                                                 {"version"}}) {
    const Ran ran = ctl(words);
    CAPTURE(words.front());
    CAPTURE(ran.errors);
    CHECK(ran.status == 3);
    CHECK(contains(ran.errors, "No daemon listens at "));
    CHECK(contains(ran.errors, "systemctl start mediumsync"));
  }
}

TEST_CASE("a path that no socket can have is said") {
  const Ran ran = mediumsync::support::run(
      {MEDIUMSYNC_BINARY_DIR "/mediumsyncctl", "--socket", "/" + std::string(200, 'x'), "status"});
  CHECK(ran.status == 3);
  CHECK(contains(ran.errors, "too long"));
}

TEST_CASE("help names every verb") {
  const Ran ran = ctl({"--help"});
  CHECK(ran.status == 0);
  for (const char* verb : {"status", "list", "publish", "resolve", "events"}) CHECK(contains(ran.output, verb));
  const Ran one = ctl({"move", "--help"});
  CHECK(one.status == 0);
  CHECK(contains(one.output, "--first"));
  CHECK(ctl({"--version"}).status == 0);
}

TEST_CASE("version says what the program is without a daemon") {
  CHECK(contains(ctl({"version"}).output, "mediumsyncctl "));
}
