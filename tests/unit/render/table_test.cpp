#include "render/table.hpp"

#include <doctest/doctest.h>

#include "unit/render/pieces.hpp"

namespace mediumsync::render {
namespace {

using core::Alignment;
using core::Table;

Table table(std::vector<Alignment> columns, std::vector<std::vector<std::string>> rows) {
  Table result;
  result.columns = std::move(columns);
  for (const auto& texts : rows) {
    core::TableRow row;
    for (const std::string& text : texts) row.push_back(words(text));
    if (&texts == &rows.front()) {
      result.header = std::move(row);
    } else {
      result.rows.push_back(std::move(row));
    }
  }
  return result;
}

struct TableRowCase {
  Table table;
  const char* html;
};

TEST_CASE("a narrow table is set in columns") {
  const TableRowCase rows[] = {
      {table({Alignment::left, Alignment::right, Alignment::centre},
             {{"Name", "Age", "Where"}, {"Ann", "3", "x"}, {"Bartholomew", "12", "Rome"}}),
       "<pre>Name        | Age | Where\n"
       "------------+-----+------\n"
       "Ann         |   3 |   x\n"
       "Bartholomew |  12 | Rome</pre>"},
      {table({}, {{"都市", "n"}, {"東京", "1"}, {"Bern", "22"}, {"e\u0301", "3"}}),
       "<pre>都市 | n\n-----+---\n東京 | 1\nBern | 22\ne\u0301    | 3</pre>"},
      {table({}, {{}, {"a", "b"}, {"cc"}}), "<pre>a  | b\ncc |</pre>"},
      {table({}, {{"a"}, {"1", "more"}}), "<pre>a |\n--+-----\n1 | more</pre>"},
      {table({}, {{"<x>", "a&b"}}), "<pre>&lt;x&gt; | a&amp;b\n----+----</pre>"},
      {table({}, {{}, {"a"}, {""}, {"b"}}), "<pre>a\n\u00A0\nb</pre>"},
      {table({}, {{"", ""}, {"", " "}}), ""},
      {table({}, {{}}), ""},
  };
  for (const TableRowCase& row : rows) CHECK(table_html(row.table, 0).html == row.html);
}

TEST_CASE("links of a table stand numbered below it") {
  Table links = table({}, {{"Site", "Of"}});
  const std::string a = "https://a.example/?x&y";
  links.rows = {{{link("A", a)}, {run("see "), link("b", "https://b.example"), run(" and "), link("A", a)}},
                {{link("relative", "/x")}, {link("one ", a), run("link", core::Marks::code, a)}}};
  CHECK(table_html(links, 0).html ==
        "<pre>Site     | Of\n"
        "---------+--------------------\n"
        "A [1]    | see b [2] and A [1]\n"
        "relative | one link [1]</pre>"
        "<p>[1] <a href=\"https://a.example/?x&amp;y\">https://a.example/?x&amp;y</a><br>"
        "[2] <a href=\"https://b.example\">https://b.example</a></p>");
}

TEST_CASE("a number in brackets means one thing in a story") {
  Table links = table({}, {{"A"}});
  links.rows = {{{link("x", "https://x.example")}}};
  core::Post post = post_with({{links}, {links}});
  post.body.footnotes.push_back({"1", {paragraph("note")}});
  const std::string html = story(post, upload_placeholder).html;
  CHECK(html.find("<p>[2] <a href=\"https://x.example\">") != std::string::npos);
  CHECK(html.find("<p>[3] <a href=\"https://x.example\">") != std::string::npos);
  CHECK(html.find("<p>[1] note") != std::string::npos);
}

TEST_CASE("a table of eighty columns fits and one of eighty-one does not") {
  CHECK(fits(table({}, {{"a", std::string(76, 'x')}})));
  CHECK_FALSE(fits(table({}, {{"a", std::string(77, 'x')}})));
  std::string wide;
  for (int i = 0; i < 39; ++i) wide += "字";
  CHECK_FALSE(fits(table({}, {{"a", wide}})));
}

TEST_CASE("a table that does not fit is set as a paragraph a row") {
  const std::string wide(80, 'x');
  Table value = table({}, {{"Name", "Age", "City:"}, {"Ann & Bo", "3", ""}, {"", "4", "Rome", "extra"}, {"", "", ""}});
  value.rows[0][2] = {run(wide, core::Marks::code, "https://a.example")};
  CHECK(table_html(value, 0).html ==
        "<p><em>Name</em> · <em>Age</em> · <em>City:</em></p>"
        "<p><strong>Ann &amp; Bo</strong><br>Age: 3<br>City: <a href=\"https://a.example\"><code>" +
            wide +
            "</code></a></p>"
            "<p>Age: 4<br>City: Rome<br>extra</p>");
}

TEST_CASE("lines in a cell keep a table from being set in columns") {
  Table value = table({}, {{"A", "B"}, {"x", ""}});
  value.rows[0][1] = {run("one"), core::Break{}, run("two")};
  CHECK(table_html(value, 0).html == "<p><em>A</em> · <em>B</em></p><p><strong>x</strong><br>B: one<br>two</p>");
  value = table({}, {{"", "B"}, {"x", "y"}});
  value.header[0] = {run("one"), core::Break{}, run("two")};
  CHECK(table_html(value, 0).html == "<p><em>one<br>two</em> · <em>B</em></p><p><strong>x</strong><br>B: y</p>");
}

}  // namespace
}  // namespace mediumsync::render
