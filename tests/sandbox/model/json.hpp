#pragma once

#include <nlohmann/json.hpp>

namespace mediumsync::sandbox {

// Keeps the order of keys, as Medium's replies have one.
using Json = nlohmann::ordered_json;

}  // namespace mediumsync::sandbox
