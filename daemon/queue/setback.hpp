// Whether the queue is an older copy of itself: a backup that was put in place, or a database whose write-ahead log was
// lost. What such a copy says of its posts may be over: one that waits may be on Medium by now.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "core/time.hpp"
#include "lib/sqlite/database.hpp"

namespace mediumsync::queue {

class Store;

// A file beside the database that says how often a post has gone out (was sent, or given to a person). It is written
// after the database and before a byte is sent, so that it is never ahead of a database that has kept everything.
// Owned by the store.
class Tide {
 public:
  explicit Tide(const std::filesystem::path& database);  // **Throws** std::system_error.
  ~Tide();
  Tide(const Tide&) = delete;
  Tide& operator=(const Tide&) = delete;

  std::optional<std::int64_t> mark() const { return mark_; }  // absent: there is no such file, or nothing in it
  void rise(std::int64_t to);                                 // **Throws** std::system_error.

 private:
  std::system_error failed(const char* what) const;

  std::filesystem::path file_;
  std::optional<std::int64_t> mark_;
  int descriptor_ = -1;
};

// That of the file beside `database`.
std::optional<std::int64_t> tide_mark(const std::filesystem::path& database);

// How often a post has gone out, as the database knows it; one more.
std::int64_t gone_out(sqlite::Database& database);
void note_going_out(Store& store);

// Of a copy that is about to be put in place: the next time it is opened, it is one that was set back.
void mark_as_set_back(sqlite::Database& database, core::TimePoint as_of);

// When the copy is from: its newest event.
std::optional<core::TimePoint> newest_event(sqlite::Database& database);

// To be called once, in the transaction with which the store begins, after what a crash left is sorted. When it was set
// back, every post that waits is held until a person lets it go.
void look_for_setback(Store& store, const std::optional<std::int64_t>& tide_mark, core::TimePoint now);

std::string words_of_a_setback(core::TimePoint as_of);

}  // namespace mediumsync::queue
