// Markdown as people write it → Markdown that cmark-gfm reads without losing or choking.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/bracket_tags.hpp"
#include "parse/emoji.hpp"
#include "parse/findings.hpp"
#include "parse/markdown.hpp"
#include "parse/markdown_callouts.hpp"
#include "parse/markdown_comments.hpp"
#include "parse/markdown_extra.hpp"
#include "parse/markdown_inline.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"
#include "parse/markdown_tables.hpp"
#include "parse/mdx.hpp"
#include "parse/shortcode_media.hpp"
#include "parse/shortcode_tag.hpp"
#include "parse/shortcode_words.hpp"
#include "parse/shortcodes.hpp"

namespace mediumsync::parse {
namespace {

// Labels of "[^label]" anywhere but where they are defined. cmark folds their case.
std::set<std::string> used_labels(const std::vector<std::string_view>& lines) {
  std::set<std::string> used;
  for (const std::string_view line : lines) {
    std::string_view rest = line;
    if (footnote_label(line)) rest = behind_containers(line).substr(2);
    for (std::size_t at = rest.find("[^"); at != std::string_view::npos; at = rest.find("[^", at + 2)) {
      const std::size_t end = rest.find_first_of("[]", at + 2);
      if (end != std::string_view::npos && rest[end] == ']')
        used.insert(core::ascii_lower(rest.substr(at + 2, end - at - 2)));
    }
  }
  return used;
}

// "](address)" or "](address "title")", which CommonMark takes for a link's end whatever stands before it.
bool ends_link(std::string_view text) {
  if (!text.starts_with("](")) return false;
  const std::size_t end = text.find_first_of(")(<>\n", 2);
  if (end == std::string_view::npos || text[end] != ')') return false;
  const std::string_view inside = text.substr(2, end - 2);
  const std::size_t space = inside.find_first_of(" \t");
  const std::string_view address = inside.substr(0, space);
  const std::string_view title = space == std::string_view::npos ? "" : core::trim(inside.substr(space));
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(address.begin(), address.end(), is_control)) return false;
  return title.empty() ||
         (title.size() > 1 && title.front() == '"' && title.find_first_of("\"\\", 1) + 1 == title.size());
}

// Where a text has footnotes, cmark-gfm takes every "[^" for the mark of one and, if there is no such note, loses words
// behind a line break and the marks within: there the bracket is written so that it is one. "![^" never begins an
// image.
std::string spell_out_carets(std::string_view text) {
  std::set<std::string> defined;
  for (const std::string_view line : lines_of(text)) {
    if (const auto label = footnote_label(line)) defined.insert(core::ascii_lower(*label));
  }
  return rewrite(text, "[\\", [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
    if (!text.substr(position).starts_with("[^")) return std::nullopt;
    const std::size_t end = std::min(text.find(']', position), text.size());
    const std::string_view label = text.substr(position + 2, end - position - 2);
    const bool harmless = defined.empty() || defined.contains(core::ascii_lower(label));
    if (tag != nullptr) return harmless ? std::nullopt : std::optional(Replacement{position + 1, "&#91;"});
    const bool links = ends_link(text.substr(end));
    if (links && position > 0 && text[position - 1] == '!') return Replacement{position + 2, "["};
    if (links || harmless) return std::nullopt;
    return Replacement{position + 1, "\\["};
  });
}

// What sets code in a shortcode; the language is empty for none.
struct CodeShortcode {
  std::string name;
  std::string language;
  std::string title;  // the file's name and the like
};

bool is_diagram(std::string_view language) {
  static constexpr std::array<std::string_view, 9> languages{"mermaid", "plantuml", "puml",   "dot",      "graphviz",
                                                             "d2",      "ditaa",    "pikchr", "flowchart"};
  return std::find(languages.begin(), languages.end(), core::ascii_lower(language)) != languages.end();
}

std::optional<ShortcodeTag> tag_of_line(std::string_view line) {
  const std::string_view text = core::trim(line);
  if (!text.starts_with("{%") && !text.starts_with("{{")) return std::nullopt;
  auto tag = read_shortcode_tag(text, 0);
  if (!tag || tag->end != text.size() || tag->kind != TagKind::tag) return std::nullopt;
  return tag;
}

// "lang:js", "line_number:false", "mark:1,3": what Hexo's codeblock is told beside its title.
bool is_option(std::string_view word) {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && colon > 0 && !core::is_web_url(word);
}

// "{% highlight go linenos %}", "{{< highlight go >}}", "{% codeblock lang:go %}", "{{< mermaid >}}".
std::optional<CodeShortcode> code_start(std::string_view line) {
  const auto tag = tag_of_line(line);
  if (!tag || tag->closing) return std::nullopt;
  const std::string& name = tag->name;
  if (is_diagram(name)) return CodeShortcode{name, name, ""};
  if (name != "highlight" && name != "codeblock" && name != "code") return std::nullopt;
  std::string language = first_argument(*tag, {"lang", "language"});
  std::string title = first_argument(*tag, {"title", "filename", "file", "name", "caption"});
  const bool bare = language.empty() && name != "codeblock";
  if (bare) language = tag->word(0);
  for (const ShortcodeArgument& one : tag->arguments) {
    if (one.key.empty() && one.value.starts_with("lang:")) language = one.value.substr(5);
    if (!one.key.empty() || name != "codeblock" || is_option(one.value)) continue;
    title += (title.empty() ? "" : " ") + core::collapse_space(one.value);
  }
  return CodeShortcode{name, language, title};
}

bool is_code_end(std::string_view line, const std::string& name) {
  const auto tag = tag_of_line(line);
  return tag && tag->closing && tag->name == name;
}

// One pass over one text: what needs no other look than at its lines.
class Lines {
 public:
  Lines(std::string_view text, int first_line, FindingList& findings)
      : lines_(lines_of(text)), used_(used_labels(lines_)), first_line_(first_line), findings_(findings) {
    out_.reserve(text.size() + 64);
  }

