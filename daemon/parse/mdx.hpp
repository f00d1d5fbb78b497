// MDX's JavaScript in Markdown: modules, expressions in attributes, fragments.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "parse/findings.hpp"

namespace mediumsync::parse {

// Whether any of it may stand in the text.
bool has_module_lines(std::string_view markdown);
bool has_jsx(std::string_view markdown);

struct ModuleLines {
  std::string text;
  std::map<std::string, std::string> images;  // by the name that an `import` gives them
};

// `import … from "…"` and `export const …` become empty lines, as many as they were.
ModuleLines drop_module_lines(std::string_view markdown);

// Expressions in a tag's attributes become what they come to where that can be seen (texts, `require("./a.png")`,
// `useBaseUrl("/a.png")`, imported images), else they go; fragments (`<>…</>`) leave what they hold, `{"…"}` and {`…`}
// their text. As many lines as before.
std::string spell_out_jsx(std::string_view markdown, const std::map<std::string, std::string>& images, int first_line,
                          FindingList& findings);

}  // namespace mediumsync::parse
