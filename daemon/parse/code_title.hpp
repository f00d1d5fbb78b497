// The name that a fence's info string gives its code: ```js title="a.js", ```js:a.js, ```js Title https://a.example
// text
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mediumsync::parse {

struct CodeTitle {
  std::string text;
  std::string url;  // empty for none
  std::string link_text;
};

std::optional<CodeTitle> code_title(std::string_view info);

// The first word, where it is no title.
std::string_view fence_language(std::string_view info);

}  // namespace mediumsync::parse
