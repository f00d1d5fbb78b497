#include "core/html_escape.hpp"

#include <doctest/doctest.h>

using mediumsync::core::escape_html;

TEST_CASE("text as HTML shows what it is in and out of attributes") {
  CHECK(escape_html("").empty());
  CHECK(escape_html("no markup, 'single' quotes\nand lines") == "no markup, 'single' quotes\nand lines");
  CHECK(escape_html("<b title=\"x\">&amp;</b>") == "&lt;b title=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;");
  CHECK(escape_html("a<") == "a&lt;");
  CHECK(escape_html("\"\"") == "&quot;&quot;");
}
