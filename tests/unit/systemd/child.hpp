#pragma once

#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <functional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace mediumsync::test {

// What a forked child wrote into its end of a pipe and how it ended.
struct ChildReport {
  int status = 0;
  std::string text;
  bool ended_well() const { return WIFEXITED(status) && WEXITSTATUS(status) == 0; }
};

// Runs `body` in a child, for what a process can do to itself only once: closing descriptors, entering namespaces.
// The child's end of the pipe is far from the low descriptors.
inline ChildReport report_of_child(const std::function<void(int report)>& body) {
  constexpr int kOutOfTheWay = 100;
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    for (const int number : {SIGABRT, SIGSEGV, SIGPIPE}) std::signal(number, SIG_DFL);
    ::close(ends[0]);
    const int report = ::fcntl(ends[1], F_DUPFD_CLOEXEC, kOutOfTheWay);
    ::close(ends[1]);
    body(report);
    ::_exit(0);
  }
  ::close(ends[1]);
  ChildReport report;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = ::read(ends[0], buffer.data(), buffer.size())) > 0) {
    report.text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &report.status, 0) == child);
  return report;
}

inline void say(int report, const std::string& text) {
  if (::write(report, text.data(), text.size()) != static_cast<ssize_t>(text.size())) ::_exit(2);
}

}  // namespace mediumsync::test
