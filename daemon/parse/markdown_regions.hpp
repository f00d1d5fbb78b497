// Where Markdown is code, and where it is a tag or an address: what people's shorthands mean holds in prose alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediumsync::parse {

enum class RegionKind {
  code,  // fenced, indented, in backticks, in <pre>, <code> and the like; comments
  tag,   // an HTML tag, or where a link leads
};

struct Region {
  std::size_t begin = 0;
  std::size_t end = 0;
  RegionKind kind = RegionKind::code;
};

// In order, apart from one another; as far as one can tell without parsing it all. Takes about linear time.
std::vector<Region> regions_of(std::string_view markdown);

// What stands for the bytes from where it was found up to `end`.
struct Replacement {
  std::size_t end = 0;
  std::string text;
};

// Copies `text` whose regions are known, asking `at(position, tag)` for a replacement at each of the `marks` that is
// not in code; `tag` is the tag or address that holds the mark, nullptr in prose. A replacement of several lines brings
// as many line breaks with it, so that findings know their lines.
template <typename At>
std::string rewrite(std::string_view text, const std::vector<Region>& regions, std::string_view marks, At at) {
  std::string out;
  out.reserve(text.size() + 64);
  std::size_t done = 0;
  auto region = regions.begin();
  for (std::size_t i = text.find_first_of(marks); i != std::string_view::npos; i = text.find_first_of(marks, i)) {
    while (region != regions.end() && region->end <= i) ++region;
    const bool inside = region != regions.end() && region->begin <= i;
    if (inside && region->kind == RegionKind::code) {
      i = region->end;
      continue;
    }
    const std::optional<Replacement> replacement = at(i, inside ? &*region : nullptr);
    if (!replacement) {
      i += text[i] == '\\' ? 2U : 1U;
      if (i >= text.size()) break;
      continue;
    }
    out.append(text.substr(done, i - done)).append(replacement->text);
    const std::string_view source = text.substr(i, replacement->end - i);
    const auto lost = std::count(source.begin(), source.end(), '\n') -
                      std::count(replacement->text.begin(), replacement->text.end(), '\n');
    if (lost > 0) out.append(static_cast<std::size_t>(lost), '\n');
    done = i = replacement->end;
  }
  return out.append(text.substr(done));
}

template <typename At>
std::string rewrite(std::string_view text, std::string_view marks, At at) {
  return rewrite(text, regions_of(text), marks, at);
}

}  // namespace mediumsync::parse
