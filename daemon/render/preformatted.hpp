// Text whose lines and columns must stay as they are.
#pragma once

#include <string>
#include <string_view>

#include "core/document.hpp"

namespace mediumsync::render {

// The content of a `<pre>`: escaped, tabs as spaces, U+00A0 in blank lines, since Medium ends the block at an empty
// one.
std::string preformatted(std::string_view text);

// Nothing for a block without anything in it.
std::string code_html(const core::CodeBlock& code);

}  // namespace mediumsync::render
