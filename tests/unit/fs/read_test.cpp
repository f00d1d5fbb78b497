#include <atomic>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include "lib/fs/descriptor.hpp"
#include "temp_tree.hpp"

namespace mediumsync::fs {
namespace {

using std::string_literals::operator""s;
constexpr std::size_t kPlenty = 1U << 20;

std::string content(const Directory& directory, std::string_view relative) {
  auto result = directory.read(relative, kPlenty);
  if (const auto* error = std::get_if<ReadError>(&result)) FAIL(error->message);
  return std::get<FileContent>(result).bytes;
}

std::optional<ReadError> read_failure(const Directory& directory, std::string_view relative,
                                      std::size_t max = kPlenty) {
  auto result = directory.read(relative, max);
  if (auto* error = std::get_if<ReadError>(&result)) return std::move(*error);
  return std::nullopt;
}

std::optional<ReadProblem> read_problem(const Directory& directory, std::string_view relative,
                                        std::size_t max = kPlenty) {
  const auto error = read_failure(directory, relative, max);
  return error ? std::optional(error->problem) : std::nullopt;
}

std::optional<ReadProblem> stamp_problem(const Directory& directory, std::string_view relative) {
  auto result = directory.stamp(relative);
  if (const auto* error = std::get_if<ReadError>(&result)) return error->problem;
  return std::nullopt;
}

TEST_CASE("a file beneath the folder is read whole with its stamp") {
  const TempTree tree;
  const auto text = "first\0second\xff\n"s;
  tree.write("a/b/post.md", text);
  tree.write("empty.md", "");
  const auto directory = tree.open();

  const auto result = directory.read("a/b/post.md", kPlenty);
  REQUIRE(std::holds_alternative<FileContent>(result));
  const auto& file = std::get<FileContent>(result);
  CHECK(file.bytes == text);
  CHECK(file.stamp.size == static_cast<std::int64_t>(text.size()));
  CHECK(std::get<Stamp>(directory.stamp("a/b/post.md")) == file.stamp);
  CHECK(content(directory, "empty.md").empty());
  CHECK(content(directory, "a/../empty.md").empty());
}

TEST_CASE("names are bytes: newline and invalid UTF-8 and 255 of them") {
  const TempTree tree;
  const std::string longest(255, 'n');
  for (const auto& name : {"two\nlines.md"s, "caf\xe9.md"s, longest, " .md"s, "-rf"s}) {
    tree.write(name, name);
    CHECK(content(tree.open(), name) == name);
  }
  CHECK(read_failure(tree.open(), "no\nsuch\xff.md")->message.find('\n') == std::string::npos);
}

TEST_CASE("what is not a regular file beneath the folder is refused and never opened for long") {
  const TempTree tree;
  tree.write("real/post.md", "inside");
  std::ofstream(tree.outside() / "secret.md") << "secret";
  std::filesystem::create_symlink("real/post.md", tree.root() / "link.md");
  std::filesystem::create_symlink(tree.outside() / "secret.md", tree.root() / "out.md");
  std::filesystem::create_directory_symlink("real", tree.root() / "linked");
  std::filesystem::create_symlink("/proc/self/fd/0", tree.root() / "magic.md");
  std::filesystem::create_symlink("nowhere", tree.root() / "dangling.md");
  REQUIRE(::mkfifo((tree.root() / "fifo.md").c_str(), 0600) == 0);
  const Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto socket_path = (tree.root() / "socket.md").string();
  REQUIRE(socket_path.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, socket_path.c_str(), socket_path.size() + 1);
  REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);

  struct Row {
    std::string name;
    ReadProblem problem;
  };
  const Row rows[] = {
      {"link.md", ReadProblem::outside},
      {"out.md", ReadProblem::outside},
      {"linked/post.md", ReadProblem::outside},
      {"linked", ReadProblem::outside},
      {"magic.md", ReadProblem::outside},
      {"dangling.md", ReadProblem::outside},
      {"../secret.md", ReadProblem::outside},
      {"real/../../secret.md", ReadProblem::outside},
      {"/etc/passwd", ReadProblem::outside},
      {"/dev/zero", ReadProblem::outside},
      {(tree.outside() / "secret.md").string(), ReadProblem::outside},
      {"fifo.md", ReadProblem::not_regular},
      {"socket.md", ReadProblem::not_regular},
      {"real", ReadProblem::not_regular},
      {".", ReadProblem::not_regular},
      {"", ReadProblem::missing},
      {"real/post.md\0.png"s, ReadProblem::missing},
      {"real/post.md/deeper", ReadProblem::missing},
      {"gone.md", ReadProblem::missing},
      {std::string(256, 'n'), ReadProblem::missing},
  };
  const auto directory = tree.open();
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(read_problem(directory, row.name) == row.problem);
    CHECK(stamp_problem(directory, row.name) == row.problem);
  }
  CHECK(read_failure(directory, "out.md")->message.starts_with("out.md: "));
}

