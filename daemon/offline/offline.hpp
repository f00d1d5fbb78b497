// The verbs that need no daemon: `check`, `render`, `preview` and `parse` of files, and the reading that `add` and
// `import` do, run by `mediumsyncd offline VERB
// …`, which is how mediumsyncctl offers them without linking the parsers.
#pragma once

#include <string>
#include <vector>

namespace mediumsync::offline {

// The exit status: 0 done, 1 the file has errors (said on stderr), 2 usage.
int run(const std::vector<std::string>& arguments);

}  // namespace mediumsync::offline
