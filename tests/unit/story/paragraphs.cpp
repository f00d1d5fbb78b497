#include "unit/story/paragraphs.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::story {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string without_tags(std::string_view html) {
  std::string text;
  while (!html.empty()) {
    const std::size_t open = std::min(html.find('<'), html.size());
    text += html.substr(0, open);
    html.remove_prefix(open);
    if (html.starts_with("<br")) text += "⏎";
    html.remove_prefix(html.empty() ? 0 : html.find('>') + 1);
  }
  for (const auto& [entity, character] : std::array<std::pair<const char*, const char*>, 6>{{{"&lt;", "<"},
                                                                                             {"&gt;", ">"},
                                                                                             {"&quot;", "\""},
                                                                                             {"&nbsp;", "\u00A0"},
                                                                                             {"&#769;", "\u0301"},
                                                                                             {"&amp;", "&"}}}) {
    replace_all(text, entity, character);
  }
  return text;
}

std::string code_text(std::string_view html) {
  std::string text = without_tags(html);
  replace_all(text, "\n", "⏎");
  replace_all(text, "⏎\u00A0⏎", "⏎⏎");
  replace_all(text, "\t", "    ");
  return text;
}

std::string_view name_of(std::string_view tag) {
  return tag.substr(0, tag.find_first_of(" >"));
}

std::string attribute(std::string_view html, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const std::size_t at = html.find(start);
  if (at == std::string_view::npos) return {};
  const std::string_view value = html.substr(at + start.size());
  return std::string(value.substr(0, value.find('"')));
}

bool has_class(std::string_view tag, std::string_view name) {
  return (" " + attribute(tag, "class") + " ").find(" " + std::string(name) + " ") != std::string::npos;
}

std::string figure(std::string_view inner) {
  std::string line = "IMG " + attribute(inner, "src");
  const std::size_t caption = inner.find("<figcaption");
  if (caption != std::string_view::npos) line += " " + without_tags(inner.substr(caption));
  return line;
}

std::string exported(std::string_view tag, std::string_view inner, std::string_view list) {
  if (has_class(tag, "graf--iframe")) return "EMBED";
  if (has_class(tag, "graf--figure")) return figure(inner);
  if (has_class(tag, "graf--pre")) return "PRE " + code_text(inner);
  std::string text = without_tags(inner);
  if (has_class(tag, "graf--title")) return "TITLE " + text;
  if (has_class(tag, "graf--subtitle")) return "SUBTITLE " + text;
  if (has_class(tag, "graf--h3")) return "H3 " + text;
  if (has_class(tag, "graf--h4")) return "H4 " + text;
  if (has_class(tag, "graf--blockquote")) return "BQ " + text;
  if (has_class(tag, "graf--pullquote")) return "PQ " + text;
  if (has_class(tag, "graf--li")) return std::string(list) + " " + text;
  if (!has_class(tag, "graf--mixtapeEmbed")) return "P " + text;
  // A link card comes as a paragraph, the site's name on a line of its own.
  std::string card(inner);
  replace_all(card, "</em>", "</em><br>");
  return "P " + without_tags(card);
}

std::string sent(std::string_view tag, std::string_view inner, std::string_view list, bool first) {
  const std::string_view name = name_of(tag);
  if (name == "hr") return "HR";
  if (name == "figure") return figure(inner);
  if (name == "pre") return "PRE " + code_text(inner);
  const std::string text = without_tags(inner);
  if (name == "p" && inner.starts_with("<a href=\"" + text + "\">")) return "EMBED";
  if (name == "h1") return (first ? "TITLE " : "H3 ") + text;
  if (name == "h2") return "SUBTITLE " + text;
  if (name == "h4") return "H4 " + text;
  if (name == "blockquote") return (has_class(tag, "graf--pullquote") ? "PQ " : "BQ ") + text;
  if (name == "li") return std::string(list) + " " + text;
  return "P " + text;
}

// Calls `paragraph(tag, inner HTML, kind of the list around)` for each element that `wanted(tag)`.
template <typename Wanted, typename Paragraph>
void each(std::string_view html, Wanted wanted, Paragraph paragraph) {
  std::string_view list;
  while (true) {
    const std::size_t open = html.find('<');
    if (open == std::string_view::npos) return;
    html.remove_prefix(open + 1);
    const std::string_view tag = html.substr(0, html.find('>'));
    const std::string_view name = name_of(tag);
    html.remove_prefix(tag.size() + 1);
    if (name == "ul") list = "ULI";
    if (name == "ol") list = "OLI";
    if (!wanted(tag)) continue;
    if (name == "hr") {
      paragraph(tag, std::string_view(), list);
      continue;
    }
    const std::size_t end = html.find("</" + std::string(name) + ">");
    paragraph(tag, html.substr(0, end), list);
    html.remove_prefix(end);
  }
}

}  // namespace

Paragraphs exported_paragraphs(std::string_view html) {
  Paragraphs all;
  each(
      html, [](std::string_view tag) { return has_class(tag, "graf") || name_of(tag) == "hr"; },
      [&](std::string_view tag, std::string_view inner, std::string_view list) {
        if (name_of(tag) == "hr") {
          if (!all.empty()) all.emplace_back("HR");
        } else {
          all.push_back(exported(tag, inner, list));
        }
      });
  return all;
}

Paragraphs sent_paragraphs(std::string_view html) {
  static constexpr std::array<std::string_view, 9> blocks{"p",          "h1", "h2",     "h4", "pre",
                                                          "blockquote", "li", "figure", "hr"};
  Paragraphs all;
  each(
      html, [](std::string_view tag) { return std::find(blocks.begin(), blocks.end(), name_of(tag)) != blocks.end(); },
      [&](std::string_view tag, std::string_view inner, std::string_view list) {
        all.push_back(sent(tag, inner, list, all.empty()));
      });
  return all;
}

std::vector<std::string> links(std::string_view html) {
  std::vector<std::string> all;
  const std::size_t body = html.find("e-content");
  if (body != std::string_view::npos) html = html.substr(body, html.find("<footer>") - body);
  for (std::size_t at = html.find("<a "); at != std::string_view::npos; at = html.find("<a ", at + 1)) {
    std::string href = attribute(html.substr(at, html.find('>', at) - at), "href");
    if (all.empty() || all.back() != href) all.push_back(std::move(href));
  }
  return all;
}

}  // namespace mediumsync::story