TEST_CASE("a device in the folder is refused") {
  const TempTree tree;
  if (::mknod((tree.root() / "zero.md").c_str(), S_IFCHR | 0666, 0x105) != 0) {
    MESSAGE("skipped: making a device node needs root");
    return;
  }
  CHECK(read_problem(tree.open(), "zero.md") == ReadProblem::not_regular);
}

TEST_CASE("a path longer than the kernel takes is read and still kept beneath") {
  const TempTree tree;
  const std::string step(200, 'd');
  std::string relative;
  Descriptor level(::open(tree.root().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < 30; ++i) {
    REQUIRE(::mkdirat(level.get(), step.c_str(), 0700) == 0);
    level = Descriptor(::openat(level.get(), step.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    relative += step + "/";
  }
  {
    const Descriptor file(::openat(level.get(), "post.md", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    REQUIRE(::write(file.get(), "deep", 4) == 4);
  }
  REQUIRE(::symlinkat("/etc", level.get(), "etc") == 0);
  const auto directory = tree.open();
  CHECK(content(directory, relative + "post.md") == "deep");
  CHECK(read_problem(directory, relative + "etc/passwd") == ReadProblem::outside);
}

TEST_CASE("the size limit is exact") {
  const TempTree tree;
  tree.write("ten.md", "0123456789");
  const auto directory = tree.open();
  CHECK_FALSE(read_problem(directory, "ten.md", 10).has_value());
  CHECK(read_problem(directory, "ten.md", 9) == ReadProblem::too_large);
  std::filesystem::resize_file(tree.root() / "ten.md", 10'000'000'000);  // sparse: refused by its size alone
  CHECK(read_problem(directory, "ten.md") == ReadProblem::too_large);
}

TEST_CASE("a file that grows under the reader is not taken") {
  const TempTree tree;
  constexpr std::size_t kSize = 64U << 20;
  const auto path = tree.write("growing.md", "");
  std::filesystem::resize_file(path, kSize);
  std::atomic<bool> enough = false;
  std::jthread writer([&] {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    while (!enough && ::write(file.get(), "x", 1) == 1) {
    }
  });
  const auto directory = tree.open();
  CHECK(read_problem(directory, "growing.md", kSize * 2) == ReadProblem::changing);
  enough = true;
}

TEST_CASE("a file replaced after its stamp has another stamp") {
  const TempTree tree;
  tree.write("post.md", "one");
  const auto directory = tree.open();
  const auto before = std::get<Stamp>(directory.stamp("post.md"));
  tree.write("new", "two");
  std::filesystem::rename(tree.root() / "new", tree.root() / "post.md");
  const auto result = directory.read("post.md", kPlenty);
  CHECK(std::get<FileContent>(result).stamp != before);
}

TEST_CASE("a second name for a file is read only where nobody learns by it") {
  const TempTree tree;
  constexpr uid_t kJane = 40001;
  constexpr uid_t kJoe = 40002;
  if (::geteuid() != 0) {
    MESSAGE("skipped: giving files to others needs root");
    return;
  }
  struct Row {
    const char* what;
    uid_t folder_owner;
    mode_t folder_mode;
    uid_t file_owner;
    mode_t file_mode;
    bool read;
  };
  const Row rows[] = {
      {"root's secret in jane's folder", kJane, 0755, 0, 0640, false},
      {"root's secret in root's folder", 0, 0755, 0, 0640, false},
      {"joe's secret in jane's folder", kJane, 0755, kJoe, 0600, false},
      {"jane's own draft in her own folder", kJane, 0755, kJane, 0600, true},
      {"jane's draft where others may write", kJane, 0775, kJane, 0600, false},
      {"what anybody may read", kJane, 0777, kJoe, 0644, true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto elsewhere = tree.outside() / "elsewhere";
    const auto linked = tree.root() / "linked.md";
    std::ofstream(elsewhere) << "text";
    REQUIRE(::chown(elsewhere.c_str(), row.file_owner, 0) == 0);
    REQUIRE(::chmod(elsewhere.c_str(), row.file_mode) == 0);
    REQUIRE(::chown(tree.root().c_str(), row.folder_owner, 0) == 0);
    REQUIRE(::chmod(tree.root().c_str(), row.folder_mode) == 0);
    const auto directory = tree.open();

    std::filesystem::create_hard_link(elsewhere, linked);
    const auto problem = read_problem(directory, "linked.md");
    CHECK(problem == (row.read ? std::nullopt : std::optional(ReadProblem::outside)));
    std::filesystem::remove(elsewhere);
    CHECK_FALSE(read_problem(directory, "linked.md").has_value());  // one name again
    std::filesystem::remove(linked);
  }
}

TEST_CASE("a file that may not be read is denied") {
  const TempTree tree;
  const auto path = tree.write("private.md", "text");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  if (::geteuid() == 0) {
    MESSAGE("skipped: root may read everything");
    return;
  }
  CHECK(read_problem(tree.open(), "private.md") == ReadProblem::denied);
}

TEST_CASE("a folder that is not there or no folder is an error code") {
  const TempTree tree;
  tree.write("file", "text");
  const auto missing = Directory::open(tree.root() / "missing");
  REQUIRE(std::holds_alternative<std::error_code>(missing));
  CHECK(std::get<std::error_code>(missing) == std::errc::no_such_file_or_directory);
  CHECK(std::get<std::error_code>(Directory::open(tree.root() / "file")) == std::errc::not_a_directory);
}

TEST_CASE("a folder that was replaced is known and the old one still readable") {
  const TempTree tree;
  tree.write("post.md", "old");
  const auto directory = tree.open();
  CHECK(directory.still_at(tree.root()));

  std::filesystem::rename(tree.root(), tree.outside() / "moved");
  CHECK_FALSE(directory.still_at(tree.root()));
  CHECK(directory.still_at(tree.outside() / "moved"));
  tree.write("post.md", "new");
  CHECK_FALSE(directory.still_at(tree.root()));
  CHECK(content(directory, "post.md") == "old");

  std::filesystem::remove_all(tree.outside() / "moved");
  CHECK(read_problem(directory, "post.md") == ReadProblem::missing);
  CHECK_FALSE(directory.still_at(tree.outside() / "moved"));
}

TEST_CASE("an inotify watch by descriptor path sees this folder even after it was moved") {
  const TempTree tree;
  tree.write("sub/post.md", "text");
  const auto directory = tree.open();
  const Descriptor inotify(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  CHECK(directory.descriptor_path("").starts_with("/proc/self/fd/"));
  REQUIRE(::inotify_add_watch(inotify.get(), directory.descriptor_path("").c_str(), IN_CLOSE_WRITE | IN_ONLYDIR) > 0);
  std::filesystem::rename(tree.root(), tree.outside() / "moved");
  const int sub = ::inotify_add_watch(inotify.get(), directory.descriptor_path("sub").c_str(), IN_CLOSE_WRITE);
  REQUIRE(sub > 0);

  std::ofstream(tree.outside() / "moved" / "sub" / "new.md") << "text";
  alignas(inotify_event) char buffer[4096];
  REQUIRE(::read(inotify.get(), buffer, sizeof buffer) > 0);
  const auto* event = reinterpret_cast<const inotify_event*>(buffer);
  CHECK(event->wd == sub);
  CHECK(std::string_view(event->name) == "new.md");
}

TEST_CASE("a copy of an open directory reads there after the first is closed") {
  const TempTree tree;
  tree.write("post.md", "text");
  std::optional<Directory> first(tree.open());
  const Directory copy = *first;
  first.reset();
  CHECK(content(copy, "post.md") == "text");
}

TEST_CASE("a copy for which no descriptor was left says so of every file") {
  const TempTree tree;
  tree.write("post.md", "text");
  const Directory first = tree.open();
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{0, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const Directory copy = first;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  const auto failure = read_failure(copy, "post.md");
  REQUIRE(failure.has_value());
  CHECK(failure->problem == ReadProblem::io);
  CHECK(failure->message == "post.md: Too many open files");
}

TEST_CASE("an open directory moves with its owner") {
  const TempTree tree;
  tree.write("post.md", "text");
  auto first = tree.open();
  Directory second = std::move(first);
  auto third = tree.open();
  third = std::move(second);
  CHECK(content(third, "post.md") == "text");
}

}  // namespace
}  // namespace mediumsync::fs
