#include "core/html_escape.hpp"

#include <algorithm>

namespace mediumsync::core {
namespace {

constexpr bool is_markup(char c) {
  return c == '&' || c == '<' || c == '>' || c == '"';
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  while (true) {
    const auto plain = static_cast<std::size_t>(std::ranges::find_if(text, is_markup) - text.begin());
    html += text.substr(0, plain);
    if (plain == text.size()) return html;
    switch (text[plain]) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      default:
        html += "&quot;";
    }
    text.remove_prefix(plain + 1);
  }
}

}  // namespace mediumsync::core
