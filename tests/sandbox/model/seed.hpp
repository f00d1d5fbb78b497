#pragma once

#include "sandbox/model/json.hpp"
#include "sandbox/model/state.hpp"

namespace mediumsync::sandbox {

// Jane with a token and two publications (editor in one, writer in the other), and Lea without a token.
Json default_seed();

// Fills a fresh state. The shape is told by `mediumsync-sandbox --help`.
// **Throws** std::runtime_error that names what is wrong in the seed.
State load_seed(const Json& seed, std::uint64_t id_seed, Instant now);

// One story as seeds and the control port's POST /stories write it.
// **Throws** std::runtime_error for an unknown author, publication or name.
Story read_story(const Json& json, const State& state, Instant now);
// Applies the members that are there to a story, as an author does who edits it. **Throws** as above.
void edit_story(Story& story, const Json& json, const State& state, Instant now);

}  // namespace mediumsync::sandbox
