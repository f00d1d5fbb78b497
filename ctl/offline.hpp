// The verbs that `mediumsyncd offline` carries out: it has the parsers, which this program does without.
#pragma once

#include <string>
#include <vector>

namespace mediumsync::ctl {

// Becomes `mediumsyncd offline …`; comes back only when that could not be started, with the exit status.
int become_offline(const std::vector<std::string>& arguments);

struct Captured {
  int status = 0;
  std::string output;
};
// Runs it and keeps what it prints; its messages go to stderr.
Captured run_offline(const std::vector<std::string>& arguments);

}  // namespace mediumsync::ctl
