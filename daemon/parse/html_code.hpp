// Code as highlighters and editors dress it: a line may be an element, the numbers beside it are none of it.
#pragma once

#include <string>

#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// Numbers that stand beside code.
bool is_gutter(const GumboNode& node);

// A table that is no table but code with the numbers of its lines beside it.
bool is_code_table(const GumboNode& table);

// The lines of a <pre> or of such a table.
std::string html_code_text(const GumboNode& element);

}  // namespace mediumsync::parse
