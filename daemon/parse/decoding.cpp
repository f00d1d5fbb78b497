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
  const bool utf8 = !converted || core::is_utf8(bytes);
  return {with_plain_lines(converted ? std::move(*converted) : std::string(bytes)),
          utf8 ? Charset::utf8 : Charset::other};
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto byte = [&](std::size_t i) -> char32_t { return static_cast<unsigned char>(text[i]); };
  const char32_t lead = byte(position);
  const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 1 || position + length > text.size()) {
    ++position;
    return lead;
  }
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = (code << 6U) | (byte(position + i) & 0x3FU);
  position += length;
  return code;
}

}  // namespace mediumsync::parse
