#pragma once

#include "sandbox/server/service.hpp"

namespace mediumsync::sandbox {

// A story with all its fields, and what a reader sees of it as rows of grafs.
Json view_story(const State& state, const Story& story);
Json view_state(const World& world);

}  // namespace mediumsync::sandbox
