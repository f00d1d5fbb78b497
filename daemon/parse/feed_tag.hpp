// Tags as hand-made XML has them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/expected.hpp"

namespace mediumsync::parse {

struct XmlAttribute {
  std::string name;
  std::string_view value;  // as written until the reader resolves its references; empty where there is none
};

// A start tag. Its views point into the text that it was read from.
struct XmlTag {
  std::string name;
  std::vector<XmlAttribute> attributes;  // each name once, 64 at the most
  bool closed = false;                   // ends in "/>"
  std::size_t end = 0;                   // where the text goes on
};

// What looked like a tag but is text.
struct NoXmlTag {
  std::size_t end = 0;  // up to here
};

// The start tag whose '<' stands at `at`, with a name behind it.
core::Expected<XmlTag, NoXmlTag> read_xml_tag(std::string_view text, std::size_t at);

bool is_xml_name_start(char c);

// The length of the name at `at`.
std::size_t xml_name_length(std::string_view text, std::size_t at);

// A name with at most one colon, and that between two names: what libxml2 takes for a qualified name without a word.
std::string qualified_xml_name(std::string_view name);

}  // namespace mediumsync::parse
