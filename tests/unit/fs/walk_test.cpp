#include "lib/fs/walk.hpp"

#include <fcntl.h>
#include <map>
#include <set>
#include <stdexcept>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "lib/fs/descriptor.hpp"
#include "temp_tree.hpp"

namespace mediumsync::fs {
namespace {

using std::string_literals::operator""s;

// What one walk told its visitor.
struct Seen {
  std::map<std::string, Stamp> files;
  std::set<std::string> directories;
  std::map<std::string, std::error_code> errors;
};

Seen walk(const Directory& directory, const std::set<std::string>& skipped = {}) {
  Seen seen;
  directory.walk({.on_directory =
                      [&](std::string_view path) {
                        seen.directories.emplace(path);
                        return skipped.contains(std::string(path)) ? Directory::Visit::skip : Directory::Visit::enter;
                      },
                  .on_file = [&](const Entry& entry) { CHECK(seen.files.emplace(entry.path, entry.stamp).second); },
                  .on_error = [&](std::string_view path, std::error_code error) { seen.errors.emplace(path, error); }});
  return seen;
}

std::set<std::string> names(const Seen& seen) {
  std::set<std::string> result;
  for (const auto& [name, stamp] : seen.files) result.insert(name);
  return result;
}

TEST_CASE("a walk finds each regular file once with the stamp that a read has") {
  const TempTree tree;
  const std::set<std::string> expected = {"a.md",   "b/c.md", "b/d/e.md", "b/d/two\nlines.md", "caf\xe9/f\xff.md",
                                          ".hidden"};
  for (const auto& name : expected) tree.write(name, name);
  std::filesystem::create_directory(tree.root() / "empty");
  REQUIRE(::mkfifo((tree.root() / "fifo").c_str(), 0600) == 0);
  const auto directory = tree.open();

  const auto seen = walk(directory);
  CHECK(names(seen) == expected);
  CHECK(seen.directories == std::set<std::string>{"b", "b/d", "caf\xe9", "empty"});
  CHECK(seen.errors.empty());
  for (const auto& [name, stamp] : seen.files) CHECK(std::get<Stamp>(directory.stamp(name)) == stamp);
  CHECK(names(walk(directory)) == expected);  // a second walk starts at the beginning
}

TEST_CASE("a walk goes on an entry at a time and holds what it has reached open") {
  const TempTree tree;
  for (int i = 0; i < 20; ++i) tree.write("b/" + std::to_string(i) + ".md", "x");
  const auto directory = tree.open();
  std::set<std::string> seen;
  Walk walk(directory, {.on_directory = {},
                        .on_file = [&](const Entry& entry) { seen.insert(entry.path); },
                        .on_error = {},
                        .on_other = {}});
  int steps = 0;
  std::size_t before = 0;
  while (walk.step()) {
    ++steps;
    CHECK(seen.size() - before <= 1);
    before = seen.size();
    if (seen.size() == 5) std::filesystem::rename(tree.root() / "b", tree.root() / "c");
  }
  CHECK(seen.size() == 20);
  CHECK(steps >= 20);
  CHECK_FALSE(walk.step());
}

TEST_CASE("what a directory holds comes in the order of its names and all of it") {
  const TempTree tree;
  for (const char* name : {"d/2.md", "b.md", "d/1.md", "a.md", "e.md", "c.md"}) tree.write(name, "x");
  for (int i = 0; i < 5000; ++i) tree.write("many/" + std::to_string(10'000 + i), "");
  std::vector<std::string> seen;
  tree.open().walk({.on_directory = {},
                    .on_file = [&](const Entry& entry) { seen.push_back(entry.path); },
                    .on_error = {},
                    .on_other = {}});
  REQUIRE(seen.size() == 5006);
  CHECK(std::vector(seen.begin(), seen.begin() + 6) ==
        std::vector{"a.md"s, "b.md"s, "c.md"s, "d/1.md"s, "d/2.md"s, "e.md"s});
  CHECK(std::set(seen.begin(), seen.end()).size() == seen.size());
}

TEST_CASE("a walk does not follow symbolic links") {
  const TempTree tree;
  std::filesystem::create_directory(tree.outside() / "elsewhere");
  std::ofstream(tree.outside() / "elsewhere" / "secret.md") << "secret";
  tree.write("real/post.md", "text");
  std::filesystem::create_directory_symlink(tree.outside() / "elsewhere", tree.root() / "out");
  std::filesystem::create_directory_symlink("..", tree.root() / "real" / "up");
  std::filesystem::create_directory_symlink("/proc/self", tree.root() / "proc");
  std::filesystem::create_symlink("real/post.md", tree.root() / "link.md");
  const auto seen = walk(tree.open());
  CHECK(names(seen) == std::set<std::string>{"real/post.md"});
  CHECK(seen.directories == std::set<std::string>{"real"});
  CHECK(seen.errors.empty());
}

TEST_CASE("links and pipes are told apart from files and never entered") {
  const TempTree tree;
  tree.write("post.md", "text");
  std::filesystem::create_symlink("post.md", tree.root() / "link.md");
  std::filesystem::create_directory_symlink(tree.outside(), tree.root() / "out");
  REQUIRE(::mkfifo((tree.root() / "pipe.md").c_str(), 0600) == 0);
  std::set<std::string> others;
  tree.open().walk({.on_directory = {}, .on_file = {}, .on_error = {}, .on_other = [&](std::string_view path) {
                      others.emplace(path);
                    }});
  CHECK(others == std::set<std::string>{"link.md", "out", "pipe.md"});
}

TEST_CASE("a skipped directory is not entered and its neighbours are") {
  const TempTree tree;
  for (const auto* name : {".git/config", "a/post.md", "z/post.md"}) tree.write(name, "text");
  CHECK(names(walk(tree.open(), {".git"})) == std::set<std::string>{"a/post.md", "z/post.md"});
}

TEST_CASE("a walk goes on after what vanishes under it") {
  const TempTree tree;
  for (const auto* name : {"a/post.md", "b/post.md", "c/post.md"}) tree.write(name, "text");
  int entered = 0;
  int files = 0;
  tree.open().walk(
      {.on_directory =
           [&](std::string_view path) {
             if (++entered == 2) std::filesystem::remove_all(tree.root() / path);
             return Directory::Visit::enter;
           },
       .on_file = [&](const Entry&) { ++files; },
       .on_error = [](std::string_view path,
                      std::error_code error) { FAIL_CHECK(std::string(path) << ": " << error.message()); }});
  CHECK(files == 2);
}

TEST_CASE("a directory that turns into a symbolic link under the walk is not followed") {
  const TempTree tree;
  std::filesystem::create_directory(tree.outside() / "elsewhere");
  std::ofstream(tree.outside() / "elsewhere" / "secret.md") << "secret";
  std::filesystem::create_directory(tree.root() / "swapped");
  int files = 0;
  tree.open().walk({.on_directory =
                        [&](std::string_view path) {
                          std::filesystem::remove(tree.root() / path);
                          std::filesystem::create_directory_symlink(tree.outside() / "elsewhere", tree.root() / path);
                          return Directory::Visit::enter;
                        },
                    .on_file = [&](const Entry&) { ++files; },
                    .on_error = {}});
  CHECK(files == 0);
}

TEST_CASE("an unreadable directory is reported and passed over") {
  const TempTree tree;
  tree.write("closed/post.md", "text");
  tree.write("open/post.md", "text");
  std::filesystem::permissions(tree.root() / "closed", std::filesystem::perms::none);
  if (::geteuid() == 0) {
    MESSAGE("skipped: root may read everything");
    return;
  }
  const auto seen = walk(tree.open());
  std::filesystem::permissions(tree.root() / "closed", std::filesystem::perms::owner_all);
  CHECK(names(seen) == std::set<std::string>{"open/post.md"});
  CHECK(seen.errors.at("closed") == std::errc::permission_denied);
}

TEST_CASE("an endless tree is cut with an error and needs no endless path") {
  const TempTree tree;
  constexpr int kLevels = 200;
  const std::string step(100, 'd');
  Descriptor level(::open(tree.root().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < kLevels; ++i) {
    REQUIRE(::mkdirat(level.get(), step.c_str(), 0700) == 0);
    level = Descriptor(::openat(level.get(), step.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const Descriptor file(::openat(level.get(), "post.md", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    REQUIRE(file.get() >= 0);
  }
  const auto directory = tree.open();
  const auto seen = walk(directory);
  CHECK(seen.files.size() == 127);  // the folder itself is the first of 128 levels
  REQUIRE(seen.errors.size() == 1);
  CHECK(seen.errors.begin()->second == std::errc::filename_too_long);
  for (const auto& [name, stamp] : seen.files) CHECK(std::get<Stamp>(directory.stamp(name)) == stamp);
}

TEST_CASE("a throwing visitor ends the walk and leaves no descriptor open") {
  const TempTree tree;
  tree.write("a/b/c/post.md", "text");
  const auto directory = tree.open();
  const auto open_descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  const auto before = open_descriptors();
  CHECK_THROWS_AS(directory.walk({.on_file = [](const Entry&) { throw std::runtime_error("enough"); }}),
                  std::runtime_error);
  CHECK(open_descriptors() == before);
}

TEST_CASE("another file system mounted below is entered") {
  const TempTree tree;
  const auto mounted = tree.root() / "mounted";
  std::filesystem::create_directory(mounted);
  if (::mount("tmpfs", mounted.c_str(), "tmpfs", 0, "size=64k") != 0) {
    MESSAGE("skipped: mounting needs root");
    return;
  }
  tree.write("mounted/post.md", "text");
  const auto directory = tree.open();
  const auto seen = walk(directory);
  const auto read = directory.read("mounted/post.md", 100);
  ::umount2(mounted.c_str(), MNT_DETACH);
  CHECK(names(seen) == std::set<std::string>{"mounted/post.md"});
  CHECK(std::holds_alternative<FileContent>(read));
}

}  // namespace
}  // namespace mediumsync::fs
