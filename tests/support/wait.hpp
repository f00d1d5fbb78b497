#pragma once

#include <chrono>
#include <functional>

namespace mediumsync::support {

// Asks again and again, with short waits between, until the answer is yes; no when `limit` is over first.
bool eventually(const std::function<bool()>& predicate, std::chrono::milliseconds limit = std::chrono::seconds(20));

}  // namespace mediumsync::support
