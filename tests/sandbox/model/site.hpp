#pragma once

#include "sandbox/model/api.hpp"
#include "sandbox/model/route.hpp"

namespace mediumsync::sandbox {

// The part of Medium that readers see: pages, feeds, images. HTML is drawn for people, so no User-Agent is turned away.
Reply answer_site(const Target& target, const State& state, Instant now);

}  // namespace mediumsync::sandbox
