#pragma once

#include <optional>
#include <string>

#include "control/wire.hpp"
#include "core/descriptor.hpp"
#include "core/expected.hpp"
#include "ctl/json.hpp"

namespace mediumsync::ctl {

// Why there is no conversation with the daemon.
struct ConnectionError {
  std::string message;  // with what to do
};

// One reply: its parameters, or the error's name and parameters.
struct Reply {
  Json parameters = Json::object();
  std::optional<std::string> error;
  bool continues = false;
  std::optional<core::Descriptor> file = std::nullopt;  // that came with it
};

enum class Wanted { one, many };

// One blocking connection to the daemon's socket. Owned by main.
class Connection {
 public:
  static core::Expected<Connection, ConnectionError> open(const std::string& path);

  core::Expected<void, ConnectionError> call(std::string_view method, const Json& parameters, Wanted wanted);
  core::Expected<Reply, ConnectionError> next();

 private:
  std::optional<std::size_t> receive(char* room, std::size_t size);
  explicit Connection(core::Descriptor socket) : socket_(std::move(socket)) {}

  core::Descriptor socket_;
  // A reply with ten thousand posts is larger than what the daemon takes.
  control::Framer framer_{64U << 20};
  std::optional<core::Descriptor> file_;  // came, and its reply is not yet whole
};

}  // namespace mediumsync::ctl
