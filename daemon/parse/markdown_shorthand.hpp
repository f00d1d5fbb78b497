// Shorthands in Markdown's text that cmark-gfm does not know: formulas, wiki links, names of emoji.
#pragma once

#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and fences called math → Unicode, else their LaTeX as code. As many lines as before.
std::string spell_out_math(std::string_view markdown);

// `[[note|text]]` → text, `![[picture.png]]` → an image, `:tada:` → 🎉. As many lines as before; `first_line` is for
// findings.
std::string spell_out_shorthands(std::string_view markdown, int first_line, FindingList& findings);

// `:tada:` → 🎉, and nothing else.
std::string name_emoji(std::string_view text);

// Backslashes before what Markdown would read as a mark.
std::string escape_markdown(std::string_view text);

// Where each position of a text lies, asked in order; owned by one pass over the text.
class LineCount {
 public:
  LineCount(std::string_view text, int first_line) : text_(text), line_(first_line) {}
  int line_at(std::size_t position) {
    for (; at_ < position && at_ < text_.size(); ++at_) line_ += text_[at_] == '\n' ? 1 : 0;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int line_;
};

}  // namespace mediumsync::parse
