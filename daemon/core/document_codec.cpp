// The form: "mediumsync-document 1\n", then values without anything between them:
//   number    decimal digits, '-' before a negative one, ';'
//   text      its length in bytes as a number, the bytes
//   sequence  its length as a number, the elements
//   optional  '-', or '+' and the value
//   variant   one letter, the fields
// There is one spelling for every document, and no other is read.
#include "core/document_codec.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace mediumsync::core {
namespace {

constexpr std::string_view header = "mediumsync-document 1\n";

// A quote in a list in a quote counts twice for each round, so this is above what parsers make of max_nesting.
constexpr int max_decoded_nesting = 4 * max_nesting;

class Encoder {
 public:
  std::string take() && { return std::move(bytes_); }

  void document(const Document& value) {
    bytes_ += header;
    sequence(value.blocks);
    sequence(value.footnotes);
  }

 private:
  void put(std::int64_t value) {
    bytes_ += std::to_string(value);
    bytes_ += ';';
  }
  void put(const std::string& value) {
    size(value.size());
    bytes_ += value;
  }
  template <typename Value>
  void put(const std::optional<Value>& value) {
    bytes_ += value ? '+' : '-';
    if (value) put(*value);
  }
  template <typename Value>
  void put(const std::vector<Value>& values) {
    sequence(values);
  }

  void put(const Run& run) {
    bytes_ += 'r';
    put(static_cast<std::int64_t>(run.marks));
    put(run.text);
    put(run.href);
  }
  void put(const Break&) { bytes_ += 'b'; }
  void put(const Inline& value) {
    std::visit([this](const auto& part) { put(part); }, value);
  }

  void put(const Paragraph& paragraph) {
    bytes_ += 'P';
    put(paragraph.text);
  }
  void put(const Heading& heading) {
    bytes_ += 'H';
    put(static_cast<std::int64_t>(heading.level));
    put(heading.text);
  }
  void put(const CodeBlock& code) {
    bytes_ += 'C';
    put(code.text);
    put(code.language);
  }
  void put(const Quote& quote) {
    bytes_ += 'Q';
    put(static_cast<std::int64_t>(quote.kind));
    put(quote.blocks);
  }
  void put(const List& list) {
    bytes_ += 'L';
    put(list.start);
    put(list.items);
  }
  void put(const ListItem& item) {
    put(static_cast<std::int64_t>(item.task));
    put(item.blocks);
  }
  void put(const Image& image) {
    bytes_ += 'I';
    if (const auto* remote = std::get_if<RemoteImage>(&image.source)) {
      bytes_ += 'w';
      put(remote->url);
    } else {
      bytes_ += 'f';
      put(std::get<LocalImage>(image.source).path);
    }
    put(image.alt);
    put(image.caption);
    put(image.href);
  }
  void put(const Divider&) { bytes_ += 'D'; }
  void put(const Embed& embed) {
    bytes_ += 'E';
    put(embed.url);
  }
  void put(const Table& table) {
    bytes_ += 'T';
    size(table.columns.size());
    for (const Alignment alignment : table.columns) put(static_cast<std::int64_t>(alignment));
    put(table.header);
    put(table.rows);
  }
  void put(const Block& block) {
    std::visit([this](const auto& value) { put(value); }, block.value);
  }
  void put(const Footnote& note) {
    put(note.label);
    put(note.blocks);
  }

  template <typename Value>
  void sequence(const std::vector<Value>& values) {
    size(values.size());
    for (const Value& value : values) put(value);
  }
  void size(std::size_t value) { put(static_cast<std::int64_t>(value)); }

  std::string bytes_;
};

// Reads what an Encoder wrote. The first mistake is kept; after it every read gives something empty at once,
// so that the readers below need not ask after each step.
class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  Expected<Document, CodecError> document() {
    if (!rest_.starts_with(header)) return Unexpected<CodecError>({"no document of a version we know"});
    rest_.remove_prefix(header.size());
    Document result;
    result.blocks = blocks();
    result.footnotes = sequence<Footnote>([this] { return footnote(); });
    if (!error_ && !rest_.empty()) fail("bytes after the document's end");
    if (error_) return Unexpected<CodecError>(*error_);
    return result;
  }

 private:
  void fail(std::string_view message) {
    if (!error_) error_ = CodecError{std::string(message)};
    rest_ = {};
  }

