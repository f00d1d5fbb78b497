// Who is at the other end of the control socket, for people to read.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "control/commands.hpp"
#include "control/varlink.hpp"

namespace mediumsync::control {

// The names of users, each asked from the system once: the loop waits for the answer. Owned by the server.
class Callers {
 public:
  // "uid 1000 (anna)"; without a name where the system knows none.
  std::string name(uid_t uid);

 private:
  std::map<uid_t, std::string> known_;
};

// "hold 3 4": the verb and what it is about, short enough for a line.
std::string asked_for(const Command& command, const Json& parameters);

}  // namespace mediumsync::control
