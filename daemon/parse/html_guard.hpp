// Stands before gumbo, whose time and memory grow without bound on hostile input: takes out the tags that make it so
// and leaves every word and every line break.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::parse {

struct GuardedHtml {
  std::string html;
  bool simplified = false;  // tags were taken out
  bool swallowed = false;   // a comment, script or the like is never closed and hides the rest
};

// Ordinary HTML passes unchanged, but for two habits of people's: `<div/>` and `<iframe/>` are closed where they stand,
// and a '<' that begins a tag without an end is text.
GuardedHtml guard_html(std::string_view html);

}  // namespace mediumsync::parse
