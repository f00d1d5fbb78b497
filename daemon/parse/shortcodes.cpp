#include "parse/shortcodes.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/embeds.hpp"
#include "parse/markdown_callouts.hpp"
#include "parse/markdown_lines.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"
#include "parse/shortcode_media.hpp"
#include "parse/shortcode_tag.hpp"
#include "parse/shortcode_words.hpp"

namespace mediumsync::parse {
namespace {

bool is_one_of(std::string_view name, std::string_view names) {
  return names.find(" " + std::string(name) + " ") != std::string_view::npos;
}

// They only say where something begins, or what `base_url` says, too.
bool is_silent(std::string_view name) {
  return is_one_of(
      name,
      " raw rawhtml verbatim toc tableofcontents table_of_contents more break excerpt comment highlight "
      "codeblock code site.url site.baseurl site.base_url .site.baseurl site.github.url baseurl base_url ");
}

bool is_summary_box(std::string_view name) {
  return is_one_of(name, " details expand collapse accordion spoiler collapsible ");
}

bool is_quote_box(std::string_view name) {
  return is_one_of(name, " blockquote quote epigraph pullquote ");
}

bool is_formula(std::string_view name) {
  return is_one_of(name, " katex math mathjax latex ");
}

bool is_box(std::string_view name) {
  return is_callout(name) || is_summary_box(name) || is_quote_box(name);
}

// One pass over one text.
class Speller {
 public:
  Speller(std::string_view text, int first_line, FindingList& findings)
      : text_(text), lines_(text, first_line), findings_(findings) {}

  std::string run() {
    return rewrite(text_, "{<", [&](std::size_t position, const Region* region) -> std::optional<Replacement> {
      if (position < raw_until_) return std::nullopt;
      if (text_[position] == '<') return component(position);
      const auto tag = read_shortcode_tag(text_, position);
      if (!tag) return std::nullopt;
      return read(*tag, region);
    });
  }

 private:
  Replacement read(const ShortcodeTag& tag, const Region* region) {
    switch (tag.kind) {
      case TagKind::comment:
        return {tag.end, ""};
      case TagKind::quoted:
        return {tag.end, escape_markdown("{{< " + tag.name + " >}}")};
      case TagKind::output:
        if (tag.has_literal || tag.name == "raw") return {tag.end, core::escape_html(tag.word(0))};
        break;
      case TagKind::tag:
        if (tag.name == "comment" && !tag.closing) return {behind_closing(tag), ""};
        if (tag.name == "raw" && !tag.closing) raw_until_ = std::max(tag.end, find_closing(tag).value_or(tag.end));
        break;
    }
    if (is_silent(tag.name)) return {tag.end, ""};
    if (tag.closing) return {tag.end, close_box(tag)};
    if (region == nullptr) {
      if (auto media = media_markdown(tag)) return {tag.end, std::move(*media)};
      if (is_formula(tag.name)) {
        if (auto formula = formula_of(tag)) return std::move(*formula);
      }
      if (is_box(tag.name)) return {tag.end, open_box(tag)};
      if (tag.name == "tab" || tag.name == "step") return {tag.end, heading_of(tag)};
    }
    name_unknown(tag);
    return region == nullptr ? Replacement{tag.end, spoken_words(tag)} : without_address(tag, *region);
  }

  // What is known of a link that becomes text: ") (…/issues/12", whose last bracket is that of the address.
  static std::string rest_in_brackets(std::string_view rest) {
    rest = rest.substr(0, rest.find(' '));
    if (!rest.starts_with('/') || rest.size() == 1) return "";
    return ") (…" + escape_markdown(rest);
  }

