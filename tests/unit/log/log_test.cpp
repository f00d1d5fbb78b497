#include "lib/log/log.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sstream>
#include <stdlib.h>
#include <string_view>
#include <sys/stat.h>
#include <vector>

#include "unit/systemd/child.hpp"
#include "unit/systemd/journal_listener.hpp"

using namespace mediumsync;
using test::report_of_child;
using test::say;

namespace {

// The lines that `body` logs in a process of its own.
std::vector<std::string> lines_of(const std::function<void()>& body) {
  const auto child = report_of_child([&](int report) {
    ::unsetenv("JOURNAL_STREAM");
    ::dup2(report, STDERR_FILENO);
    body();
  });
  REQUIRE(child.ended_well());
  std::istringstream text(child.text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// RFC 3339 with the zone's offset, as shape() leaves it.
constexpr std::string_view kTime = "0000-00-00T00:00:00.000+00:00 ";

std::string shape(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char character) { return character >= '0' && character <= '9'; }, '0');
  if (text.size() == kTime.size() && text[23] == '-') text[23] = '+';  // west of Greenwich
  return text;
}

void log_at_each_level() {
  log::debug("looked");
  log::info("published", {{"post", 42}});
  log::warn("retried", {{"attempt", 2}});
  log::error("stopped", {{"reason", "token refused"}});
}

void name_stderr_the_journal() {
  struct stat found {};
  ::fstat(STDERR_FILENO, &found);
  const std::string stream = std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
  ::setenv("JOURNAL_STREAM", stream.c_str(), 1);
}

}  // namespace

TEST_CASE("a line has time and level and event and fields") {
  const auto lines = lines_of([] {
    log::open(log::Level::debug);
    log_at_each_level();
  });
  REQUIRE(lines.size() == 4);
  const std::vector<std::string> expected{"debug looked", "info published post=42", "warn retried attempt=2",
                                          "error stopped reason=\"token refused\""};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(shape(lines[i].substr(0, kTime.size())) == kTime);
    CHECK(lines[i].substr(kTime.size()) == expected[i]);
  }
}

TEST_CASE("what is below the threshold is not logged") {
  struct Case {
    log::Level threshold;
    std::size_t lines;
  };
  for (const auto& [threshold, expected] :
       {Case{log::Level::debug, 4}, Case{log::Level::info, 3}, Case{log::Level::warn, 2}, Case{log::Level::error, 1}}) {
    CAPTURE(expected);
    CHECK(lines_of([level = threshold] {
            log::open(level);
            log_at_each_level();
          }).size() == expected);
    CHECK(lines_of([level = threshold] {
            log::open(log::Level::info);
            log::set_threshold(level);
            log_at_each_level();
          }).size() == expected);
  }
}

TEST_CASE("what is logged before the log is opened goes to stderr from info on") {
  CHECK(lines_of(log_at_each_level).size() == 3);
}

TEST_CASE("a value cannot make a line of its own") {
  const auto lines = lines_of([] { log::info("fetched", {{"title", "a\n2026-01-01 error stopped {} %v"}}); });
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].find(R"(title="a\x0a2026-01-01 error stopped {} %v")") != std::string::npos);
}

TEST_CASE("a stderr whose reader has gone stops nothing") {
  const auto child = report_of_child([](int report) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) ::_exit(3);
    ::close(ends[0]);
    ::dup2(ends[1], STDERR_FILENO);
    log::open(log::Level::info);
    log_at_each_level();
    sigset_t pending;
    ::sigpending(&pending);
    say(report, ::sigismember(&pending, SIGPIPE) == 1 ? "a signal waits" : "alive");
  });
  CHECK(child.ended_well());
  CHECK(child.text == "alive");
}

TEST_CASE("a full disk behind stderr stops nothing") {
  const auto child = report_of_child([](int report) {
    ::dup2(::open("/dev/full", O_WRONLY), STDERR_FILENO);
    log::open(log::Level::info);
    log_at_each_level();
    say(report, "alive");
  });
  CHECK(child.text == "alive");
}

TEST_CASE("with stderr closed no log line goes into the file that is opened next") {
  const auto child = report_of_child([](int report) {
    for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(number);
    log::open(log::Level::info);
    const int file = ::open("/tmp", O_TMPFILE | O_RDWR, 0600);
    log_at_each_level();
    struct stat found {};
    if (file <= STDERR_FILENO || ::fstat(file, &found) != 0) ::_exit(3);
    say(report, std::to_string(found.st_size));
  });
  CHECK(child.ended_well());
  CHECK(child.text == "0");
}

TEST_CASE("run by systemd each record is a journal entry with fields and nothing goes to stderr") {
  const auto child = report_of_child([](int report) {
    const test::JournalListener journal;
    if (!journal.why_not().empty()) return say(report, "skip: " + journal.why_not());
    ::dup2(report, STDERR_FILENO);
    name_stderr_the_journal();
    log::open(log::Level::info);
    log::debug("looked");
    log::warn("published late", {{"post", 42}, {"next-due", "to\x1bmorrow"}});
    say(report, journal.next());
    log::error("stopped");
    say(report, journal.next());
  });
  CHECK(child.ended_well());
  if (child.text.rfind("skip: ", 0) == 0) {
    MESSAGE("skipped: no mount namespace here (" << child.text << ")");
    return;
  }
  const std::string start = "MESSAGE=published late post=42 next-due=to\\x1bmorrow\nPRIORITY=4\n";
  CHECK(child.text.rfind(start, 0) == 0);
  CHECK(child.text.find("MEDIUMSYNC_POST=42\n") != std::string::npos);
  CHECK(child.text.find("MEDIUMSYNC_NEXT_DUE=to\x1bmorrow\n") != std::string::npos);
  CHECK(child.text.find("MESSAGE=stopped\nPRIORITY=3\n") != std::string::npos);
}

TEST_CASE("a journal that takes nothing leaves the line to stderr") {
  const auto child = report_of_child([](int report) {
    const test::JournalListener journal;
    if (!journal.why_not().empty()) return say(report, "skip: " + journal.why_not());
    ::dup2(report, STDERR_FILENO);
    name_stderr_the_journal();
    log::open(log::Level::info);
    ::unlink("/run/systemd/journal/socket");
    if (::mkdir("/run/systemd/journal/socket", 0700) != 0) ::_exit(3);
    log::info("published", {{"post", 42}});
  });
  CHECK(child.ended_well());
  if (child.text.rfind("skip: ", 0) == 0) return;
  CHECK(child.text.find("info published post=42\n") != std::string::npos);
}
