// What a post says about itself before its first line of text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "parse/document.hpp"

namespace mediumsync::parse {

// YAML between `---`, TOML between `+++`, JSON in braces, bare "Key: value" lines with a Title among them, or Org's
// "#+KEY: value" lines.
enum class FrontMatterSyntax { yaml, toml, json, bare, org };

struct FrontMatterText {
  FrontMatterSyntax syntax = FrontMatterSyntax::yaml;
  std::string_view text;
  int first_line = 1;  // of `text`, in the file
};

// Both views point into the text that was split.
struct FrontMatterSplit {
  std::optional<FrontMatterText> matter;
  std::string_view body;
  int body_line = 1;
};

// `text` as decode() gives it. Fails where front matter is opened and never closed.
core::Expected<FrontMatterSplit, ParseError> split_front_matter(std::string_view text);

enum class ScalarKind { text, boolean, number, date };

struct Scalar {
  std::string text;
  ScalarKind kind = ScalarKind::text;
};

struct MatterEntry;

// One value of either language, with its place in the file; `std::monostate` is null.
struct MatterValue {
  std::variant<std::monostate, Scalar, std::vector<MatterValue>, std::vector<MatterEntry>> value;
  int line = 1;
  int column = 1;

  const std::vector<MatterEntry>* table() const { return std::get_if<std::vector<MatterEntry>>(&value); }
  const std::vector<MatterValue>* list() const { return std::get_if<std::vector<MatterValue>>(&value); }
  const Scalar* scalar() const { return std::get_if<Scalar>(&value); }
};

struct MatterEntry {
  std::string key;
  MatterValue value;
};

// The whole front matter as one table.
core::Expected<MatterValue, ParseError> read_matter(const FrontMatterText& matter);
core::Expected<MatterValue, ParseError> read_yaml(const FrontMatterText& matter);
// The same by yaml-cpp, and without it: std::nullopt for what is not as plain as most front matter is.
core::Expected<MatterValue, ParseError> read_any_yaml(const FrontMatterText& matter);
std::optional<MatterValue> read_plain_yaml(const FrontMatterText& matter);
// What words without quotes stand for.
ScalarKind kind_of_plain(std::string_view text);
core::Expected<MatterValue, ParseError> read_toml(const FrontMatterText& matter);
// Of lines, which never fail.
MatterValue read_bare(const FrontMatterText& matter);
MatterValue read_org(const FrontMatterText& matter);
// A lone `---`, which ends Hexo's front matter.
bool is_closing_line(std::string_view line);
// Where the lines end that begin at `begin`; std::nullopt where there are none.
std::optional<std::size_t> bare_end(std::string_view text, std::size_t begin);
std::optional<std::size_t> org_end(std::string_view text, std::size_t begin);

// The keys this product knows, typed; every other key is the author's own business.
struct FrontMatter {
  std::optional<std::string> title;
  std::optional<std::string> subtitle;
  std::vector<std::string> tags;
  std::optional<std::string> canonical;  // absolute, or relative to where the folder lives on the web
  std::optional<std::string> permalink;  // the same, from keys that only some site generators mean that way
  std::optional<std::string> slug;       // the post's name beneath where the folder lives on the web
  std::optional<core::TimePoint> date;
  std::optional<core::License> license;
  core::Draft draft = core::Draft::no;
  core::MediumOverrides medium;
  std::optional<std::string> cover;
  std::string cover_alt;
  core::Findings findings;
};

core::Expected<FrontMatter, ParseError> read_keys(const MatterValue& root);

}  // namespace mediumsync::parse
