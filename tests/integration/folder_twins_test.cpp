// Names that are one to a person and two to the file system.
#include "integration/folder_world.hpp"

using namespace mediumsync;
using namespace mediumsync::integration;

namespace {

const std::string post = "Words that are the same in both files, and enough of them to be told from others.\n";

}  // namespace

TEST_CASE("files whose names differ in case or normal form alone are one post and the second says so") {
  struct Row {
    const char* what;
    std::string first;
    std::string second;
  };
  const Row rows[] = {
      {"case", "Post.md", "post.md"},
      {"composed and decomposed", "caf\xc3\xa9.md", "cafe\xcc\x81.md"},
      {"the extension's case", "trip.md", "trip.MD"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    FolderWorld world;
    source::FolderSettings settings = world.settings();
    settings.include = {"*.md", "*.MD"};
    world.start({settings});
    world.write(row.first, post);
    CHECK(world.await_state(row.first, State::queued));
    world.write(row.second, post);
    CHECK(world.await_state(row.second, State::skipped));
    const auto second = world.find(row.second);
    REQUIRE(second);
    CHECK(second->cause == Cause::duplicate);
    CAPTURE(second->reason.value());
    CHECK(second->reason->find("the same text as post 1 (" + row.first + ")") != std::string::npos);
    // Both are files of their own: what becomes of one is not done to the other.
    world.publish(row.first);
    world.write(row.second, post + "\nMore.\n");
    world.rest();
    CHECK(world.find(row.first)->state == State::published);
    CHECK(world.all() == 2);
    CHECK(world.count(State::published) == 1);
  }
}
