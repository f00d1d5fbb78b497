// The elements that stand in text.
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "parse/html_reader.hpp"

namespace mediumsync::parse {
namespace {

using core::Marks;

Style marked(Style style, Marks mark) {
  style.marks = style.marks | mark;
  return style;
}

}  // namespace

void HtmlReader::strong(const GumboNode& element, const Style& style, Flow& flow) {
  inside(element, marked(style, Marks::strong), flow);
}
void HtmlReader::emphasis(const GumboNode& element, const Style& style, Flow& flow) {
  inside(element, marked(style, Marks::emphasis), flow);
  // A link card of Medium's: the site's name follows the description on a line of its own.
  if (has_class(element, "markup--mixtapeEmbed-em")) flow.line_break();
}
void HtmlReader::code(const GumboNode& element, const Style& style, Flow& flow) {
  inside(element, marked(style, Marks::code), flow);
}

void HtmlReader::struck_out(const GumboNode& element, const Style& style, Flow& flow) {
  if (style.struck) return inside(element, style, flow);
  const std::string text = deep_text(element);
  const bool has_code = find_node(element, [](const GumboNode& node) { return tag_name(node) == "code"; }) != nullptr;
  const bool strikeable = can_be_struck(text) && !has_code && !style.script && !core::has(style.marks, Marks::code);
  if (strikeable) {
    Style struck_style = style;
    struck_style.struck = true;
    return inside(element, struck_style, flow);
  }
  if (core::trim(text).empty()) return inside(element, style, flow);
  flow.text("~~", style);
  inside(element, style, flow);
  flow.text("~~", style);
}

void HtmlReader::superscript(const GumboNode& element, const Style& style, Flow& flow) {
  script_text(element, style, flow, Script::super);
}
void HtmlReader::subscript(const GumboNode& element, const Style& style, Flow& flow) {
  script_text(element, style, flow, Script::sub);
}

void HtmlReader::script_text(const GumboNode& element, const Style& style, Flow& flow, Script script) {
  const bool is_mark = find_node(element, [&](const GumboNode& node) {
                         return tag_name(node) == "a" && footnotes_.label(attribute(node, "href").value_or(""));
                       }) != nullptr;
  const std::string text = deep_text(element);
  if (is_mark || core::trim(text).empty()) return inside(element, style, flow);
  if (!style.script && !style.struck && in_script(core::collapse_space(text), script)) {
    Style small = style;
    small.script = script;
    return inside(element, small, flow);
  }
  flow.text(script == Script::super ? "^(" : "_(", style);
  inside(element, style, flow);
  flow.text(")", style);
}

void HtmlReader::link(const GumboNode& element, const Style& style, Flow& flow) {
  const auto href = attribute(element, "href");
  if (const auto label = footnotes_.label(href.value_or(""))) {
    // Words of the author's that lead to a note stay before its mark.
    if (!is_note_mark(element)) inside(element, style, flow);
    return flow.text("[" + *label + "]", Style{});
  }
  if (is_back_link(element)) return;
  if (headings_around_ > 0 && is_heading_anchor(element)) return;
  Style linked = style;
  if (href) {
    tell_if_nowhere(element, core::trim(*href));
    linked.href = links_.link(*href, line(element));
  }
  inside(element, linked, flow);
}

void HtmlReader::tell_if_nowhere(const GumboNode& link, std::string_view href) {
  if (!href.empty() && href.front() != '#') return;
  const std::string text = core::collapse_space(deep_text(link));
  if (text.empty()) return;
  const std::string shown = core::printable(core::cut_on_word(text, 60));
  if (href.size() <= 1) {
    return remark(core::Severity::warning, "link-nowhere",
                  "the link \"" + shown + "\" leads nowhere: its text stays. Give it an address", link);
  }
  if (!fragments_) fragments_.emplace(tree_.root(), source_.fragments);
  if (fragments_->has(href.substr(1))) return;
  remark(core::Severity::advice, "link-fragment",
         "the link \"" + shown + "\" leads to " + core::printable(core::cut_on_word(href, 60)) +
             ", and no heading or id of the text is called that",
         link);
}

void HtmlReader::abbreviation(const GumboNode& element, const Style& style, Flow& flow) {
  inside(element, style, flow);
  const std::string expansion = core::collapse_space(attribute(element, "title").value_or(""));
  if (!expansion.empty() && expanded_.insert(expansion).second) flow.text(" (" + expansion + ")", style);
}

void HtmlReader::quotation(const GumboNode& element, const Style& style, Flow& flow) {
  flow.text("“", style);
  inside(element, style, flow);
  flow.text("”", style);
}

// Where the author left out <rp>, the reading still needs its brackets.
void HtmlReader::ruby_text(const GumboNode& element, const Style& style, Flow& flow) {
  if (element.parent != last_ruby_ && element.parent != nullptr) {
    last_ruby_ = element.parent;
    last_ruby_has_brackets_ =
        find_node(*last_ruby_, [](const GumboNode& node) { return tag_name(node) == "rp"; }) != nullptr;
  }
  const bool has_brackets = last_ruby_has_brackets_;
  if (!has_brackets) flow.text("(", style);
  inside(element, style, flow);
  if (!has_brackets) flow.text(")", style);
}

void HtmlReader::line_break(const GumboNode&, const Style&, Flow& flow) {
  flow.line_break();
}

void HtmlReader::check_box(const GumboNode& element, const Style&, Flow& flow) {
  if (!core::equal_ignoring_case(attribute(element, "type").value_or(""), "checkbox")) return;
  flow.task(attribute(element, "checked") ? core::Task::done : core::Task::open);
}

// What a drawing says is kept, what describes or styles it is not.
void HtmlReader::drawing(const GumboNode& element, const Style& style, Flow& flow) {
  bool any = false;
  walk(element, [&](const GumboNode& node) {
    static constexpr std::array<std::string_view, 5> unseen{"style", "script", "title", "desc", "metadata"};
    const bool is_unseen = std::find(unseen.begin(), unseen.end(), tag_name(node)) != unseen.end();
    if (is_unseen && is_closed(node)) return Walk::past;
    if (!is_text(node) || core::trim(text_of(node)).empty()) return Walk::into;
    flow.text(" " + std::string(text_of(node)) + " ", style);
    any = true;
    return Walk::into;
  });
  if (any) {
    remark(core::Severity::warning, "image-inline-svg",
           "a drawing (<svg> in the text) can't be carried over; its words stay", element);
  }
}

// Nothing of it is shown, unless it was never closed and holds the rest of the post.
void HtmlReader::hidden(const GumboNode& element, const Style& style, Flow& flow) {
  if (!is_closed(element)) inside(element, style, flow);
}

void HtmlReader::nothing(const GumboNode&, const Style&, Flow&) {}

}  // namespace mediumsync::parse
