#include "parse/code_title.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/shortcode_tag.hpp"

namespace mediumsync::parse {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// "a.js", "src/a.js".
bool is_file(std::string_view word) {
  const std::size_t dot = word.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < word.size() && word.size() - dot <= 8 &&
         std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dot) + 1, word.end(), is_letter) &&
         word.find_first_of("{}[]()=\"',") == std::string_view::npos;
}

bool is_prose(std::string_view words) {
  return words.find(' ') != std::string_view::npos && words.front() >= 'A' && words.front() <= 'Z' &&
         words.find_first_of("{}[]=\"") == std::string_view::npos;
}

CodeTitle split_at_address(std::string_view words) {
  CodeTitle title;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (word.empty()) continue;
    if (title.url.empty() && core::is_web_url(word)) {
      title.url = word;
      continue;
    }
    std::string& text = title.url.empty() ? title.text : title.link_text;
    text.append(text.empty() ? "" : " ").append(word);
  }
  return title;
}

}  // namespace

std::string_view fence_language(std::string_view info) {
  const std::string_view first = info.substr(0, info.find_first_of(" \t\n\v\f\r"));
  return first.find('=') != std::string_view::npos && !first.starts_with('{') ? std::string_view() : first;
}

std::optional<CodeTitle> code_title(std::string_view info) {
  const std::string_view language = fence_language(info);
  std::string_view rest = core::trim(info.substr(language.size()));
  const std::size_t colon = language.find(':');
  if (colon != std::string_view::npos && is_file(language.substr(colon + 1)))
    return CodeTitle{std::string(language.substr(colon + 1)), "", ""};
  if (colon != std::string_view::npos) return std::nullopt;
  std::string flat(info);
  std::replace_if(
      flat.begin(), flat.end(), [](char c) { return c == '{' || c == '}' || c == '%' || c == '\n'; }, ' ');
  const bool keyed = info.find('=') != std::string_view::npos;
  if (const auto tag = keyed ? read_shortcode_tag("{% x " + flat + " %}", 0) : std::nullopt) {
    for (const std::string_view key : {"title", "filename", "file", "caption", "name", "label"}) {
      const std::string value = core::collapse_space(tag->argument(key));
      if (!value.empty()) return split_at_address(value);
    }
  }
  const std::string_view first = rest.substr(0, rest.find(' '));
  if (rest.empty() || rest.starts_with('{')) return std::nullopt;
  if (is_file(first) || rest.find("://") != std::string_view::npos || is_prose(rest)) return split_at_address(rest);
  return std::nullopt;
}

}  // namespace mediumsync::parse
