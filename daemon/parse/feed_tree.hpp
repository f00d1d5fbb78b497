// A feed's markup as the dialects see it: elements with their vocabulary, whatever prefix or namespace spelling was
// used.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mediumsync::parse {

// The families of names that feeds mix. `plain` is RSS in all its versions and whatever the root's own namespace is.
enum class Vocabulary {
  plain,
  atom,
  dublin_core,
  content,
  media,
  itunes,
  xhtml,
  feedburner,
  syndication,
  source,
  rdf,
  xml,
  other
};

// By namespace; by the customary prefix where the feed forgot to declare it.
Vocabulary vocabulary_of(std::string_view uri, std::string_view prefix);

struct Attribute {
  Vocabulary vocabulary = Vocabulary::plain;
  std::string name;
  std::string value;
};

struct Node;

// One element with all that is in it. Nesting is bounded by the reader, so walking it may recurse.
struct Element {
  Vocabulary vocabulary = Vocabulary::plain;
  std::string name;  // local, as written
  std::vector<Attribute> attributes;
  std::vector<Node> children;
};

struct Node {
  std::variant<std::string, Element> value;
};

// Names are compared without regard to case: feeds are written by hand, too.
bool is(const Element& element, std::initializer_list<Vocabulary> vocabularies, std::string_view name);

// The first child of that name; nullptr when there is none.
const Element* child(const Element& element, std::initializer_list<Vocabulary> vocabularies, std::string_view name);
std::vector<const Element*> children(const Element& element, std::initializer_list<Vocabulary> vocabularies,
                                     std::string_view name);

std::optional<std::string> attribute(const Element& element, std::string_view name);
std::optional<std::string> attribute(const Element& element, Vocabulary vocabulary, std::string_view name);

bool has_elements(const Element& element);

// The one element that is all there is in it, white space aside; nullptr when there is more or none.
const Element* only_child(const Element& element);

// All text in the element, in order.
std::string text(const Element& element);

// What is inside the element as HTML: text escaped, prefixes and namespaces left out.
std::string inner_html(const Element& element);

}  // namespace mediumsync::parse
