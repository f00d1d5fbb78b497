#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "temp_tree.hpp"

namespace mediumsync::fs {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("a move takes a file or a directory to another name and never the place of another") {
  const TempTree tree;
  tree.write("a.md", "a");
  tree.write("b/index.md", "b");
  tree.write("done/taken.md", "taken");
  std::filesystem::create_directory(tree.root() / "done/empty");
  const auto directory = tree.open();
  CHECK(directory.move("a.md", "done/taken.md") == std::errc::file_exists);
  CHECK(directory.move("b", "done/empty") == std::errc::file_exists);
  CHECK(text_of(tree.root() / "done/taken.md") == "taken");
  CHECK_FALSE(directory.move("a.md", "done/a.md"));
  CHECK_FALSE(directory.move("b", "done/b"));
  CHECK(text_of(tree.root() / "done/a.md") == "a");
  CHECK(text_of(tree.root() / "done/b/index.md") == "b");
  CHECK(directory.move("a.md", "done/c.md") == std::errc::no_such_file_or_directory);
  CHECK(directory.move("done/a.md", "nowhere/a.md") == std::errc::no_such_file_or_directory);
}

TEST_CASE("nothing is moved or made outside of the directory") {
  const TempTree tree;
  tree.write("a.md", "a");
  std::filesystem::create_directory(tree.outside() / "out");
  std::filesystem::create_directory_symlink(tree.outside() / "out", tree.root() / "link");
  const auto directory = tree.open();
  for (const std::string_view target : {"../a.md", "link/a.md", "/a.md", "..", ""}) {
    CAPTURE(target);
    CHECK(directory.move("a.md", target));
    CHECK(directory.create(target, "x"));
  }
  CHECK(directory.make_directories("link/deep"));
  CHECK(directory.make_directories("../deep"));
  CHECK(text_of(tree.root() / "a.md") == "a");
  CHECK(std::filesystem::is_empty(tree.outside() / "out"));
}

TEST_CASE("directories are made with the rights of the one they lie in") {
  const TempTree tree;
  REQUIRE(::chmod(tree.root().c_str(), 02775) == 0);
  const auto directory = tree.open();
  CHECK_FALSE(directory.make_directories("done/2026/11"));
  CHECK_FALSE(directory.make_directories("done/2026/11"));
  struct stat status {};
  REQUIRE(::stat((tree.root() / "done/2026/11").c_str(), &status) == 0);
  CHECK((status.st_mode & 07777U) == 02775);
}

TEST_CASE("a new file never takes the place of another") {
  const TempTree tree;
  tree.write("there", "before");
  const auto directory = tree.open();
  CHECK(directory.create("there", "after") == std::errc::file_exists);
  CHECK(text_of(tree.root() / "there") == "before");
  CHECK_FALSE(directory.create("new", "words"));
  CHECK(text_of(tree.root() / "new") == "words");
  CHECK_FALSE(directory.remove_file("new"));
  CHECK_FALSE(std::filesystem::exists(tree.root() / "new"));
}

}  // namespace
}  // namespace mediumsync::fs
