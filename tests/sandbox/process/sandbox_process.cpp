#include "sandbox/process/sandbox_process.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <httplib.h>
#include <signal.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace mediumsync::sandbox {
namespace {

pid_t spawn(std::vector<std::string> arguments, int output) {
  arguments.insert(arguments.begin(), {MEDIUMSYNC_BINARY_DIR "/mediumsync-sandbox", "--die-with-parent"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category(), "start " + arguments[0]);
  return pid;
}

// The first line, or what there was of it when the process ended.
std::string read_line(int fd) {
  std::string line;
  char c = 0;
  while (read(fd, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

std::string read_body(const httplib::Result& result, const std::string& path) {
  if (!result) throw std::runtime_error("ask the sandbox for " + path + ": " + httplib::to_string(result.error()));
  if (result->status != 200) throw std::runtime_error("ask the sandbox for " + path + ": " + result->body);
  return result->body;
}

SandboxProcess::Json read_answer(const httplib::Result& result, const std::string& path) {
  return SandboxProcess::Json::parse(read_body(result, path));
}

}  // namespace

SandboxProcess::SandboxProcess(std::vector<std::string> arguments) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "make a pipe");
  pid_ = spawn(std::move(arguments), ends[1]);
  close(ends[1]);
  const std::string line = read_line(ends[0]);
  close(ends[0]);
  const Json ports = Json::parse(line, nullptr, false);
  if (!ports.is_object()) {
    const int status = stop();
    throw std::runtime_error("the sandbox did not start: exit status " + std::to_string(status));
  }
  port_ = ports.at("port").get<int>();
  control_port_ = ports.at("control_port").get<int>();
  base_ = ports.at("base").get<std::string>();
}

SandboxProcess::~SandboxProcess() {
  if (pid_ != 0) stop();
}

int SandboxProcess::stop() {
  int status = 0;
  kill(pid_, SIGTERM);
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string SandboxProcess::control() const {
  return "http://127.0.0.1:" + std::to_string(control_port_);
}

SandboxProcess::Json SandboxProcess::get(const std::string& path) const {
  httplib::Client client{control()};
  return read_answer(client.Get(path), path);
}

SandboxProcess::Json SandboxProcess::post(const std::string& path, const Json& body) const {
  httplib::Client client{control()};
  return read_answer(client.Post(path, body.dump(), "application/json"), path);
}

SandboxProcess::Json SandboxProcess::remove(const std::string& path) const {
  httplib::Client client{control()};
  return read_answer(client.Delete(path), path);
}

std::string SandboxProcess::download(const std::string& path) const {
  httplib::Client client{control()};
  return read_body(client.Get(path), path);
}

std::size_t SandboxProcess::stories() const {
  return get("/counts").at("stories").get<std::size_t>();
}

std::size_t SandboxProcess::count(const std::string& route) const {
  return get("/counts").value(route, std::size_t{0});
}

}  // namespace mediumsync::sandbox
