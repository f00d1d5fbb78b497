#pragma once

#include <string_view>

namespace mediumsync::render {

// The kit's only script: it copies, saves an image into a file, and says so.
std::string_view kit_script();

// "sha256-…" of it (CSP level 3, section 2.3.1): nothing else on the page may run.
std::string_view kit_script_hash();

}  // namespace mediumsync::render
