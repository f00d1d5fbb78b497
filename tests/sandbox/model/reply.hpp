#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/model/json.hpp"

namespace mediumsync::sandbox {

// An answer of Medium's, before any fault has been at it.
struct Reply {
  int status;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Reply data_reply(int status, Json data);
Reply error_reply(int status, int code, std::string_view message);
Reply html_reply(int status, std::string body);
Reply redirect_reply(int status, std::string location);

// "Just a moment…": what Cloudflare shows to whom it takes for a robot.
Reply cloudflare_challenge();
// What Cloudflare shows when Medium itself does not answer it (502, 503, 504), or Medium's own page for a 500.
Reply gateway_error(int status);

}  // namespace mediumsync::sandbox
