#include "parse/mathml.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace mediumsync::parse {
namespace {

constexpr int max_depth = 40;
constexpr std::size_t max_latex = 4000;  // one formula

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The signs that LaTeX gives a meaning.
std::optional<std::string> escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '^' || c == '~' || c == '\\') return std::nullopt;
    if (std::string_view("{}%$#&_").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// Signs that nobody sees: function application, invisible times, separator and plus.
bool is_invisible(std::string_view sign) {
  return is_one_of(sign, {"\u2061", "\u2062", "\u2063", "\u2064", "\u200B"});
}

bool takes_limits(std::string_view base) {
  return is_one_of(base, {"∑", "∏", "∐", "⋃", "⋂", "∫", "\\operatorname{lim}\\,", "\\operatorname{max}\\,",
                          "\\operatorname{min}\\,", "\\operatorname{sup}\\,", "\\operatorname{inf}\\,"});
}

std::string group(const std::string& latex) {
  return "{" + latex + "}";
}

std::optional<std::string> latex_of(const GumboNode& node, int depth);

std::vector<const GumboNode*> elements_of(const GumboNode& node) {
  std::vector<const GumboNode*> found;
  const GumboVector& nodes = children(node);
  for (unsigned i = 0; i < nodes.length; ++i) {
    if (is_element(child(nodes, i))) found.push_back(&child(nodes, i));
  }
  return found;
}

std::optional<std::string> row(const GumboNode& node, int depth) {
  std::string out;
  const GumboVector& nodes = children(node);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const GumboNode& part = child(nodes, i);
    if (is_text(part) && !core::trim(text_of(part)).empty()) return std::nullopt;
    if (!is_element(part)) continue;
    const auto latex = latex_of(part, depth + 1);
    if (!latex || out.size() > max_latex) return std::nullopt;
    out += *latex;
  }
  return out;
}

std::optional<std::string> token(const GumboNode& node, std::string_view tag) {
  const std::string text = core::collapse_space(deep_text(node));
  if (tag == "mtext") {
    if (text.find_first_of("{}\\$") != std::string::npos) return std::nullopt;
    return "\\text{" + text + "}";
  }
  if (is_invisible(text)) return "";
  if (text == "−") return "-";
  auto out = escaped(text);
  const bool word = tag == "mi" && text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                    });
  return out && word ? "\\operatorname{" + *out + "}\\," : out;
}

// What stands below and above a sign.
std::optional<std::string> scripted(std::string_view tag, const std::vector<std::string>& parts) {
  const std::string& base = parts.front();
  const bool limits = tag.starts_with("msu") || takes_limits(base);
  const std::string ground = tag.starts_with("msu") && base.size() > 1 ? group(base) : base;
  const bool below_first = tag == "msub" || tag == "munder" || parts.size() == 3;
  if (!limits) {
    std::string out = (below_first ? "\\underset" : "\\overset") + group(parts[1]) + group(base);
    return parts.size() == 3 ? "\\overset" + group(parts[2]) + group(out) : out;
  }
  std::string out = ground + (below_first ? "_" : "^") + group(parts[1]);
  if (parts.size() == 3) out += "^" + group(parts[2]);
  return out;
}

std::optional<std::string> latex_of(const GumboNode& node, int depth) {
  const std::string_view tag = tag_name(node);
  if (depth > max_depth) return std::nullopt;
  if (is_one_of(tag, {"mi", "mn", "mo", "mtext"})) return token(node, tag);
  if (is_one_of(tag, {"math", "mrow", "mstyle", "mpadded"})) return row(node, depth);
  if (tag == "mspace") return "\\,";
  if (tag == "msqrt") {
    const auto inner = row(node, depth);
    return inner ? std::optional("\\sqrt" + group(*inner)) : std::nullopt;
  }
  const auto elements = elements_of(node);
  if (tag == "semantics") return elements.empty() ? std::nullopt : latex_of(*elements.front(), depth + 1);
  const bool three = is_one_of(tag, {"msubsup", "munderover"});
  const bool two = is_one_of(tag, {"msup", "msub", "mover", "munder", "mfrac", "mroot"});
  if ((!two && !three) || elements.size() != (three ? 3 : 2)) return std::nullopt;
  std::vector<std::string> parts;
  for (const GumboNode* element : elements) {
    auto part = latex_of(*element, depth + 1);
    if (!part || part->size() > max_latex) return std::nullopt;
    parts.push_back(std::move(*part));
  }
  if (tag == "mfrac") return "\\frac" + group(parts[0]) + group(parts[1]);
  if (tag == "mroot") return "\\sqrt[" + parts[1] + "]" + group(parts[0]);
  return scripted(tag, parts);
}

}  // namespace

std::optional<std::string> latex_of_mathml(const GumboNode& math) {
  auto latex = latex_of(math, 0);
  if (!latex || core::trim(*latex).empty()) return std::nullopt;
  return latex;
}

}  // namespace mediumsync::parse
