#include "parse/html_reader.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "parse/bracket_tags.hpp"
#include "parse/markdown_callouts.hpp"

namespace mediumsync::parse {
namespace {

// Above what the guard lets through in ordinary trees; deeper ones give their text alone.
constexpr int max_depth = 400;

// std::nullopt for what no line can have: cmark-gfm says 0 of the text right before a table, an author's own attribute
// may say anything.
std::optional<int> line_number(std::string_view digits) {
  constexpr int max_line = 100'000'000;
  int number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec != std::errc{} || number < 1 || number > max_line) return std::nullopt;
  return number;
}

// Counts up while it lives.
class Counting {
 public:
  explicit Counting(int& count) : count_(count) { ++count_; }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() { --count_; }

 private:
  int& count_;
};

// Word's own, which say nothing: <o:p>, <w:sdt>, <st1:place>.
bool is_office_tag(std::string_view tag) {
  const std::string_view space = tag.substr(0, tag.find(':'));
  return space.size() < tag.size() && (space == "o" || space == "w" || space == "v" || space == "st1");
}

Article article_of(const HtmlTree& tree, HtmlKind kind, const HtmlSource& source) {
  if (kind == HtmlKind::page) return find_article(tree.root(), source.origin);
  return tree.is_made() ? Article{.content = &tree.root()} : whole_body(tree.root());
}

// A headline outside of the article's content is the title; a heading within it then leaves only if it says the same.
HeadingPlan plan_article(const Article& article, const HtmlSource& source, const PageFacts& page) {
  const bool outside = source.title_heading == TitleHeading::take && article.headline;
  return plan_headings(*article.content,
                       {outside ? TitleHeading::drop_if_repeats : source.title_heading,
                        outside ? article.headline : source.known_title, page.title},
                       article.left_out);
}

}  // namespace

HtmlReader::HtmlReader(const HtmlTree& tree, HtmlKind kind, const HtmlSource& source)
    : tree_(tree),
      kind_(kind),
      source_(source),
      article_(article_of(tree, kind, source)),
      links_(source.references, findings_),
      footnotes_(tree.root()),
      page_(kind == HtmlKind::page ? page_facts(tree.root()) : PageFacts{}),
      headings_(plan_article(article_, source, page_)),
      anchor_source_line_(source.first_line) {}

HtmlBody HtmlReader::read() {
  HtmlBody body;
  body.page = read_page();
  if (tree_.simplified()) {
    findings_.add(core::Severity::warning, "html-simplified",
                  "too many or too deeply nested elements: some were left out, their text stays", std::nullopt);
  }
  if (tree_.swallowed()) {
    findings_.add(core::Severity::warning, "html-unclosed",
                  "a comment, script or style is never closed and hides the rest of the post", std::nullopt);
  }
  body.document.blocks = blocks_of(*article_.content, {});
  add_cover(body.document);
  for (const FootnoteItem& item : footnotes_.items())
    body.document.footnotes.push_back({item.label, blocks_of(*item.node, {})});
  if (body.page.subtitle && begins_with(core::plain_text(body.document), *body.page.subtitle))
    body.page.subtitle.reset();
  body.bounds = article_.bounds;
  body.alike = article_.alike;
  body.title = headings_.title ? headings_.title : article_.headline;
  body.findings = std::move(findings_).take();
  return body;
}

PageFacts HtmlReader::read_page() {
  if (tree_.is_made()) return {};
  const GumboNode* base = find_node(
      tree_.root(), [](const GumboNode& node) { return tag_name(node) == "base" && attribute(node, "href"); });
  if (base != nullptr) links_.set_base(*attribute(*base, "href"));
  if (kind_ == HtmlKind::fragment) return {};
  PageFacts page = std::move(page_);
  if (page.canonical) page.canonical = links_.set_page(*page.canonical);
  const bool medium =
      find_node(*article_.content, [](const GumboNode& node) { return has_class(node, "graf"); }) != nullptr;
  if (article_.subtitle || medium) page.subtitle = article_.subtitle;
  return page;
}