  // An address that begins with what is not known leads to the wrong place: there is none then.
  Replacement without_address(const ShortcodeTag& tag, const Region& region) const {
    const char before = text_[tag.begin - 1];
    const std::string_view rest = text_.substr(0, region.end);
    if (text_[region.begin] == '(' && tag.begin == region.begin + 1) {
      const std::size_t end = std::max(tag.end, region.end - 1);
      return {end, rest_in_brackets(text_.substr(tag.end, end - tag.end))};
    }
    if (text_[region.begin] == ':' && core::trim(rest.substr(region.begin + 1, tag.begin - region.begin - 1)).empty())
      return {std::max(tag.end, std::min(rest.find(' ', tag.end), rest.size())), "<>"};
    if (before == '"' || before == '\'')
      return {std::min(rest.find(before, tag.end), std::max(tag.end, rest.size())), ""};
    return {tag.end, ""};
  }

  // <YouTube id="…" /> and the like.
  std::optional<Replacement> component(std::size_t begin) {
    const auto tag = read_component_tag(text_, begin);
    auto media = tag ? media_markdown(*tag) : std::nullopt;
    if (!media) return std::nullopt;
    return Replacement{tag->end, std::move(*media)};
  }

  std::string heading_of(const ShortcodeTag& tag) {
    std::string title = first_argument(tag, {"header", "name", "title", "label", "tabname"});
    if (title.empty()) title = tag.word(0);
    return title.empty() ? "" : "<strong>" + core::escape_html(title) + "</strong>";
  }

  // The formula between the tags, in dollars for those who read formulas.
  std::optional<Replacement> formula_of(const ShortcodeTag& tag) {
    const auto closing = find_closing(tag);
    if (!closing) return std::nullopt;
    const bool display = stands_alone(tag.begin, tag.end) && closes_alone(*closing);
    std::string latex;
    for (const std::string_view line : lines_of(text_.substr(tag.end, *closing - tag.end))) {
      std::string_view part = core::trim(line);
      while (part.starts_with('$')) part.remove_prefix(1);
      while (part.ends_with('$')) part.remove_suffix(1);
      if (!part.empty()) latex.append(latex.empty() ? "" : "\n").append(part);
    }
    const std::string_view edge = display ? "$$\n" : "$$";
    return Replacement{behind_closing(tag), std::string(edge) + latex + std::string(edge.rbegin(), edge.rend())};
  }

  // What stands in a box's label, and what is left of the tag for its text.
  struct BoxWords {
    std::string type;
    std::string title;
    std::string text;
  };

  static BoxWords words_of_box(const ShortcodeTag& tag, bool closed) {
    if (is_quote_box(tag.name)) {
      if (closed) return {"quote", attribution(tag), ""};
      const std::string text = words_by_place(tag, 0);
      return {"quote", attribution(without(tag, {""})), text.empty() ? first_argument(tag, {"text", "content"}) : text};
    }
    BoxWords box{tag.name, first_argument(tag, {"title", "summary", "header", "heading"}), ""};
    if (is_summary_box(tag.name)) box.type = "details";
    std::size_t from = 0;
    if (box.type != "details") {
      const std::string given = first_argument(tag, {"type", "level", "style", "class"});
      if (is_callout(given)) box.type = given;
      const std::string first = core::ascii_lower(tag.word(0));
      if (is_callout(first) || is_one_of(first, " default primary secondary light dark ")) from = 1;
      if (from == 1 && is_callout(first)) box.type = first;
    }
    const std::string placed = words_by_place(tag, from);
    (box.title.empty() && (closed || box.type == "details") ? box.title : box.text) = placed;
    const std::string rest =
        spoken_words(without(tag, {"", "title", "summary", "header", "heading", "type", "level", "style", "class"}));
    if (box.type == "details" && box.title.empty() && closed) {
      box.title = rest;
    } else if (!rest.empty()) {
      box.text += (box.text.empty() ? "" : " ") + rest;
    }
    return box;
  }

