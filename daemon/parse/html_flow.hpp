// Builds blocks and their text while HTML is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.hpp"
#include "parse/script_text.hpp"

namespace mediumsync::parse {

// What the elements around a piece of text say about it.
struct Style {
  core::Marks marks = core::Marks::none;
  std::optional<std::string> href;
  std::optional<Script> script;  // its characters have small twins
  bool struck = false;
};

// Text as HTML shows it: white space collapsed, none at either end or around a line break.
class InlineText {
 public:
  void append(std::string_view text, const Style& style);
  void line_break() { inlines_.emplace_back(core::Break{}); }
  void append(const core::Inlines& inlines);
  bool blank() const;
  core::Inlines take();

 private:
  bool at_line_start() const;

  core::Inlines inlines_;
};

// Where the images go that stand in a paragraph before its first word: a list item begins with its text.
enum class LeadingImages { before_text, after_text };

// The blocks of one container (body, quote, list item, cell). Text that stands between blocks becomes a paragraph; an
// image in text follows the paragraph. Owned by the function that reads the container.
class Flow {
 public:
  explicit Flow(LeadingImages leading = LeadingImages::before_text) : leading_(leading) {}

  void text(std::string_view text, const Style& style) { text_.append(text, style); }
  void inlines(const core::Inlines& inlines) { text_.append(inlines); }
  void line_break() { text_.line_break(); }
  void image(core::Image image);
  void block(core::Block block);
  void blocks(core::Blocks blocks);

  // A check box counts for its item only before the first word.
  void task(core::Task task);
  core::Task task() const { return task_; }
  bool empty() const { return blocks_.empty() && text_.blank(); }

  void end_paragraph();
  core::Blocks take();

  // The blocks from the `first` one on stand at this line, unless it is known better already.
  std::size_t size() const { return blocks_.size(); }
  void place(std::size_t first, int line);

 private:
  void flush_images();

  LeadingImages leading_;
  InlineText text_;
  std::vector<core::Image> images_;
  core::Blocks blocks_;
  core::Task task_ = core::Task::none;
};

// Blocks as one piece of text where only text can stand (a table's cell, a heading, a caption): lines are separated by
// breaks, list items begin with "– " or their number. Images have no place in it and come out apart.
struct FlatText {
  core::Inlines text;
  std::vector<core::Image> images;
};
FlatText flatten(core::Blocks blocks);

// Adds a mark to every run.
core::Inlines with_mark(core::Inlines inlines, core::Marks mark);

// A paragraph of nothing but the plain URL of a known service.
std::optional<core::Embed> embed_of(const core::Inlines& inlines);

}  // namespace mediumsync::parse
