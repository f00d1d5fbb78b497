#include "render/list.hpp"

#include <algorithm>
#include <string>

#include "render/inline.hpp"

namespace mediumsync::render {
namespace {

using core::Block;
using core::List;
using core::ListItem;

// HTML folds plain spaces.
constexpr std::string_view indentation = "\u00A0\u00A0";

const core::Inlines* text_of(const Block& block) {
  if (const auto* paragraph = std::get_if<core::Paragraph>(&block.value)) return &paragraph->text;
  if (const auto* heading = std::get_if<core::Heading>(&block.value)) return &heading->text;
  return nullptr;
}

bool holds_only_lines(const List& list) {
  return std::all_of(list.items.begin(), list.items.end(), [](const ListItem& item) {
    return std::all_of(item.blocks.begin(), item.blocks.end(), [](const Block& block) {
      const List* inner = std::get_if<List>(&block.value);
      return inner != nullptr ? holds_only_lines(*inner) : text_of(block) != nullptr;
    });
  });
}

// At most one paragraph, first, and inner lists.
bool is_simple(const ListItem& item) {
  return std::all_of(item.blocks.begin(), item.blocks.end(), [&item](const Block& block) {
    const List* inner = std::get_if<List>(&block.value);
    return inner != nullptr ? holds_only_lines(*inner) : text_of(block) != nullptr && &block == &item.blocks.front();
  });
}

enum class Style { bullets, numbers, numbered_paragraphs };

Style style_of(const List& list) {
  if (!list.start) return Style::bullets;
  const bool numbers = *list.start == 1 && std::all_of(list.items.begin(), list.items.end(), is_simple);
  return numbers ? Style::numbers : Style::numbered_paragraphs;
}

std::string number_of(const List& list, std::size_t index) {
  // Unsigned, since a start near the end of the numbers may not overflow.
  return std::to_string(static_cast<std::int64_t>(static_cast<std::uint64_t>(*list.start) + index));
}

std::string_view task_mark(core::Task task) {
  switch (task) {
    case core::Task::open:
      return "☐ ";
    case core::Task::done:
      return "☑ ";
    case core::Task::none:
      break;
  }
  return "";
}

// Where an item stands: the number that leads to it ("2.1", empty below a bullet), what is set before its first line
// and before its other lines. A plain bullet without text needs no line, a number or a task mark does.
struct Place {
  std::string number;
  std::string first;
  std::string other;
  core::Task task = core::Task::none;

  bool stands_alone() const { return !first.empty() && (!number.empty() || task != core::Task::none); }
};

Place inner_place(const List& list, std::size_t index, const std::string& outer_number, std::size_t depth) {
  std::string indent;
  for (std::size_t i = 1; i < depth; ++i) indent += indentation;
  Place place;
  place.other = indent + std::string(indentation);
  if (!list.start) {
    place.first = indent + "– ";
  } else if (outer_number.empty()) {
    place.number = number_of(list, index);
    place.first = indent + place.number + ". ";
  } else {
    place.number = outer_number + "." + number_of(list, index);
    place.first = indent + place.number + " ";
  }
  place.task = list.items[index].task;
  place.first += task_mark(place.task);
  return place;
}

// Writes one outermost list. The lines of the item at hand are gathered until it ends or until a block comes that no
// item can hold; lines of the same item after that block stand in paragraphs.
class ListWriter {
 public:
  ListWriter(Style style, BlockWriter& out) : style_(style), out_(out) {}

  void write(const List& list) {
    for (std::size_t i = 0; i < list.items.size(); ++i) write_item(list, i);
    close();
  }

 private:
  void write_item(const List& list, std::size_t index) {
    const ListItem& item = list.items[index];
    Place place;
    if (list.start) place.number = number_of(list, index);
    if (style_ == Style::numbered_paragraphs) place.first = place.number + ". ";
    place.task = item.task;
    place.first += task_mark(item.task);
    in_item_ = style_ != Style::numbered_paragraphs;
    write_blocks(item.blocks, place, 0);
    // A number must not be skipped, or the ones after it would be wrong.
    if (style_ == Style::numbers && lines_.empty()) lines_ = "\u00A0";
    flush();
  }

  void write_inner(const List& list, const std::string& outer_number, std::size_t depth) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      write_blocks(list.items[i].blocks, inner_place(list, i, outer_number, depth), depth);
    }
  }

  void write_blocks(const core::Blocks& blocks, const Place& place, std::size_t depth) {
    bool begun = false;
    const auto begin = [&] {
      if (!begun && place.stands_alone()) add_line(place.first);
      begun = true;
    };
    for (const Block& block : blocks) {
      if (const core::Inlines* text = text_of(block)) {
        if (is_blank(*text)) continue;
        const bool heading = std::holds_alternative<core::Heading>(block.value);
        const std::string html = inline_html(heading ? with_marks(*text, core::Marks::strong) : *text);
        if (begun && depth == 0 && !in_item_) flush();
        add_line((begun ? place.other : place.first) + html);
        begun = true;
      } else if (const List* inner = std::get_if<List>(&block.value)) {
        begin();
        write_inner(*inner, place.number, depth + 1);
      } else {
        begin();
        flush();
        close();
        out_.write(block);
        in_item_ = false;
      }
    }
    begin();
  }

  void add_line(std::string_view html) {
    if (!lines_.empty()) lines_ += "<br>";
    lines_ += html;
  }

  void flush() {
    if (lines_.empty()) return;
    if (in_item_) {
      open();
      out_.append("<li>");
      out_.append(lines_);
      out_.append("</li>");
    } else {
      close();
      out_.paragraph(lines_);
    }
    lines_.clear();
  }

  void open() {
    if (!open_) out_.append(style_ == Style::numbers ? "<ol>" : "<ul>");
    open_ = true;
  }

  void close() {
    if (open_) out_.append(style_ == Style::numbers ? "</ol>" : "</ul>");
    open_ = false;
  }

  Style style_;
  BlockWriter& out_;
  std::string lines_;
  bool in_item_ = false;  // lines_ go into an <li>, else into a <p>
  bool open_ = false;     // a <ul> or <ol>
};

}  // namespace

void write_list(const List& list, BlockWriter& out) {
  ListWriter{style_of(list), out}.write(list);
}

}  // namespace mediumsync::render
