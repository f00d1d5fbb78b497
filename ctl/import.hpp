#pragma once

#include "ctl/arguments.hpp"
#include "ctl/connection.hpp"

namespace mediumsync::ctl {

// `import` of a file: it is read with the caller's own rights by `mediumsyncd offline import`, whose lines are the
// parameters of one call each; a web address is one call, for the daemon to fetch it. The exit status when the file
// can't be read.
struct Calls {
  std::vector<Json> parameters;
};
std::variant<Ended, Calls> prepare_import(const Arguments& arguments);

// What several calls came to, as one reply.
Json sum_of_imports(const std::vector<Json>& replies);

}  // namespace mediumsync::ctl