  char letter() {
    if (rest_.empty()) {
      fail("cut short");
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::int64_t number() {
    // The longest is "-9223372036854775808;".
    const std::size_t end = rest_.substr(0, 21).find(';');
    if (end == std::string_view::npos) {
      fail("cut short in a number");
      return 0;
    }
    const std::string_view digits = rest_.substr(0, end);
    std::int64_t value = 0;
    const auto [last, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (problem != std::errc{} || last != digits.data() + digits.size() || std::to_string(value) != digits) {
      fail("no number where one belongs");
      return 0;
    }
    rest_.remove_prefix(end + 1);
    return value;
  }

  // The length of a text or a sequence. Every element takes a byte at least, so more than there are bytes is a lie.
  std::size_t size() {
    const std::int64_t value = number();
    if (value < 0 || static_cast<std::uint64_t>(value) > rest_.size()) {
      fail("a length beyond the end");
      return 0;
    }
    return static_cast<std::size_t>(value);
  }

  std::string text() {
    const std::size_t length = size();
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(value.size());
    return value;
  }

  template <typename Enum>
  Enum choice(Enum last) {
    const std::int64_t value = number();
    if (value < 0 || value > static_cast<std::int64_t>(last)) {
      fail("a value that its kind does not have");
      return Enum{};
    }
    return static_cast<Enum>(value);
  }

  template <typename Read>
  auto optional(Read read) -> std::optional<decltype(read())> {
    switch (letter()) {
      case '+':
        return read();
      case '-':
        return std::nullopt;
      default:
        fail("neither there nor absent");
        return std::nullopt;
    }
  }

  template <typename Value, typename Read>
  std::vector<Value> sequence(Read read) {
    std::vector<Value> values;
    for (std::size_t left = size(); left > 0 && !error_; --left) values.push_back(read());
    return values;
  }

  Inline inline_part() {
    switch (letter()) {
      case 'b':
        return Break{};
      case 'r': {
        Run run;
        run.marks = choice(Marks::strong | Marks::emphasis | Marks::code);
        run.text = text();
        run.href = optional([this] { return text(); });
        return run;
      }
      default:
        fail("no kind of inline");
        return Break{};
    }
  }
  Inlines inlines() {
    return sequence<Inline>([this] { return inline_part(); });
  }

  Blocks blocks() {
    if (++nesting_ > max_decoded_nesting) fail("nested too deeply");
    Blocks result = sequence<Block>([this] { return block(); });
    --nesting_;
    return result;
  }

  Block block() {
    switch (letter()) {
      case 'P':
        return {Paragraph{inlines()}};
      case 'H':
        return {heading()};
      case 'C':
        return {code()};
      case 'Q':
        return {quote()};
      case 'L':
        return {list()};
      case 'I':
        return {image()};
      case 'D':
        return {Divider{}};
      case 'E':
        return {Embed{text()}};
      case 'T':
        return {table()};
      default:
        fail("no kind of block");
        return {Divider{}};
    }
  }

  Heading heading() {
    Heading value;
    value.level = choice(HeadingLevel::minor);
    value.text = inlines();
    return value;
  }
  CodeBlock code() {
    CodeBlock value;
    value.text = text();
    value.language = optional([this] { return text(); });
    return value;
  }
  Quote quote() {
    Quote value;
    value.kind = choice(QuoteKind::pull);
    value.blocks = blocks();
    return value;
  }
  List list() {
    List value;
    value.start = optional([this] { return number(); });
    value.items = sequence<ListItem>([this] { return list_item(); });
    return value;
  }
  ListItem list_item() {
    ListItem value;
    value.task = choice(Task::done);
    value.blocks = blocks();
    return value;
  }
  Image image() {
    Image value;
    switch (letter()) {
      case 'w':
        value.source = RemoteImage{text()};
        break;
      case 'f':
        value.source = LocalImage{text()};
        break;
      default:
        fail("no kind of image");
    }
    value.alt = text();
    value.caption = inlines();
    value.href = optional([this] { return text(); });
    return value;
  }
  TableRow table_row() {
    return sequence<Inlines>([this] { return inlines(); });
  }
  Table table() {
    Table value;
    value.columns = sequence<Alignment>([this] { return choice(Alignment::right); });
    value.header = table_row();
    value.rows = sequence<TableRow>([this] { return table_row(); });
    return value;
  }
  Footnote footnote() {
    Footnote value;
    value.label = text();
    value.blocks = blocks();
    return value;
  }

  std::string_view rest_;
  std::optional<CodecError> error_;
  int nesting_ = 0;
};

}  // namespace

std::string encode(const Document& document) {
  Encoder encoder;
  encoder.document(document);
  return std::move(encoder).take();
}

Expected<Document, CodecError> decode_document(std::string_view bytes) {
  return Decoder{bytes}.document();
}

}  // namespace mediumsync::core
