// Files → core values: front matter, Markdown and HTML. Pure: no file, no clock.
//
// Who does what about the title, between this room and core::normalise:
// - Here, in document(): Item.title is the front matter's title. Without one it is the body's own title heading, which
// then
//   leaves the body: the level-1 heading near the top, or the only level-1 heading of the body
//   when no other heading comes before it. Failing that, an HTML file's <title>. With a title in the front matter, a
//   title heading that repeats it (case, space and punctuation aside) leaves the body; one that says something else
//   stays.
// - Here, in every body: the shallowest heading level left becomes HeadingLevel::large, the next level present small,
// all
//   deeper ones minor.
// - In core::normalise: an Item still without a title gets the body's first large heading or its fallback, and a first
//   heading that repeats the title (set by a rule of the source, say) is dropped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/expected.hpp"
#include "core/post.hpp"

namespace mediumsync::parse {

enum class Format { markdown, html };

// By the file's extension: .md .markdown .mdown .mkd → markdown; .html .htm .xhtml → html.
std::optional<Format> format_of(std::string_view path);

// What a parser may lean on beside the bytes.
struct Context {
  // Relative to its folder, or the feed entry's identity; for dates in file names and messages.
  std::string path;
  // What relative references are resolved against. For document(): where the folder lives on the web, used when the
  // post has no canonical URL. For a body alone: the URL the body was found at.
  std::optional<std::string> base_url;
};

// Why bytes are no post. `line` and `column` count from 1, in the file.
struct ParseError {
  std::string code;     // as a finding's, e.g. "front-matter"
  std::string message;  // what and how to mend it
  std::optional<int> line;
  std::optional<int> column;
};

// A whole file: front matter (if any) and body. Fails on front matter that can't be read, and on Markdown that would
// take too much memory.
// Relative images become LocalImage.
core::Expected<core::Item, ParseError> document(std::string_view bytes, Format format, const Context& context);

// A body alone, as a feed carries it: every heading stays, and relative images are resolved against `base_url` as links
// are (without one: their alt text and a finding). HTML is read as browsers do (WHATWG HTML section 13.2).
struct Body {
  core::Document document;
  core::Findings findings;
};
// `first_line`: the line of the file that the text begins on, for findings.
Body markdown_body(std::string_view text, const Context& context, int first_line);
Body html_body(std::string_view text, const Context& context);

}  // namespace mediumsync::parse
