// Markdown line by line, as far as one can tell without parsing it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

std::vector<std::string_view> lines_of(std::string_view text);

// How long the mark of a list's item is that stands at the beginning of `line`, with a space behind it; 0: none.
std::size_t list_mark(std::string_view line);

// The text behind white space and the marks of quotes and lists.
std::string_view behind_containers(std::string_view line);

// "label" of "[^label]: …", the beginning of a footnote's text.
std::optional<std::string_view> footnote_label(std::string_view line);
bool defines_footnotes(std::string_view text);

// Follows which lines lie within fenced code (CommonMark 4.5); owned by one pass over a text.
class FenceWatch {
 public:
  // True for a line of code; false for the fences themselves and all else.
  bool is_code(std::string_view line);
  // Whether the next line may be code.
  bool open() const { return open_ != 0; }

 private:
  std::size_t open_ = 0;  // the opening fence's length, 0 outside
  char mark_ = '\0';
};

}  // namespace mediumsync::parse
