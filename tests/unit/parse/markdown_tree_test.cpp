// A post without raw HTML is read from cmark-gfm's own tree; it must be what its HTML would have given.
#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "parse/html_reader.hpp"
#include "parse/markdown.hpp"

namespace mediumsync::parse {
namespace {

// Line numbers are no part of a document's equality.
class Lines {
 public:
  std::string of(const core::Document& document) {
    add(document.blocks);
    for (const core::Footnote& note : document.footnotes) add(note.blocks);
    return out_;
  }

 private:
  void add(const core::SourceLine& line) { out_ += std::to_string(line.number.value_or(0)) + " "; }
  void add(const core::Blocks& blocks) {
    for (const core::Block& block : blocks) {
      add(block.line);
      if (const auto* quote = std::get_if<core::Quote>(&block.value)) add(quote->blocks);
      if (const auto* image = std::get_if<core::Image>(&block.value))
        std::visit([this](const auto& source) { add(source.line); }, image->source);
      if (const auto* list = std::get_if<core::List>(&block.value)) {
        for (const core::ListItem& item : list->items) add(item.blocks);
      }
    }
  }

  std::string out_;
};

std::string said(const core::Findings& findings) {
  std::string out;
  for (const core::Finding& finding : findings)
    out += finding.code + " " + std::to_string(finding.line.value_or(0)) + " " + finding.message + "\n";
  return out;
}

// Whether the text could be read without HTML.
bool check_same(const std::string& text, TitleHeading title_heading = TitleHeading::take) {
  HtmlSource source;
  source.title_heading = title_heading;
  source.first_line = 7;
  source.references.images = ImageHome::folder;
  const MendedMarkdown mended = mend_markdown(text, source.first_line);
  const HtmlTree tree = read_markdown(mended.text, source.first_line);
  const HtmlBody body = read_tree(tree, HtmlKind::fragment, source);
  const HtmlBody expected = read_html(markdown_to_html(mended.text, source.first_line), HtmlKind::fragment, source);
  CHECK(body.document == expected.document);
  CHECK(Lines().of(body.document) == Lines().of(expected.document));
  CHECK(said(body.findings) == said(expected.findings));
  CHECK(body.title == expected.title);
  return tree.is_made();
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::vector<std::filesystem::path> files_of(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path path = std::string(MEDIUMSYNC_SOURCE_DIR "/tests/") + folder;
  if (!std::filesystem::exists(path)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST_CASE("markdown is read without HTML as it is with it") {
  for (const char* folder : {"data/posts", "bench/posts", "fuzz/corpus/markdown", "fuzz/corpus/html"}) {
    for (const auto& path : files_of(folder)) {
      CAPTURE(path);
      check_same(content(path));
      check_same(content(path), TitleHeading::drop_if_repeats);
    }
  }
}

TEST_CASE("posts as people write them are read without HTML") {
  const auto files = files_of("bench/posts");
  CHECK(files.size() >= 4);
  for (const auto& path : files) {
    CAPTURE(path);
    CHECK(check_same(content(path)));
  }
}

TEST_CASE("every kind of markdown is read without HTML as it is with it") {
  static const std::vector<std::string> texts{
      "",
      "# T\n\n## U\n\ntext *em **strong*** `code` ~~gone~~ ~~`a`~~\nsoft  \nhard\\\nhard\n\n---\n\nSetext\n===\n",
      "![](a.png)\n\n![alt *em* `c`\nd ![in](x)](b.png \"ti\ntle\") text ![two](c.png)\n[![linked](d.png)](/x "
      "\"t\ny\") "
      "[rel](y)\n",
      "- a\n- b\n  - c\n\n    d\n\n1. one\n\n   two\n2. three\n\n7) seven\n8) ![i](i.png) eight\n",
      "- [ ] open\n- [x] done [r](rel)\n\n* [x] loose\n\n  para\n* [ ] b\n\n- plain\n- [X] x\n  ```c\n  code\n  ```\n",
      "| a | b | c |\n|:--|:-:|--:|\n| `x` | ![i](i.png) [r](rel) | ~~s~~ |\n| short |\n\n| h |\n|---|\n\n| one "
      "|\n|-|\n| "
      "cell |\n\npara\n",
      "> quote\n> > inner [r](rel)\n>\n> - list\n\n    indented\n\n    code\n\n``` c++ more\n\nx < y & "
      "z\n```\n\n~~~\n~~~\n",
      "One[^a], two[^b c], one again[^a], [^Ü].\n\n[^a]: First [r](rel)\n\n    more\n\n    - item\n\n[^b c]: # "
      "Heading\n[^ü]: `code`\n",
      "[^n]\n\n[^n]: - list\n\nafter [x](#fn-n) [y](#fnref-n)\n",
      "*a [b [^n] c](d)* e\n\n[^n]: note\n",
      "www.example.com https://x.example/?a=b&c='d' <me@x.example> me@y.example [l](<a b%20ü\"[]^`{}|\\\\> \"T\")\n",
      "&#10;&#13;&#1;&#x85;&#xFFFE;&nbsp;&amp;lt; &copy; \xEF\xBF\xBE \x01 \x7F\n",
      "`a\nb` <https://x.example/> **a<b**\n\n\tTab\n\nx\ty\n\n* * *\n\n#\n\n#### deep\n\n- \n- \n",
      "- - - nested\n  1. x\n     > q\n     > ***\n     > # h\n",
      "https://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n<https://www.youtube.com/watch?v=dQw4w9WgXcQ>\n",
      "one<br>two <b>raw</b> [r](rel)\n\n<div>\n\n*in*\n\n</div>\n"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    check_same(text);
    check_same("intro [r0](rel0)\n\n" + text + "\n\n[r9](rel9)\n", TitleHeading::drop_if_repeats);
  }
}

TEST_CASE("what HTML would change goes the way of HTML") {
  CHECK(check_same("plain *text*\n"));
  CHECK_FALSE(check_same("plain <b>text</b>\n"));
  CHECK_FALSE(check_same("<div>\n\ntext\n\n</div>\n"));
  CHECK_FALSE(check_same("a &#1; control\n"));
  CHECK_FALSE(check_same("[a [^n] link](x)\n\n[^n]: note\n"));
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "> ";
  check_same(deep + "deep\n");
  std::string marks;
  for (int i = 0; i < 20; ++i) marks += "*a **b ";
  for (int i = 0; i < 20; ++i) marks += "b** a*";
  check_same(marks + "\n");
}

}  // namespace
}  // namespace mediumsync::parse
