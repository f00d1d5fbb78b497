#include "render/code_language.hpp"

#include <algorithm>
#include <string>

#include "core/text.hpp"

namespace mediumsync::render {
namespace {

constexpr std::string_view known[] = {"bash",    "c",          "cpp",      "csharp",     "dart", "diff",   "go",
                                      "graphql", "ini",        "java",     "javascript", "json", "kotlin", "less",
                                      "lua",     "makefile",   "markdown", "objectivec", "perl", "php",    "plaintext",
                                      "python",  "r",          "ruby",     "rust",       "scss", "shell",  "sql",
                                      "swift",   "typescript", "vbnet",    "wasm",       "xml",  "yaml"};

struct Alias {
  std::string_view written;
  std::string_view language;
};

// As highlight.js, which Medium uses, has them, and what blogs write besides. CSS is a part of SCSS.
constexpr Alias aliases[] = {
    {"sh", "bash"},
    {"zsh", "bash"},
    {"ksh", "bash"},
    {"fish", "bash"},
    {"shellscript", "bash"},
    {"console", "shell"},
    {"shell-session", "shell"},
    {"shellsession", "shell"},
    {"sh-session", "shell"},
    {"terminal", "shell"},
    {"h", "c"},
    {"c++", "cpp"},
    {"cc", "cpp"},
    {"cxx", "cpp"},
    {"h++", "cpp"},
    {"hpp", "cpp"},
    {"hh", "cpp"},
    {"hxx", "cpp"},
    {"c#", "csharp"},
    {"cs", "csharp"},
    {"patch", "diff"},
    {"golang", "go"},
    {"gql", "graphql"},
    {"toml", "ini"},
    {"cfg", "ini"},
    {"conf", "ini"},
    {"dosini", "ini"},
    {"properties", "ini"},
    {"editorconfig", "ini"},
    {"js", "javascript"},
    {"jsx", "javascript"},
    {"mjs", "javascript"},
    {"cjs", "javascript"},
    {"node", "javascript"},
    {"es6", "javascript"},
    {"json5", "json"},
    {"jsonc", "json"},
    {"jsonl", "json"},
    {"jsonld", "json"},
    {"json-ld", "json"},
    {"geojson", "json"},
    {"kt", "kotlin"},
    {"kts", "kotlin"},
    {"make", "makefile"},
    {"mk", "makefile"},
    {"mak", "makefile"},
    {"gnumake", "makefile"},
    {"md", "markdown"},
    {"mdx", "markdown"},
    {"mkd", "markdown"},
    {"mkdown", "markdown"},
    {"objc", "objectivec"},
    {"obj-c", "objectivec"},
    {"objective-c", "objectivec"},
    {"mm", "objectivec"},
    {"obj-c++", "objectivec"},
    {"pl", "perl"},
    {"pm", "perl"},
    {"php7", "php"},
    {"php8", "php"},
    {"text", "plaintext"},
    {"txt", "plaintext"},
    {"plain", "plaintext"},
    {"none", "plaintext"},
    {"nohighlight", "plaintext"},
    {"no-highlight", "plaintext"},
    {"output", "plaintext"},
    {"py", "python"},
    {"py3", "python"},
    {"python3", "python"},
    {"py2", "python"},
    {"python2", "python"},
    {"gyp", "python"},
    {"ipython", "python"},
    {"ipython3", "python"},
    {"pycon", "python"},
    {"rlang", "r"},
    {"rscript", "r"},
    {"rb", "ruby"},
    {"irb", "ruby"},
    {"gemspec", "ruby"},
    {"podspec", "ruby"},
    {"rake", "ruby"},
    {"gemfile", "ruby"},
    {"rs", "rust"},
    {"css", "scss"},
    {"mysql", "sql"},
    {"pgsql", "sql"},
    {"plpgsql", "sql"},
    {"plsql", "sql"},
    {"postgres", "sql"},
    {"postgresql", "sql"},
    {"sqlite", "sql"},
    {"sqlite3", "sql"},
    {"tsql", "sql"},
    {"ts", "typescript"},
    {"tsx", "typescript"},
    {"mts", "typescript"},
    {"cts", "typescript"},
    {"vb", "vbnet"},
    {"vb.net", "vbnet"},
    {"visualbasic", "vbnet"},
    {"wat", "wasm"},
    {"wast", "wasm"},
    {"webassembly", "wasm"},
    {"html", "xml"},
    {"xhtml", "xml"},
    {"html5", "xml"},
    {"htm", "xml"},
    {"svg", "xml"},
    {"rss", "xml"},
    {"atom", "xml"},
    {"xsl", "xml"},
    {"xslt", "xml"},
    {"xsd", "xml"},
    {"xjb", "xml"},
    {"plist", "xml"},
    {"vue", "xml"},
    {"yml", "yaml"},
};

// The language alone: no attribute syntax before it, no options after it.
std::string bare_name(std::string_view written) {
  std::string name = core::ascii_lower(core::trim(written));
  std::string_view rest = name;
  const std::size_t begin = rest.find_first_not_of("{. ");
  rest.remove_prefix(std::min(begin, rest.size()));
  for (const std::string_view prefix : {"brush:", "language-", "lang-", "highlight-"}) {
    if (rest.starts_with(prefix)) rest = core::trim(rest.substr(prefix.size()));
  }
  return std::string(rest.substr(0, rest.find_first_of(" \t,;:{}[]()=")));
}

}  // namespace

std::optional<std::string_view> medium_language(std::string_view written) {
  const std::string name = bare_name(written);
  if (const auto* found = std::find(std::begin(known), std::end(known), name); found != std::end(known)) return *found;
  const auto* alias = std::find_if(std::begin(aliases), std::end(aliases),
                                   [&](const Alias& candidate) { return candidate.written == name; });
  if (alias != std::end(aliases)) return alias->language;
  return std::nullopt;
}

}  // namespace mediumsync::render
