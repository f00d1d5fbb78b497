#include "sandbox/test/posts.hpp"

#include <stdexcept>

namespace mediumsync::sandbox::test {

std::string own_posts(const SandboxProcess& sandbox) {
  const auto state = sandbox.get("/state");
  for (const auto& user : state.at("users")) {
    if (user.at("username") == "jane") return "/v1/users/" + user.at("id").get<std::string>() + "/posts";
  }
  throw std::runtime_error("the sandbox has no jane");
}

std::string a_post(const SandboxProcess::Json& changes) {
  SandboxProcess::Json body = {{"title", "A title"},
                               {"contentFormat", "html"},
                               {"content", "<h1>A title</h1><p>Text.</p>"},
                               {"publishStatus", "public"}};
  body.merge_patch(changes);
  return body.dump();
}

bool hangs(const SandboxProcess& sandbox, std::size_t requests) {
  return eventually([&] { return sandbox.get("/counts").at("hanging") == requests; });
}

}  // namespace mediumsync::sandbox::test
