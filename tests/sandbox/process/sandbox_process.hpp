#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mediumsync::sandbox {

// A running mediumsync-sandbox of the build tree. Owned by the test that needs it, and killed with it.
class SandboxProcess {
 public:
  using Json = nlohmann::ordered_json;

  // Returns once both ports answer. **Throws** std::runtime_error when it does not start.
  explicit SandboxProcess(std::vector<std::string> arguments = {});
  ~SandboxProcess();
  SandboxProcess(const SandboxProcess&) = delete;
  SandboxProcess& operator=(const SandboxProcess&) = delete;

  pid_t pid() const { return pid_; }
  int port() const { return port_; }
  int control_port() const { return control_port_; }
  const std::string& base() const { return base_; }  // http://127.0.0.1:PORT
  std::string api() const { return base_ + "/v1"; }
  std::string control() const;  // http://127.0.0.1:CONTROL_PORT
  std::string file(const std::string& name) const { return control() + "/files/" + name; }

  // The control port. Each **throws** std::runtime_error with the sandbox's words when it refuses.
  Json get(const std::string& path) const;
  Json post(const std::string& path, const Json& body) const;
  Json remove(const std::string& path) const;
  std::string download(const std::string& path) const;  // as it is

  std::size_t stories() const;                        // how many there are
  std::size_t count(const std::string& route) const;  // of "POST /users/{id}/posts" …: how many requests came

  // Sends SIGTERM and waits; returns the exit status.
  int stop();

 private:
  pid_t pid_ = 0;
  int port_ = 0;
  int control_port_ = 0;
  std::string base_;
};

}  // namespace mediumsync::sandbox
