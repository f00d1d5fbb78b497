#include "sandbox/model/inline_run.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sandbox/model/html_tree.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::array blocks{
    GUMBO_TAG_P,      GUMBO_TAG_H1,      GUMBO_TAG_H2,         GUMBO_TAG_H3,      GUMBO_TAG_H4,      GUMBO_TAG_H5,
    GUMBO_TAG_H6,     GUMBO_TAG_DIV,     GUMBO_TAG_SECTION,    GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER,  GUMBO_TAG_FOOTER,
    GUMBO_TAG_MAIN,   GUMBO_TAG_ASIDE,   GUMBO_TAG_NAV,        GUMBO_TAG_ADDRESS, GUMBO_TAG_UL,      GUMBO_TAG_OL,
    GUMBO_TAG_LI,     GUMBO_TAG_DL,      GUMBO_TAG_DT,         GUMBO_TAG_DD,      GUMBO_TAG_TABLE,   GUMBO_TAG_CAPTION,
    GUMBO_TAG_THEAD,  GUMBO_TAG_TBODY,   GUMBO_TAG_TFOOT,      GUMBO_TAG_TR,      GUMBO_TAG_TD,      GUMBO_TAG_TH,
    GUMBO_TAG_FIGURE, GUMBO_TAG_PRE,     GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_HR,      GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY,
    GUMBO_TAG_CENTER, GUMBO_TAG_FIELDSET};

constexpr std::array lost{GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_SVG,    GUMBO_TAG_MATH,  GUMBO_TAG_IFRAME,
                          GUMBO_TAG_OBJECT,   GUMBO_TAG_EMBED,    GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO, GUMBO_TAG_CANVAS,
                          GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_BUTTON, GUMBO_TAG_INPUT, GUMBO_TAG_SELECT,
                          GUMBO_TAG_TEXTAREA, GUMBO_TAG_TITLE,    GUMBO_TAG_HEAD};

}  // namespace

bool is_inline(const GumboNode& node) {
  if (is_text(node)) return true;
  return is_element(node) && std::ranges::find(blocks, node.v.element.tag) == blocks.end() && !is_lost(node) &&
         std::ranges::none_of(blocks, [&](GumboTag tag) { return contains(node, tag); });
}

bool is_lost(const GumboNode& node) {
  return is_element(node) && std::ranges::find(lost, node.v.element.tag) != lost.end();
}

void InlineRun::add(const GumboNode& node) {
  if (is_text(node)) return add_text(text_of(node));
  if (!is_element(node) || is_lost(node)) return;
  switch (node.v.element.tag) {
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
      return add_wrapped(node, "strong");
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
      return add_wrapped(node, "em");
    case GUMBO_TAG_CODE:
      return add_wrapped(node, "code");
    case GUMBO_TAG_A:
      return add_link(node);
    case GUMBO_TAG_IMG:
      return add_image(node);
    case GUMBO_TAG_BR:
      html_ += "<br>";
      text_ += "\n";
      return;
    default:
      if (is_inline(node)) return add_children(node);
      add_space();
      add_children(node);
      add_space();
  }
}

void InlineRun::add_children(const GumboNode& node) {
  for (const GumboNode* child : children(node)) add(*child);
}

void InlineRun::add_space() {
  if (!text_.empty()) add_text(" ");
}

void InlineRun::add_text(std::string_view text) {
  std::string words = collapse_space(text);
  const bool after_space = text_.empty() || text_.back() == ' ' || text_.back() == '\n';
  if (after_space && words.starts_with(' ')) words.erase(0, 1);
  html_ += escape_html(words);
  text_ += words;
}

void InlineRun::add_wrapped(const GumboNode& node, const char* tag) {
  const std::size_t before = text_.size();
  const std::size_t at = html_.size();
  add_children(node);
  if (text_.size() == before) return;
  html_.insert(at, std::string{"<"} + tag + ">");
  html_ += std::string{"</"} + tag + ">";
}

// A relative address is never resolved: its words stay, the link goes.
void InlineRun::add_link(const GumboNode& node) {
  const std::string href = trim(attribute(node, "href").value_or(""));
  const std::size_t before = text_.size();
  const std::size_t at = html_.size();
  add_children(node);
  if (text_.size() == before || (!parse_web_address(href) && !lower(href).starts_with("mailto:"))) return;
  html_.insert(at, "<a href=\"" + escape_html(href) + "\" rel=\"noopener nofollow\">");
  html_ += "</a>";
}

void InlineRun::add_image(const GumboNode& node) {
  const std::string src = trim(attribute(node, "src").value_or(""));
  if (parse_web_address(src)) images_.push_back({src, attribute(node, "alt").value_or("")});
}

std::string InlineRun::html() const {
  std::string html = trim(html_);
  while (html.ends_with("<br>")) html = trim(html.substr(0, html.size() - 4));
  while (html.starts_with("<br>")) html = trim(html.substr(4));
  return html;
}

std::string InlineRun::text() const {
  return trim(text_);
}

std::vector<InlineRun::FoundImage> InlineRun::take_images() {
  return std::exchange(images_, {});
}

}  // namespace mediumsync::sandbox
