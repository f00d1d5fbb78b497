// YAML (and JSON, which is a part of it) by yaml-cpp.
#include <algorithm>
#include <array>
#include <yaml-cpp/yaml.h>

#include "core/text.hpp"
#include "parse/dates.hpp"
#include "parse/front_matter.hpp"

namespace mediumsync::parse {
namespace {

// A post's front matter is a few lines; beyond these it is an attack (aliases expand) or not front matter at all.
constexpr std::size_t max_bytes = 256 * 1024;
constexpr int max_values = 10'000;
constexpr int max_depth = 16;

// Turns yaml-cpp's nodes into ours, counting, since an alias may stand in a hundred places.
class Converter {
 public:
  explicit Converter(int first_line) : first_line_(first_line) {}

  MatterValue convert(const YAML::Node& node, int depth) {
    MatterValue value;
    value.line = node.Mark().line + first_line_;
    value.column = node.Mark().column + 1;
    if (++count_ > max_values || depth > max_depth)
      throw YAML::ParserException(node.Mark(), "too many or too deep values");
    if (node.IsScalar()) {
      const bool quoted = node.Tag() == "!";
      value.value = Scalar{node.Scalar(), quoted ? ScalarKind::text : kind_of_plain(node.Scalar())};
    } else if (node.IsSequence()) {
      std::vector<MatterValue> list;
      for (const YAML::Node& child : node) list.push_back(convert(child, depth + 1));
      value.value = std::move(list);
    } else if (node.IsMap()) {
      std::vector<MatterEntry> entries;
      for (const auto& pair : node) {
        if (pair.first.IsScalar()) entries.push_back({pair.first.Scalar(), convert(pair.second, depth + 1)});
      }
      value.value = std::move(entries);
    }
    return value;
  }

 private:
  int first_line_;
  int count_ = 0;
};

std::string cure(const FrontMatterText& matter, const YAML::Mark& mark) {
  std::string_view text = matter.text;
  for (int line = 0; line < mark.line && text.find('\n') != std::string_view::npos; ++line) {
    text.remove_prefix(text.find('\n') + 1);
  }
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.find('\t') != std::string_view::npos) return "YAML takes spaces, not tabs, for indentation";
  return "a value that holds a colon and a space, or begins with one of @ ` % & * ! [ { \" ', must stand in quotes";
}

// The line and column, from 0, of the first value that begins with a quote and does not end with one.
YAML::Mark open_quote(std::string_view text) {
  YAML::Mark mark;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t colon = line.find(": ");
    const std::size_t value = line.find_first_not_of(" -", colon == std::string_view::npos ? 0 : colon + 2);
    if (value != std::string_view::npos && (line[value] == '"' || line[value] == '\'')) {
      const std::string_view quoted = core::trim(line.substr(value));
      if (quoted.size() == 1 || quoted.find(quoted.front(), 1) == std::string_view::npos) {
        mark.column = static_cast<int>(value);
        return mark;
      }
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++mark.line;
  }
  return {};
}

core::Unexpected<ParseError> mistake(const FrontMatterText& matter, const YAML::Exception& error) {
  const bool unclosed = error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
  const YAML::Mark mark = unclosed ? open_quote(matter.text) : error.mark.is_null() ? YAML::Mark() : error.mark;
  // yaml-cpp names a character by its first byte.
  const std::string message =
      unclosed ? "a quote is opened and never closed" : core::printable(error.msg) + "; " + cure(matter, mark);
  return core::Unexpected<ParseError>({"front-matter", "the front matter is not valid YAML: " + message,
                                       matter.first_line + mark.line, mark.column + 1});
}

}  // namespace

ScalarKind kind_of_plain(std::string_view text) {
  static constexpr std::array<std::string_view, 12> booleans{"true", "True", "TRUE", "false", "False", "FALSE",
                                                             "yes",  "Yes",  "no",   "No",    "on",    "off"};
  if (std::find(booleans.begin(), booleans.end(), text) != booleans.end()) return ScalarKind::boolean;
  const std::size_t digits = text.find_first_not_of("0123456789.+-_eE");
  return digits == std::string_view::npos && !text.empty() ? ScalarKind::number : ScalarKind::text;
}

core::Expected<MatterValue, ParseError> read_yaml(const FrontMatterText& matter) {
  if (auto plain = read_plain_yaml(matter)) return std::move(*plain);
  return read_any_yaml(matter);
}

core::Expected<MatterValue, ParseError> read_any_yaml(const FrontMatterText& matter) {
  if (matter.text.size() > max_bytes) {
    return core::Unexpected<ParseError>({"front-matter",
                                         "the front matter is longer than 256 KiB: is its closing line missing?",
                                         matter.first_line, 1});
  }
  try {
    // yaml-cpp takes a quote that the end of its input leaves open for closed, but not one that a new document cuts.
    const YAML::Node root = YAML::Load(std::string(matter.text) + "\n---\n");
    MatterValue value = Converter(matter.first_line).convert(root, 0);
    if (root.IsNull()) value.value = std::vector<MatterEntry>{};
    if (value.table() == nullptr) {
      return core::Unexpected<ParseError>(
          {"front-matter", "the front matter must be keys and values, as in `title: My post`", matter.first_line, 1});
    }
    return value;
  } catch (const YAML::Exception& error) {
    return mistake(matter, error);
  }
}

}  // namespace mediumsync::parse
