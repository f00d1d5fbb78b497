#include "source/understand.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/descriptor.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::source {
namespace {

// A folder with one file, and that file as a scan found it.
struct Found {
  Found() {
    write("before");
    file.path = "post.md";
    file.stamp = std::get<fs::Stamp>(folder.stamp("post.md"));
    file.content = Unread{Unread::Writers::waited_for};
  }

  std::filesystem::path path() const { return directory / "post.md"; }
  void write(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }
  RawFile read() const { return read_now(file, folder); }

  support::TemporaryDirectory directory;
  fs::Directory folder = std::get<fs::Directory>(fs::Directory::open(directory.path()));
  RawFile file;
};

TEST_CASE("a file is read as it was found") {
  const Found found;
  const RawFile read = found.read();
  CHECK(std::get<std::string>(read.content) == "before");
  CHECK(read.stamp == found.file.stamp);
}

TEST_CASE("a file that is not as it was found is not read") {
  struct Case {
    const char* what;
    std::function<void(const Found&)> change;
    fs::ReadProblem problem;
  };
  const Case cases[] = {
      {"grown", [](const Found& found) { found.write("before and after"); }, fs::ReadProblem::changing},
      {"shorter", [](const Found& found) { found.write("after"); }, fs::ReadProblem::changing},
      {"replaced",
       [](const Found& found) {
         std::filesystem::remove(found.path());
         found.write("behind");
       },
       fs::ReadProblem::changing},
      {"gone", [](const Found& found) { std::filesystem::remove(found.path()); }, fs::ReadProblem::missing},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const Found found;
    one.change(found);
    const RawFile read = found.read();
    REQUIRE(std::holds_alternative<fs::ReadError>(read.content));
    CHECK(std::get<fs::ReadError>(read.content).problem == one.problem);
  }
}

TEST_CASE("a file that a program has open for writing is waited for only where that is asked") {
  Found found;
  {
    const core::Descriptor writer(::open(found.path().c_str(), O_WRONLY | O_CLOEXEC));
    REQUIRE(writer.get() >= 0);
    // Told of on file systems of this machine alone.
    if (found.folder.is_being_written("post.md")) {
      CHECK(std::get<fs::ReadError>(found.read().content).problem == fs::ReadProblem::changing);
    }
    found.file.content = Unread{Unread::Writers::ignored};
    CHECK(std::get<std::string>(found.read().content) == "before");
  }
  found.file.content = Unread{Unread::Writers::waited_for};
  CHECK(std::get<std::string>(found.read().content) == "before");
}

}  // namespace
}  // namespace mediumsync::source
