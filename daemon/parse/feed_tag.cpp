#include "parse/feed_tag.hpp"

#include <algorithm>

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_name = 128;
constexpr std::size_t max_attributes = 64;  // libxml2 compares each with each

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_name_character(char c) {
  return is_xml_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

struct Value {
  std::string_view text;
  std::size_t end = 0;  // behind the closing quote
};

// A quoted value without its closing quote runs into the next tags; then it ends at its own tag's bracket.
Value read_value(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
  if (at == text.size()) return {{}, at};
  if (text[at] != '"' && text[at] != '\'') {
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end]) && text[end] != '>' && text[end] != '<') ++end;
    return {text.substr(at, end - at), end};
  }
  const std::size_t end = text.find(text[at], at + 1);
  const std::string_view value = text.substr(at + 1, std::min(end, text.size()) - at - 1);
  const std::size_t close = value.find('>');
  const std::size_t open = value.find('<');
  const bool runs_on = end == npos || (close != npos && open != npos && close < open);
  if (runs_on && close != npos) return {value.substr(0, close), at + 1 + close};
  if (end == npos) return {value, text.size()};
  return {value, end + 1};
}

}  // namespace

bool is_xml_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t xml_name_length(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_name_character(text[end])) ++end;
  return end - at;
}

std::string qualified_xml_name(std::string_view text) {
  std::string name(text.substr(0, max_name));
  const std::size_t colon = name.find(':');
  const bool splits = colon != npos && colon + 1 < name.size() && is_xml_name_start(name[colon + 1]);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ':' && !(splits && i == colon)) name[i] = '_';
  }
  return name;
}

core::Expected<XmlTag, NoXmlTag> read_xml_tag(std::string_view text, std::size_t at) {
  XmlTag tag;
  ++at;
  const std::size_t length = xml_name_length(text, at);
  tag.name = qualified_xml_name(text.substr(at, length));
  at += length;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '>') {
      tag.end = at + 1;
      return tag;
    }
    if (c == '<') break;
    tag.closed = c == '/';
    if (!is_xml_name_start(c)) {
      ++at;
      continue;
    }
    const std::size_t name_end = at + xml_name_length(text, at);
    const std::string name = qualified_xml_name(text.substr(at, name_end - at));
    const std::size_t equals = std::min(text.find_first_not_of(" \t\r\n", name_end), text.size());
    Value value{{}, name_end};
    if (equals < text.size() && text[equals] == '=') value = read_value(text, equals + 1);
    at = value.end;
    const bool known =
        std::ranges::any_of(tag.attributes, [&](const XmlAttribute& attribute) { return attribute.name == name; });
    if (!known && tag.attributes.size() < max_attributes) tag.attributes.push_back({name, value.text});
  }
  return core::Unexpected<NoXmlTag>(NoXmlTag{at});
}

}  // namespace mediumsync::parse
