#include "lib/uv/pipe_server.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <system_error>
#include <vector>

#include "unit/uv/pipe_client.hpp"
#include "unit/uv/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;
using test::PipeClient;
using test::TemporaryDirectory;

namespace {

constexpr mode_t kMode = 0600;

void ignore_connection(std::unique_ptr<uv::PipeConnection>) {}

std::string refusal(const std::function<void()>& attempt) {
  try {
    attempt();
  } catch (const std::system_error& error) {
    return error.what();
  }
  return "not refused";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A socket that listens at `path`, made without the code under test.
int listen_at(const std::string& path) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  const bool listens =
      ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(socket, 5) == 0;
  return listens ? socket : -1;
}

// Leaves the socket of a process that was killed.
void leave_dead_socket(const std::string& path) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (listen_at(path) >= 0) ::raise(SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(std::filesystem::is_socket(path));
}

}  // namespace

TEST_CASE("a socket has the mode asked for whatever the umask") {
  const TemporaryDirectory directory;
  for (const mode_t mask : {0000U, 0022U, 0077U, 0777U}) {
    for (const mode_t mode : {0600U, 0660U, 0666U}) {
      CAPTURE(mask);
      CAPTURE(mode);
      const mode_t earlier = ::umask(mask);
      uv::Loop loop;
      const uv::PipeServer server(loop, directory / "s", mode, ignore_connection);
      ::umask(earlier);
      struct stat found {};
      REQUIRE(::stat((directory / "s").c_str(), &found) == 0);
      CHECK((found.st_mode & 07777U) == mode);
    }
  }
}

TEST_CASE("a socket goes away with its server") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  { const uv::PipeServer server(loop, directory / "s", kMode, ignore_connection); }
  CHECK_FALSE(std::filesystem::exists(directory / "s"));
}

TEST_CASE("a socket that took the place of ours is left alone") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  {
    const uv::PipeServer server(loop, directory / "s", kMode, ignore_connection);
    std::filesystem::remove(directory / "s");
    leave_dead_socket(directory / "s");
  }
  CHECK(std::filesystem::exists(directory / "s"));
}

TEST_CASE("a dead socket is replaced") {
  const TemporaryDirectory directory;
  leave_dead_socket(directory / "s");
  uv::Loop loop;
  int connections = 0;
  const uv::PipeServer server(loop, directory / "s", kMode, [&](auto) { ++connections; });
  const PipeClient client(directory / "s");
  CHECK(uv::run_until(
      loop, [&] { return connections == 1; }, 10s));
}

TEST_CASE("a live socket is refused by name and goes on serving") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int connections = 0;
  const uv::PipeServer server(loop, directory / "s", kMode, [&](auto) { ++connections; });
  const std::string message = refusal([&] { uv::PipeServer(loop, directory / "s", kMode, ignore_connection); });
  CHECK(contains(message, directory / "s"));
  CHECK(contains(message, "a live server is there"));
  REQUIRE(std::filesystem::is_socket(directory / "s"));
  const PipeClient client(directory / "s");
  CHECK(uv::run_until(
      loop, [&] { return connections == 2; }, 10s));  // the first was the other server's look
}

TEST_CASE("what is no socket is refused by name and kept") {
  const TemporaryDirectory directory;
  directory.touch("file");
  std::filesystem::create_symlink(directory / "nowhere", directory / "link");
  uv::Loop loop;
  for (const char* name : {"file", "link"}) {
    CAPTURE(name);
    const std::string message = refusal([&] { uv::PipeServer(loop, directory / name, kMode, ignore_connection); });
    CHECK(contains(message, directory / name));
    CHECK(contains(message, "something else than a socket"));
    CHECK(std::filesystem::exists(std::filesystem::symlink_status(directory / name)));
  }
}

TEST_CASE("a path that cannot be a socket's is refused by name") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  const std::string longest = directory / std::string(107 - directory.path().string().size() - 1, 'x');
  REQUIRE(longest.size() == 107);
  { const uv::PipeServer server(loop, longest, kMode, ignore_connection); }
  const std::string too_long = refusal([&] { uv::PipeServer(loop, longest + "x", kMode, ignore_connection); });
  CHECK(contains(too_long, longest + "x"));
  CHECK(contains(too_long, "at most 107 bytes"));
  CHECK(contains(refusal([&] { uv::PipeServer(loop, directory / "no/s", kMode, ignore_connection); }),
                 directory / "no/s"));
  CHECK_THROWS_AS(uv::PipeServer(loop, "", kMode, ignore_connection), std::system_error);
}

TEST_CASE("a socket that listens already is taken over and its name left alone") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int connections = 0;
  const int listening = listen_at(directory / "s");
  REQUIRE(listening >= 0);
  {
    const uv::PipeServer server(loop, listening, [&](auto) { ++connections; });
    const PipeClient client(directory / "s");
    CHECK(uv::run_until(
        loop, [&] { return connections == 1; }, 10s));
  }
  CHECK(std::filesystem::exists(directory / "s"));
  CHECK(::fcntl(listening, F_GETFD) == -1);
}

TEST_CASE("a descriptor that does not listen is not taken over") {
  uv::Loop loop;
  const int tcp = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::listen(tcp, 1) == 0);
  const int silent = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int file = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  for (const int descriptor : {tcp, silent, file, 10'000}) {
    CAPTURE(descriptor);
    CHECK_THROWS_AS(uv::PipeServer(loop, descriptor, ignore_connection), std::system_error);
  }
}

TEST_CASE("a server may be destroyed inside its own callback with clients left to accept") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int connections = 0;
  std::unique_ptr<uv::PipeServer> server;
  server = std::make_unique<uv::PipeServer>(loop, directory / "s", kMode, [&](auto) {
    server.reset();
    ++connections;
  });
  const PipeClient one(directory / "s");
  const PipeClient two(directory / "s");
  loop.run();
  CHECK(connections == 1);
}

TEST_CASE("what a server's callback throws comes out of run and costs no other client") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int connections = 0;
  const uv::PipeServer server(loop, directory / "s", kMode, [&](auto) {
    if (++connections == 1) throw std::runtime_error("not at home");
  });
  const PipeClient one(directory / "s");
  const PipeClient two(directory / "s");
  CHECK_THROWS_WITH_AS(loop.run(), "not at home", std::runtime_error);
  CHECK(uv::run_until(
      loop, [&] { return connections == 2; }, 10s));
}

TEST_CASE("out of descriptors a server waits without spinning and then serves who waited") {
  const TemporaryDirectory directory;
  uv::Loop loop;
  int connections = 0;
  const uv::PipeServer server(loop, directory / "s", kMode, [&](auto) { ++connections; });
  const PipeClient client(directory / "s");
  rlimit earlier{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &earlier) == 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = earlier.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  int turns = 0;
  const bool served = uv::run_until(
      loop, [&] { return ++turns, connections > 0; }, 250ms);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &earlier) == 0);
  CHECK_FALSE(served);
  CHECK(turns < 20);
  CHECK(uv::run_until(
      loop, [&] { return connections == 1; }, 10s));
}
