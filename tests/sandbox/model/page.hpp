#pragma once

#include <string>

#include "sandbox/model/state.hpp"

namespace mediumsync::sandbox {

// What a person sees in a browser: pages of the sandbox's own, no copies of Medium's looks.
std::string overview_page(const State& state, Instant now);
std::string user_page(const State& state, const User& user);
std::string publication_page(const State& state, const Publication& publication);
std::string story_page(const State& state, const Story& story);
std::string missing_page();

}  // namespace mediumsync::sandbox
