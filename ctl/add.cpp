#include "ctl/add.hpp"

#include <climits>
#include <cstdlib>
#include <iostream>

#include "core/url.hpp"
#include "ctl/exit_status.hpp"
#include "ctl/offline.hpp"

namespace mediumsync::ctl {

std::optional<int> prepare_add(Arguments& arguments) {
  const std::string& what = arguments.words.front();
  if (core::is_web_url(what)) {
    arguments.parameters["url"] = what;
    return std::nullopt;
  }
  const Captured packed = run_offline({"pack", what});
  if (packed.status != exit_done) return packed.status;
  const Json json = Json::parse(packed.output, nullptr, false);
  if (!json.is_object()) {
    std::cerr << "mediumsyncctl: mediumsyncd could not make sense of " << what << '\n';
    return exit_refused;
  }
  arguments.parameters.update(json);
  return std::nullopt;
}

}  // namespace mediumsync::ctl
