#include "parse/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <utility>

#include "core/html_escape.hpp"
#include "parse/code_title.hpp"
#include "parse/html_reader.hpp"
#include "parse/markdown_limits.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_tree.hpp"

namespace mediumsync::parse {
namespace {

constexpr int options = CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

// As the tree's own builder does for the text that has no HTML in it.
void write_code_title(cmark_node* code) {
  const std::string info = cmark_node_get_fence_info(code) == nullptr ? "" : cmark_node_get_fence_info(code);
  if (info.find_first_of(" =:") == std::string::npos) return;
  const auto title = code_title(info);
  cmark_node_set_fence_info(code, std::string(fence_language(info)).c_str());
  if (!title) return;
  std::string html = "<p>" + (title->text.empty() ? "" : "<strong>" + core::escape_html(title->text) + "</strong> ");
  if (!title->url.empty()) {
    html += "<a href=\"" + core::escape_html(title->url) + "\">";
    html += core::escape_html(title->link_text.empty() ? title->url : title->link_text) + "</a>";
  }
  cmark_node* block = cmark_node_new(CMARK_NODE_HTML_BLOCK);
  cmark_node_set_literal(block, (html + "</p>\n").c_str());
  if (cmark_node_insert_before(code, block) == 0) cmark_node_free(block);
}

// What begins a tag, a declaration or the like behind the last '>' of a block of raw HTML has no end there: what stands
// in it would go into whatever ends next. A comment may be meant to reach over blocks.
std::string with_endless_tags_as_text(std::string_view block) {
  const std::size_t last_end = block.rfind('>');
  const std::size_t tail = last_end == std::string_view::npos ? 0 : last_end + 1;
  std::string out(block.substr(0, tail));
  for (std::size_t i = tail; i < block.size(); ++i) {
    const std::string_view rest = block.substr(i);
    if (rest.starts_with("<!--")) return out.append(rest);
    if (rest.starts_with('<')) {
      out += "&lt;";
    } else {
      out += block[i];
    }
  }
  return out;
}

void mark_raw_html(cmark_node* document, int first_line) {
  const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(document));
  while (cmark_iter_next(iterator.get()) != CMARK_EVENT_DONE) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) write_code_title(node);
    if (cmark_node_get_type(node) != CMARK_NODE_HTML_BLOCK) continue;
    const int line = first_line + cmark_node_get_start_line(node) - 1;
    const std::string marked = "<!--" + std::string(line_marker) + std::to_string(line) + "-->" +
                               with_endless_tags_as_text(cmark_node_get_literal(node));
    cmark_node_set_literal(node, marked.c_str());
  }
}

// cmark-gfm keeps the characters that its extensions look for in a table of the whole process, which a parse fills at
// its beginning and empties at its end: two at a time would miss what was struck through. (What is done with the tree
// afterwards needs no lock.)
std::mutex one_parse_at_a_time;

// cmark-gfm's tree of one text.
class Parsed {
 public:
  // Where it is to look for footnotes, cmark-gfm takes every "[^" for one's mark and loses words behind some.
  explicit Parsed(std::string_view markdown)
      : parser_(cmark_parser_new(options | (defines_footnotes(markdown) ? CMARK_OPT_FOOTNOTES : 0))) {
    const BoundedMarkdown bounded = bound_markdown(markdown);
    const std::lock_guard lock(one_parse_at_a_time);
    cmark_gfm_core_extensions_ensure_registered();
    for (const std::string_view name : {"table", "strikethrough", "autolink", "tasklist"}) {
      if (name == "autolink" && bounded.autolinks == Autolinks::off) continue;
      if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name.data())) {
        cmark_parser_attach_syntax_extension(parser_.get(), extension);
      }
    }
    cmark_parser_feed(parser_.get(), bounded.text.data(), bounded.text.size());
    document_.reset(cmark_parser_finish(parser_.get()));
  }

  cmark_node* document() const { return document_.get(); }

  std::string html(int first_line) const {
    mark_raw_html(document_.get(), first_line);
    const std::unique_ptr<char, FreeText> html(
        cmark_render_html(document_.get(), options, cmark_parser_get_syntax_extensions(parser_.get())));
    return html.get();
  }

 private:
  std::unique_ptr<cmark_parser, FreeParser> parser_;
  std::unique_ptr<cmark_node, FreeNode> document_;
};

}  // namespace

std::string markdown_to_html(std::string_view markdown, int first_line) {
  return Parsed(markdown).html(first_line);
}

HtmlTree read_markdown(std::string_view markdown, int first_line) {
  const Parsed parsed(markdown);
  if (auto nodes = markdown_tree(parsed.document())) return HtmlTree(std::move(nodes));
  return HtmlTree(parsed.html(first_line), HtmlKind::fragment);
}

}  // namespace mediumsync::parse
