#include "unit/parse/describe.hpp"

#include <algorithm>

namespace mediumsync::parse {
namespace {

using core::Marks;

std::string describe(const core::Run& run) {
  std::string text = run.text;
  if (core::has(run.marks, Marks::code)) text = "`" + text + "`";
  if (core::has(run.marks, Marks::emphasis)) text = "_" + text + "_";
  if (core::has(run.marks, Marks::strong)) text = "*" + text + "*";
  return run.href ? "[" + text + "](" + *run.href + ")" : text;
}

std::string on_one_line(std::string text) {
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, "⏎");
  return text;
}

std::string cells(const core::TableRow& row) {
  std::string out;
  for (const core::Inlines& cell : row) out += (out.empty() ? "(" : ", ") + parse::describe(cell);
  return (out.empty() ? "(" : out) + ")";
}

struct Describer {
  std::string operator()(const core::Paragraph& value) const { return "p(" + parse::describe(value.text) + ")"; }
  std::string operator()(const core::Heading& value) const {
    const char* name = value.level == core::HeadingLevel::large   ? "large("
                       : value.level == core::HeadingLevel::small ? "small("
                                                                  : "minor(";
    return name + parse::describe(value.text) + ")";
  }
  std::string operator()(const core::CodeBlock& value) const {
    return "code" + (value.language ? ":" + *value.language : "") + "(" + on_one_line(value.text) + ")";
  }
  std::string operator()(const core::Quote& value) const { return "quote{" + parse::describe(value.blocks) + "}"; }
  std::string operator()(const core::List& value) const {
    std::string out = value.start ? "list" + std::to_string(*value.start) + "{" : "list{";
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      const core::ListItem& item = value.items[i];
      const char* box = item.task == core::Task::none ? "" : item.task == core::Task::done ? "[x] " : "[ ] ";
      out += std::string(i == 0 ? "" : ", ") + "{" + box + parse::describe(item.blocks) + "}";
    }
    return out + "}";
  }
  std::string operator()(const core::Image& value) const {
    std::string out;
    if (const auto* remote = std::get_if<core::RemoteImage>(&value.source)) out = "image:" + remote->url;
    if (const auto* local = std::get_if<core::LocalImage>(&value.source)) out = "local:" + local->path;
    out += "(" + value.alt;
    if (!value.caption.empty()) out += " \"" + parse::describe(value.caption) + "\"";
    if (value.href) out += " ->" + *value.href;
    return out + ")";
  }
  std::string operator()(const core::Divider&) const { return "hr"; }
  std::string operator()(const core::Embed& value) const { return "embed(" + value.url + ")"; }
  std::string operator()(const core::Table& value) const {
    std::string out = "table:";
    for (const core::Alignment alignment : value.columns) {
      out += alignment == core::Alignment::left     ? '<'
             : alignment == core::Alignment::right  ? '>'
             : alignment == core::Alignment::centre ? '^'
                                                    : '-';
    }
    if (!value.header.empty()) out += cells(value.header);
    for (const core::TableRow& row : value.rows) out += "/" + cells(row);
    return out;
  }
};

}  // namespace

std::string describe(const core::Inlines& inlines) {
  std::string out;
  for (const core::Inline& part : inlines) {
    const auto* run = std::get_if<core::Run>(&part);
    out += run != nullptr ? describe(*run) : "⏎";
  }
  return out;
}

std::string describe(const core::Blocks& blocks) {
  std::string out;
  for (const core::Block& block : blocks) out += (out.empty() ? "" : " | ") + std::visit(Describer{}, block.value);
  return out;
}

std::string describe(const core::Document& document) {
  std::string out = describe(document.blocks);
  for (const core::Footnote& note : document.footnotes)
    out += " | note:" + note.label + "{" + describe(note.blocks) + "}";
  return out;
}

std::string describe(const core::Findings& findings) {
  std::string out;
  for (const core::Finding& finding : findings) {
    out += (out.empty() ? "" : " ") + finding.code + (finding.line ? ":" + std::to_string(*finding.line) : "");
  }
  return out;
}

}  // namespace mediumsync::parse
