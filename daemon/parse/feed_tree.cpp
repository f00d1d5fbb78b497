#include "parse/feed_tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

using NamedVocabulary = std::pair<std::string_view, Vocabulary>;

// In lower case, without a closing slash or '#'.
constexpr std::array namespaces = {
    NamedVocabulary{"http://purl.org/rss/1.0", Vocabulary::plain},
    NamedVocabulary{"http://my.netscape.com/rdf/simple/0.9", Vocabulary::plain},
    NamedVocabulary{"http://channel.netscape.com/rdf/simple/0.9", Vocabulary::plain},
    NamedVocabulary{"http://my.netscape.com/publish/formats/rss-0.91.dtd", Vocabulary::plain},
    NamedVocabulary{"http://purl.org/net/rss1.1", Vocabulary::plain},
    NamedVocabulary{"http://backend.userland.com/rss", Vocabulary::plain},
    NamedVocabulary{"http://backend.userland.com/rss2", Vocabulary::plain},
    NamedVocabulary{"http://blogs.law.harvard.edu/tech/rss", Vocabulary::plain},
    NamedVocabulary{"http://cyber.law.harvard.edu/rss/rss.html", Vocabulary::plain},
    NamedVocabulary{"http://www.rssboard.org/rss-specification", Vocabulary::plain},
    NamedVocabulary{"http://www.w3.org/2005/atom", Vocabulary::atom},
    NamedVocabulary{"https://www.w3.org/2005/atom", Vocabulary::atom},
    NamedVocabulary{"http://purl.org/atom/ns", Vocabulary::atom},
    NamedVocabulary{"http://example.com/newformat", Vocabulary::atom},
    NamedVocabulary{"http://example.com/necho", Vocabulary::atom},
    NamedVocabulary{"http://purl.org/echo", Vocabulary::atom},
    NamedVocabulary{"uri/of/echo/namespace", Vocabulary::atom},
    NamedVocabulary{"http://purl.org/pie", Vocabulary::atom},
    NamedVocabulary{"http://purl.org/dc/elements/1.1", Vocabulary::dublin_core},
    NamedVocabulary{"http://purl.org/dc/elements/1.0", Vocabulary::dublin_core},
    NamedVocabulary{"http://purl.org/dc/terms", Vocabulary::dublin_core},
    NamedVocabulary{"http://dublincore.org/documents/dcmi-namespace", Vocabulary::dublin_core},
    NamedVocabulary{"http://purl.org/rss/1.0/modules/content", Vocabulary::content},
    NamedVocabulary{"http://search.yahoo.com/mrss", Vocabulary::media},
    NamedVocabulary{"https://search.yahoo.com/mrss", Vocabulary::media},
    NamedVocabulary{"http://tools.search.yahoo.com/mrss", Vocabulary::media},
    NamedVocabulary{"http://www.itunes.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    NamedVocabulary{"http://example.com/dtds/podcast-1.0.dtd", Vocabulary::itunes},
    NamedVocabulary{"http://www.w3.org/1999/xhtml", Vocabulary::xhtml},
    NamedVocabulary{"http://rssnamespace.org/feedburner/ext/1.0", Vocabulary::feedburner},
    NamedVocabulary{"http://purl.org/rss/1.0/modules/syndication", Vocabulary::syndication},
    NamedVocabulary{"http://source.scripting.com", Vocabulary::source},
    NamedVocabulary{"http://source.smallpict.com/2014/07/12/thesourcenamespace.html", Vocabulary::source},
    NamedVocabulary{"http://www.w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::rdf},
    NamedVocabulary{"http://www.w3.org/xml/1998/namespace", Vocabulary::xml},
};

constexpr std::array prefixes = {
    NamedVocabulary{"", Vocabulary::plain},
    NamedVocabulary{"atom", Vocabulary::atom},
    NamedVocabulary{"dc", Vocabulary::dublin_core},
    NamedVocabulary{"dcterms", Vocabulary::dublin_core},
    NamedVocabulary{"content", Vocabulary::content},
    NamedVocabulary{"media", Vocabulary::media},
    NamedVocabulary{"itunes", Vocabulary::itunes},
    NamedVocabulary{"xhtml", Vocabulary::xhtml},
    NamedVocabulary{"feedburner", Vocabulary::feedburner},
    NamedVocabulary{"sy", Vocabulary::syndication},
    NamedVocabulary{"source", Vocabulary::source},
    NamedVocabulary{"rdf", Vocabulary::rdf},
    NamedVocabulary{"xml", Vocabulary::xml},
};

void append_html(const Element& element, std::string& html);

void append_children(const Element& element, std::string& html) {
  for (const Node& node : element.children) {
    if (const auto* words = std::get_if<std::string>(&node.value)) {
      html += core::escape_html(*words);
    } else {
      append_html(std::get<Element>(node.value), html);
    }
  }
}

void append_html(const Element& element, std::string& html) {
  constexpr std::array<std::string_view, 7> voids = {"br", "img", "hr", "wbr", "input", "source", "col"};
  html += '<';
  html += element.name;
  for (const Attribute& attribute : element.attributes) {
    if (attribute.vocabulary != Vocabulary::plain) continue;
    html += ' ';
    html += attribute.name;
    html += "=\"";
    html += core::escape_html(attribute.value);
    html += '"';
  }
  html += '>';
  if (element.children.empty() && std::ranges::find(voids, element.name) != voids.end()) return;
  append_children(element, html);
  html += "</";
  html += element.name;
  html += '>';
}

}  // namespace

Vocabulary vocabulary_of(std::string_view uri, std::string_view prefix) {
  if (uri.empty()) {
    const auto known = std::ranges::find(prefixes, core::ascii_lower(prefix), &NamedVocabulary::first);
    return known == prefixes.end() ? Vocabulary::other : known->second;
  }
  std::string key = core::ascii_lower(core::trim(uri));
  while (key.ends_with('/') || key.ends_with('#')) key.pop_back();
  const auto known = std::ranges::find(namespaces, key, &NamedVocabulary::first);
  return known == namespaces.end() ? Vocabulary::other : known->second;
}

bool is(const Element& element, std::initializer_list<Vocabulary> vocabularies, std::string_view name) {
  return std::ranges::find(vocabularies, element.vocabulary) != vocabularies.end() &&
         core::equal_ignoring_case(element.name, name);
}

const Element* child(const Element& element, std::initializer_list<Vocabulary> vocabularies, std::string_view name) {
  for (const Node& node : element.children) {
    const auto* found = std::get_if<Element>(&node.value);
    if (found != nullptr && is(*found, vocabularies, name)) return found;
  }
  return nullptr;
}

std::vector<const Element*> children(const Element& element, std::initializer_list<Vocabulary> vocabularies,
                                     std::string_view name) {
  std::vector<const Element*> found;
  for (const Node& node : element.children) {
    const auto* inner = std::get_if<Element>(&node.value);
    if (inner != nullptr && is(*inner, vocabularies, name)) found.push_back(inner);
  }
  return found;
}

std::optional<std::string> attribute(const Element& element, std::string_view name) {
  return attribute(element, Vocabulary::plain, name);
}

std::optional<std::string> attribute(const Element& element, Vocabulary vocabulary, std::string_view name) {
  for (const Attribute& candidate : element.attributes) {
    if (candidate.vocabulary == vocabulary && core::equal_ignoring_case(candidate.name, name)) return candidate.value;
  }
  return std::nullopt;
}

bool has_elements(const Element& element) {
  return std::ranges::any_of(element.children,
                             [](const Node& node) { return std::holds_alternative<Element>(node.value); });
}

const Element* only_child(const Element& element) {
  const Element* only = nullptr;
  for (const Node& node : element.children) {
    const auto* inner = std::get_if<Element>(&node.value);
    if (inner == nullptr && core::trim(std::get<std::string>(node.value)).empty()) continue;
    if (inner == nullptr || only != nullptr) return nullptr;
    only = inner;
  }
  return only;
}

std::string text(const Element& element) {
  std::string all;
  for (const Node& node : element.children) {
    if (const auto* words = std::get_if<std::string>(&node.value)) {
      all += *words;
    } else {
      all += text(std::get<Element>(node.value));
    }
  }
  return all;
}

std::string inner_html(const Element& element) {
  std::string html;
  append_children(element, html);
  return html;
}

}  // namespace mediumsync::parse
