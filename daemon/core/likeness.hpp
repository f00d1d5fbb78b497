// What tells that two posts are the same one, though they came another way (a folder and a feed) or were edited in
// between. Each is known by a few small values that can be kept and looked up, so that no other post's text is needed.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.hpp"

namespace mediumsync::core {

// An address without what does not tell pages apart: the scheme, "www.", a default port, a trailing slash, an index
// file's name, the fragment, and the parameters that trackers add. std::nullopt for what is no web address, and for a
// site's front page, which is no post's address.
std::optional<std::string> comparable_address(std::string_view url);

// A title's letters and digits alone, in lower case.
std::string comparable_title(std::string_view title);

// The smallest hashes of all runs of three words of a text (its prose; its code too where there is hardly any prose).
// Two texts have as many of the smallest in common as they have of all (A. Broder, "On the resemblance and containment
// of documents", 1997).
class Sketch {
 public:
  static constexpr std::size_t size = 48;

  static Sketch of(const Document& document);
  // As bytes() gave it.
  static Sketch from(std::string_view bytes);
  std::string bytes() const;

  // How much of what either says is in both, from 0 to 1. Nothing is like nothing.
  double resemblance(const Sketch& other) const;
  bool empty() const { return hashes_.empty(); }
  // The text is long enough to be told from others by it alone.
  bool telling() const { return hashes_.size() == size; }
  // Most texts that are nearly the same share it.
  std::optional<std::uint32_t> smallest() const;

  bool operator==(const Sketch&) const = default;

 private:
  std::vector<std::uint32_t> hashes_;  // ascending
};

// What a post is known by.
struct Likeness {
  std::optional<std::string> address;  // comparable
  std::string title;                   // comparable
  Sketch text;
};
Likeness likeness_of(std::string_view title, const std::optional<std::string>& canonical_url, const Document& body);

// Why two posts are the same one.
struct SamePost {
  enum class By { address, title_and_text, text };
  By by = By::address;
  int percent = 100;  // of the text that is the same
};
std::optional<SamePost> same_post(const Likeness& one, const Likeness& other);

// A number that stands for a text in an index, small so that the index is. One in four thousand million texts shares
// it.
std::uint32_t lookup_key(std::string_view text);

}  // namespace mediumsync::core
