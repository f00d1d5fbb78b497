#include "lib/uv/process.hpp"

#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "unit/uv/temporary_directory.hpp"

using namespace std::chrono_literals;
using namespace mediumsync;

namespace {

uv::Command shell(const std::string& script) {
  return {.words = {"sh", "-c", script}, .environment = {"PATH=/usr/bin:/bin"}};
}

uv::Ran run(uv::Command command) {
  uv::Loop loop;
  std::optional<uv::Ran> ran;
  uv::Process process(loop, std::move(command), [&](uv::Ran result) { ran = std::move(result); });
  CHECK_FALSE(ran);
  REQUIRE(uv::run_until(
      loop, [&] { return ran.has_value(); }, 20s));
  return std::move(*ran);
}

bool lives(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

// Gone, but for the moment that its parent's parent takes to notice.
bool is_gone_soon(pid_t pid) {
  for (const auto until = std::chrono::steady_clock::now() + 5s; std::chrono::steady_clock::now() < until;) {
    if (!lives(pid)) return true;
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    stat >> number >> name >> state;
    if (state == "Z" || !stat) return true;
    std::this_thread::yield();
  }
  return false;
}

std::optional<pid_t> pid_in(const std::string& file) {
  pid_t pid = 0;
  std::ifstream stream(file);
  return stream >> pid ? std::optional(pid) : std::nullopt;
}

}  // namespace

TEST_CASE("a child's words and status come back and its input goes in") {
  uv::Command command = shell("cat; echo oh >&2; exit 3");
  command.input = std::string(300'000, 'x') + "end";
  const uv::Ran ran = run(std::move(command));
  REQUIRE(std::holds_alternative<uv::Exited>(ran.end));
  CHECK(std::get<uv::Exited>(ran.end).status == 3);
  CHECK(ran.output == std::string(300'000, 'x') + "end");
  CHECK(ran.errors == "oh\n");
}

TEST_CASE("a child that never reads its input ends all the same") {
  uv::Command command = shell("echo done");
  command.input = std::string(5'000'000, 'x');
  CHECK(run(std::move(command)).output == "done\n");
}

TEST_CASE("a child works in a directory of its own that is gone after it") {
  uv::Command command = shell("pwd; stat -c %a .; cat in.txt > out.txt; echo $HOME; env | wc -l");
  command.files = {{"in.txt", std::string("a\0b", 3)}};
  command.result = "out.txt";
  const uv::Ran ran = run(std::move(command));
  CHECK(ran.result == std::string("a\0b", 3));
  const std::string directory = ran.output.substr(0, ran.output.find('\n'));
  CHECK(ran.output.find("\n700\n" + directory + "\n") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(directory));
}

TEST_CASE("a result is only taken from a child that ended well and wrote a file of its own") {
  const test::TemporaryDirectory elsewhere;
  elsewhere.touch("secret");
  const std::array scripts{std::string("echo x > out; exit 1"), std::string("ln -s " + elsewhere / "secret" + " out"),
                           std::string("mkdir out"), std::string("true"), std::string("head -c 2000 /dev/zero > out")};
  for (const std::string& script : scripts) {
    CAPTURE(script);
    uv::Command command = shell(script);
    command.result = "out";
    command.max_output = 1000;
    CHECK_FALSE(run(std::move(command)).result);
  }
}

TEST_CASE("a program that does not exist is said to be missing") {
  const uv::Ran ran = run({.words = {"no-such-program-of-mediumsync"}, .environment = {"PATH=/usr/bin:/bin"}});
  REQUIRE(std::holds_alternative<uv::NotStarted>(ran.end));
  CHECK(std::get<uv::NotStarted>(ran.end).why == std::errc::no_such_file_or_directory);
  CHECK_FALSE(uv::is_installed("no-such-program-of-mediumsync"));
  CHECK(uv::is_installed("sh"));
}

TEST_CASE("a child that ignores requests to end is killed with its group when its time is up") {
  const test::TemporaryDirectory notes;
  uv::Command command =
      shell("trap '' TERM HUP INT; sleep 300 & echo $! > " + notes / "pid" + "; while true; do sleep 300; done");
  command.timeout = 300ms;
  const auto before = std::chrono::steady_clock::now();
  const uv::Ran ran = run(std::move(command));
  CHECK(std::holds_alternative<uv::TimedOut>(ran.end));
  CHECK(std::chrono::steady_clock::now() - before < 5s);
  const auto grandchild = pid_in(notes / "pid");
  REQUIRE(grandchild);
  CHECK(is_gone_soon(*grandchild));
}

TEST_CASE("a child that floods its output is killed and what fits is kept") {
  uv::Command command{.words = {"yes"}, .environment = {"PATH=/usr/bin:/bin"}, .max_output = 100'000};
  const uv::Ran ran = run(std::move(command));
  CHECK(std::holds_alternative<uv::Flooded>(ran.end));
  CHECK(ran.output.size() == 100'000);
}

TEST_CASE("a flood of complaints harms nobody") {
  const uv::Ran ran = run(shell("yes | head -c 3000000 >&2; echo done"));
  CHECK(std::holds_alternative<uv::Exited>(ran.end));
  CHECK(ran.output == "done\n");
  CHECK(ran.errors.size() == 4096);
}

TEST_CASE("a child that a signal ended says which") {
  const uv::Ran ran = run(shell("kill -SEGV $$"));
  REQUIRE(std::holds_alternative<uv::Signalled>(ran.end));
  CHECK(std::get<uv::Signalled>(ran.end).signal == SIGSEGV);
}

TEST_CASE("what a child leaves running ends with it") {
  const uv::Ran ran = run(shell("sleep 300 & echo $!"));
  CHECK(std::holds_alternative<uv::Exited>(ran.end));
  CHECK(is_gone_soon(std::stoi(ran.output)));
}

TEST_CASE("destroying the owner kills the child and its callback is not called") {
  const test::TemporaryDirectory notes;
  uv::Loop loop;
  bool called = false;
  std::optional<uv::Process> process;
  process.emplace(loop,
                  shell("trap '' TERM; echo $$ > " + notes / "pid.new" + "; mv " + notes / "pid.new" + " " +
                        notes / "pid" + "; while true; do sleep 300; done"),
                  [&](const uv::Ran&) { called = true; });
  for (const auto until = std::chrono::steady_clock::now() + 10s;
       !pid_in(notes / "pid") && std::chrono::steady_clock::now() < until;) {
    std::this_thread::yield();
  }
  const auto child = pid_in(notes / "pid");
  REQUIRE(child);
  CHECK(lives(*child));
  process.reset();
  CHECK_FALSE(lives(*child));
  loop.run();
  CHECK_FALSE(called);
}

TEST_CASE("the callback may destroy the process and start another") {
  uv::Loop loop;
  int ended = 0;
  std::optional<uv::Process> process;
  const std::function<void(uv::Ran)> again = [&](const uv::Ran&) {
    if (++ended < 3) {
      process.emplace(loop, shell("true"), [&](const uv::Ran& ran) { again(ran); });
    } else {
      process.reset();
    }
  };
  process.emplace(loop, shell("true"), [&](const uv::Ran& ran) { again(ran); });
  REQUIRE(uv::run_until(
      loop, [&] { return ended == 3; }, 20s));
}
