#include "parse/node_writer.hpp"

#include <array>
#include <utility>

namespace mediumsync::parse {
namespace {

// Below the bounds of html_guard.cpp.
constexpr std::size_t max_open = 190;
constexpr int max_formatting = 15;
constexpr std::size_t max_elements = 600'000;
constexpr std::size_t max_reopened = 900'000;

enum class ByteKind : unsigned char { plain, line_break, replaced, looked_at };

constexpr std::array<ByteKind, 256> byte_kinds = [] {
  std::array<ByteKind, 256> kinds{};
  for (std::size_t i = 0; i < 0x20; ++i) kinds[i] = ByteKind::replaced;
  kinds['\t'] = ByteKind::plain;
  kinds['\n'] = ByteKind::line_break;
  kinds[0x7F] = ByteKind::replaced;
  for (const std::size_t lead : {0xC2U, 0xEFU}) kinds[lead] = ByteKind::looked_at;
  for (std::size_t i = 0xF0; i < 0x100; ++i) kinds[i] = ByteKind::looked_at;
  return kinds;
}();

// The control characters and noncharacters that HTML reads as U+FFFD (HTML section 13.2.3.5); a few more count as such.
bool is_replaced(std::string_view character) {
  const auto at = [&](std::size_t i) {
    return i < character.size() ? static_cast<unsigned char>(character[i]) : static_cast<unsigned char>(0);
  };
  if (at(0) == 0xC2) return at(1) < 0xA0;
  if (at(0) == 0xEF) return at(1) == 0xB7 || (at(1) == 0xBF && at(2) >= 0xBE);
  return at(2) == 0xBF && at(3) >= 0xBE;
}

bool is_safe_in_href(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.+!*'(),%#@?=;:/&$~").find(c) != std::string_view::npos;
}

// As cmark-gfm writes an address into an attribute.
std::string escaped_href(std::string_view url) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(url.size());
  for (const char c : url) {
    if (is_safe_in_href(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
    }
  }
  return out;
}

}  // namespace

std::unique_ptr<NodeArena> NodeWriter::take() {
  end_text();
  nodes_->close();
  return std::move(nodes_);
}

void NodeWriter::end_text() {
  if (text_.empty()) return;
  nodes_->text(text_, text_line_);
  text_.clear();
}

void NodeWriter::open(GumboTag tag) {
  end_text();
  nodes_->open(tag, line_);
  at_line_start_ = false;
  reopened_ += static_cast<std::size_t>(formatting_);
  if (++elements_ > max_elements || reopened_ > max_reopened || nodes_->depth() > max_open) kept_ = false;
}
void NodeWriter::close() {
  end_text();
  nodes_->close();
  at_line_start_ = false;
}
void NodeWriter::open_formatting(GumboTag tag) {
  open(tag);
  if (++formatting_ > max_formatting) kept_ = false;
}
void NodeWriter::close_formatting() {
  close();
  --formatting_;
}

void NodeWriter::break_line() {
  ++line_;
  at_line_start_ = true;
}
void NodeWriter::begin_line() {
  if (!at_line_start_) break_line();
}

// Sees that HTML would not change the text, and counts its lines.
void NodeWriter::look_at(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const ByteKind kind = byte_kinds[static_cast<unsigned char>(text[i])];
    if (kind == ByteKind::plain) continue;
    if (kind == ByteKind::line_break) {
      ++line_;
    } else if (kind == ByteKind::replaced || is_replaced(text.substr(i, 4))) {
      kept_ = false;
    }
  }
}

void NodeWriter::write(std::string_view text) {
  if (text.empty()) return;
  if (text_.empty()) text_line_ = line_;
  look_at(text);
  text_ += text;
  at_line_start_ = text.back() == '\n';
}

void NodeWriter::attribute(const char* name, std::string_view value) {
  look_at(value);
  nodes_->attribute(name, value);
}

void NodeWriter::address(const char* name, std::string_view url) {
  attribute(name, escaped_href(url));
}

}  // namespace mediumsync::parse
