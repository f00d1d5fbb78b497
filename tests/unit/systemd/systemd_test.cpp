#include "lib/systemd/systemd.hpp"

#include <charconv>
#include <doctest/doctest.h>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "unit/systemd/child.hpp"
#include "unit/systemd/journal_listener.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

// A variable of the environment for the length of a test.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { ::unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
};

// The socket on which systemd hears a service.
class NotifySocket {
 public:
  NotifySocket() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    std::string name = (std::filesystem::temp_directory_path() / "mediumsync-notify-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    directory_ = name;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~NotifySocket() {
    ::close(socket_);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  std::string path() const { return (directory_ / "notify").string(); }
  std::string next() const {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
  }

 private:
  int socket_;
  std::filesystem::path directory_;
};

std::string name_of_stderr() {
  struct stat found {};
  REQUIRE(::fstat(STDERR_FILENO, &found) == 0);
  return std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

}  // namespace

TEST_CASE("systemd hears what the service says of itself") {
  const NotifySocket socket;
  const Variable variable("NOTIFY_SOCKET", socket.path());
  systemd::notify_ready();
  CHECK(socket.next() == "READY=1");
  systemd::notify_stopping();
  CHECK(socket.next() == "STOPPING=1");
  systemd::notify_watchdog();
  CHECK(socket.next() == "WATCHDOG=1");
  systemd::notify_status("3 queued, next at 09:00");
  CHECK(socket.next() == "STATUS=3 queued, next at 09:00");
}

TEST_CASE("a status cannot say anything else to systemd") {
  const NotifySocket socket;
  const Variable variable("NOTIFY_SOCKET", socket.path());
  systemd::notify_status("a title\nSTOPPING=1");
  CHECK(socket.next() == "STATUS=a title STOPPING=1");
}

TEST_CASE("reloading is told with the monotonic time") {
  const NotifySocket socket;
  const Variable variable("NOTIFY_SOCKET", socket.path());
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  systemd::notify_reloading();
  const std::string message = socket.next();
  const std::string start = "RELOADING=1\nMONOTONIC_USEC=";
  REQUIRE(message.rfind(start, 0) == 0);
  const auto earliest = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec) - 1us;
  const std::chrono::microseconds told(std::stoll(message.substr(start.size())));
  CHECK(told >= earliest);
  CHECK(told <= earliest + 10s);
}

TEST_CASE("without systemd nothing is told and nothing is there") {
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS", "CREDENTIALS_DIRECTORY", "JOURNAL_STREAM"}) {
    ::unsetenv(name);
  }
  systemd::notify_ready();
  systemd::notify_reloading();
  systemd::notify_status("fine");
  CHECK_FALSE(systemd::watchdog_interval());
  CHECK(systemd::take_listen_descriptors().empty());
  CHECK_FALSE(systemd::credential("medium-token"));
  CHECK_FALSE(systemd::stderr_is_journal());
  const Variable gone("NOTIFY_SOCKET", "/nonexistent/notify");
  systemd::notify_ready();
}

TEST_CASE("the watchdog's interval is for the process that is meant") {
  const Variable interval("WATCHDOG_USEC", "3000000");
  CHECK(systemd::watchdog_interval() == 3s);
  {
    const Variable ours("WATCHDOG_PID", std::to_string(::getpid()));
    CHECK(systemd::watchdog_interval() == 3s);
  }
  const Variable another("WATCHDOG_PID", "1");
  CHECK_FALSE(systemd::watchdog_interval());
}

TEST_CASE("sockets that systemd listens on are taken once and closed on exec") {
  const auto child = test::report_of_child([](int report) {
    for (const int place : {3, 4}) {
      const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
      ::dup2(socket, place);
      if (socket != 3 && socket != 4) ::close(socket);
    }
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", "2", 1);
    ::setenv("LISTEN_FDNAMES", "one:two", 1);
    for (const int descriptor : systemd::take_listen_descriptors()) {
      test::say(report, std::to_string(descriptor) + ((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0 ? "c " : "o "));
    }
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
      if (::getenv(name) != nullptr) test::say(report, std::string(name) + " is left ");
    }
    test::say(report, std::to_string(systemd::take_listen_descriptors().size()) + " left");
  });
  CHECK(child.ended_well());
  CHECK(child.text == "3c 4c 0 left");
}

