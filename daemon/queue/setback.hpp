// Whether the queue is an older copy of itself: a backup that was put in place, or a database whose write-ahead log was
// lost. What such a copy says of its posts may be over: one that waits may be on Medium by now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

class Store;

// How often a post has gone out, as the database knows it; one more.
std::int64_t gone_out(sqlite::Database& database);
void note_going_out(Store& store);

// Of a copy that is about to be put in place: the next time it is opened, it is one that was set back.
void mark_as_set_back(sqlite::Database& database, core::TimePoint as_of);

// When the copy is from: its newest event.
std::optional<core::TimePoint> newest_event(sqlite::Database& database);

// To be called once, in the transaction with which the store begins, after what a crash left is sorted. When it was set
// back, every post that waits is held until a person lets it go.
void look_for_setback(Store& store, const std::optional<std::int64_t>& high_water_mark, core::TimePoint now);

std::string words_of_a_setback(core::TimePoint as_of);

}  // namespace mediumsync::queue
