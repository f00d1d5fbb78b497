#include "config/reload.hpp"

#include <doctest/doctest.h>

#include "file.hpp"

using namespace mediumsync::config;

namespace {

const std::string base = R"([[account]]
name = "main"
token = "credential:t"
[[folder]]
name = "drop"
path = "/drop"
[[feed]]
name = "blog"
url = "https://blog.example/feed.xml"
)";

Settings settings(const std::string& text) {
  const auto loaded = load_text(text);
  REQUIRE_MESSAGE(loaded, mistakes_of(loaded));
  return *loaded;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("a file that says the same changes nothing") {
  CHECK(changes(settings(base), settings(base)).empty());
  CHECK(changes(settings(base), settings("# a comment\n[log]\nlevel = \"info\"\n" + base)).empty());
}

TEST_CASE("a reload names what changed") {
  struct Row {
    const char* what;
    std::string after;
    Changes changes;
  };
  const NamedChanges drop_changed{.changed = {"drop"}};
  const NamedChanges blog_changed{.changed = {"blog"}};
  const NamedChanges main_changed{.changed = {"main"}};
  const std::vector<Row> rows{
      {"a folder's settle time",
       replaced(base, "\"/drop\"\n", "\"/drop\"\nsettle = \"5s\"\n"),
       {.folders = drop_changed}},
      {"a folder's path", replaced(base, "\"/drop\"", "\"/other\""), {.folders = drop_changed}},
      {"a folder's schedule",
       replaced(base, "\"/drop\"\n", "\"/drop\"\nschedule = { max_per_day = 2 }\n"),
       {.folders = drop_changed}},
      {"a feed's tags", base + "tags = [\"cpp\"]\n", {.feeds = blog_changed}},
      {"a feed's interval", base + "every = \"2h\"\n", {.feeds = blog_changed}},
      {"a receiver",
       base + "[[notify]]\nname = \"hook\"\nwebhook = \"https://x.example\"\n",
       {.notify = {.added = {"hook"}}}},
      {"an account's timeout",
       replaced(base, "credential:t\"\n", "credential:t\"\ntimeout = \"9s\"\n"),
       {.accounts = main_changed}},
      {"an account's token", replaced(base, "credential:t", "credential:u"), {.accounts = main_changed}},
      {"an account's status reaches its sources",
       replaced(base, "credential:t\"\n", "credential:t\"\nstatus = \"public\"\n"),
       {.accounts = main_changed, .folders = drop_changed, .feeds = blog_changed}},
      {"the schedule reaches the accounts", "[schedule]\nmax_per_day = 2\n" + base, {.accounts = main_changed}},
      {"a new name", replaced(base, "\"blog\"", "\"news\""), {.feeds = {.added = {"news"}, .removed = {"blog"}}}},
      {"a second account",
       base + "account = \"main\"\n[[account]]\nname = \"two\"\ntoken = \"credential:t\"\n",
       {.accounts = {.added = {"two"}}}},
      {"the log's level", "[log]\nlevel = \"debug\"\n" + base, {.at_once = {"log.level"}}},
      {"fetching", "[fetch]\nparallel = 2\n" + base, {.at_once = {"fetch"}}},
      {"the state directory", "state_dir = \"/elsewhere\"\n" + base, {.needs_restart = {"state_dir"}}},
      {"the socket", "[control]\nsocket = \"/elsewhere\"\n" + base, {.needs_restart = {"control.socket"}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::string before = base;
    if (row.changes.accounts.added.size() == 1) {  // with two accounts every source names its own
      before = replaced(before, "path = ", "account = \"main\"\npath = ") + "account = \"main\"\n";
    }
    std::string after = row.after;
    if (before != base) after = replaced(after, "path = ", "account = \"main\"\npath = ");
    CHECK(changes(settings(before), settings(after)) == row.changes);
  }
}
