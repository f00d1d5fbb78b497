#pragma once

#include <gumbo.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/story.hpp"

namespace mediumsync::sandbox {

// Content parsed as a browser would, Markdown after a turn through CommonMark. Owns the text and the tree over it.
class HtmlTree {
 public:
  HtmlTree(std::string_view content, Format format);

  const GumboNode& body() const { return *body_; }

 private:
  struct Destroy {
    void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
  };
  std::string html_;
  std::unique_ptr<GumboOutput, Destroy> output_;
  const GumboNode* body_;
};

bool is_element(const GumboNode& node);
bool is_element(const GumboNode& node, GumboTag tag);
bool is_text(const GumboNode& node);
std::string_view text_of(const GumboNode& node);  // of a text node
std::vector<const GumboNode*> children(const GumboNode& node);
std::optional<std::string> attribute(const GumboNode& node, const char* name);
// Every word below a node, line breaks as newlines.
std::string all_text(const GumboNode& node);
bool contains(const GumboNode& node, GumboTag tag);

}  // namespace mediumsync::sandbox
