// Presentation MathML as LaTeX.
#pragma once

#include <optional>
#include <string>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// std::nullopt where it holds what is not known here, a table for one.
std::optional<std::string> latex_of_mathml(const GumboNode& math);

}  // namespace mediumsync::parse
