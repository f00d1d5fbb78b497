// The words that authors write into tags of site generators themselves rather than between them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "parse/shortcode_tag.hpp"

namespace mediumsync::parse {

// The first of these arguments that says something.
std::string first_argument(const ShortcodeTag& tag, std::initializer_list<std::string_view> keys);

// The words by place from the nth on, without switches such as "true" and "no-icon".
std::string words_by_place(const ShortcodeTag& tag, std::size_t from);

// What a reader should see of a tag's arguments, as Markdown on one line: labels, texts, links, who said it. What is
// layout, a variable or a condition is none of it.
std::string spoken_words(const ShortcodeTag& tag);

// "Author, Work [title](url)" of a quote; empty for none.
std::string attribution(const ShortcodeTag& tag);

// The same tag without these arguments; with "" those by place.
ShortcodeTag without(ShortcodeTag tag, std::initializer_list<std::string_view> keys);

}  // namespace mediumsync::parse
