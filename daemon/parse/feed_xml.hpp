// XML → elements, entry by entry, so that only one entry is ever held as a tree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "parse/feed_tree.hpp"

namespace mediumsync::parse {

inline constexpr std::size_t max_entries = 10'000;

// One <item> or <entry>, with the base that xml:base gives it.
struct RawEntry {
  Element element;
  std::optional<std::string> base;
};

// What is left of a feed when its entries were handed out.
struct RawFeed {
  std::optional<Element> root;               // std::nullopt when no element is a feed's root
  std::optional<std::string> base;           // the root's xml:base
  std::optional<std::string> first_element;  // what the document begins with instead of a root
  bool cut_off = false;                      // its text ended before the root did
};

// The base that an element's content has: its own xml:base resolved against `outer`, else `outer`.
std::optional<std::string> base_in(const Element& element, const std::optional<std::string>& outer);

// Reads `text` (UTF-8) to its end or to what it can't go on from. `on_entry` gets the feed's root and each entry that
// is whole, in order, `max_entries` at the most; an entry that the end of the text cuts off inside of a field is left
// out: it would be published as if it were all there. `url` is what a relative xml:base is resolved against.
RawFeed read_feed_xml(std::string_view text, const std::optional<std::string>& url,
                      const std::function<void(const Element& root, const RawEntry& entry)>& on_entry);

}  // namespace mediumsync::parse
