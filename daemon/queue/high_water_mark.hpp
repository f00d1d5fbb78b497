// How often a post has gone out (was sent, or given to a person), kept beside the database: a database that knows of
// fewer is an older copy of itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>

#include "core/descriptor.hpp"

namespace mediumsync::queue {

// The file that holds it. Written after the database and before a byte is sent, so that it is never ahead of a database
// that has kept everything. Owned by the store.
class HighWaterMark {
 public:
  explicit HighWaterMark(const std::filesystem::path& database);  // **Throws** std::system_error.

  std::optional<std::int64_t> value() const { return value_; }  // absent: there is no such file, or nothing in it
  void set(std::int64_t value);                                 // **Throws** std::system_error.

 private:
  std::system_error failed(const char* what) const;

  std::filesystem::path file_;
  std::optional<std::int64_t> value_;
  core::Descriptor descriptor_;
};

// That beside `database`, without making one.
std::optional<std::int64_t> high_water_mark(const std::filesystem::path& database);

}  // namespace mediumsync::queue
