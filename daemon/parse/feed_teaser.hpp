// What feeds put around a story that is not the story: teasers in its place, farewells at its end, pixels that count
// readers.
#pragma once

#include <string>
#include <string_view>

#include "core/document.hpp"
#include "core/post.hpp"
#include "parse/feed.hpp"

namespace mediumsync::parse {

// Takes out images of at most one pixel, those of known counters, and FeedBurner's row of share buttons.
std::string without_trackers(std::string_view html);

// Takes off the last paragraphs when they are WordPress's "The post X appeared first on Y." in one of its languages.
core::Document without_farewell(core::Document document);

// Whether `body`, read from `entry`, is only a teaser for a page elsewhere:
// - it has neither words nor images, or
// - its last line asks to read on ("Continue reading X →", "Read more", "(more…)", in several languages), or
// - the entry has a summary and no content that says more, and that ends in an ellipsis, bare or in brackets, or is
// shorter than
//   `short_summary` characters under a title. (A note without a title is whole, however short.)
core::Excerpt excerpt(const FeedEntry& entry, const core::Document& body);

// The words of a teaser without the call to read on at its end.
std::string teaser_text(const core::Document& body);

// How a text ends.
enum class Ending { full, ellipsis, call_to_read_on };
Ending ending(std::string_view text);

inline constexpr std::size_t short_summary = 500;

}  // namespace mediumsync::parse
