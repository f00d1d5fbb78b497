#include "parse/html_flow.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "parse/embeds.hpp"

namespace mediumsync::parse {
namespace {

using core::Break;
using core::Inline;
using core::Inlines;
using core::Run;

enum class ByteKind : unsigned char { word, space, control };

constexpr std::array<ByteKind, 256> byte_kinds = [] {
  std::array<ByteKind, 256> kinds{};
  for (std::size_t i = 0; i < 0x20; ++i) kinds[i] = ByteKind::control;
  kinds[0x7F] = ByteKind::control;
  for (const char c : std::string_view(" \n\t\f\r\v")) kinds[static_cast<unsigned char>(c)] = ByteKind::space;
  return kinds;
}();

ByteKind kind_of(char c) {
  return byte_kinds[static_cast<unsigned char>(c)];
}

bool ends_with_space(const Inline& part) {
  const Run* run = std::get_if<Run>(&part);
  return run == nullptr || run->text.empty() || run->text.back() == ' ';
}

// Where words end that one blank each keeps apart: they need no look at each of them.
std::size_t end_of_words(std::string_view text, std::size_t at) {
  const auto in_word = [text](std::size_t i) { return i < text.size() && kind_of(text[i]) == ByteKind::word; };
  while (in_word(at) || (at < text.size() && text[at] == ' ' && in_word(at + 1))) ++at;
  return at;
}

std::string collapsed(std::string_view text, bool after_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const ByteKind kind = kind_of(text[at]);
    if (kind == ByteKind::space) {
      if (!after_space) out += ' ';
      after_space = true;
      ++at;
    } else if (kind == ByteKind::control) {
      ++at;
    } else {
      const std::size_t words = at;
      at = end_of_words(text, at);
      out += text.substr(words, at - words);
      after_space = false;
    }
  }
  return out;
}

// A line of code where only text can stand: what spaces would be folded there are unbreakable.
std::string with_kept_spaces(std::string_view line) {
  std::string out;
  bool after_space = true;
  for (const char c : line) {
    const bool space = c == ' ' || c == '\t';
    if (space && after_space) {
      out += c == '\t' ? "\u00A0\u00A0\u00A0\u00A0" : "\u00A0";
    } else {
      out += space ? ' ' : c;
    }
    after_space = space;
  }
  return out;
}

std::string styled(std::string text, const Style& style) {
  if (style.script) {
    if (auto small = in_script(text, *style.script)) text = std::move(*small);
  }
  return style.struck ? struck(text) : text;
}

void append_run(Inlines& inlines, Run run) {
  if (run.text.empty()) return;
  Run* last = inlines.empty() ? nullptr : std::get_if<Run>(&inlines.back());
  if (last != nullptr && last->marks == run.marks && last->href == run.href) {
    last->text += run.text;
  } else {
    inlines.emplace_back(std::move(run));
  }
}

void trim_end(Inlines& inlines) {
  while (!inlines.empty()) {
    Run* run = std::get_if<Run>(&inlines.back());
    if (run != nullptr) {
      while (!run->text.empty() && run->text.back() == ' ') run->text.pop_back();
      if (!run->text.empty()) return;
    }
    inlines.pop_back();
  }
}

void trim_start(Inlines& inlines) {
  auto first = inlines.begin();
  while (first != inlines.end() && std::holds_alternative<Break>(*first)) ++first;
  inlines.erase(inlines.begin(), first);
}

// Without what nobody sees: space and breaks at either end, space before a break.
Inlines tidied(Inlines text) {
  trim_end(text);
  trim_start(text);
  // A space before a break is as invisible as one at the end.
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    Run* run = std::get_if<Run>(&text[i]);
    if (run != nullptr && std::holds_alternative<Break>(text[i + 1]) && run->text.ends_with(' ')) run->text.pop_back();
  }
  std::erase_if(text, [](const Inline& part) {
    const Run* run = std::get_if<Run>(&part);
    return run != nullptr && run->text.empty();
  });
  return text;
}

}  // namespace

bool InlineText::at_line_start() const {
  return inlines_.empty() || ends_with_space(inlines_.back());
}

void InlineText::append(std::string_view text, const Style& style) {
  std::string shown = collapsed(text, at_line_start());
  if (!shown.empty()) append_run(inlines_, {styled(std::move(shown), style), style.marks, style.href});
}

void InlineText::append(const Inlines& inlines) {
  for (const Inline& part : inlines) {
    if (const Run* run = std::get_if<Run>(&part)) {
      append_run(inlines_, *run);
    } else {
      line_break();
    }
  }
}

bool InlineText::blank() const {
  return std::all_of(inlines_.begin(), inlines_.end(), [](const Inline& part) {
    const Run* run = std::get_if<Run>(&part);
    return run == nullptr || run->text == " ";
  });
}

Inlines InlineText::take() {
  return tidied(std::exchange(inlines_, {}));
}

void Flow::image(core::Image image) {
  if (leading_ == LeadingImages::before_text && text_.blank()) {
    blocks_.push_back({std::move(image)});
  } else {
    images_.push_back(std::move(image));
  }
}

