// A parsed HTML tree (gumbo's), and what the readers of this room ask its nodes.
#pragma once

#include <gumbo.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parse/node_arena.hpp"

namespace mediumsync::parse {

enum class HtmlKind { page, fragment };

// Owns the tree and the text it points into. Nodes are valid as long as it lives.
class HtmlTree {
 public:
  // Bounds what gumbo would build from hostile input first; see html_guard.hpp.
  HtmlTree(std::string_view html, HtmlKind kind);
  explicit HtmlTree(std::unique_ptr<NodeArena> nodes) : nodes_(std::move(nodes)), root_(&nodes_->root()) {}
  HtmlTree(const HtmlTree&) = delete;
  HtmlTree& operator=(const HtmlTree&) = delete;

  const GumboNode& root() const { return *root_; }
  // True where no HTML was parsed: no class or id of an author's stands in it.
  bool is_made() const { return nodes_ != nullptr; }
  // True where elements were left out, their text kept, since there were too many or too deep ones.
  bool simplified() const { return simplified_; }
  // True where a comment or element that hides its content is never closed.
  bool swallowed() const { return swallowed_; }

 private:
  struct Destroy {
    void operator()(GumboOutput* output) const;
  };
  std::string text_;
  bool simplified_ = false;
  bool swallowed_ = false;
  std::unique_ptr<GumboOutput, Destroy> output_;
  std::unique_ptr<NodeArena> nodes_;
  const GumboNode* root_ = nullptr;
};

bool is_element(const GumboNode& node);
bool is_text(const GumboNode& node);  // white space and CDATA, too
// In lower case for elements that gumbo knows, which the guard sees to, else as written; empty for what is no element.
std::string_view tag_name(const GumboNode& node);
std::string_view text_of(const GumboNode& node);
std::optional<std::string_view> attribute(const GumboNode& element, const char* name);
// One of the words in `class`.
bool has_class(const GumboNode& element, std::string_view name);
// `node`'s children; none for a text.
const GumboVector& children(const GumboNode& node);
const GumboNode& child(const GumboVector& nodes, unsigned index);
// True where the end tag that ends it is its own: what was never closed may hold the rest of the post.
bool is_closed(const GumboNode& node);
// "<T>" in a text about types: a name that HTML does not have, without attributes, that nothing closes.
bool is_stray_tag(const GumboNode& node);
int line_of(const GumboNode& node);  // in the text that was parsed, from 1

// All text below, as written; a line break for each <br>. Does not recurse.
std::string deep_text(const GumboNode& node);

// What a visit says about the nodes that follow.
enum class Walk { into, past, stop };

// Calls `visit(node)` for each node from `node` on in document order. Does not recurse.
template <typename Visit>
void walk(const GumboNode& node, Visit visit) {
  if (visit(node) != Walk::into) return;
  // gumbo's own index_within_parent is not to be trusted after it has moved nodes.
  std::vector<std::pair<const GumboVector*, unsigned>> ancestors{{&children(node), 0}};
  while (!ancestors.empty()) {
    auto& [siblings, next] = ancestors.back();
    if (next == siblings->length) {
      ancestors.pop_back();
      continue;
    }
    const GumboNode& at = child(*siblings, next++);
    const Walk how = visit(at);
    if (how == Walk::stop) return;
    if (how == Walk::into) ancestors.emplace_back(&children(at), 0);
  }
}

// The first node from `node` on for which `wanted` is true, in document order. Does not recurse.
template <typename Wanted>
const GumboNode* find_node(const GumboNode& node, Wanted wanted) {
  const GumboNode* found = nullptr;
  walk(node, [&](const GumboNode& at) {
    if (wanted(at)) found = &at;
    return found == nullptr ? Walk::into : Walk::stop;
  });
  return found;
}

}  // namespace mediumsync::parse
