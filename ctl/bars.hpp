// Small charts for terminals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace mediumsync::ctl {

// A bar of blocks, in eighths of a character, as long as `value` is of `most`, which is `width` characters. What is not
// nothing can be seen.
std::string bar(std::int64_t value, std::int64_t most, std::size_t width);

}  // namespace mediumsync::ctl
