// GitHub's Markdown → HTML, by cmark-gfm with tables, strikethrough, autolinks, task lists and footnotes.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/finding.hpp"
#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// Hostile input is bounded first (markdown_limits.hpp). Raw HTML stays as it is. Elements carry `data-sourcepos`,
// blocks of raw HTML follow a comment with the line they begin on (html_reader.hpp's line_marker); lines count from
// `first_line` in the comments, from 1 in the attributes.
std::string markdown_to_html(std::string_view markdown, int first_line);

// The tree of that HTML, made without it where the text has no raw HTML (markdown_tree.hpp).
HtmlTree read_markdown(std::string_view markdown, int first_line);

// What cmark-gfm would lose or does not know, written differently; as many lines as before:
// - a footnote that nothing refers to becomes text,
// - `{% highlight x %}` … `{% endhighlight %}` and the like become fences,
// - the shorthands, boxes, tags and additions of markdown_*.hpp and shortcodes.hpp are spelled out.
struct MendedMarkdown {
  std::string text;
  core::Findings findings;
  std::set<std::string> fragments;  // what `{#name}` calls a place of the text
};
MendedMarkdown mend_markdown(std::string_view markdown, int first_line);

}  // namespace mediumsync::parse
