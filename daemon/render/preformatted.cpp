#include "render/preformatted.hpp"

#include "core/text.hpp"
#include "render/code_language.hpp"
#include "render/display_width.hpp"
#include "render/inline.hpp"

namespace mediumsync::render {
namespace {

constexpr std::size_t tab_stop = 4;

std::string with_spaces_for_tabs(std::string_view line) {
  std::string result;
  std::size_t column = 0;
  while (true) {
    const std::size_t tab = line.find('\t');
    const std::string_view before = line.substr(0, tab);
    result += before;
    if (tab == std::string_view::npos) return result;
    column += display_width(before);
    const std::size_t spaces = tab_stop - column % tab_stop;
    result.append(spaces, ' ');
    column += spaces;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

std::string preformatted(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string shown =
        line.find('\t') == std::string_view::npos ? escaped(line) : escaped(with_spaces_for_tabs(line));
    html += core::is_blank(shown) ? "\u00A0" : shown;
    if (end == std::string_view::npos) return html;
    html += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string code_html(const core::CodeBlock& code) {
  if (core::is_blank(code.text)) return {};
  const auto language = code.language ? medium_language(*code.language) : std::nullopt;
  std::string html = "<pre data-code-block-mode=\"";
  // Mode 2 is a language that the author chose, mode 1 lets Medium guess it.
  html += language ? "2\" data-code-block-lang=\"" + std::string(*language) : "1";
  html += "\">";
  html += preformatted(code.text);
  html += "</pre>";
  return html;
}

}  // namespace mediumsync::render
