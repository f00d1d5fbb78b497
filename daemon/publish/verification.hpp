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

// One `verify`: token → profile → publications → roles → feed → images, each step of the API only when the one before
// passed. Changes nothing on Medium. Owned by the publisher until it has told.
class Verification {
 public:
  using OnDone = std::function<void(std::vector<Check>)>;

  // `client` is asked anew for each step: the account may be reloaded meanwhile. Null when there is none any more, or
  // no token; then `token_problem` says why. The author's feed is asked for through `web`.
  struct Asked {
    std::function<medium::Client*()> client;
    std::optional<std::string> token_problem;
    std::string site;
    FetchLimits limits;
  };
  Verification(uv::Loop& loop, http::Client& web, Asked asked, OnDone on_done);

 private:
  medium::Client* client_or_tell();
  void ask_profile();
  void ask_publications();
  void ask_next_role();
  void ask_feed();
  void judge_feed(const std::string& url, const http::Result& result);
  void passed(std::string what, std::string detail);
  void failed(std::string what, const medium::Outcome& outcome);
  void tell();

  http::Client& web_;
  Asked asked_;
  OnDone on_done_;
  std::vector<Check> checks_;
  std::string user_id_;
  std::string username_;
  std::vector<medium::Publication> publications_;
  std::size_t roles_asked_ = 0;
  uv::Timer begin_;
  http::Transfer transfer_;
};

}  // namespace mediumsync::publish