void Flow::block(core::Block block) {
  end_paragraph();
  blocks_.push_back(std::move(block));
}

void Flow::blocks(core::Blocks blocks) {
  end_paragraph();
  std::move(blocks.begin(), blocks.end(), std::back_inserter(blocks_));
}

void Flow::task(core::Task task) {
  if (task_ == core::Task::none && blocks_.empty() && text_.blank()) task_ = task;
}

void Flow::flush_images() {
  for (core::Image& image : images_) blocks_.push_back({std::move(image)});
  images_.clear();
}

void Flow::end_paragraph() {
  Inlines text = text_.take();
  if (auto embed = embed_of(text)) {
    blocks_.push_back({std::move(*embed)});
  } else if (!text.empty()) {
    blocks_.push_back({core::Paragraph{std::move(text)}});
  }
  flush_images();
}

void Flow::place(std::size_t first, int line) {
  for (std::size_t i = first; i < blocks_.size(); ++i) {
    if (!blocks_[i].line.number && line > 0) blocks_[i].line.number = line;
  }
}

core::Blocks Flow::take() {
  end_paragraph();
  return std::exchange(blocks_, {});
}

namespace {

// Writes blocks as lines of text; lives for one flatten().
class Flattener {
 public:
  void blocks(core::Blocks&& blocks, const std::string& indent) {
    for (core::Block& block : blocks) {
      std::visit([&](auto& value) { write(std::move(value), indent); }, block.value);
    }
  }
  FlatText take() {
    flat_.text = tidied(std::move(flat_.text));
    return std::move(flat_);
  }

 private:
  void new_line() {
    if (!flat_.text.empty() && !fresh_line_) flat_.text.emplace_back(Break{});
    fresh_line_ = false;
  }
  void text(const Inlines& inlines) { flat_.text.insert(flat_.text.end(), inlines.begin(), inlines.end()); }
  void plain(std::string words, core::Marks marks) { append_run(flat_.text, {std::move(words), marks, std::nullopt}); }

  void write(core::Paragraph&& paragraph, const std::string&) {
    new_line();
    text(paragraph.text);
  }
  void write(core::Heading&& heading, const std::string&) {
    new_line();
    text(with_mark(std::move(heading.text), core::Marks::strong));
  }
  void write(core::CodeBlock&& code, const std::string&) {
    std::string_view rest = code.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      new_line();
      if (end > 0) plain(with_kept_spaces(rest.substr(0, end)), core::Marks::code);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  void write(core::Quote&& quote, const std::string& indent) { blocks(std::move(quote.blocks), indent); }
  void write(core::List&& list, const std::string& indent) {
    std::int64_t number = list.start.value_or(0);
    for (core::ListItem& item : list.items) {
      const bool fresh = fresh_line_;
      new_line();
      std::string mark = list.start ? std::to_string(number++) + ". " : "– ";
      if (item.task != core::Task::none) mark = item.task == core::Task::done ? "☑ " : "☐ ";
      plain((fresh ? "" : indent) + mark, core::Marks::none);
      fresh_line_ = true;
      // HTML folds plain spaces.
      blocks(std::move(item.blocks), indent + "\u00A0\u00A0");
      fresh_line_ = false;
    }
  }
  void write(core::Image&& image, const std::string&) { flat_.images.push_back(std::move(image)); }
  void write(core::Divider&&, const std::string&) {}
  void write(core::Embed&& embed, const std::string&) {
    new_line();
    append_run(flat_.text, {embed.url, core::Marks::none, embed.url});
  }
  void write(core::Table&& table, const std::string&) {
    row(std::move(table.header));
    for (core::TableRow& cells : table.rows) row(std::move(cells));
  }
  void row(core::TableRow&& cells) {
    if (cells.empty()) return;
    new_line();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool spaced = flat_.text.empty() || ends_with_space(flat_.text.back());
      if (i > 0) plain(spaced ? "| " : " | ", core::Marks::none);
      text(cells[i]);
    }
  }

  FlatText flat_;
  bool fresh_line_ = false;  // a list's mark has just been written
};

}  // namespace

FlatText flatten(core::Blocks blocks) {
  Flattener flattener;
  flattener.blocks(std::move(blocks), "");
  return flattener.take();
}

Inlines with_mark(Inlines inlines, core::Marks mark) {
  for (Inline& part : inlines) {
    if (Run* run = std::get_if<Run>(&part)) run->marks = run->marks | mark;
  }
  return inlines;
}

std::optional<core::Embed> embed_of(const Inlines& inlines) {
  const Run* run = inlines.size() == 1 ? std::get_if<Run>(&inlines.front()) : nullptr;
  if (run == nullptr || core::has(run->marks, core::Marks::code)) return std::nullopt;
  const bool linked = run->href && (run->text == *run->href || "http://" + run->text == *run->href);
  const bool written = !run->href && (run->text.starts_with("https://") || run->text.starts_with("http://")) &&
                       run->text.find(' ') == std::string::npos;
  if (!linked && !written) return std::nullopt;
  auto url = embed_url(linked ? *run->href : run->text);
  if (!url) return std::nullopt;
  return core::Embed{std::move(*url)};
}

}  // namespace mediumsync::parse
