// Private to queue/.
#pragma once

#include <vector>

#include "queue/store.hpp"

namespace mediumsync::queue {

// Those that the last settings named.
std::vector<Receiver> load_receivers(Store& store);

}  // namespace mediumsync::queue
