#include "parse/feed_doctype.hpp"

#include <algorithm>

#include "parse/feed_tag.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_name = 128;
constexpr std::size_t max_entities = 256;
constexpr std::size_t max_entity = 1024;

// True where an entity's value stands for other entities' values.
bool refers(std::string_view value) {
  for (std::size_t at = value.find('&'); at != npos; at = value.find('&', at + 1)) {
    if (!read_reference(value.substr(at))) return true;
  }
  return false;
}

PlainEntities entities_in(std::string_view subset) {
  PlainEntities entities;
  constexpr std::string_view keyword = "<!ENTITY";
  for (std::size_t at = subset.find(keyword); at != npos && entities.size() < max_entities;
       at = subset.find(keyword, at)) {
    at = subset.find_first_not_of(" \t\r\n", at + keyword.size());
    if (at == npos) return entities;
    const std::size_t length = xml_name_length(subset, at);
    const std::string_view name = subset.substr(at, length);
    at = subset.find_first_not_of(" \t\r\n", at + length);
    if (at == npos) return entities;
    if (name.empty() || name.size() > max_name || (subset[at] != '"' && subset[at] != '\'')) continue;
    const std::size_t end = subset.find(subset[at], at + 1);
    if (end == npos) return entities;
    const std::string_view value = subset.substr(at + 1, end - at - 1);
    at = end;
    if (value.size() <= max_entity && !refers(value)) entities.emplace(name, decode_references(value));
  }
  return entities;
}

}  // namespace

std::optional<Doctype> read_doctype(std::string_view text, std::size_t at) {
  char quote = 0;
  std::optional<std::size_t> subset;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (text.substr(i, 4) == "<!--") {
      const std::size_t end = text.find("-->", i + 4);
      if (end == npos) return std::nullopt;
      i = end + 2;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' && !subset) {
      subset = i + 1;
    } else if (c == ']' && subset) {
      const std::size_t bracket = std::min(text.find('>', i), text.size() - 1);
      return Doctype{entities_in(text.substr(*subset, i - *subset)), bracket + 1};
    } else if (c == '>' && !subset) {
      return Doctype{{}, i + 1};
    }
  }
  return std::nullopt;
}

}  // namespace mediumsync::parse
