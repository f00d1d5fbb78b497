#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

// Empty where it may not be read.
std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bool shows_token(const std::string& text) {
  return contains(text, token) || contains(text, "Bearer");
}

void look_at_process(const World& world) {
  const std::filesystem::path process = "/proc/" + std::to_string(world.daemon.process().pid());
  CHECK(contains(bytes_of(process / "cmdline"), "--config"));
  CHECK(!shows_token(bytes_of(process / "cmdline")));
  CHECK(!shows_token(bytes_of(process / "environ")));
}

void look_at_state(const World& world) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(world.daemon.state_directory())) {
    CAPTURE(entry.path());
    if (!entry.is_regular_file()) continue;
    CHECK(!shows_token(bytes_of(entry.path())));
    ++files;
  }
  CHECK(files >= 2);
}

}  // namespace

TEST_CASE("the token is in no log argument environment database or answer") {
  World world;
  world.daemon.start();
  world.drop_post("Fine");
  world.await_state("Fine", "published");
  world.next_posts_meet("reset_after");
  world.drop_post("Doubtful");
  world.await_state("Doubtful", "in_doubt");
  look_at_process(world);
  look_at_state(world);
  world.sandbox.post("/tokens/revoke", {{"token", token}});
  world.daemon.ctl({"resume"});
  world.await("the account is stopped", [&] { return world.account().at("state") == "stopped"; });
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"status"},
                                                                                     {"list"},
                                                                                     {"show", "1"},
                                                                                     {"show", "2"},
                                                                                     {"accounts"},
                                                                                     {"sources"},
                                                                                     {"verify"},
                                                                                     {"publications"},
                                                                                     {"slots"},
                                                                                     {"events"},
                                                                                     {"poll"},
                                                                                     {"reload"},
                                                                                     {"version"},
                                                                                     {"pause"},
                                                                                     {"resume"}}) {
    CAPTURE(words.front());
    for (const char* form : {"--json", "--no-color"}) {
      std::vector<std::string> call = words;
      call.emplace_back(form);
      const Ran ran = world.daemon.ctl(call);
      CHECK(!(ran.output + ran.errors).empty());
      CHECK(!shows_token(ran.output + ran.errors));
    }
  }
  look_at_state(world);
  REQUIRE(world.daemon.stop() == 0);
  look_at_state(world);
  CHECK(contains(world.daemon.log(), "published post="));
  CHECK(!shows_token(world.daemon.log()));
}
