// Tables as people write them, for GitHub's rules.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// Whether a row may have more cells than its table's header has; looks at no more than the lines.
bool has_ragged_table(std::string_view markdown);

// GitHub drops the cells that have no column: the header gets columns without a name for them, and a finding says so.
// As many lines as before.
std::string widen_tables(std::string_view markdown, int first_line, FindingList& findings);

}  // namespace mediumsync::parse
