// Formulas as pages hold them: MathML, LaTeX, and what KaTeX and MathJax make of it.
#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "parse/embeds.hpp"
#include "parse/html_reader.hpp"
#include "parse/math_text.hpp"
#include "parse/mathml.hpp"

namespace mediumsync::parse {
namespace {

enum class Place { in_text, apart };

struct Latex {
  std::string source;
  Place place = Place::in_text;
};

// Without the marks that say where a formula begins and ends; std::nullopt where there are none.
std::optional<Latex> delimited(std::string_view text) {
  struct Marks {
    std::string_view open;
    std::string_view close;
    Place place;
  };
  static constexpr std::array<Marks, 3> all{
      {{"\\(", "\\)", Place::in_text}, {"\\[", "\\]", Place::apart}, {"$$", "$$", Place::apart}}};
  text = core::trim(text);
  for (const Marks& marks : all) {
    if (text.size() <= marks.open.size() + marks.close.size() || !text.starts_with(marks.open)) continue;
    if (text.find(marks.close, marks.open.size()) != text.size() - marks.close.size()) continue;
    text.remove_prefix(marks.open.size());
    text.remove_suffix(marks.close.size());
    return Latex{std::string(core::trim(text)), marks.place};
  }
  return std::nullopt;
}

bool is_latex_script(const GumboNode& node) {
  return tag_name(node) == "script" && attribute(node, "type").value_or("").starts_with("math/tex");
}

// kramdown sets "% <![CDATA[" and "%]]>" around a formula in a script.
std::string script_latex(const GumboNode& script) {
  std::string text = deep_text(script);
  for (const std::string_view mark : {"% <![CDATA[", "%]]>", "% ]]>", "<![CDATA[", "]]>"}) {
    if (const std::size_t at = text.find(mark); at != std::string::npos) text.erase(at, mark.size());
  }
  return std::string(core::trim(text));
}

// MathJax shows a formula right before the script that holds its source.
bool is_before_its_source(const GumboNode& node) {
  if (node.parent == nullptr) return false;
  constexpr int reach = 2;
  int elements = -1;
  const GumboVector& siblings = children(*node.parent);
  for (unsigned i = 0; i < siblings.length && elements < reach; ++i) {
    const GumboNode& sibling = child(siblings, i);
    if (&sibling == &node) elements = 0;
    if (elements < 0 || &sibling == &node) continue;
    if (is_text(sibling) && !core::trim(text_of(sibling)).empty()) return false;
    if (is_latex_script(sibling)) return true;
    if (is_element(sibling)) ++elements;
  }
  return false;
}

const GumboNode* mathml_in(const GumboNode& node) {
  return find_node(node, [](const GumboNode& at) { return tag_name(at) == "math"; });
}

std::optional<std::string> annotated_latex(const GumboNode& math) {
  const GumboNode* source = find_node(math, [](const GumboNode& node) {
    return tag_name(node) == "annotation" &&
           attribute(node, "encoding").value_or("").find("tex") != std::string_view::npos;
  });
  if (source == nullptr) return std::nullopt;
  return std::string(core::trim(deep_text(*source)));
}

// What KaTeX draws beside the MathML that says the same.
bool is_katex_twin(const GumboNode& node) {
  return has_class(node, "katex-html") && node.parent != nullptr && is_closed(node) &&
         find_node(*node.parent, [](const GumboNode& at) { return has_class(at, "katex-mathml"); }) != nullptr &&
         mathml_in(*node.parent) != nullptr;
}

bool is_mathjax(const GumboNode& node) {
  static constexpr std::array<std::string_view, 6> classes{"MathJax_Preview", "MathJax",       "MathJax_Display",
                                                           "MathJax_SVG",     "MathJax_CHTML", "mjx-chtml"};
  return std::any_of(classes.begin(), classes.end(), [&](std::string_view name) { return has_class(node, name); });
}

bool is_dressed_latex(const GumboNode& node) {
  const bool named = has_class(node, "math") || has_class(node, "arithmatex");
  return named && is_closed(node) &&
         find_node(node, [&](const GumboNode& at) { return &at != &node && is_element(at); }) == nullptr;
}

}  // namespace

void HtmlReader::formula(const std::string& latex, const Style& style, Flow& flow) {
  if (latex.empty()) return;
  if (const auto text = unicode_math(latex)) return flow.text(*text, style);
  Style code = style;
  code.marks = code.marks | core::Marks::code;
  flow.text(core::collapse_space(latex), code);
}

void HtmlReader::display_formula(const std::string& latex, const Style& style, Flow& flow) {
  if (latex.empty()) return;
  flow.end_paragraph();
  if (unicode_math(latex)) {
    formula(latex, style, flow);
    return flow.end_paragraph();
  }
  flow.block({core::CodeBlock{latex, "latex"}});
}

void HtmlReader::math(const GumboNode& element, const Style& style, Flow& flow) {
  auto latex = is_closed(element) ? annotated_latex(element) : std::nullopt;
  if (!latex && is_closed(element)) latex = latex_of_mathml(element);
  if (!latex) return flow.text(deep_text(element), style);
  if (attribute(element, "display") == "block") return display_formula(*latex, style, flow);
  formula(*latex, style, flow);
}

// True where the element is a formula's dress, which was read then.
bool HtmlReader::read_formula(const GumboNode& element, const Style& style, Flow& flow) {
  if (is_katex_twin(element)) return true;
  if (is_dressed_latex(element)) {
    const auto latex = delimited(deep_text(element));
    if (!latex) return false;
    const bool apart = latex->place == Place::apart || has_class(element, "display");
    apart ? display_formula(latex->source, style, flow) : formula(latex->source, style, flow);
    return true;
  }
  if ((!is_mathjax(element) && tag_name(element) != "mjx-container") || !is_closed(element)) return false;
  if (is_before_its_source(element)) return true;
  const GumboNode* mathml = mathml_in(element);
  if (mathml == nullptr) return false;
  math(*mathml, style, flow);
  return true;
}

void HtmlReader::span(const GumboNode& element, const Style& style, Flow& flow) {
  if (!read_formula(element, style, flow)) inside(element, style, flow);
}

void HtmlReader::script(const GumboNode& element, const Style& style, Flow& flow) {
  const std::string_view type = attribute(element, "type").value_or("");
  if (is_latex_script(element)) {
    const bool apart = type.find("mode=display") != std::string_view::npos;
    apart ? display_formula(script_latex(element), style, flow) : formula(script_latex(element), style, flow);
    return;
  }
  const std::string_view source = attribute(element, "src").value_or("");
  if (source.find("gist.github.com/") == std::string_view::npos) return;
  if (auto url = embed_url(source)) flow.block({core::Embed{std::move(*url)}});
}

}  // namespace mediumsync::parse