// The picture that the page shows above its text.
void HtmlReader::add_cover(core::Document& document) {
  if (article_.cover == nullptr) return;
  core::Blocks& blocks = document.blocks;
  if (!blocks.empty() && std::holds_alternative<core::Image>(blocks.front().value)) return;
  Flow flow;
  image(*article_.cover, {}, flow);
  core::Blocks cover = flow.take();
  const auto* picture = cover.empty() ? nullptr : std::get_if<core::Image>(&cover.front().value);
  const bool known = std::any_of(blocks.begin(), blocks.end(), [&](const core::Block& block) {
    const auto* other = std::get_if<core::Image>(&block.value);
    return other != nullptr && picture != nullptr && other->source == picture->source;
  });
  if (picture != nullptr && !known) blocks.insert(blocks.begin(), std::move(cover.front()));
}

void HtmlReader::node(const GumboNode& node, const Style& style, Flow& flow) {
  if (is_text(node)) {
    flow.text(text_of(node), style);
  } else if (is_element(node)) {
    element(node, style, flow);
  } else if (node.type == GUMBO_NODE_COMMENT) {
    std::string_view text = node.v.text.text;
    if (!text.starts_with(line_marker)) return;
    text.remove_prefix(line_marker.size());
    if (const auto number = line_number(text)) anchor(node, *number);
  }
}

void HtmlReader::element(const GumboNode& element, const Style& style, Flow& flow) {
  find_anchor(element);
  if (footnotes_.is_list(element) || article_.is_left_out(element)) return;
  if (depth_ >= max_depth) return flow.text(deep_text(element), style);
  const Counting deeper(depth_);
  const std::string_view tag = tag_name(element);
  if (const Handler handler = handler_of(tag)) {
    const std::size_t before = flow.size();
    const int here = line(element);
    (this->*handler)(element, style, flow);
    return flow.place(before, here);
  }
  if (is_office_tag(tag)) return inside(element, style, flow);
  const std::string shown = "<" + core::printable(core::cut_on_word(tag, 40)) + ">";
  if (is_stray_tag(element)) {
    flow.text("<" + std::string(tag) + ">", style);
    remark(core::Severity::advice, "element-unknown", shown + " is no element; it stays as text", element);
  } else if (!is_callout(tag)) {
    remark(core::Severity::advice, "element-unknown", shown + " means nothing here; what it holds stays", element);
  }
  component(element, style, flow);
}

void HtmlReader::inside(const GumboNode& element, const Style& style, Flow& flow) {
  const GumboVector& nodes = children(element);
  for (unsigned i = 0; i < nodes.length; ++i) node(child(nodes, i), style, flow);
}

core::Blocks HtmlReader::blocks_of(const GumboNode& element, const Style& style) {
  Flow flow;
  inside(element, style, flow);
  return flow.take();
}

FlatText HtmlReader::flat_text_of(const GumboNode& element, const Style& style) {
  return flatten(blocks_of(element, style));
}

void HtmlReader::anchor(const GumboNode& node, int source_line) {
  anchor_source_line_ = source_line;
  anchor_html_line_ = line_of(node);
}

// cmark-gfm's "3:1-4:10".
void HtmlReader::find_anchor(const GumboNode& element) {
  const auto position = attribute(element, "data-sourcepos");
  if (!position) return;
  if (const auto number = line_number(*position)) anchor(element, source_.first_line + *number - 1);
}

void HtmlReader::remark(core::Severity severity, const std::string& code, std::string message, const GumboNode& where) {
  findings_.add(severity, code, std::move(message), line(where));
}

HtmlBody read_html(std::string_view html, HtmlKind kind, const HtmlSource& source) {
  if (!has_bracket_tag(html)) {
    const HtmlTree tree(html, kind);
    return read_tree(tree, kind, source);
  }
  FindingList findings;
  const HtmlTree tree(spell_out_bracket_tags_in_html(html, source.first_line, findings), kind);
  HtmlBody body = read_tree(tree, kind, source);
  core::Findings told = std::move(findings).take();
  body.findings.insert(body.findings.begin(), told.begin(), told.end());
  return body;
}

HtmlBody read_tree(const HtmlTree& tree, HtmlKind kind, const HtmlSource& source) {
  return HtmlReader(tree, kind, source).read();
}

}  // namespace mediumsync::parse
