#include <doctest/doctest.h>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "config/keys.hpp"
#include "config/reload.hpp"
#include "file.hpp"

using namespace mediumsync::config;

namespace {

const std::filesystem::path annotated = std::filesystem::path(MEDIUMSYNC_SOURCE_DIR) / "config" / "mediumsync.toml";

std::vector<std::string> lines() {
  std::ifstream stream(annotated);
  REQUIRE(stream);
  std::vector<std::string> result;
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

// "#key = value" and "#[[table]]" are settings, "# text" is prose.
const std::regex setting(R"(^#?([a-z_]+) = .*)");
const std::regex header(R"(^#?(\[+[a-z]+\]+).*)");

bool is_setting(const std::string& line) {
  return std::regex_match(line, setting) || std::regex_match(line, header);
}

// The file with everything uncommented, but for the tables named.
std::string uncommented(const std::set<std::string>& but = {}) {
  std::string text;
  std::string table;
  std::smatch match;
  for (std::string line : lines()) {
    if (std::regex_match(line, match, header)) table = match[1];
    if (is_setting(line) && line.front() == '#' && but.count(table) == 0) line.erase(0, 1);
    text += line + "\n";
  }
  return text;
}

Settings settings(const std::string& text) {
  const auto loaded = load_text(text);
  REQUIRE_MESSAGE(loaded, mistakes_of(loaded));
  return *loaded;
}

}  // namespace

TEST_CASE("the annotated default and the loader know the same keys") {
  std::map<std::string, std::set<std::string>> in_file{{"", {}}};
  std::string table;
  for (const std::string& line : lines()) {
    std::smatch match;
    if (std::regex_match(line, match, header)) {
      table = match[1];
      in_file[""].insert(std::regex_replace(table, std::regex(R"([\[\]])"), ""));
    } else if (std::regex_match(line, match, setting)) {
      CAPTURE(line);
      CHECK(in_file[table].insert(match[1]).second);  // once
    }
  }
  std::map<std::string, std::set<std::string>> known;
  for (const TableKeys& keys : keys::all) known[std::string(keys.header)] = {keys.names.begin(), keys.names.end()};
  CHECK(in_file == known);
}

TEST_CASE("every key of the annotated default has its comment") {
  std::string previous;
  for (const std::string& line : lines()) {
    if (std::regex_match(line, setting)) {
      CAPTURE(line);
      const bool beside = line.find(" # ") != std::string::npos;
      const bool above = previous.starts_with("# ") && !is_setting(previous);
      CHECK((beside || above));
    }
    previous = line;
  }
}

TEST_CASE("the annotated default states the loader's defaults") {
  const Settings silent = settings(R"([[account]]
name = "main"
token = "credential:medium-token"
username = "jane"
[[folder]]
name = "drop"
path = "/var/lib/mediumsync/drop"
[[feed]]
name = "blog"
url = "https://blog.example/feed.xml"
)");
  Settings stated = settings(uncommented({"[[notify]]"}));
  // A source that states its schedule has one, the same as its account's.
  REQUIRE(stated.folders.size() == 1);
  REQUIRE(stated.feeds.size() == 1);
  CHECK(stated.folders[0].plan == stated.accounts[0].plan);
  CHECK(stated.feeds[0].plan == stated.accounts[0].plan);
  stated.folders[0].plan.reset();
  stated.feeds[0].plan.reset();
  CHECK(changes(silent, stated) == Changes{});
}

TEST_CASE("the annotated default as it is lacks nothing but an account") {
  CHECK(mistakes_of(load(annotated, test_defaults, MachineChecks::made)) ==
        "1:1: there is no [[account]] to publish to: add one with a name and a token\n");
}

TEST_CASE("uncommented notifications are refused as not available") {
  const std::string mistakes = mistakes_of(load_text(uncommented()));
  CHECK(mistakes.find("`[[notify]]` is not available in mediumsync 0.1") != std::string::npos);
  CHECK(std::count(mistakes.begin(), mistakes.end(), '\n') == 1);
}
