#include "ctl/offline.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

#include "ctl/exit_status.hpp"

namespace mediumsync::ctl {
namespace {

// The daemon's program beside this one.
std::string daemon_program() {
  std::array<char, PATH_MAX> buffer{};
  const ssize_t length = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
  const std::string self(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::size_t slash = self.rfind('/');
  return slash == std::string::npos ? "mediumsyncd" : self.substr(0, slash + 1) + "mediumsyncd";
}

void execute(const std::vector<std::string>& arguments) {
  const std::string program = daemon_program();
  std::vector<std::string> words{program, "offline"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  std::cerr << "mediumsyncctl: can't run " << program
            << ", which reads files for it; are both programs installed side by side?\n";
}

}  // namespace

int become_offline(const std::vector<std::string>& arguments) {
  execute(arguments);
  return exit_refused;
}

Captured run_offline(const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return {exit_refused, {}};
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    execute(arguments);
    ::_exit(exit_refused);
  }
  ::close(ends[1]);
  Captured captured;
  std::array<char, 65536> buffer{};
  ssize_t got = 0;
  while ((got = ::read(ends[0], buffer.data(), buffer.size())) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    captured.output.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) return {exit_refused, {}};
  captured.status = WIFEXITED(status) ? WEXITSTATUS(status) : exit_refused;
  return captured;
}

}  // namespace mediumsync::ctl