TEST_CASE("sockets meant for another process are not taken") {
  ::setenv("LISTEN_PID", "1", 1);
  ::setenv("LISTEN_FDS", "2", 1);
  CHECK(systemd::take_listen_descriptors().empty());
  CHECK(::getenv("LISTEN_FDS") == nullptr);
}

TEST_CASE("sockets that are not there are an error") {
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  ::setenv("LISTEN_FDS", "many", 1);
  CHECK_THROWS_AS(systemd::take_listen_descriptors(), std::system_error);
  CHECK(::getenv("LISTEN_FDS") == nullptr);
}

TEST_CASE("a credential is a file in the credentials directory") {
  const NotifySocket place;  // any directory of our own
  const auto directory = std::filesystem::path(place.path()).parent_path();
  std::ofstream(directory / "medium-token") << "secret";
  const Variable variable("CREDENTIALS_DIRECTORY", directory);
  const auto path = systemd::credential("medium-token");
  REQUIRE(path.has_value());
  std::ifstream file(*path);
  std::string secret;
  CHECK(std::getline(file, secret));
  CHECK(secret == "secret");
  CHECK(systemd::credential("..hidden") == directory / "..hidden");
}

TEST_CASE("a credential's name leads nowhere else") {
  const Variable variable("CREDENTIALS_DIRECTORY", "/run/credentials/mediumsync.service");
  using namespace std::string_view_literals;
  for (const auto name : {""sv, "."sv, ".."sv, "../shadow"sv, "/etc/shadow"sv, "a/b"sv, "a/"sv, "a\0b"sv}) {
    CAPTURE(name);
    CHECK_THROWS_AS(systemd::credential(name), std::invalid_argument);
  }
  CHECK_THROWS_AS(systemd::credential(std::string(256, 'a')), std::invalid_argument);
  CHECK(systemd::credential(std::string(255, 'a')).has_value());
}

TEST_CASE("a credentials directory that is no absolute path is none") {
  for (const char* directory : {"", "credentials"}) {
    const Variable variable("CREDENTIALS_DIRECTORY", directory);
    CHECK_FALSE(systemd::credential("medium-token"));
  }
}

TEST_CASE("stderr is the journal when JOURNAL_STREAM names it") {
  const std::string ours = name_of_stderr();
  const std::string device = ours.substr(0, ours.find(':'));
  const std::vector<std::pair<std::string, bool>> cases{
      {ours, true},        {ours + "0", false}, {"1" + ours, false}, {device, false},     {device + ":", false},
      {":" + ours, false}, {"", false},         {":", false},        {ours + " ", false}, {"journal:stream", false}};
  for (const auto& [stream, expected] : cases) {
    CAPTURE(stream);
    const Variable variable("JOURNAL_STREAM", stream);
    CHECK(systemd::stderr_is_journal() == expected);
  }
}

TEST_CASE("a journal entry has its message and priority and fields") {
  const auto child = test::report_of_child([](int report) {
    const test::JournalListener journal;
    if (!journal.why_not().empty()) return test::say(report, "skip: " + journal.why_not());
    if (systemd::journal_send(4, "published post=42",
                              {{"MEDIUMSYNC_POST", "42"}, {"MEDIUMSYNC_TITLE", "two\nlines"}})) {
      return test::say(report, "an error");
    }
    test::say(report, journal.next());
  });
  CHECK(child.ended_well());
  if (child.text.rfind("skip: ", 0) == 0) {
    MESSAGE("skipped: no mount namespace here (" << child.text << ")");
    return;
  }
  CHECK(child.text.find("MESSAGE=published post=42\n") != std::string::npos);
  CHECK(child.text.find("PRIORITY=4\n") != std::string::npos);
  CHECK(child.text.find("MEDIUMSYNC_POST=42\n") != std::string::npos);
  CHECK(child.text.find(std::string("MEDIUMSYNC_TITLE\n\x09\0\0\0\0\0\0\0two\nlines\n", 35)) != std::string::npos);
  CHECK(child.text.find("CODE_FILE") == std::string::npos);
}

TEST_CASE("a journal that is not running is no error") {
  const auto child = test::report_of_child([](int report) {
    const test::JournalListener journal;
    if (!journal.why_not().empty()) return test::say(report, "no error");
    ::unlink("/run/systemd/journal/socket");
    test::say(report, systemd::journal_send(6, "published", {}) ? "an error" : "no error");
  });
  CHECK(child.text == "no error");
}
