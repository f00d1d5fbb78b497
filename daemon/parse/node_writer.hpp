// Writes nodes where cmark-gfm would write HTML.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "parse/node_arena.hpp"

namespace mediumsync::parse {

// Counts the lines of the HTML that is not written and sees whether HTML's reader would change or bound anything of it.
// Owned by the function that walks the Markdown.
class NodeWriter {
 public:
  // False once only HTML's own way is known to give the same.
  bool kept() const { return kept_; }
  void give_up() { kept_ = false; }
  std::unique_ptr<NodeArena> take();

  void open(GumboTag tag);
  void close();
  void open_formatting(GumboTag tag);
  void close_formatting();

  // A line break of the HTML that no text holds; begin_line() makes one unless a line has just begun.
  void break_line();
  void begin_line();

  // Text is kept as it comes and becomes one node where the next element begins or ends.
  void write(std::string_view text);

  // Of the element that was opened last.
  void attribute(const char* name, std::string_view value);
  void address(const char* name, std::string_view url);
  // Text that HTML would hold where nobody reads it.
  void look_at(std::string_view text);

 private:
  void end_text();

  std::unique_ptr<NodeArena> nodes_ = std::make_unique<NodeArena>();
  bool kept_ = true;
  std::string text_;
  int text_line_ = 1;
  int line_ = 1;  // of the HTML
  bool at_line_start_ = true;
  int formatting_ = 0;
  std::size_t elements_ = 0;
  std::size_t reopened_ = 0;
};

}  // namespace mediumsync::parse
