// Files → core values: front matter, Markdown and HTML. Pure: no file, no clock.
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
  std::string path;                     // relative to its folder, or the feed entry's identity; for dates in file names and messages
  std::optional<std::string> base_url;  // what relative links are resolved against, when the post has no canonical URL
};

// Why bytes are no post. `line` and `column` count from 1.
struct ParseError {
  std::string code;     // as a finding's, e.g. "front-matter"
  std::string message;  // what and how to mend it
  std::optional<int> line;
  std::optional<int> column;
};

// A whole file: front matter (if any) and body. Never fails on a body; fails on front matter that can't be read.
core::Expected<core::Item, ParseError> document(std::string_view bytes, Format format, const Context& context);

// A body alone. HTML is read as browsers do (WHATWG HTML section 13.2).
struct Body {
  core::Document document;
  core::Findings findings;
};
// `first_line`: the line of the file that the text begins on, for findings.
Body markdown_body(std::string_view text, const Context& context, int first_line);
Body html_body(std::string_view text, const Context& context);

}  // namespace mediumsync::parse