  std::string open_box(const ShortcodeTag& tag) {
    const auto closing = tag.alone ? std::nullopt : find_closing(tag);
    const BoxWords box = words_of_box(tag, closing.has_value());
    if (stands_alone(tag.begin, tag.end) && closing && closes_alone(*closing)) {
      open_.push_back({tag.name, ":::"});
      return ":::" + box.type + " " + box.title + (box.text.empty() || box.title.empty() ? "" : " ") + box.text;
    }
    const bool quote = box.type == "quote";
    const std::string said_by = quote && !box.title.empty() ? " — " + box.title : "";
    if (closing) open_.push_back({tag.name, said_by});
    const std::size_t end = closing ? behind_closing(tag) : tag.end;
    const bool whole =
        stands_alone(tag.begin, end) && text_.substr(tag.begin, end - tag.begin).find('\n') == std::string_view::npos;
    const std::string prefix = whole && box.type != "details" ? "> " : "";
    if (quote) return prefix + box.text + (closing ? "" : said_by);
    const std::string label = box.type == "details" ? box.title : callout_label(box.type, box.title) + ":";
    return prefix + "<strong>" + core::escape_html(label) + "</strong> " + box.text + (box.text.empty() ? "" : " ");
  }

  std::string close_box(const ShortcodeTag& tag) {
    if (open_.empty() || open_.back().name != tag.name) return "";
    std::string behind = std::move(open_.back().behind);
    open_.pop_back();
    return behind;
  }

  bool stands_alone(std::size_t begin, std::size_t end) const {
    while (begin > 0 && (text_[begin - 1] == ' ' || text_[begin - 1] == '\t')) --begin;
    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    return (begin == 0 || text_[begin - 1] == '\n') && (end == text_.size() || text_[end] == '\n');
  }

  bool closes_alone(std::size_t begin) const {
    const auto tag = read_shortcode_tag(text_, begin);
    return tag && stands_alone(tag->begin, tag->end);
  }

  // Where the tag begins that closes `tag`.
  std::optional<std::size_t> find_closing(const ShortcodeTag& tag) {
    const bool liquid = text_.substr(tag.begin).starts_with("{%");
    const std::string mark = (liquid ? "end" : "/") + tag.name;
    if (missing_.contains(mark)) return std::nullopt;
    for (std::size_t at = text_.find(mark, tag.end); at != std::string_view::npos; at = text_.find(mark, at + 1)) {
      std::size_t begin = at;
      while (begin > tag.end && (text_[begin - 1] == ' ' || text_[begin - 1] == '-')) --begin;
      const std::size_t open = liquid ? 2U : 3U;
      if (begin < tag.end + open) continue;
      const std::string_view before = text_.substr(begin - open, open);
      if (before == "{%" || before == "{{<" || before == "{{%") return begin - open;
    }
    missing_.insert(mark);
    return std::nullopt;
  }

  std::size_t behind_closing(const ShortcodeTag& tag) {
    const auto closing = find_closing(tag);
    const auto end = closing ? read_shortcode_tag(text_, *closing) : std::nullopt;
    return end ? end->end : tag.end;
  }

  void name_unknown(const ShortcodeTag& tag) {
    const std::string_view source = text_.substr(tag.begin, std::min<std::size_t>(tag.end - tag.begin, 60));
    const std::string shown = core::printable(core::collapse_space(source.substr(0, source.find('\n'))));
    findings_.add(core::Severity::warning, "shortcode-unknown",
                  shown + " means nothing here: the tag was left out, what it holds stays. Write it out in Markdown",
                  lines_.line_at(tag.begin));
  }

  std::string_view text_;
  LineCount lines_;
  FindingList& findings_;
  std::size_t raw_until_ = 0;
  struct OpenBox {
    std::string name;
    std::string behind;  // what stands for the tag that closes it
  };
  std::vector<OpenBox> open_;
  std::set<std::string> missing_;  // closing tags that are not found from here on
};

}  // namespace

std::string spell_out_shortcodes(std::string_view markdown, int first_line, FindingList& findings) {
  return Speller(markdown, first_line, findings).run();
}

}  // namespace mediumsync::parse
