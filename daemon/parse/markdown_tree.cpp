#include "parse/markdown_tree.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmark-gfm-core-extensions.h>
#include <cstdint>
#include <string>
#include <string_view>

#include "parse/cmark_nodes.hpp"
#include "parse/code_title.hpp"
#include "parse/node_writer.hpp"

namespace mediumsync::parse {
namespace {

bool is_tight(cmark_node* paragraph) {
  cmark_node* list = cmark_node_parent(cmark_node_parent(paragraph));
  return list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
}

// One pass over one tree, in the steps in which cmark-gfm writes HTML; lives for one markdown_tree().
class Builder {
 public:
  explicit Builder(cmark_node* document) : document_(document) {
    for (cmark_node* node = cmark_node_last_child(document);
         node != nullptr && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
         node = cmark_node_previous(node)) {
      ++notes_;
    }
  }

  std::unique_ptr<NodeArena> run() {
    cmark_node* node = document_;
    bool entering = true;
    while (nodes_.kept()) {
      cmark_node* inner = nullptr;
      if (entering) {
        enter(node);
        inner = image_ == node ? (image_ = nullptr) : cmark_node_first_child(node);
      }
      if (inner != nullptr) {
        node = inner;
        continue;
      }
      leave(node);
      if (node == document_) break;
      entering = cmark_node_next(node) != nullptr;
      node = entering ? cmark_node_next(node) : cmark_node_parent(node);
    }
    if (!nodes_.kept()) return nullptr;
    if (note_ > 0) {
      nodes_.close();
      nodes_.close();
    }
    return nodes_.take();
  }

