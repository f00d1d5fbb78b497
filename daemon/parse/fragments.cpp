#include "parse/fragments.hpp"

#include "core/percent.hpp"
#include "parse/headings.hpp"

namespace mediumsync::parse {
namespace {

// The "-1" that tells the second heading of the same words from the first.
std::string_view without_number(std::string_view fragment) {
  const std::size_t end = fragment.find_last_not_of("0123456789");
  if (end == std::string_view::npos || (fragment[end] != '-' && fragment[end] != '_')) return fragment;
  return fragment.substr(0, end);
}

}  // namespace

Fragments::Fragments(const GumboNode& root, const std::set<std::string>& named) : names_(named.begin(), named.end()) {
  names_.emplace("top");
  walk(root, [this](const GumboNode& node) {
    for (const char* key : {"id", "name"}) {
      if (const auto value = attribute(node, key)) names_.emplace(*value);
    }
    if (heading_level(node)) headings_.insert(comparable_words(heading_words(node)));
    return Walk::into;
  });
}

bool Fragments::has(std::string_view fragment) const {
  const std::string name = core::percent_decoded(fragment);
  // A text's own place (":~:text=…"), a page of a script's ("!/…", "/…").
  if (name.starts_with(':') || name.starts_with('!') || name.starts_with('/')) return true;
  return names_.contains(name) || headings_.contains(comparable_words(name)) ||
         headings_.contains(comparable_words(without_number(name)));
}

}  // namespace mediumsync::parse
