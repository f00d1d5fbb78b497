// Tables of Markdown bodies and what is read in them.
#pragma once

#include <doctest/doctest.h>
#include <vector>

#include "parse/document.hpp"
#include "unit/parse/describe.hpp"

namespace mediumsync::parse {

struct MarkdownRow {
  const char* source;
  const char* expected;
  const char* findings = "";
};

inline void check_markdown(const std::vector<MarkdownRow>& rows) {
  for (const MarkdownRow& row : rows) {
    CAPTURE(row.source);
    const Body body = markdown_body(row.source, {"post.md", "https://blog.example/posts/"}, 1);
    CHECK(describe(body.document) == row.expected);
    CHECK(describe(body.findings) == row.findings);
  }
}

}  // namespace mediumsync::parse
