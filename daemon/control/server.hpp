#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "core/time.hpp"
#include "lib/uv/loop.hpp"
#include "publish/publisher.hpp"
#include "queue/queue.hpp"
#include "source/sources.hpp"
#include "upkeep/backups.hpp"

namespace mediumsync::control {

// What a person's verb needs of the rest of the daemon. Owned by the composition root, outlives the server.
struct Services {
  queue::Queue& queue;
  publish::Publisher& publisher;
  source::Sources& sources;
  std::function<core::TimePoint()> clock;
  // Reads the configuration again and applies it: nothing, or every mistake as "FILE:LINE:COLUMN: message"; then the
  // old one stays.
  std::function<core::Expected<void, std::vector<std::string>>()> reload;
  // What an account says of a post that comes by `add`; the first account's without a name. Absent: no such account.
  std::function<std::optional<core::SourceRules>(const std::optional<std::string>& account)> rules;
  // Where an account's stories are: "https://medium.com".
  std::function<std::string(const std::string& account)> site;
  std::string version;
  core::TimePoint started_at;
  upkeep::Backups& backups;
  // Why nothing is published or taken in for now, if so: the state directory can't be written.
  std::function<std::optional<std::string>()> standstill;
};

// Where the socket comes from.
struct SocketPath {
  std::string path;
};
struct SocketDescriptor {
  int number = -1;  // already listening, from systemd
};
using Listen = std::variant<SocketPath, SocketDescriptor>;

// Serves io.mediumsync over Varlink on a Unix socket, mode 0660: whoever may write to it may control. Owned by the
// composition root.
class Server {
 public:
  // **Throws** std::system_error when the socket can't be had.
  Server(uv::Loop& loop, Services& services, const Listen& listen);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Passes an event on to those who follow.
  void announce(const queue::Event& event);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediumsync::control
