#include "render/quote.hpp"

#include <string>

#include "render/inline.hpp"

namespace mediumsync::render {
namespace {

// Gathers lines until something comes that a blockquote can't hold.
class QuoteWriter {
 public:
  QuoteWriter(core::QuoteKind kind, BlockWriter& out) : kind_(kind), out_(out) {}

  void write(const core::Blocks& blocks, const std::string& prefix) {
    for (const core::Block& block : blocks) {
      if (const auto* paragraph = std::get_if<core::Paragraph>(&block.value)) {
        add(paragraph->text, prefix);
      } else if (const auto* heading = std::get_if<core::Heading>(&block.value)) {
        add(with_marks(heading->text, core::Marks::strong), prefix);
      } else if (const auto* inner = std::get_if<core::Quote>(&block.value)) {
        write(inner->blocks, prefix + "&gt; ");
      } else {
        flush();
        out_.write(block);
      }
    }
  }

  void flush() {
    if (lines_.empty()) return;
    out_.append(kind_ == core::QuoteKind::pull ? "<blockquote class=\"graf--pullquote\">" : "<blockquote>");
    out_.append(lines_);
    out_.append("</blockquote>");
    lines_.clear();
  }

 private:
  void add(const core::Inlines& text, const std::string& prefix) {
    if (is_blank(text)) return;
    for (const core::Inlines& line : lines_of(text)) {
      if (is_blank(line)) continue;
      if (!lines_.empty()) lines_ += "<br>";
      lines_ += prefix + inline_html(line);
    }
  }

  core::QuoteKind kind_;
  BlockWriter& out_;
  std::string lines_;
};

}  // namespace

void write_quote(const core::Quote& quote, BlockWriter& out) {
  QuoteWriter writer{quote.kind, out};
  writer.write(quote.blocks, "");
  writer.flush();
}

}  // namespace mediumsync::render
