#pragma once

#include "core/time.hpp"

namespace mediumsync::queue {

class Store;

// Sorts what a crash left in `publishing`: without a sending mark nothing was sent and the post waits again, with one a
// story may exist.
void recover(Store& store, core::TimePoint now);

}  // namespace mediumsync::queue
