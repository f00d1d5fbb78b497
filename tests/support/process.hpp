#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mediumsync::support {

// How a process ended: its exit status, or 128 + the signal that ended it, as a shell says it.
struct Ended {
  int status = 0;
};

// A file descriptor, closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  int number() const { return number_; }

 private:
  int number_;
};

// A program that runs beside a test, its output kept in memory. Owned by the test, and killed with it or before it.
class Process {
 public:
  // `environment` holds NAME=VALUE, added to the test's own. **Throws** std::system_error when it can't be started.
  explicit Process(std::vector<std::string> command, const std::vector<std::string>& environment = {});
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  pid_t pid() const { return pid_; }
  // Readable once the process has ended, for poll(2).
  int ended_descriptor() const { return ended_descriptor_.number(); }
  void signal(int number) const;
  // Waits for the end, but no longer than this. std::nullopt: it still runs.
  std::optional<Ended> wait(std::chrono::milliseconds limit);
  // What it has written so far.
  std::string output() const;
  std::string errors() const;

 private:
  Descriptor output_;
  Descriptor errors_;
  pid_t pid_;
  Descriptor ended_descriptor_;
  std::optional<Ended> ended_;
};

// What came of a program that was run to its end.
struct Ran {
  int status = 0;
  std::string output;
  std::string errors;
};

// **Throws** std::runtime_error when it has not ended after `limit`.
Ran run(std::vector<std::string> command, const std::vector<std::string>& environment = {},
        std::chrono::milliseconds limit = std::chrono::seconds(30));

}  // namespace mediumsync::support
