// A Document in a few readable lines, so that a test can show what it expects as text:
//
//   h1 Large            p Text *strong* _emphasis_ `code` [link](https://a.example)↵after a break
//   h4 Small            code go
//   h5 Minor            | x := 1
//   quote / pull / ul / ol 3 / li / li [x] / li [ ] with what they hold indented below
//   image https://a.example/i.png alt="…" caption="…" href="…"       (a local one: local dir/i.png)
//   hr                  embed https://youtu.be/x
//   table l r -         head A | B       row 1 | 2
//   note 1              with its blocks indented below
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/document.hpp"

namespace mediumsync::support {

inline std::string print(const core::Inlines& inlines) {
  std::string out;
  for (const core::Inline& part : inlines) {
    const core::Run* run = std::get_if<core::Run>(&part);
    if (run == nullptr) {
      out += "↵";
      continue;
    }
    std::string text = run->text;
    if (core::has(run->marks, core::Marks::code)) text = "`" + text + "`";
    if (core::has(run->marks, core::Marks::emphasis)) text = "_" + text + "_";
    if (core::has(run->marks, core::Marks::strong)) text = "*" + text + "*";
    out += run->href ? "[" + text + "](" + *run->href + ")" : text;
  }
  return out;
}

// Writes one block a line, children two spaces further in.
class DocumentPrinter {
 public:
  std::string operator()(const core::Document& document) && {
    blocks(document.blocks);
    for (const core::Footnote& note : document.footnotes) {
      line("note " + note.label);
      indented(note.blocks);
    }
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_ += std::string(indent_, ' ') + std::string(text) + "\n"; }

  void blocks(const core::Blocks& blocks) {
    for (const core::Block& block : blocks) std::visit([this](const auto& value) { print_block(value); }, block.value);
  }

  void indented(const core::Blocks& children) {
    indent_ += 2;
    blocks(children);
    indent_ -= 2;
  }

  void print_block(const core::Paragraph& paragraph) { line("p " + print(paragraph.text)); }

  void print_block(const core::Heading& heading) {
    constexpr std::string_view names[] = {"h1 ", "h4 ", "h5 "};
    line(std::string(names[static_cast<std::size_t>(heading.level)]) + print(heading.text));
  }

  void print_block(const core::CodeBlock& code) {
    line("code" + (code.language ? " " + *code.language : ""));
    std::string_view rest = code.text;
    while (true) {
      const std::size_t end = rest.find('\n');
      line("| " + std::string(rest.substr(0, end)));
      if (end == std::string_view::npos) return;
      rest.remove_prefix(end + 1);
    }
  }

  void print_block(const core::Quote& quote) {
    line(quote.kind == core::QuoteKind::pull ? "pull" : "quote");
    indented(quote.blocks);
  }

  void print_block(const core::List& list) {
    line(list.start ? "ol " + std::to_string(*list.start) : "ul");
    indent_ += 2;
    for (const core::ListItem& item : list.items) {
      constexpr std::string_view names[] = {"li", "li [ ]", "li [x]"};
      line(names[static_cast<std::size_t>(item.task)]);
      indented(item.blocks);
    }
    indent_ -= 2;
  }

  void print_block(const core::Image& image) {
    const auto* remote = std::get_if<core::RemoteImage>(&image.source);
    std::string text =
        remote != nullptr ? "image " + remote->url : "local " + std::get<core::LocalImage>(image.source).path;
    if (!image.alt.empty()) text += " alt=\"" + image.alt + "\"";
    if (!image.caption.empty()) text += " caption=\"" + print(image.caption) + "\"";
    if (image.href) text += " href=\"" + *image.href + "\"";
    line(text);
  }

  void print_block(const core::Divider&) { line("hr"); }
  void print_block(const core::Embed& embed) { line("embed " + embed.url); }

  void print_block(const core::Table& table) {
    std::string columns = "table";
    for (const core::Alignment alignment : table.columns) {
      columns += std::string(" ") + "-lcr"[static_cast<std::size_t>(alignment)];
    }
    line(columns);
    indent_ += 2;
    if (!table.header.empty()) line("head " + cells(table.header));
    for (const core::TableRow& row : table.rows) line("row " + cells(row));
    indent_ -= 2;
  }

  static std::string cells(const core::TableRow& row) {
    std::string text;
    for (const core::Inlines& cell : row) {
      if (&cell != &row.front()) text += " | ";
      text += print(cell);
    }
    return text;
  }

  std::string out_;
  std::size_t indent_ = 0;
};

inline std::string print(const core::Document& document) {
  return DocumentPrinter{}(document);
}

}  // namespace mediumsync::support
