// Stands before cmark-gfm, some of whose parts take quadratic time or space: writes what would make them do so as text.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::parse {

enum class Autolinks { on, off };

struct BoundedMarkdown {
  std::string text;
  Autolinks autolinks = Autolinks::on;
};

// As many lines as before, every word kept. What people write passes unchanged.
BoundedMarkdown bound_markdown(std::string_view markdown);

}  // namespace mediumsync::parse
