// PHP Markdown Extra's and kramdown's additions to Markdown.
#pragma once

#include <string>
#include <string_view>

namespace mediumsync::parse {

// "Term" over ": what it is" → the term in bold and its definition below it. As many lines as before.
std::string spell_out_definitions(std::string_view markdown);

// `*[HTML]: Hyper Text …` → the expansion behind the first HTML of the text. As many lines as before.
std::string spell_out_abbreviations(std::string_view markdown);

// `{#id}`, `{.class}` behind a heading, `{: …}` anywhere: they go. As many lines as before.
std::string drop_attribute_lists(std::string_view markdown);

}  // namespace mediumsync::parse