 private:
  void place(cmark_node* node) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), cmark_node_get_start_line(node));
    nodes_.attribute("data-sourcepos", {digits.data(), static_cast<std::size_t>(end.ptr - digits.data())});
  }

  void open_block(GumboTag tag, cmark_node* node) {
    nodes_.begin_line();
    nodes_.open(tag);
    place(node);
  }

  void enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_DOCUMENT:
        return;
      case CMARK_NODE_BLOCK_QUOTE:
        open_block(GUMBO_TAG_BLOCKQUOTE, node);
        return nodes_.break_line();
      case CMARK_NODE_LIST:
        return enter_list(node);
      case CMARK_NODE_ITEM:
        return enter_item(node);
      case CMARK_NODE_CODE_BLOCK:
        return code_block(node);
      case CMARK_NODE_PARAGRAPH:
        if (!is_tight(node)) open_block(GUMBO_TAG_P, node);
        return;
      case CMARK_NODE_HEADING:
        return open_block(heading_tag(cmark_node_get_heading_level(node)), node);
      case CMARK_NODE_THEMATIC_BREAK:
        open_block(GUMBO_TAG_HR, node);
        nodes_.close();
        return nodes_.break_line();
      case CMARK_NODE_FOOTNOTE_DEFINITION:
        return enter_note();
      default:
        return enter_inline(node);
    }
  }

  void enter_inline(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
        return nodes_.write(view_of(cmark_node_get_literal(node)));
      case CMARK_NODE_SOFTBREAK:
        return nodes_.write("\n");
      case CMARK_NODE_LINEBREAK:
        nodes_.open(GUMBO_TAG_BR);
        nodes_.close();
        return nodes_.write("\n");
      case CMARK_NODE_CODE:
        nodes_.open_formatting(GUMBO_TAG_CODE);
        nodes_.write(view_of(cmark_node_get_literal(node)));
        return nodes_.close_formatting();
      case CMARK_NODE_EMPH:
        return nodes_.open_formatting(GUMBO_TAG_EM);
      case CMARK_NODE_STRONG:
        return nodes_.open_formatting(GUMBO_TAG_STRONG);
      case CMARK_NODE_LINK:
        // An author's own link to a note knows its name, which cmark-gfm does not tell.
        if (links_++ > 0 || view_of(cmark_node_get_url(node)).starts_with("#fn")) nodes_.give_up();
        nodes_.open_formatting(GUMBO_TAG_A);
        nodes_.address("href", view_of(cmark_node_get_url(node)));
        return nodes_.look_at(view_of(cmark_node_get_title(node)));
      case CMARK_NODE_IMAGE:
        return image(node);
      case CMARK_NODE_FOOTNOTE_REFERENCE:
        return reference(node);
      default:
        return enter_extension(node);
    }
  }

  void enter_extension(cmark_node* node) {
    switch (extension_of(node)) {
      case Extension::table:
        return open_block(GUMBO_TAG_TABLE, node);
      case Extension::head:
        nodes_.begin_line();
        nodes_.open(GUMBO_TAG_THEAD);
        in_head_ = true;
        return enter_row(node);
      case Extension::row:
        nodes_.begin_line();
        if (!in_body_) {
          nodes_.open(GUMBO_TAG_TBODY);
          in_body_ = true;
        }
        return enter_row(node);
      case Extension::cell:
        return enter_cell(node);
      case Extension::struck:
        return nodes_.open(GUMBO_TAG_DEL);
      case Extension::task:
      case Extension::none:
        nodes_.give_up();
    }
  }

  void enter_list(cmark_node* node) {
    const bool ordered = cmark_node_get_list_type(node) != CMARK_BULLET_LIST;
    open_block(ordered ? GUMBO_TAG_OL : GUMBO_TAG_UL, node);
    const int start = cmark_node_get_list_start(node);
    if (ordered && start != 1) nodes_.attribute("start", std::to_string(start));
    nodes_.break_line();
  }

  void enter_item(cmark_node* node) {
    open_block(GUMBO_TAG_LI, node);
    if (extension_of(node) != Extension::task) return;
    nodes_.open(GUMBO_TAG_INPUT);
    nodes_.attribute("type", "checkbox");
    if (cmark_gfm_extensions_get_tasklist_item_checked(node)) nodes_.attribute("checked", "");
    nodes_.close();
    nodes_.write(" ");
  }

  void title_of_code(cmark_node* node, const CodeTitle& title) {
    open_block(GUMBO_TAG_P, node);
    if (!title.text.empty()) {
      nodes_.open_formatting(GUMBO_TAG_STRONG);
      nodes_.write(title.text);
      nodes_.close_formatting();
    }
    if (!title.url.empty()) {
      nodes_.write(" ");
      nodes_.open_formatting(GUMBO_TAG_A);
      nodes_.address("href", title.url);
      nodes_.write(title.link_text.empty() ? title.url : title.link_text);
      nodes_.close_formatting();
    }
    nodes_.close();
    nodes_.break_line();
  }

  void code_block(cmark_node* node) {
    const std::string_view info = view_of(cmark_node_get_fence_info(node));
    const bool more = info.find_first_of(" =:") != std::string_view::npos;
    if (const auto title = more ? code_title(info) : std::nullopt) title_of_code(node, *title);
    open_block(GUMBO_TAG_PRE, node);
    nodes_.open_formatting(GUMBO_TAG_CODE);
    const std::string_view language = fence_language(info);
    if (!language.empty()) nodes_.attribute("class", "language-" + std::string(language));
    nodes_.write(view_of(cmark_node_get_literal(node)));
    nodes_.close_formatting();
    nodes_.close();
    nodes_.break_line();
  }

  void enter_row(cmark_node* node) {
    nodes_.begin_line();
    nodes_.open(GUMBO_TAG_TR);
    place(node);
    column_ = 0;
  }

  void enter_cell(cmark_node* node) {
    nodes_.begin_line();
    nodes_.open(in_head_ ? GUMBO_TAG_TH : GUMBO_TAG_TD);
    cmark_node* table = cmark_node_parent(cmark_node_parent(node));
    const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(table);
    const bool known = alignments != nullptr && column_ < cmark_gfm_extensions_get_table_columns(table);
    const auto alignment = known ? static_cast<char>(alignments[column_]) : '\0';
    if (alignment == 'l') nodes_.attribute("align", "left");
    if (alignment == 'c') nodes_.attribute("align", "center");
    if (alignment == 'r') nodes_.attribute("align", "right");
    place(node);
    ++column_;
  }

  void image(cmark_node* node) {
    nodes_.open(GUMBO_TAG_IMG);
    nodes_.address("src", view_of(cmark_node_get_url(node)));
    nodes_.attribute("alt", words_of_image(node));
    const std::string_view title = view_of(cmark_node_get_title(node));
    if (!title.empty()) nodes_.attribute("title", title);
    nodes_.close();
    image_ = node;
  }

  void reference(cmark_node* node) {
    const std::string_view number = view_of(cmark_node_get_literal(node));
    std::size_t index = 0;
    std::from_chars(number.data(), number.data() + number.size(), index);
    if (index == 0 || index > notes_ || links_ > 0) {
      nodes_.give_up();
      return;
    }
    nodes_.open(GUMBO_TAG_SUP);
    nodes_.attribute("class", "footnote-ref");
    nodes_.open_formatting(GUMBO_TAG_A);
    nodes_.attribute("href", "#fn-" + std::to_string(index));
    nodes_.attribute("data-footnote-ref", "");
    nodes_.write(number);
    nodes_.close_formatting();
    nodes_.close();
  }

  void enter_note() {
    if (note_ == 0) {
      nodes_.open(GUMBO_TAG_SECTION);
      nodes_.attribute("class", "footnotes");
      nodes_.attribute("data-footnotes", "");
      nodes_.break_line();
      nodes_.open(GUMBO_TAG_OL);
      nodes_.break_line();
    }
    if (note_ >= notes_) {
      nodes_.give_up();
      return;
    }
    nodes_.open(GUMBO_TAG_LI);
    nodes_.attribute("id", "fn-" + std::to_string(++note_));
    nodes_.break_line();
    led_back_ = false;
  }

  void lead_back() {
    led_back_ = true;
    nodes_.open_formatting(GUMBO_TAG_A);
    nodes_.attribute("data-footnote-backref", "");
    nodes_.write("↩");
    nodes_.close_formatting();
  }

  void leave(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_BLOCK_QUOTE:
        nodes_.begin_line();
        nodes_.close();
        return nodes_.break_line();
      case CMARK_NODE_LIST:
      case CMARK_NODE_ITEM:
      case CMARK_NODE_HEADING:
        nodes_.close();
        return nodes_.break_line();
      case CMARK_NODE_PARAGRAPH:
        return leave_paragraph(node);
      case CMARK_NODE_FOOTNOTE_DEFINITION:
        if (!led_back_) {
          lead_back();
          nodes_.break_line();
        }
        nodes_.close();
        return nodes_.break_line();
      case CMARK_NODE_LINK:
        --links_;
        return nodes_.close_formatting();
      case CMARK_NODE_EMPH:
      case CMARK_NODE_STRONG:
        return nodes_.close_formatting();
      default:
        if (cmark_node_get_type(node) > CMARK_NODE_FOOTNOTE_REFERENCE ||
            ((cmark_node_get_type(node) & CMARK_NODE_TYPE_INLINE) != CMARK_NODE_TYPE_INLINE &&
             cmark_node_get_type(node) > CMARK_NODE_FOOTNOTE_DEFINITION))
          leave_extension(node);
    }
  }

  void leave_paragraph(cmark_node* node) {
    if (is_tight(node)) return;
    const bool last_of_note = cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_FOOTNOTE_DEFINITION &&
                              cmark_node_next(node) == nullptr;
    if (last_of_note) {
      nodes_.write(" ");
      lead_back();
    }
    nodes_.close();
    nodes_.break_line();
  }

  void leave_extension(cmark_node* node) {
    switch (extension_of(node)) {
      case Extension::table:
        if (in_body_) {
          nodes_.begin_line();
          nodes_.close();
          nodes_.begin_line();
        }
        in_body_ = false;
        nodes_.begin_line();
        nodes_.close();
        return nodes_.begin_line();
      case Extension::head:
        nodes_.begin_line();
        nodes_.close();
        nodes_.begin_line();
        in_head_ = false;
        return nodes_.close();
      case Extension::row:
        nodes_.begin_line();
        return nodes_.close();
      case Extension::cell:
      case Extension::struck:
        return nodes_.close();
      case Extension::task:
      case Extension::none:
        return;
    }
  }

  cmark_node* document_;
  NodeWriter nodes_;
  std::size_t notes_ = 0;
  std::size_t note_ = 0;  // those begun
  bool led_back_ = false;
  cmark_node* image_ = nullptr;  // whose words have just been read
  int links_ = 0;
  bool in_head_ = false;
  bool in_body_ = false;
  std::size_t column_ = 0;
};

}  // namespace

std::unique_ptr<NodeArena> markdown_tree(cmark_node* document) {
  return Builder(document).run();
}

}  // namespace mediumsync::parse