  std::string run() {
    for (number_ = 0; number_ < lines_.size(); ++number_) {
      write(lines_[number_]);
      out_ += '\n';
    }
    return std::move(out_);
  }

  static std::string_view language_of_fence(std::string_view line) {
    std::string_view text = behind_containers(line);
    text.remove_prefix(std::min(text.find_first_not_of("`~"), text.size()));
    text = core::trim(text);
    while (text.starts_with('{') || text.starts_with('.')) text.remove_prefix(1);
    return text.substr(0, text.find_first_of(" ,}{"));
  }

 private:
  void write(std::string_view line) {
    const std::string_view indent = line.substr(0, std::min(line.find_first_not_of(' '), line.size()));
    if (number_ == code_end_) {
      out_.append(indent).append(fenced_within_ ? "" : "~~~~~~~~");
    } else if (code_end_ && number_ < *code_end_ && !fenced_within_) {
      out_.append(line);
    } else if (fences_.is_code(line)) {
      out_.append(line);
    } else if (fences_.open()) {
      tell_diagram(language_of_fence(line));
      out_.append(line);
    } else if (const auto start = code_start(line); start && find_end(start->name)) {
      tell_diagram(start->language);
      open_code(*start, indent);
    } else {
      const auto label = footnote_label(line);
      const bool lost = label && (!used_.contains(core::ascii_lower(*label)) || is_repeated(*label));
      const auto before = lost ? static_cast<std::size_t>(behind_containers(line).data() - line.data()) : line.size();
      out_.append(line.substr(0, before)).append(lost ? "\\" : "").append(line.substr(before));
    }
  }

  // Of several notes with one label cmark-gfm knows the first alone.
  bool is_repeated(std::string_view label) {
    if (defined_.insert(core::ascii_lower(label)).second) return false;
    findings_.add(core::Severity::warning, "footnote-repeated",
                  "the note [^" + core::printable(core::cut_on_word(label, 40)) +
                      "] is written twice: the second one stays where it is, as text. Give it a label of its own",
                  first_line_ + static_cast<int>(number_));
    return true;
  }

  // GitBook's `{% code title="x.js" %}` holds a fence of its own; other code gets one.
  void open_code(const CodeShortcode& code, std::string_view indent) {
    std::string title;
    for (const char c : code.title) title += c == '"' || c == '\n' ? std::string(" ") : std::string(1, c);
    std::size_t first = number_ + 1;
    while (first < *code_end_ && core::trim(lines_[first]).empty()) ++first;
    const std::string_view inner = behind_containers(lines_[first]);
    fenced_within_ = inner.starts_with("```") || inner.starts_with("~~~");
    out_.append(indent);
    if (fenced_within_) {
      if (!title.empty()) out_.append("<strong>").append(title).append("</strong>");
    } else {
      out_.append("~~~~~~~~ ").append(code.language);
      if (!title.empty()) out_.append(" title=\"").append(title).append("\"");
    }
  }

  void tell_diagram(std::string_view language) {
    if (!is_diagram(language)) return;
    findings_.add(core::Severity::warning, "diagram-source",
                  "Medium does not draw " + std::string(language) +
                      ": the diagram's source stays as code. Put a picture of it in its place",
                  first_line_ + static_cast<int>(number_));
  }

  bool find_end(const std::string& name) {
    if (unclosed_.contains(name)) return false;
    for (std::size_t i = number_ + 1; i < lines_.size(); ++i) {
      if (!is_code_end(lines_[i], name)) continue;
      code_end_ = i;
      return true;
    }
    unclosed_.insert(name);
    return false;
  }

