#pragma once

#include <httplib.h>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/validation.hpp"

namespace mediumsync::sandbox {

struct RequestBody {
  std::string bytes;
  std::vector<Part> parts;  // of a multipart body, whose bytes stand here alone
  std::size_t received = 0;
  bool complete = false;
};

// Reads to the end of the body, or until `limit` bytes of it are in.
RequestBody read_body(const httplib::Request& in, const httplib::ContentReader* reader,
                      std::optional<std::size_t> limit);

}  // namespace mediumsync::sandbox
