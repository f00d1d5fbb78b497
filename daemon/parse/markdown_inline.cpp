#include "parse/markdown_inline.hpp"

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "parse/markdown_regions.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t longest_mark = 1000;
constexpr std::size_t longest_note = 4000;
constexpr int most_unclosed = 1000;  // a text with more of them has no notes

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// The rest of the paragraph, not more than `most` bytes of it.
std::string_view paragraph_from(std::string_view text, std::size_t begin, std::size_t most) {
  const std::string_view rest = text.substr(begin, most);
  return rest.substr(0, rest.find("\n\n"));
}

// The bracket that closes the one at the beginning.
std::optional<std::size_t> closing_bracket(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '[') {
      ++depth;
    } else if (text[i] == ']' && --depth == 0) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string spell_out_marks(std::string_view markdown) {
  return rewrite(markdown, "=\\", [&](std::size_t begin, const Region* tag) -> std::optional<Replacement> {
    const std::string_view rest = paragraph_from(markdown, begin, longest_mark);
    if (tag != nullptr || !rest.starts_with("==") || rest.size() < 5 || rest[2] == '=' || is_space(rest[2]))
      return std::nullopt;
    if (begin > 0 && (is_word(markdown[begin - 1]) || markdown[begin - 1] == '=')) return std::nullopt;
    const std::size_t close = rest.find("==", 3);
    if (close == std::string_view::npos || is_space(rest[close - 1])) return std::nullopt;
    const char behind = close + 2 < rest.size() ? rest[close + 2] : ' ';
    if (behind == '=' || is_word(behind)) return std::nullopt;
    return Replacement{begin + close + 2, "<mark>" + std::string(rest.substr(2, close - 2)) + "</mark>"};
  });
}

std::string spell_out_inline_notes(std::string_view markdown) {
  std::string notes;
  int count = 0;
  int unclosed = 0;
  std::string text = rewrite(markdown, "^\\", [&](std::size_t begin, const Region* tag) -> std::optional<Replacement> {
    if (unclosed > most_unclosed) return std::nullopt;
    const std::string_view rest = paragraph_from(markdown, begin, longest_note);
    const auto close = rest.starts_with("^[") ? closing_bracket(rest.substr(1)) : std::nullopt;
    if (!close && rest.starts_with("^[")) ++unclosed;
    if (tag != nullptr || !close) return std::nullopt;
    std::string note(core::trim(rest.substr(2, *close - 1)));
    if (std::none_of(note.begin(), note.end(), is_word)) return std::nullopt;
    std::replace(note.begin(), note.end(), '\n', ' ');
    const std::string label = "inline-note-" + std::to_string(++count);
    notes += "\n[^" + label + "]: " + note + "\n";
    return Replacement{begin + *close + 2, "[^" + label + "]"};
  });
  if (notes.empty()) return text;
  if (!text.ends_with('\n')) text += '\n';
  return text + notes;
}

}  // namespace mediumsync::parse
