#include "core/document.hpp"

#include <string_view>

namespace mediumsync::core {
namespace {

// Gathers the words of a document, one block a line.
class Words {
 public:
  void add(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& value) { add(value); }, block.value);
  }

  std::string take() && { return std::move(text_); }

 private:
  void add(const Paragraph& paragraph) { line(plain_text(paragraph.text)); }
  void add(const Heading& heading) { line(plain_text(heading.text)); }
  void add(const CodeBlock& code) { line(code.text); }
  void add(const Quote& quote) { add(quote.blocks); }
  void add(const List& list) {
    for (const ListItem& item : list.items) add(item.blocks);
  }
  void add(const Image& image) {
    line(image.alt);
    line(plain_text(image.caption));
  }
  void add(const Divider&) {}
  void add(const Embed&) {}
  void add(const Table& table) {
    add(table.header);
    for (const TableRow& row : table.rows) add(row);
  }
  void add(const TableRow& row) {
    std::string cells;
    for (const Inlines& cell : row) {
      if (!cells.empty()) cells += ' ';
      cells += plain_text(cell);
    }
    line(cells);
  }

  void line(std::string_view text) {
    if (text.empty()) return;
    if (!text_.empty()) text_ += '\n';
    text_ += text;
  }

  std::string text_;
};

}  // namespace

std::string plain_text(const Inlines& inlines) {
  std::string text;
  for (const Inline& part : inlines) {
    if (const Run* run = std::get_if<Run>(&part)) {
      text += run->text;
    } else {
      text += ' ';
    }
  }
  return text;
}

std::string plain_text(const Document& document) {
  Words words;
  words.add(document.blocks);
  for (const Footnote& note : document.footnotes) words.add(note.blocks);
  return std::move(words).take();
}

}  // namespace mediumsync::core
