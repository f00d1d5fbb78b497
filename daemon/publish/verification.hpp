#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/timer.hpp"
#include "medium/client.hpp"
#include "publish/publisher.hpp"

namespace mediumsync::publish {

// One `verify`: token → profile → publications → roles, each step only when the one before passed. Owned by the
// publisher until it has told.
class Verification {
 public:
  using OnDone = std::function<void(std::vector<Check>)>;

  // `client` is asked anew for each step: the account may be reloaded meanwhile. Null when there is none any more, or
  // no token; then `token_problem` says why.
  Verification(uv::Loop& loop, std::function<medium::Client*()> client, std::optional<std::string> token_problem,
               OnDone on_done);

 private:
  medium::Client* client_or_tell();
  void ask_profile();
  void ask_publications();
  void ask_next_role();
  void passed(std::string what, std::string detail);
  void failed(std::string what, const medium::Outcome& outcome);
  void tell();

  std::function<medium::Client*()> client_;
  OnDone on_done_;
  std::vector<Check> checks_;
  std::string user_id_;
  std::vector<medium::Publication> publications_;
  std::size_t roles_asked_ = 0;
  uv::Timer begin_;
  http::Transfer transfer_;
};

}  // namespace mediumsync::publish
