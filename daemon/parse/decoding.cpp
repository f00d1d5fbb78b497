#include "parse/decoding.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.hpp"
#include "parse/encoding.hpp"

namespace mediumsync::parse {
namespace {

// As a browser does before it parses (HTML section 13.2.3.2): "charset=…" in the first 1024 bytes.
std::optional<std::string> declared_charset(std::string_view bytes) {
  const std::string head = core::ascii_lower(bytes.substr(0, 1024));
  const std::size_t meta = head.find("<meta");
  const std::size_t charset = meta == std::string::npos ? meta : head.find("charset=", meta);
  if (charset == std::string::npos) return std::nullopt;
  std::size_t begin = charset + 8;
  while (begin < head.size() && (head[begin] == '"' || head[begin] == '\'')) ++begin;
  const std::size_t end = head.find_first_of("\"' />;", begin);
  if (end == std::string::npos || end == begin) return std::nullopt;
  return "text/html; charset=" + head.substr(begin, end - begin);
}

// Neither a line break nor white space: nothing that a reader sees.
bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t' && c != '\f') || byte == 0x7F;
}

bool has_byte_order_mark(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xEF\xBB\xBF");
}

// Letters with accents stand alone among plain ones; those of Chinese, Japanese, Korean, Russian or Greek follow one
// another. Valid UTF-8 among them does not count.
bool is_western(std::string_view bytes) {
  std::size_t lone = 0;
  std::size_t in_rows = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const core::Character character = core::character_at(bytes, i);
    std::size_t length = character.length;
    if (!character.valid) {
      while (i + length < bytes.size() && static_cast<unsigned char>(bytes[i + length]) >= 0x80) ++length;
      (length == 1 ? lone : in_rows) += length;
    }
    i += length;
  }
  return in_rows <= lone;
}

std::string with_plain_lines(std::string text) {
  if (std::ranges::none_of(text, is_control)) return text;
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else if (text[i] == '\0') {
      out += "\uFFFD";
    } else if (!is_control(text[i])) {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Decoded decode(std::string_view bytes, Format format, const std::optional<std::string>& content_type) {
  const bool sent = content_type && charset_of(*content_type);
  const auto declared = !sent && format == Format::html ? declared_charset(bytes) : std::nullopt;
  auto converted = converted_to_utf8(bytes, sent ? content_type : declared);
  Charset charset = !converted || core::is_utf8(bytes) ? Charset::utf8 : Charset::other;
  if (charset == Charset::other && !sent && !declared && !has_byte_order_mark(bytes) && !is_western(bytes))
    charset = Charset::guessed;
  return {with_plain_lines(converted ? std::move(*converted) : std::string(bytes)), charset};
}

}  // namespace mediumsync::parse
