#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <optional>
#include <set>

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
std::string without_mark(const std::string& line) {
  return line.starts_with('#') ? line.substr(1) : line;
}

// The key of "key = value".
std::optional<std::string> setting(const std::string& line) {
  const std::string text = without_mark(line);
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
  if (end == 0 || end == std::string::npos || text.substr(end, 3) != " = ") return std::nullopt;
  return text.substr(0, end);
}

// "[[table]]" or "[table]".
std::optional<std::string> header(const std::string& line) {
  const std::string text = without_mark(line);
  if (!text.starts_with('[')) return std::nullopt;
  return text.substr(0, text.find_last_of(']') + 1);
}

std::string without_brackets(std::string table) {
  std::erase_if(table, [](char c) { return c == '[' || c == ']'; });
  return table;
}

// The file with everything uncommented, but for the table named.
std::string uncommented(const std::optional<std::string>& but = std::nullopt) {
  std::string text;
  std::optional<std::string> table;
  for (const std::string& line : lines()) {
    if (const auto next = header(line)) table = next;
    const bool is_setting = setting(line) || header(line);
    text += (is_setting && table != but ? without_mark(line) : line) + "\n";
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
    CAPTURE(line);
    if (const auto next = header(line)) {
      table = *next;
      CHECK(in_file[""].insert(without_brackets(table)).second);
    } else if (const auto key = setting(line)) {
      CHECK(in_file[table].insert(*key).second);  // once
    }
  }
  std::map<std::string, std::set<std::string>> known;
  for (const TableKeys& keys : keys::all) known[std::string(keys.header)] = {keys.names.begin(), keys.names.end()};
  CHECK(in_file == known);
}

TEST_CASE("every key of the annotated default has its comment") {
  std::string previous;
  for (const std::string& line : lines()) {
    if (setting(line)) {
      CAPTURE(line);
      CHECK((line.find(" # ") != std::string::npos || previous.starts_with("# ")));
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
  Settings stated = settings(uncommented("[[notify]]"));
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

TEST_CASE("the annotated notifications are one receiver each and state the loader's defaults") {
  CHECK(mistakes_of(load_text(uncommented())).find("are two receivers: give each a [[notify]] of its own") !=
        std::string::npos);
  const std::string silent_account = "[[account]]\nname = \"main\"\ntoken = \"credential:t\"\n[[notify]]\n";
  std::string stated;
  std::string mail;
  for (const std::string& line : lines()) {
    const auto key = setting(line);
    if (key == "webhook" || key == "format" || key == "on" || (key == "timeout" && !stated.empty()))
      stated += without_mark(line) + "\n";
    if (key == "mail") mail = without_mark(line) + "\n";
  }
  const Settings silent = settings(silent_account + "webhook = \"https://ntfy.sh/my-topic\"\n");
  CHECK(silent.notify.at(0).name == "ntfy.sh");
  CHECK(changes(silent, settings(silent_account + stated)) == Changes{});
  CHECK(mistakes_of(load_text(silent_account + mail)) == "");
  for (const std::string_view key : keys::mail.names) CHECK(mail.find(std::string(key) + " = ") != std::string::npos);
}