  std::vector<std::string_view> lines_;
  std::set<std::string> used_;
  std::set<std::string> defined_;  // of those so far
  int first_line_;
  FindingList& findings_;
  FenceWatch fences_;
  std::size_t number_ = 0;
  std::optional<std::size_t> code_end_;  // the line that ends a shortcode's code
  bool fenced_within_ = false;
  std::set<std::string> unclosed_;
  std::string out_;
};

// Whether `text` holds the name of an emoji between colons.
bool names_emoji(std::string_view text) {
  std::size_t at = text.find(':');
  while (at != std::string_view::npos) {
    const std::size_t end = text.find(':', at + 1);
    if (end == std::string_view::npos) return false;
    if (end - at > 1 && end - at < 40 && emoji(text.substr(at + 1, end - at - 1))) return true;
    at = end;
  }
  return false;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

// A dollar begins a formula right before its first character.
bool may_hold_math(std::string_view text) {
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (next != ' ' && next != '\n' && next != '\t') return true;
  }
  return has_any(text, {"\\(", "\\[", "\\begin{", "```math", "``` math", "~~~math", "~~~ math", "```latex-math"});
}

// At a line's beginning.
bool has_line(std::string_view text, std::string_view mark) {
  return text.starts_with(mark) || text.find("\n" + std::string(mark)) != std::string_view::npos;
}

// Whether any fence may be a diagram's; a backtick or tilde anywhere counts as a fence.
bool may_draw(std::string_view text) {
  for (const std::string_view fence : {"```", "~~~"}) {
    for (std::size_t at = text.find(fence); at != std::string_view::npos; at = text.find(fence, at)) {
      at = std::min(text.find_first_not_of("`~", at), text.size());
      const std::string_view line = text.substr(at, text.find('\n', at) - at);
      if (is_diagram(Lines::language_of_fence(line))) return true;
    }
  }
  return false;
}

// Whether its lines hold something for Lines.
bool has_lines_to_mend(std::string_view text) {
  return has_any(text, {"[^", "{%", "{{"}) || may_draw(text);
}

// The names in "{#name}" and "{: #name}".
std::set<std::string> named_places(std::string_view text) {
  std::set<std::string> names;
  for (const std::string_view mark : {"{#", "{: #", "{:#"}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
      const std::string_view rest = text.substr(at + mark.size());
      const std::size_t end = rest.find_first_of(" }\n");
      if (end != std::string_view::npos && end > 0) names.emplace(rest.substr(0, end));
    }
  }
  return names;
}

std::string ended(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.back() != '\n') out += '\n';
  return out;
}

}  // namespace

MendedMarkdown mend_markdown(std::string_view markdown, int first_line) {
  FindingList findings;
  std::string spelled_out;
  std::string_view source = markdown;
  if (has_bracket_tag(source)) source = spelled_out = spell_out_bracket_tags(source, first_line, findings);
  if (has_any(source, {"^["})) source = spelled_out = spell_out_inline_notes(source);
  std::string text = has_lines_to_mend(source) ? Lines(source, first_line, findings).run() : ended(source);
  std::map<std::string, std::string> imported;
  if (has_module_lines(text)) {
    ModuleLines modules = drop_module_lines(text);
    text = std::move(modules.text);
    imported = std::move(modules.images);
  }
  if (has_jsx(text)) text = spell_out_jsx(text, imported, first_line, findings);
  if (has_any(text, {"%%", "{::", "{:/"})) text = drop_comments(text, first_line, findings);
  if (has_any(text, {"{{", "{%", "{/*"}) || has_component(text)) {
    text = spell_out_shortcodes(text, first_line, findings);
  }
  if (has_any(text, {"{:", "{#", "{.", "){"})) text = drop_attribute_lists(text);
  if (has_any(text, {"> [!", ">[!", "!!!", "???", ":::"})) text = spell_out_callouts(text, first_line, findings);
  if (has_line(text, ":")) text = spell_out_definitions(text);
  if (has_line(text, "*[")) text = spell_out_abbreviations(text);
  if (has_any(text, {"[^"})) text = spell_out_carets(text);
  if (has_any(text, {"=="})) text = spell_out_marks(text);
  if (may_hold_math(text)) text = spell_out_math(text);
  if (has_any(text, {"[["}) || names_emoji(text)) text = spell_out_shorthands(text, first_line, findings);
  if (has_ragged_table(text)) text = widen_tables(text, first_line, findings);
  return {std::move(text), std::move(findings).take(), named_places(markdown)};
}

}  // namespace mediumsync::parse
