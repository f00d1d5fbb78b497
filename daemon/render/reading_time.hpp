// How long a story takes to read, as Medium tells it.
#pragma once

#include <chrono>

#include "core/document.hpp"

namespace mediumsync::render {

// 265 words a minute (500 characters of Chinese, Japanese or Korean), and for images 12 seconds, 11, 10 … 3. Rounded
// up to whole minutes, one at least.
std::chrono::minutes reading_time(const core::Document& document);

}  // namespace mediumsync::render
