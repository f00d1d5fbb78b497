#include "support/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace mediumsync::support {
namespace {

int checked(int result, const std::string& what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

// glibc 2.36 declares pidfd_open() without C linkage.
int watch(pid_t pid) {
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

pid_t spawn(std::vector<std::string> command, const std::vector<std::string>& added, int output, int errors) {
  std::vector<std::string> environment(added);
  for (char** one = environ; *one != nullptr; ++one) environment.emplace_back(*one);
  const std::vector<char*> argv = pointers(command);
  const std::vector<char*> envp = pointers(environment);
  const pid_t parent = ::getpid();
  const pid_t pid = checked(::fork(), "start " + command.front());
  if (pid != 0) return pid;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() == parent && ::dup2(output, STDOUT_FILENO) >= 0 && ::dup2(errors, STDERR_FILENO) >= 0)
    ::execve(argv.front(), argv.data(), envp.data());
  ::_exit(127);
}

std::string contents(int descriptor) {
  std::string all;
  std::array<char, 65536> part{};
  ssize_t size = 0;
  while ((size = ::pread(descriptor, part.data(), part.size(), static_cast<off_t>(all.size()))) > 0)
    all.append(part.data(), static_cast<std::size_t>(size));
  return all;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(number_, other.number_);
  return *this;
}

Process::Process(std::vector<std::string> command, const std::vector<std::string>& environment)
    : output_(checked(::memfd_create("output", MFD_CLOEXEC), "make a file for output")),
      errors_(checked(::memfd_create("errors", MFD_CLOEXEC), "make a file for errors")),
      pid_(spawn(std::move(command), environment, output_.number(), errors_.number())),
      ended_descriptor_(checked(watch(pid_), "watch a process")) {}

Process::Process(Process&& other) noexcept
    : output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      pid_(std::exchange(other.pid_, 0)),
      ended_descriptor_(std::move(other.ended_descriptor_)),
      ended_(other.ended_) {}

Process::~Process() {
  if (pid_ == 0 || ended_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const {
  if (!ended_) ::kill(pid_, number);
}

std::optional<Ended> Process::wait(std::chrono::milliseconds limit) {
  if (ended_) return ended_;
  pollfd watched{ended_descriptor_.number(), POLLIN, 0};
  if (checked(::poll(&watched, 1, static_cast<int>(limit.count())), "wait for a process") == 0) return std::nullopt;
  int status = 0;
  checked(::waitpid(pid_, &status, 0), "learn how a process ended");
  ended_ = Ended{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
  return ended_;
}

std::string Process::output() const {
  return contents(output_.number());
}

std::string Process::errors() const {
  return contents(errors_.number());
}

Ran run(std::vector<std::string> command, const std::vector<std::string>& environment,
        std::chrono::milliseconds limit) {
  const std::string name = command.front();
  Process process(std::move(command), environment);
  const auto ended = process.wait(limit);
  if (!ended) throw std::runtime_error(name + " did not end: " + process.output() + process.errors());
  return {ended->status, process.output(), process.errors()};
}

}  // namespace mediumsync::support
