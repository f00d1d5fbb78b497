#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/story.hpp"

namespace mediumsync::sandbox {

// One paragraph of a story, as Medium's editor calls and keeps them: everything a story shows is a row of these.
struct Graf {
  enum class Kind {
    title,
    subtitle,
    large,
    small,
    paragraph,
    quote,
    pull_quote,
    code,
    bullet,
    numbered,
    figure,
    divider,
    embed
  };
  Kind kind;
  std::string html;           // inline markup, escaped and of the kept elements alone; a figure's is its caption
  std::string text;           // the same without markup
  std::string language = {};  // of code, when Medium knows it
  std::string src = {};       // of a figure or an embed
  std::string alt = {};
};

std::string_view name_of(Graf::Kind kind);

// What Medium keeps of the content that it was given, after the rules of section 2. The importer also drops code
// blocks.
std::vector<Graf> draw(std::string_view content, Format format, Route route);

// The addresses of all images that Medium would fetch.
std::vector<std::string> image_addresses(std::string_view content, Format format);

// Whether a list item holds an image or a code block, which Medium refuses.
bool has_bad_nesting(std::string_view content, Format format);

// The title as the story shows it: its first h1.
const Graf* shown_title(const std::vector<Graf>& grafs);

}  // namespace mediumsync::sandbox
