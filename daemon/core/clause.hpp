// Sentences of others as a part of ours.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::core {

// Without the full stop and the white space at its end, so that "; do this" may follow. Applied where words of others
// come in, so that nobody who says them on has to think of it.
std::string clause(std::string_view theirs);

}  // namespace mediumsync::core
