// The house's word for "a value or the reason there is none": std::expected's stand-in until the compiler has it.
// The one third-party header of core/, kept in this file alone.
#pragma once

#include <tl/expected.hpp>

namespace mediumsync::core {

template <typename Value, typename Error>
using Expected = tl::expected<Value, Error>;

template <typename Error>
using Unexpected = tl::unexpected<Error>;

}  // namespace mediumsync::core
