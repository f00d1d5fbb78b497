#pragma once

#include <gumbo.h>
#include <string>
#include <vector>

namespace mediumsync::sandbox {

// Text and kept inline markup, gathered until a graf is complete. Images found on the way are set aside: Medium has
// none in running text.
class InlineRun {
 public:
  struct FoundImage {
    std::string src;
    std::string alt;
  };

  void add(const GumboNode& node);

  std::string html() const;  // trimmed
  std::string text() const;  // trimmed
  std::vector<FoundImage> take_images();

 private:
  void add_text(std::string_view text);
  void add_image(const GumboNode& node);
  void add_link(const GumboNode& node);
  void add_wrapped(const GumboNode& node, const char* tag);
  void add_children(const GumboNode& node);
  void add_space();

  std::string html_;
  std::string text_;
  std::vector<FoundImage> images_;
};

// Whether a node stands in running text. Blocks inside of it are unwrapped.
bool is_inline(const GumboNode& node);

// Whether Medium drops an element together with what it holds.
bool is_lost(const GumboNode& node);

}  // namespace mediumsync::sandbox
