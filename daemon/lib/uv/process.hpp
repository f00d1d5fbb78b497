// A program run as a child: in a directory of its own, with bounded output and time.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include "lib/uv/loop.hpp"

namespace mediumsync::uv {

// What is run, and within which bounds.
struct Command {
  // A file laid into the child's directory before it starts.
  struct File {
    std::string name;
    std::string bytes;
  };
  std::vector<std::string> words;  // the program, looked up in PATH, and its arguments
  std::vector<std::string>
      environment;    // NAME=VALUE: all that it gets; without HOME and TMPDIR among them, those are its directory
  std::string input;  // on its standard input
  std::vector<File> files;
  std::optional<std::string> result;  // a file of its directory that is read once it has ended well
  std::size_t max_output = 1U << 20;  // of its standard output, and of the result
  std::chrono::milliseconds timeout{30'000};
};

// How a child ended.
struct Exited {
  int status = 0;
};
struct Signalled {  // by somebody else, or for having gone over a limit of the kernel's
  int signal = 0;
};
struct TimedOut {};
struct Flooded {};  // it wrote more than max_output
struct NotStarted {
  std::error_code why;
};
using End = std::variant<Exited, Signalled, TimedOut, Flooded, NotStarted>;

// What came of a command.
struct Ran {
  End end;
  std::string output;
  std::string errors;                 // the beginning of its standard error, a few kilobytes
  std::optional<std::string> result;  // absent when it did not end well, or wrote none
};

// The program named `name` as PATH has it; for a finding that says what to install.
bool is_installed(const std::string& name);

// A child process in a session and a private directory of its own. Owned by whoever waits for it; destroying it kills
// the child with all of its process group and removes the directory. At its end, in whatever way, the rest of the group
// is killed as well.
class Process {
 public:
  // `on_end` is called once, from the loop, never before the constructor returns; it may destroy this. A program that
  // can't be started ends as NotStarted. **Throws** std::system_error when there is no directory, pipe or memory.
  Process(Loop& loop, Command command, std::function<void(Ran)> on_end);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediumsync::uv
