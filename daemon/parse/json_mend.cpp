#include "parse/json_mend.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace mediumsync::parse {
namespace {

// What may stand for one piece of a string, and how many bytes it takes there.
struct Mended {
  std::string text;
  std::size_t length = 1;
};

std::optional<unsigned> code_unit(std::string_view text, std::size_t at) {
  if (text.size() < at + 6 || text.substr(at, 2) != "\\u") return std::nullopt;
  unsigned value = 0;
  const char* end = text.data() + at + 6;
  const auto read = std::from_chars(text.data() + at + 2, end, value, 16);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

bool is_first_half(unsigned unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

bool is_second_half(unsigned unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

// The escape at `at`: how long it is where it may stay (an empty text), else what stands for it.
Mended escape(std::string_view text, std::size_t at) {
  constexpr std::string_view simple = "\"\\/bfnrt";
  const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
  if (simple.find(kind) != std::string_view::npos) return {"", 2};
  const std::optional<unsigned> unit = code_unit(text, at);
  if (!unit) return {"\\\\", 1};  // a backslash that is just one
  if (is_first_half(*unit)) {
    const std::optional<unsigned> next = code_unit(text, at + 6);
    return next && is_second_half(*next) ? Mended{"", 12} : Mended{"\\ufffd", 6};
  }
  return is_second_half(*unit) ? Mended{"\\ufffd", 6} : Mended{"", 6};
}

std::string control(char c) {
  std::array<char, 8> escaped{};
  const int length = std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned char>(c));
  return {escaped.data(), static_cast<std::size_t>(length)};
}

}  // namespace

std::optional<std::string> mended_json(std::string_view text) {
  std::optional<std::string> mended;
  std::size_t kept = 0;  // up to here `mended` has the text
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    Mended piece;
    if (c == '"') {
      inside = !inside;
    } else if (inside && c == '\\') {
      piece = escape(text, at);
    } else if (inside && static_cast<unsigned char>(c) < 0x20) {
      piece.text = control(c);
    }
    if (!piece.text.empty()) {
      if (!mended) mended.emplace().reserve(text.size() + text.size() / 8);
      mended->append(text.substr(kept, at - kept)).append(piece.text);
      kept = at + piece.length;
    }
    at += piece.length;
  }
  if (mended) mended->append(text.substr(std::min(kept, text.size())));
  return mended;
}

}  // namespace mediumsync::parse
