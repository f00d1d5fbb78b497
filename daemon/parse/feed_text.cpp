#include "parse/feed_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <libxml/HTMLparser.h>
#include <unordered_map>

#include "core/text.hpp"
#include "parse/encoding.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t longest_name = 16;  // of HTML 4's entities: "thetasym", and room

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::optional<Reference> numeric_reference(std::string_view text) {
  const bool hexadecimal = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const char* first = text.data() + (hexadecimal ? 3 : 2);
  const char* last = text.data() + text.size();
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(first, last, value, hexadecimal ? 16 : 10);
  if (end == first || end == last || *end != ';') return std::nullopt;
  const auto length = static_cast<std::size_t>(end - text.data()) + 1;
  if (error != std::errc{}) return Reference{core::utf8(0xfffd), length};
  if (value < 0x20 && value != '\t' && value != '\n' && value != '\r') return Reference{core::utf8(0xfffd), length};
  if (value >= 0x80 && value < 0xa0)
    return Reference{core::utf8(windows_1252(static_cast<unsigned char>(value))), length};
  if (value == 0xfffe || value == 0xffff) return Reference{core::utf8(0xfffd), length};
  return Reference{core::utf8(value), length};
}

using Entities = std::unordered_map<std::string_view, std::string>;

// HTML 4's entities by name. libxml2 has the table, but goes through it from the start for every look-up.
const Entities& html_entities() {
  static const Entities entities = [] {
    constexpr unsigned last = 0x2666;  // &diams;
    Entities table{{"apos", "'"}};     // XML's and HTML 5's
    for (unsigned value = 0; value <= last; ++value) {
      if (const htmlEntityDesc* entity = htmlEntityValueLookup(value)) table.emplace(entity->name, core::utf8(value));
    }
    return table;
  }();
  return entities;
}

std::optional<Reference> named_reference(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && end <= longest_name && is_alphanumeric(text[end])) ++end;
  if (end == 1 || end >= text.size() || text[end] != ';') return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  const auto entity = html_entities().find(name);
  if (entity == html_entities().end()) return std::nullopt;
  return Reference{entity->second, end + 1};
}

// The tag that begins at the front of `text`, its brackets included; empty when it is no tag.
std::string_view tag_at(std::string_view text) {
  if (text.size() < 3 || text[0] != '<') return {};
  if (!is_letter(text[1]) && text[1] != '/' && text[1] != '!') return {};
  char quote = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '>') {
      return text.substr(0, i + 1);
    } else if (text[i] == '<') {
      return {};
    } else if ((text[i] == '"' || text[i] == '\'') && text[i - 1] == '=') {
      quote = text[i];
    }
  }
  return {};
}

std::string tag_name(std::string_view tag) {
  const std::size_t start = tag[1] == '/' ? 2 : 1;
  std::size_t end = start;
  while (end < tag.size() && is_alphanumeric(tag[end])) ++end;
  return core::ascii_lower(tag.substr(start, end - start));
}

bool is_void_element(std::string_view name) {
  return name == "br" || name == "img" || name == "hr" || name == "wbr" || name == "input";
}

bool is_html_element(std::string_view name) {
  return htmlTagLookup(reinterpret_cast<const xmlChar*>(std::string(name).c_str())) != nullptr || name == "figure" ||
         name == "section" || name == "article" || name == "mark" || name == "time" || name == "video" ||
         name == "figcaption" || name == "aside" || name == "header" || name == "footer";
}

bool is_block_element(std::string_view name) {
  constexpr std::array<std::string_view, 14> names = {"p",  "div", "br", "li",         "h1", "h2", "h3",
                                                      "h4", "h5",  "h6", "blockquote", "tr", "td", "hr"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::optional<Reference> read_reference(std::string_view text) {
  if (text.size() < 3 || text[0] != '&') return std::nullopt;
  return text[1] == '#' ? numeric_reference(text) : named_reference(text);
}

std::string decode_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (const auto reference = read_reference(text)) {
      out += reference->text;
      text.remove_prefix(reference->length);
    } else {
      out += '&';
      text.remove_prefix(1);
    }
  }
  return out;
}

bool looks_like_html(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view tag = tag_at(text.substr(at));
    if (tag.empty()) continue;
    const std::string name = tag_name(tag);
    if (tag[1] == '/' ? is_html_element(name) : is_void_element(name)) return true;
    at += tag.size() - 1;
  }
  return false;
}

std::string text_of_html(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  while (!html.empty()) {
    const std::size_t plain = std::min(html.find('<'), html.size());
    out.append(html.substr(0, plain));
    html.remove_prefix(plain);
    if (html.empty()) break;
    const std::string_view tag = tag_at(html);
    if (tag.empty()) {
      out += "&lt;";
      html.remove_prefix(1);
      continue;
    }
    if (is_block_element(tag_name(tag))) out += ' ';
    html.remove_prefix(tag.size());
  }
  return core::collapse_space(decode_references(out));
}

std::string text_of_either(std::string_view text) {
  if (looks_like_html(text)) return text_of_html(text);
  const std::string decoded = decode_references(text);
  return looks_like_html(decoded) ? text_of_html(decoded) : core::collapse_space(decoded);
}

std::string without_controls(std::string text) {
  std::erase_if(text,
                [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  return text;
}

}  // namespace mediumsync::parse
