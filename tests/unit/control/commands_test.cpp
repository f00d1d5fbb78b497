#include "control/commands.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <sstream>
#include <string>

#include "control/interface.hpp"
#include "control/verbs.hpp"

using namespace mediumsync::control;

namespace {

std::set<std::string> described_methods() {
  std::set<std::string> methods;
  std::istringstream lines{std::string(interface_description)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("method ")) methods.insert(line.substr(7, line.find('(') - 7));
  }
  return methods;
}

}  // namespace

TEST_CASE("every verb of the daemon is described and carried out") {
  const auto described = described_methods();
  for (const Command& command : commands()) {
    CAPTURE(command.verb);
    CHECK(find_command(command.verb) == &command);
    if (command.place == Place::offline) {
      CHECK(command.method.empty());
      continue;
    }
    CHECK(described.contains(std::string(command.method)));
    CHECK(find_method(command.method) == &command);
    CHECK((find_verb(command.method) == nullptr) == (command.method == "Events"));
  }
}

TEST_CASE("every described method is a verb") {
  const auto described = described_methods();
  CHECK(described.size() > 20);
  for (const std::string& method : described) {
    CAPTURE(method);
    CHECK(find_method(method) != nullptr);
  }
}

TEST_CASE("names that are not there are not found") {
  for (const char* name : {"", "status ", "STATUS", "nope"}) {
    CAPTURE(name);
    CHECK(find_command(name) == nullptr);
    CHECK(find_method(name) == nullptr);
    const bool carried_out = find_verb(name) != nullptr;
    CHECK(!carried_out);
  }
}

TEST_CASE("a mistyped verb is guessed and a strange one is not") {
  CHECK(nearest_command("sttus") == "status");
  CHECK(nearest_command("relaod") == "reload");
  CHECK(nearest_command("publsh") == "publish");
  CHECK(!nearest_command("frobnicate"));
}
