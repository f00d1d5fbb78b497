// Zips as people download them, read in memory: nothing of one is ever unpacked onto the disk.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/expected.hpp"

namespace mediumsync::archive {

// Why a zip can't be read (on), with what to do.
struct ZipError {
  std::string message;
};

// What may be read of one at most; a zip that wants more is no honest one.
struct ZipLimits {
  std::size_t entries = 100'000;
  std::size_t file_bytes = std::size_t{16} << 20;  // unpacked; of a larger one nothing is handed over
  std::size_t total_bytes = std::size_t{1} << 30;  // unpacked, of all that were wanted
};

// How one file came out of it.
enum class Unpacked { whole, too_large, damaged };
struct ZipFile {
  std::string_view name;   // as written in the zip; what is no UTF-8 there may come as "?"
  std::string_view bytes;  // empty unless whole
  Unpacked how = Unpacked::whole;
  std::optional<std::chrono::sys_seconds> written;  // when, as the zip says; without a zone that is taken for UTC
};

struct ZipReading {
  std::function<bool(std::string_view name)> wanted;  // asked for every file; the others are not unpacked
  std::function<void(const ZipFile& file)> on_file;
};

// Calls on_file for each file that is wanted, in the zip's order, one in memory at a time.
core::Expected<void, ZipError> read_zip(const std::string& path, const ZipLimits& limits, const ZipReading& reading);

// Whether the file begins as zips do.
bool is_zip(const std::string& path);

}  // namespace mediumsync::archive
