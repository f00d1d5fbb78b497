// A post's body as one tree, whatever it was written in. Parsers make it, everything downstream (Medium's HTML, the
// reading page, findings, the digest that tells a duplicate) is drawn from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mediumsync::core {

// Where something stands in its source, counted from 1, if its reader knows that. It is never part of what the thing
// is: not compared, and not kept with a document.
struct SourceLine {
  std::optional<int> number = {};
  bool operator==(const SourceLine&) const { return true; }
};

// How a run of text is marked; a set of bits.
enum class Marks : std::uint8_t { none = 0, strong = 1, emphasis = 2, code = 4 };
constexpr Marks operator|(Marks a, Marks b) {
  return static_cast<Marks>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr bool has(Marks set, Marks mark) {
  return (static_cast<std::uint8_t>(set) & static_cast<std::uint8_t>(mark)) != 0;
}

// A stretch of text that looks the same from its first to its last character. Never holds a line break.
struct Run {
  std::string text;
  Marks marks = Marks::none;
  std::optional<std::string> href;  // absolute, once the parser is done
  bool operator==(const Run&) const = default;
};

// A line break inside a block.
struct Break {
  bool operator==(const Break&) const = default;
};

using Inline = std::variant<Run, Break>;
using Inlines = std::vector<Inline>;

struct Block;
using Blocks = std::vector<Block>;

struct Paragraph {
  Inlines text;
  bool operator==(const Paragraph&) const = default;
};

// Medium has two heading levels; what lies deeper is `minor` and becomes a bold line.
enum class HeadingLevel { large, small, minor };

struct Heading {
  HeadingLevel level = HeadingLevel::large;
  Inlines text;
  bool operator==(const Heading&) const = default;
};

// `text` has no trailing line break; lines are separated by '\n'. `language` is as the author wrote it.
struct CodeBlock {
  std::string text;
  std::optional<std::string> language;
  bool operator==(const CodeBlock&) const = default;
};

enum class QuoteKind { block, pull };

struct Quote {
  QuoteKind kind = QuoteKind::block;
  Blocks blocks;
  bool operator==(const Quote&) const;
};

enum class Task { none, open, done };

struct ListItem {
  Task task = Task::none;
  Blocks blocks;
  bool operator==(const ListItem&) const;
};

// Ordered when `start` is there.
struct List {
  std::optional<std::int64_t> start;
  std::vector<ListItem> items;
  bool operator==(const List&) const;
};

// An image on the web. `url` is absolute.
struct RemoteImage {
  std::string url;
  SourceLine line = {};
  bool operator==(const RemoteImage&) const = default;
};

// An image beside the post. `path` is relative to the post's own folder, as written, percent-decoded.
struct LocalImage {
  std::string path;
  SourceLine line = {};
  bool operator==(const LocalImage&) const = default;
};

// Images never stand inside text: parsers put them after the block they were found in, or before it when it begins with
// them.
struct Image {
  std::variant<RemoteImage, LocalImage> source;
  std::string alt;
  Inlines caption;
  std::optional<std::string> href;  // where a linked image leads
  bool operator==(const Image&) const = default;
};

struct Divider {
  bool operator==(const Divider&) const = default;
};

// A provider's plain URL that Medium turns into an embed when it stands alone in a paragraph.
struct Embed {
  std::string url;
  bool operator==(const Embed&) const = default;
};

enum class Alignment { none, left, centre, right };

using TableRow = std::vector<Inlines>;

// `header` may be empty; rows may be shorter or longer than `columns`.
struct Table {
  std::vector<Alignment> columns;
  TableRow header;
  std::vector<TableRow> rows;
  bool operator==(const Table&) const = default;
};

struct Block {
  std::variant<Paragraph, Heading, CodeBlock, Quote, List, Image, Divider, Embed, Table> value;
  SourceLine line = {};
  bool operator==(const Block&) const = default;
};

inline bool Quote::operator==(const Quote& other) const {
  return kind == other.kind && blocks == other.blocks;
}
inline bool ListItem::operator==(const ListItem& other) const {
  return task == other.task && blocks == other.blocks;
}
inline bool List::operator==(const List& other) const {
  return start == other.start && items == other.items;
}

// The text carries `[label]`; the note itself is set at the end of the story.
struct Footnote {
  std::string label;
  Blocks blocks;
  bool operator==(const Footnote&) const = default;
};

struct Document {
  Blocks blocks;
  std::vector<Footnote> footnotes;
  bool operator==(const Document&) const = default;
};

// Deeper nesting than this is flattened by the parsers, so that walking a document may recurse.
inline constexpr int max_nesting = 64;

// The text of a run of inlines without marks, breaks as spaces.
std::string plain_text(const Inlines& inlines);

// Every word of the document in reading order, blocks separated by '\n': what likeness and reading time are measured
// on.
std::string plain_text(const Document& document);

}  // namespace mediumsync::core
