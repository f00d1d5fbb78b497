// Replies for people.
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "ctl/json.hpp"
#include "ctl/table.hpp"

namespace mediumsync::ctl {

// What one reply to a verb looks like.
std::string print(std::string_view verb, const Json& reply, const Look& look, core::TimePoint now);

// The parts, each in a file of its kind.
std::string print_status(const Json& reply, const Look& look, core::TimePoint now);
std::string print_posts(const Json& posts, const Look& look, core::TimePoint now);
std::string print_post(const Json& reply, const Look& look, core::TimePoint now);
std::string print_diff(const Json& reply, const Look& look);
std::string print_accounts(const Json& accounts, const Look& look, core::TimePoint now);
std::string print_sources(const Json& sources, const Look& look, core::TimePoint now);
// One reply of a poll: the sources that have answered, or the sum.
std::string print_polled(const Json& reply, const Look& look);
std::string print_import(const Json& reply, const Look& look, core::TimePoint now);
// What imports found of stories on Medium, a line each.
std::string print_changes(const Json& changes, const Look& look);
std::string print_history(const Json& reply, const Look& look);
std::string print_statistics(const Json& reply, const Look& look, core::TimePoint now);

std::string print_backup(const Json& made);

// A text member, "–" where it is null or missing.
std::string text_of(const Json& object, const char* name);
Hue hue_of_state(const std::string& state);

}  // namespace mediumsync::ctl
