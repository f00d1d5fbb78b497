// after = "move": what is done with goes to published/ and failed/.
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("files of published and failed posts are put away and never over others") {
  World world({.folder = "after = \"move\"\n"});
  const auto published = world.folder() / "published";
  const auto failed = world.folder() / "failed";
  std::filesystem::create_directories(published);
  std::filesystem::create_directories(failed);
  world.write(published / "Good.md", "somebody's own");
  world.write(failed / "bad.md", "somebody's own, too");
  world.write(failed / "bad.md.error.txt", "a note of somebody's");
  world.drop_post("Good");
  world.drop("bad.md", "---\ntitle: [\n---\nText.\n");
  const std::string good = text_of(world.folder() / "Good.md");
  world.daemon.start();
  world.await("both are put away", [&] {
    return !std::filesystem::exists(world.folder() / "Good.md") && !std::filesystem::exists(world.folder() / "bad.md");
  });
  CHECK(text_of(published / "Good.md") == "somebody's own");
  CHECK(text_of(failed / "bad.md") == "somebody's own, too");
  CHECK(text_of(failed / "bad.md.error.txt") == "a note of somebody's");
  CHECK(text_of(published / "Good-1.md") == good);
  world.await("the note is there", [&] { return contains(text_of(failed / "bad-1.md.error.txt"), "goes away"); });
  const std::string note = text_of(failed / "bad-1.md.error.txt");
  CHECK(contains(note, "mediumsync could not publish this post."));
  CHECK(contains(note, "Reason: "));
  CHECK(contains(note, "What to do: "));
  CHECK(world.posts_sent() == 1);

  REQUIRE(world.daemon.stop() == 0);
  world.daemon.start();
  world.drop_post("Second");
  world.await_state("Second", "published");
  world.await("it is put away", [&] { return std::filesystem::exists(published / "Second.md"); });
  CHECK(world.posts_sent() == 2);
}
