#include "parse/code_language.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

constexpr int generations = 6;  // from the <pre> to a highlighter's outermost element

std::optional<std::string> language_of_class(std::string_view classes, bool is_highlighter) {
  std::string_view before;
  while (!classes.empty()) {
    const std::size_t end = std::min(classes.find_first_of(" \t\n;"), classes.size());
    const std::string_view word = classes.substr(0, end);
    classes.remove_prefix(std::min(end + 1, classes.size()));
    if (word.empty()) continue;
    for (const std::string_view prefix :
         {"language-", "lang-", "highlight-source-", "highlight-text-", "brush:", "lang:", "src-"}) {
      if (word.starts_with(prefix) && word.size() > prefix.size()) return language_name(word.substr(prefix.size()));
    }
    const bool named_after = before == "brush:" || before == "sourceCode" || before == "syntaxhighlighter" ||
                             (is_highlighter && before == "highlight");
    if (named_after && word != "numberLines") return language_name(word);
    before = word;
  }
  return std::nullopt;
}

std::optional<std::string> language_of_element(const GumboNode& element) {
  for (const char* name : {"data-lang", "data-language", "data-code-block-lang"}) {
    const auto value = attribute(element, name);
    const auto language = value ? language_name(*value) : std::nullopt;
    if (language) return language;
  }
  return language_of_class(attribute(element, "class").value_or(""),
                           tag_name(element) == "figure" || tag_name(element) == "div");
}

}  // namespace

std::optional<std::string> language_name(std::string_view written) {
  std::string_view name = core::trim(written);
  while (!name.empty() && (name.front() == '{' || name.front() == '.' || name.front() == ' ')) name.remove_prefix(1);
  name = name.substr(0, name.find_first_of(" \t,:{}[]()<>\"'=;|"));
  static constexpr std::array<std::string_view, 4> none{"none", "nohighlight", "no-highlight", "notranslate"};
  if (name.empty() || name.size() > 40 || std::find(none.begin(), none.end(), name) != none.end()) return std::nullopt;
  return std::string(name);
}

std::optional<std::string> code_language(const GumboNode& pre) {
  const GumboNode* code = find_node(pre, [](const GumboNode& node) { return tag_name(node) == "code"; });
  if (code != nullptr) {
    if (auto language = language_of_element(*code)) return language;
  }
  const GumboNode* at = &pre;
  for (int i = 0; i < generations && at != nullptr && is_element(*at); ++i, at = at->parent) {
    const std::string_view tag = tag_name(*at);
    if (tag == "body" || tag == "article" || tag == "li" || tag == "blockquote") break;
    if (auto language = language_of_element(*at)) return language;
  }
  return language_name(attribute(pre, "lang").value_or(""));
}

}  // namespace mediumsync::parse
