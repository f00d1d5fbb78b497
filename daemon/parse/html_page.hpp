// A whole HTML page: what it says about itself, and which part of it is the post.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "parse/html_tree.hpp"

namespace mediumsync::parse {

// From the head's metadata, failing that from the marks that microformats and Medium's export set in the body.
struct PageFacts {
  std::optional<std::string> title;
  std::optional<std::string> subtitle;
  std::optional<std::string> canonical;  // as written
  std::optional<core::TimePoint> date;
  std::vector<std::string> tags;
};

// What says that a part of a page is its post.
enum class Bounds {
  marked,    // a name that means just that: e-content, articleBody, entry-content, <article>
  main,      // <main>: the page's own part, whatever that is
  weighed,   // no word of the page's: where nearly all of its text stands
  unmarked,  // nothing: all of the page
};

// The post within its page. Nodes belong to the tree.
struct Article {
  const GumboNode* content = nullptr;   // holds the post's body
  const GumboNode* cover = nullptr;     // an <img> above it
  std::optional<std::string> headline;  // of the heading that the page sets outside of `content`
  std::optional<std::string> subtitle;  // the same
  std::set<const GumboNode*> left_out;  // navigation, share buttons, comments, related posts and the like
  Bounds bounds = Bounds::unmarked;
  std::size_t alike = 0;  // parts of the page of the same kind, this one among them: a list of posts has several
  bool is_left_out(const GumboNode& node) const { return left_out.contains(&node); }
};

PageFacts page_facts(const GumboNode& root);

// What the head's metadata say that the page is about, in all their ways.
std::vector<std::string> page_descriptions(const GumboNode& root);

// A file is somebody's post as a whole, where it marks no part of it; a page of the web has more on it than its post.
enum class PageOrigin { file, web };

// Microformats' e-content and its like, then <article>, <main>; of a page of the web where nearly all of its text
// stands; <body>.
Article find_article(const GumboNode& root, PageOrigin origin);

// All of a body, but for the share buttons that blogs' software sets into its feeds.
Article whole_body(const GumboNode& root);

// The description that is no more than the beginning of the text, cut, says nothing that the text does not.
bool begins_with(std::string_view text, std::string_view description);

}  // namespace mediumsync::parse
