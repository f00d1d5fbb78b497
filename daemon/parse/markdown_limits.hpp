// Stands before cmark-gfm, some of whose parts take quadratic time or space: writes what would make them do so as text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediumsync::parse {

enum class Autolinks { on, off };

struct BoundedMarkdown {
  std::string text;
  Autolinks autolinks = Autolinks::on;
};

// About how much memory (in bytes) reading a text takes: its marks cost more than its words.
std::size_t cost_of_markdown(std::string_view markdown);
// No byte of any text costs more: short texts need not be looked at.
constexpr std::size_t max_cost_of_byte = 1500;

// As many lines as before, every word kept. What people write passes unchanged.
BoundedMarkdown bound_markdown(std::string_view markdown);

}  // namespace mediumsync::parse
