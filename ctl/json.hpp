#pragma once

#include <nlohmann/json.hpp>

namespace mediumsync::ctl {

using Json = nlohmann::ordered_json;

}  // namespace mediumsync::ctl
