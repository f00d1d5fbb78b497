#pragma once

#include <string>
#include <string_view>

#include "lib/log/log.hpp"

namespace mediumsync::log {

// `text` as a person may see it on a terminal: control characters and what is not UTF-8 become \xNN, a backslash is
// doubled. In quotes, with quotes inside escaped, when it is empty or holds a space or a quote.
std::string escaped(std::string_view text);

// `published post=42 url=…`
std::string line(std::string_view event, Fields fields);

// The journal's name of a key: `next-due` is MEDIUMSYNC_NEXT_DUE.
std::string journal_field(std::string_view key);

}  // namespace mediumsync::log
