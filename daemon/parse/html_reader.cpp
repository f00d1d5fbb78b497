#include "parse/html_reader.hpp"

#include <charconv>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

// Above what the guard lets through in ordinary trees; deeper ones give their text alone.
constexpr int max_depth = 400;

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

}  // namespace

HtmlReader::HtmlReader(const HtmlTree& tree, const HtmlSource& source)
    : tree_(tree),
      source_(source),
      links_(source.references, findings_),
      footnotes_(tree.root()),
      headings_(plan_headings(tree.root(), source.title_heading, source.known_title)),
      anchor_source_line_(source.first_line) {}

HtmlBody HtmlReader::read() {
  HtmlBody body;
  read_head(tree_.root(), body);
  if (tree_.simplified()) {
    findings_.add(core::Severity::warning, "html-simplified",
                  "too many or too deeply nested elements: some were left out, their text stays", std::nullopt);
  }
  if (tree_.swallowed()) {
    findings_.add(core::Severity::warning, "html-unclosed",
                  "a comment, script or style is never closed and hides the rest of the post", std::nullopt);
  }
  body.document.blocks = blocks_of(tree_.root(), {});
  for (const FootnoteItem& item : footnotes_.items())
    body.document.footnotes.push_back({item.label, blocks_of(*item.node, {})});
  body.title = headings_.title;
  body.findings = std::move(findings_).take();
  return body;
}

void HtmlReader::read_head(const GumboNode& root, HtmlBody& body) {
  walk(root, [&](const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (tag == "body") return Walk::past;
    const auto href = attribute(node, "href");
    if (tag == "title" && !body.page_title) {
      std::string title = core::collapse_space(deep_text(node));
      if (!title.empty()) body.page_title = std::move(title);
    } else if (tag == "link" && attribute(node, "rel") == "canonical" && href) {
      body.canonical = std::string(core::trim(*href));
    } else if (tag == "base" && href) {
      links_.set_base(*href);
    }
    return Walk::into;
  });
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
    int number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{}) anchor(node, number);
  }
}

void HtmlReader::element(const GumboNode& element, const Style& style, Flow& flow) {
  find_anchor(element);
  if (footnotes_.is_list(element)) return;
  if (depth_ >= max_depth) return flow.text(deep_text(element), style);
  const Counting deeper(depth_);
  const std::string_view tag = tag_name(element);
  if (const Handler handler = handler_of(tag)) {
    const std::size_t before = flow.size();
    const int here = line(element);
    (this->*handler)(element, style, flow);
    return flow.place(before, here);
  }
  const std::string shown = "<" + core::printable(core::cut_on_word(tag, 40)) + ">";
  if (is_stray_tag(element)) {
    flow.text("<" + std::string(tag) + ">", style);
    remark(core::Severity::advice, "element-unknown", shown + " is no element; it stays as text", element);
  } else {
    remark(core::Severity::advice, "element-unknown", shown + " means nothing here; what it holds stays", element);
  }
  inside(element, style, flow);
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
  int number = 0;
  if (std::from_chars(position->data(), position->data() + position->size(), number).ec == std::errc{}) {
    anchor(element, source_.first_line + number - 1);
  }
}

void HtmlReader::remark(core::Severity severity, const std::string& code, std::string message, const GumboNode& where) {
  findings_.add(severity, code, std::move(message), line(where));
}

HtmlBody read_html(std::string_view html, HtmlKind kind, const HtmlSource& source) {
  const HtmlTree tree(html, kind);
  return HtmlReader(tree, source).read();
}

}  // namespace mediumsync::parse
