// HTML → core::Document. Markdown comes this way, too, as the HTML that cmark-gfm makes of it.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.hpp"
#include "core/finding.hpp"
#include "parse/findings.hpp"
#include "parse/footnotes.hpp"
#include "parse/fragments.hpp"
#include "parse/headings.hpp"
#include "parse/html_flow.hpp"
#include "parse/html_page.hpp"
#include "parse/html_tree.hpp"
#include "parse/links.hpp"

namespace mediumsync::parse {

struct HtmlSource {
  References references;
  TitleHeading title_heading = TitleHeading::drop_if_repeats;
  std::optional<std::string> known_title;
  int first_line = 1;  // of the HTML, in the file
  PageOrigin origin = PageOrigin::file;
  std::set<std::string> fragments;  // what the text calls its places, beside ids and headings
};

struct HtmlBody {
  core::Document document;
  core::Findings findings;
  std::optional<std::string> title;  // of the heading that left the body
  PageFacts page;                    // of a whole page; its canonical URL is absolute
  Bounds bounds = Bounds::unmarked;  // what said where in the page the post is
  std::size_t alike = 0;             // as Article has it
};

HtmlBody read_html(std::string_view html, HtmlKind kind, const HtmlSource& source);
HtmlBody read_tree(const HtmlTree& tree, HtmlKind kind, const HtmlSource& source);

// The parts of a table, those of tables within it not counted.
struct TableParts {
  struct Row {
    const GumboNode* element = nullptr;
    bool in_head = false;
  };
  std::vector<Row> rows;
  std::vector<const GumboNode*> captions;
  std::vector<const GumboNode*> columns;
};

// What Markdown's side puts before a block of raw HTML, as a comment, so that findings in it know their line.
inline constexpr std::string_view line_marker = "mediumsync line ";

// Reads one tree from top to bottom; lives for one read_html(). Handlers take an element, the style around it and the
// flow they write to.
class HtmlReader {
 public:
  HtmlReader(const HtmlTree& tree, HtmlKind kind, const HtmlSource& source);
  HtmlBody read();

 private:
  using Handler = void (HtmlReader::*)(const GumboNode&, const Style&, Flow&);
  static Handler handler_of(std::string_view tag);

  void node(const GumboNode& node, const Style& style, Flow& flow);
  void element(const GumboNode& element, const Style& style, Flow& flow);
  void inside(const GumboNode& element, const Style& style, Flow& flow);  // all children
  core::Blocks blocks_of(const GumboNode& element, const Style& style);   // all children, apart
  FlatText flat_text_of(const GumboNode& element, const Style& style);
  PageFacts read_page();
  void add_cover(core::Document& document);

  // html_inline.cpp
  void strong(const GumboNode& element, const Style& style, Flow& flow);
  void emphasis(const GumboNode& element, const Style& style, Flow& flow);
  void code(const GumboNode& element, const Style& style, Flow& flow);
  void struck_out(const GumboNode& element, const Style& style, Flow& flow);
  void superscript(const GumboNode& element, const Style& style, Flow& flow);
  void subscript(const GumboNode& element, const Style& style, Flow& flow);
  void script_text(const GumboNode& element, const Style& style, Flow& flow, Script script);
  void link(const GumboNode& element, const Style& style, Flow& flow);
  void abbreviation(const GumboNode& element, const Style& style, Flow& flow);
  void quotation(const GumboNode& element, const Style& style, Flow& flow);
  void ruby_text(const GumboNode& element, const Style& style, Flow& flow);
  void line_break(const GumboNode& element, const Style& style, Flow& flow);
  void check_box(const GumboNode& element, const Style& style, Flow& flow);
  void drawing(const GumboNode& element, const Style& style, Flow& flow);
  void hidden(const GumboNode& element, const Style& style, Flow& flow);
  void nothing(const GumboNode& element, const Style& style, Flow& flow);

  // html_math.cpp
  void math(const GumboNode& element, const Style& style, Flow& flow);
  void span(const GumboNode& element, const Style& style, Flow& flow);
  void script(const GumboNode& element, const Style& style, Flow& flow);
  void formula(const std::string& latex, const Style& style, Flow& flow);
  void display_formula(const std::string& latex, const Style& style, Flow& flow);
  bool read_formula(const GumboNode& element, const Style& style, Flow& flow);

  // html_blocks.cpp
  void block(const GumboNode& element, const Style& style, Flow& flow);
  void heading(const GumboNode& element, const Style& style, Flow& flow);
  void divider(const GumboNode& element, const Style& style, Flow& flow);
  void preformatted(const GumboNode& element, const Style& style, Flow& flow);
  void quote(const GumboNode& element, const Style& style, Flow& flow);
  void list(const GumboNode& element, const Style& style, Flow& flow);
  enum class Counts { up, down };
  void flat_list(const core::List& list, Counts counts, Flow& flow);
  void stray_item(const GumboNode& element, const Style& style, Flow& flow);
  void definitions(const GumboNode& element, const Style& style, Flow& flow);
  void details(const GumboNode& element, const Style& style, Flow& flow);

  // html_boxes.cpp
  static std::optional<std::string> label_of_box(const GumboNode& element);
  void component(const GumboNode& element, const Style& style, Flow& flow);
  void box(const GumboNode& element, const std::string& label, const Style& style, Flow& flow);

  // html_table.cpp
  void table(const GumboNode& element, const Style& style, Flow& flow);
  void data_table(const TableParts& parts, const Style& style, Flow& flow);

  // html_media.cpp
  void image(const GumboNode& element, const Style& style, Flow& flow);
  void figure(const GumboNode& element, const Style& style, Flow& flow);
  void frame(const GumboNode& element, const Style& style, Flow& flow);
  void media(const GumboNode& element, const Style& style, Flow& flow);
  void object(const GumboNode& element, const Style& style, Flow& flow);
  void no_script(const GumboNode& element, const Style& style, Flow& flow);
  void media_link(const GumboNode& element, std::string_view url, Flow& flow);

  int line(const GumboNode& node) const { return anchor_source_line_ + (line_of(node) - anchor_html_line_); }
  void anchor(const GumboNode& node, int source_line);
  void find_anchor(const GumboNode& element);
  void tell_if_nowhere(const GumboNode& link, std::string_view href);
  void remark(core::Severity severity, const std::string& code, std::string message, const GumboNode& where);

  const HtmlTree& tree_;
  const HtmlKind kind_;
  const HtmlSource& source_;
  const Article article_;
  FindingList findings_;
  Links links_;
  FootnoteIndex footnotes_;
  PageFacts page_;
  HeadingPlan headings_;
  std::optional<Fragments> fragments_;  // once a link asks for one
  std::set<std::string> expanded_;      // abbreviations that were explained
  std::optional<ImageSource> last_image_;
  const GumboNode* last_ruby_ = nullptr;
  bool last_ruby_has_brackets_ = false;
  int tables_around_ = 0;
  int anchor_source_line_ = 1;
  int anchor_html_line_ = 1;
  int nesting_ = 0;  // quotes and lists around
  int depth_ = 0;    // elements around
  int headings_around_ = 0;
  int no_scripts_around_ = 0;
};

}  // namespace mediumsync::parse
