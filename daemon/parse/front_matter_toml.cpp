// TOML by toml++.
#include <sstream>
#include <toml++/toml.h>

#include "parse/front_matter.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_bytes = 256 * 1024;

template <typename Value>
std::string written(const Value& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

MatterValue convert(const toml::node& node, int first_line) {
  MatterValue result;
  result.line = first_line + static_cast<int>(node.source().begin.line) - 1;
  result.column = static_cast<int>(node.source().begin.column);
  if (const auto* table = node.as_table()) {
    std::vector<MatterEntry> entries;
    for (const auto& [key, value] : *table) entries.push_back({std::string(key.str()), convert(value, first_line)});
    result.value = std::move(entries);
  } else if (const auto* array = node.as_array()) {
    std::vector<MatterValue> list;
    for (const auto& value : *array) list.push_back(convert(value, first_line));
    result.value = std::move(list);
  } else if (const auto* text = node.as_string()) {
    result.value = Scalar{text->get(), ScalarKind::text};
  } else if (const auto* boolean = node.as_boolean()) {
    result.value = Scalar{boolean->get() ? "true" : "false", ScalarKind::boolean};
  } else if (const auto* integer = node.as_integer()) {
    result.value = Scalar{std::to_string(integer->get()), ScalarKind::number};
  } else if (const auto* real = node.as_floating_point()) {
    result.value = Scalar{written(real->get()), ScalarKind::number};
  } else if (const auto* date = node.as_date()) {
    result.value = Scalar{written(date->get()), ScalarKind::date};
  } else if (const auto* time = node.as_time()) {
    result.value = Scalar{written(time->get()), ScalarKind::text};
  } else if (const auto* moment = node.as_date_time()) {
    result.value = Scalar{written(moment->get()), ScalarKind::date};
  }
  return result;
}

}  // namespace

core::Expected<MatterValue, ParseError> read_toml(const FrontMatterText& matter) {
  if (matter.text.size() > max_bytes) {
    return core::Unexpected<ParseError>({"front-matter",
                                         "the front matter is longer than 256 KiB: is its closing line missing?",
                                         matter.first_line, 1});
  }
  try {
    return convert(toml::parse(matter.text), matter.first_line);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return core::Unexpected<ParseError>({"front-matter",
                                         "the front matter is not valid TOML: " + std::string(error.description()) +
                                             "; text must stand in quotes, as in title = \"My post\"",
                                         matter.first_line + static_cast<int>(begin.line) - 1,
                                         static_cast<int>(begin.column)});
  }
}

}  // namespace mediumsync::parse
