// A post's row read into a Record, and the state of one changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "queue/store.hpp"

namespace mediumsync::queue {

std::string_view to_string(Lane lane);

// "SELECT the columns that read_record() reads and `more` FROM post, its text joined, " + `rest`
std::string select_records(std::string_view rest, std::string_view more = {});
inline constexpr int record_columns = 23;
Record read_record(const Rows& rows);

// "sequence, at, post, kind, detail, actor" of an event.
Event read_event(const Rows& rows);

// **Throws** std::runtime_error for a word that the schema does not know either.
core::State to_state(const std::string& text);
Cause to_cause(const std::string& text);
core::PublishStatus to_publish_status(const std::string& text);
core::License to_license(const std::string& text);

inline constexpr std::string_view words_of_a_hold = "held by a person";

std::optional<Record> find_record(Store& store, core::PostId id);

// Which post a duplicate is the same as.
void set_twin(Store& store, core::PostId id, core::PostId twin);

// Where a post stands now and why; writes no event.
void set_state(Store& store, core::PostId id, core::State state, Cause cause, const std::optional<std::string>& reason);

}  // namespace mediumsync::queue
