#include "parse/markdown_shorthand.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/emoji.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_wiki_link = 300;
constexpr std::size_t max_emoji = 40;

bool is_emoji_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_image(std::string_view target) {
  static constexpr std::array<std::string_view, 9> extensions{".png", ".jpg",  ".jpeg", ".gif", ".webp",
                                                              ".svg", ".avif", ".bmp",  ".tiff"};
  const std::string lower = core::ascii_lower(target);
  return std::any_of(extensions.begin(), extensions.end(),
                     [&](std::string_view extension) { return lower.ends_with(extension); });
}

// What "[label]: where" defines; such a label in brackets is a link of Markdown's own.
std::set<std::string> defined_labels(std::string_view text) {
  std::set<std::string> labels;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view rest = behind_containers(line);
    const std::size_t end = rest.starts_with('[') ? rest.find("]:") : std::string_view::npos;
    if (end != std::string_view::npos) labels.insert(core::ascii_lower(core::collapse_space(rest.substr(1, end - 1))));
  }
  return labels;
}

// One pass over one text.
class Speller {
 public:
  Speller(std::string_view text, int first_line, FindingList& findings)
      : text_(text), lines_(text, first_line), findings_(findings) {
    if (text.find("[[") != std::string_view::npos) labels_ = defined_labels(text);
  }

  std::string run(std::string_view marks) {
    return rewrite(text_, marks, [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
      if (tag != nullptr || text_[position] == '\\') return std::nullopt;
      if (text_[position] == ':') return named_emoji(position);
      return wiki_link(position);
    });
  }

 private:
  std::optional<Replacement> named_emoji(std::size_t begin) {
    if (begin > 0 && begin != behind_emoji_) {
      const char before = text_[begin - 1];
      if (is_word(before) || before == ':' || before == '/' || before == '=' || before == '&') return std::nullopt;
    }
    std::size_t end = begin + 1;
    while (end < text_.size() && end - begin < max_emoji && is_emoji_character(text_[end])) ++end;
    if (end == begin + 1 || end >= text_.size() || text_[end] != ':') return std::nullopt;
    const char behind = end + 1 < text_.size() ? text_[end + 1] : ' ';
    if (is_word(behind)) return std::nullopt;
    const auto sign = emoji(text_.substr(begin + 1, end - begin - 1));
    if (!sign) return std::nullopt;
    behind_emoji_ = end + 1;
    return Replacement{end + 1, std::string(*sign)};
  }

  std::optional<Replacement> wiki_link(std::size_t begin) {
    const bool embedded = text_.substr(begin).starts_with("![[");
    const std::size_t from = begin + (embedded ? 3U : 2U);
    if (!embedded && !text_.substr(begin).starts_with("[[")) return std::nullopt;
    const std::string_view reach = text_.substr(0, std::min(text_.size(), from + max_wiki_link));
    const std::size_t end = reach.find_first_of("[]\n", from);
    if (end == std::string_view::npos || end == from || !reach.substr(end).starts_with("]]")) return std::nullopt;
    const std::string_view inner = text_.substr(from, end - from);
    const char behind = end + 2 < text_.size() ? text_[end + 2] : ' ';
    const bool other = behind == '(' || behind == '[' || behind == ']' || inner.front() == ' ' || inner.back() == ' ' ||
                       inner.front() == '^';
    if (other || labels_.contains(core::ascii_lower(core::collapse_space(inner)))) return std::nullopt;
    return Replacement{end + 2, meaning(inner, embedded, lines_.line_at(begin))};
  }

  // "note#section|text"; in a table the bar is escaped.
  std::string meaning(std::string_view inner, bool embedded, int line) {
    const std::size_t bar = inner.find('|');
    std::string_view target = core::trim(inner.substr(0, bar));
    if (target.ends_with('\\')) target.remove_suffix(1);
    const std::string_view label =
        bar == std::string_view::npos ? std::string_view() : core::trim(inner.substr(bar + 1));
    if (embedded && is_image(target)) {
      const bool size = label.find_first_not_of("0123456789x") == std::string_view::npos;
      return "![" + (size ? std::string() : escape_markdown(label)) + "](<" + std::string(target) + ">)";
    }
    const std::string shown = escape_markdown(label.empty() ? target : label);
    if (core::is_web_url(target)) return "[" + shown + "](<" + std::string(target) + ">)";
    if (embedded) {
      findings_.add(core::Severity::warning, "wiki-embed",
                    "the note " + core::cut_on_word(target, 80) +
                        " is embedded here; its name stands for it. Copy in what readers need of it",
                    line);
    } else {
      findings_.add(core::Severity::advice, "wiki-link",
                    "the wiki link to " + core::cut_on_word(target, 80) +
                        " became text: its address is not known. Write [text](URL) to link it",
                    line);
    }
    return shown;
  }

  std::string_view text_;
  LineCount lines_;
  FindingList& findings_;
  std::set<std::string> labels_;
  std::size_t behind_emoji_ = 0;
};

}  // namespace

std::string spell_out_shorthands(std::string_view markdown, int first_line, FindingList& findings) {
  return Speller(markdown, first_line, findings).run("[!:\\");
}

std::string name_emoji(std::string_view text) {
  FindingList none;
  return text.find(':') == std::string_view::npos ? std::string(text) : Speller(text, 1, none).run(":\\");
}

}  // namespace mediumsync::parse
