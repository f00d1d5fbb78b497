#include "parse/bracket_tags.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/html_escape.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_text.hpp"
#include "parse/markdown_regions.hpp"
#include "parse/markdown_shorthand.hpp"
#include "parse/shortcode_media.hpp"
#include "parse/shortcode_tag.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_tag = 1000;
constexpr std::size_t max_name = 30;
constexpr std::size_t max_caption = 4000;  // with its picture
constexpr std::size_t max_address = 2000;
constexpr std::size_t most_names = 100;  // that ends are looked for

enum class Kind { caption, player, code, program, contents, other };

struct Name {
  std::string_view name;
  Kind kind;
};

// `program`: WordPress.com takes a language's name for `[code language="…"]`; so short a word is one only with its end.
constexpr std::array names{
    Name{"caption", Kind::caption},    Name{"wp_caption", Kind::caption}, Name{"embed", Kind::player},
    Name{"youtube", Kind::player},     Name{"vimeo", Kind::player},       Name{"gist", Kind::player},
    Name{"tweet", Kind::player},       Name{"instagram", Kind::player},   Name{"video", Kind::player},
    Name{"audio", Kind::player},       Name{"code", Kind::code},          Name{"sourcecode", Kind::code},
    Name{"bash", Kind::program},       Name{"cpp", Kind::program},        Name{"csharp", Kind::program},
    Name{"css", Kind::program},        Name{"html", Kind::program},       Name{"java", Kind::program},
    Name{"javascript", Kind::program}, Name{"js", Kind::program},         Name{"perl", Kind::program},
    Name{"php", Kind::program},        Name{"powershell", Kind::program}, Name{"python", Kind::program},
    Name{"ruby", Kind::program},       Name{"scala", Kind::program},      Name{"sql", Kind::program},
    Name{"xml", Kind::program},        Name{"toc", Kind::contents},       Name{"gallery", Kind::other},
    Name{"playlist", Kind::other},     Name{"contact-form", Kind::other}, Name{"contact-form-7", Kind::other}};

// Those of page builders: no word begins so.
constexpr std::array<std::string_view, 5> prefixes{"vc_", "et_pb_", "fusion_", "su_", "wpforms"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// The name behind a bracket, `/` left out; empty for none.
std::string_view name_at(std::string_view text, std::size_t bracket) {
  std::string_view rest = text.substr(bracket + 1, max_name);
  if (rest.starts_with('/')) rest.remove_prefix(1);
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  if (length == rest.size()) return {};
  return *end == ']' || *end == ' ' || *end == '\n' || *end == '/' ? rest.substr(0, length) : std::string_view();
}

std::optional<Kind> kind_of(std::string_view written) {
  if (written.empty()) return std::nullopt;
  const std::string name = core::ascii_lower(written);
  const auto* found = std::ranges::find(names, std::string_view(name), &Name::name);
  if (found != names.end()) return found->kind;
  if (std::ranges::any_of(prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); }))
    return Kind::other;
  return std::nullopt;
}

// As WordPress's editor and its filters write them into addresses and attributes.
std::string plain_quotes(std::string_view text) {
  std::string out = decode_references(text);
  for (const std::string_view curly : {"“", "”", "″"}) {
    for (std::size_t at = out.find(curly); at != std::string::npos; at = out.find(curly, at))
      out.replace(at, curly.size(), "\"");
  }
  return out;
}

std::string without_tags(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size(); ++at) {
    const std::size_t end = html[at] == '<' ? html.find('>', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += html[at];
    } else {
      at = end;
    }
  }
  return out;
}

// What WordPress's editor makes of the line breaks behind a tag and before its end.
std::string_view without_breaks(std::string_view html) {
  for (bool more = true; more;) {
    more = false;
    html = core::trim(html);
    for (const std::string_view mark : {"<br>", "<br/>", "<br />", "<p>", "</p>"}) {
      if (html.starts_with(mark)) {
        html.remove_prefix(mark.size());
        more = true;
      }
      if (html.ends_with(mark)) {
        html.remove_suffix(mark.size());
        more = true;
      }
    }
  }
  return html;
}

std::string on_one_line(std::string_view text) {
  std::string out(core::trim(text));
  std::ranges::replace(out, '\n', ' ');
  return out;
}

enum class Language { markdown, html };

// One pass over one text.
class Speller {
 public:
  Speller(std::string_view text, Language language, int first_line, FindingList& findings)
      : text_(text), language_(language), lines_(text, first_line), findings_(findings) {}

  std::optional<Replacement> at(std::size_t bracket) {
    if (text_.substr(bracket).starts_with("[[_TOC_]]") && stands_alone(bracket, bracket + 9))
      return Replacement{bracket + 9, ""};
    const std::string_view name = name_at(text_, bracket);
    const auto kind = kind_of(name);
    if (!kind ||
        (bracket > 0 && (text_[bracket - 1] == '[' || text_[bracket - 1] == '\\' || text_[bracket - 1] == '!')))
      return std::nullopt;
    const auto end = end_of_tag(bracket);
    if (!end) return std::nullopt;
    if (text_[bracket + 1] == '/') {
      if (!open_.contains(core::ascii_lower(name))) return std::nullopt;
      return Replacement{*end, ""};
    }
    const auto closing = *kind == Kind::contents ? std::nullopt : closing_of(name, *end);
    if (!is_surely(*kind, bracket, *end, closing)) return std::nullopt;
    return meaning(*kind, bracket, *end, closing);
  }

 private:
  struct Closing {
    std::size_t begin;
    std::size_t end;
  };

  std::optional<std::size_t> end_of_tag(std::size_t bracket) const {
    char quote = '\0';
    const std::size_t limit = std::min(text_.size(), bracket + max_tag);
    for (std::size_t i = bracket + 1; i < limit; ++i) {
      const char c = text_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && text_[i - 1] == '=') {
        quote = c;
      } else if (c == ']') {
        return i + 1;
      } else if (c == '[') {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::optional<Closing> closing_of(std::string_view name, std::size_t from) {
    const std::string mark = "[/" + std::string(name) + "]";
    const auto known = closings_.find(mark);
    if (known == closings_.end() && closings_.size() >= most_names) return std::nullopt;
    // Asked from left to right: the next one stays the next one until it is passed.
    std::size_t& begin = known != closings_.end() ? known->second : closings_.emplace(mark, 0).first->second;
    if (begin < from) begin = std::min(text_.find(mark, from), text_.size());
    if (begin == text_.size()) return std::nullopt;
    return Closing{begin, begin + mark.size()};
  }

  ShortcodeTag tag_of(std::size_t bracket, std::size_t end) const {
    const std::string inner = plain_quotes(text_.substr(bracket + 1, end - bracket - 2));
    return read_shortcode_tag("{% " + inner + " %}", 0).value_or(ShortcodeTag{});
  }

  bool stands_alone(std::size_t begin, std::size_t end) const {
    while (begin > 0 && (text_[begin - 1] == ' ' || text_[begin - 1] == '\t')) --begin;
    while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) ++end;
    const bool begins = begin == 0 || text_[begin - 1] == '\n' || text_[begin - 1] == '>';
    return begins && (end == text_.size() || text_[end] == '\n' || text_[end] == '<');
  }

  // A word in brackets is most often just that, or a link's.
  bool is_surely(Kind kind, std::size_t bracket, std::size_t end, const std::optional<Closing>& closing) const {
    const ShortcodeTag tag = tag_of(bracket, end);
    const bool keyed =
        std::ranges::any_of(tag.arguments, [](const ShortcodeArgument& one) { return !one.key.empty(); });
    const char behind = end < text_.size() ? text_[end] : ' ';
    const bool linked = behind == '(' || behind == ':' || (behind == '[' && !closing);
    switch (kind) {
      case Kind::contents:
        return tag.arguments.empty() && stands_alone(bracket, end) && !linked;
      case Kind::caption:
      case Kind::program:
        return closing.has_value();
      case Kind::code:
        return closing && (keyed || tag.arguments.empty());
      case Kind::player: {
        const std::string word = tag.word(0);
        const bool address = core::is_web_url(word) ||
                             (!word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; }));
        return keyed || address || (closing && tag.arguments.empty());
      }
      case Kind::other:
        return keyed || closing || (stands_alone(bracket, end) && !linked) || tag.name.find('_') != std::string::npos;
    }
    return false;
  }

  Replacement meaning(Kind kind, std::size_t bracket, std::size_t end, const std::optional<Closing>& closing) {
    const ShortcodeTag tag = tag_of(bracket, end);
    const std::string_view inner = closing ? text_.substr(end, closing->begin - end) : std::string_view();
    switch (kind) {
      case Kind::contents:
        return {end, ""};
      case Kind::caption:
        if (auto figure = figure_of(tag, inner)) return {closing->end, std::move(*figure)};
        break;
      case Kind::code:
      case Kind::program:
        return {closing->end, code_of(tag, kind, bracket, *closing, inner)};
      case Kind::player:
        if (auto player = player_of(tag, inner)) return {closing ? closing->end : end, std::move(*player)};
        break;
      case Kind::other:
        break;
    }
    name_unknown(bracket, end);
    open_.insert(tag.name);
    return {end, ""};
  }

  // Where the picture ends that a caption begins with; std::nullopt for none.
  static std::optional<std::size_t> picture_end(std::string_view inner) {
    const std::size_t image = inner.find("<img");
    if (image != std::string_view::npos) {
      const std::size_t end = inner.find('>', image);
      if (end == std::string_view::npos) return std::nullopt;
      const std::size_t link = inner.find_first_not_of(" \n", end + 1);
      const bool linked = link != std::string_view::npos && inner.substr(link).starts_with("</a>");
      return linked ? link + 4 : end + 1;
    }
    const std::size_t begin = inner.find("![");
    const bool linked = begin != std::string_view::npos && begin > 0 && inner[begin - 1] == '[';
    std::size_t end = begin == std::string_view::npos ? begin : inner.find("](", begin);
    if (end != std::string_view::npos) end = inner.find(')', end);
    if (end != std::string_view::npos && linked) end = inner.find(')', end + 1);
    if (end == std::string_view::npos) return std::nullopt;
    return end + 1;
  }

  std::optional<std::string> figure_of(const ShortcodeTag& tag, std::string_view inner) const {
    const auto end = inner.size() <= max_caption ? picture_end(inner) : std::nullopt;
    if (!end) return std::nullopt;
    const std::string given = tag.argument("caption");
    std::string caption = on_one_line(inner.substr(*end));
    if (!given.empty()) caption += (caption.empty() ? "" : " ") + core::escape_html(given);
    std::string figure = "<figure>" + on_one_line(inner.substr(0, *end));
    if (!caption.empty()) figure += "<figcaption>" + caption + "</figcaption>";
    figure += "</figure>";
    // Within a <span>, so that it is inline for Markdown and marks in it are read; the reader makes a block of it.
    return language_ == Language::html ? figure : "<span>" + figure + "</span>";
  }

  std::optional<std::string> player_of(ShortcodeTag tag, std::string_view inner) const {
    if (inner.size() > max_address) return std::nullopt;
    const std::string url = decode_references(core::trim(without_tags(inner)));
    if (core::is_web_url(url)) tag.arguments.insert(tag.arguments.begin(), {"url", url, true});
    for (const std::string_view key : {"mp4", "m4v", "webm", "mp3", "ogg", "m4a", "wav"}) {
      const std::string source = tag.argument(key);
      if (!source.empty()) tag.arguments.insert(tag.arguments.begin(), {"src", source, true});
    }
    auto media = media_markdown(tag);
    if (!media || language_ == Language::markdown || !media->starts_with("<http")) return media;
    const std::string address = media->substr(1, media->size() - 2);
    return "<a href=\"" + core::escape_html(address) + "\">" + core::escape_html(address) + "</a>";
  }

  std::string code_of(const ShortcodeTag& tag, Kind kind, std::size_t bracket, const Closing& closing,
                      std::string_view inner) const {
    std::string language = kind == Kind::program ? tag.name : tag.argument("lang");
    if (language.empty()) language = tag.argument("language");
    std::erase_if(language, [](char c) { return !is_name_character(c) && c != '+' && c != '#'; });
    const std::string of_language = language.empty() ? "" : " class=\"language-" + language + "\"";
    if (language_ == Language::html)
      return "<pre><code" + of_language + ">" + std::string(without_breaks(inner)) + "</code></pre>";
    const bool apart = inner.starts_with('\n') && inner.ends_with('\n') && begins_line(bracket) &&
                       inner.find("\n~~~~~~~~") == std::string_view::npos;
    if (apart) return "~~~~~~~~ " + language + std::string(inner) + "~~~~~~~~" + (ends_line(closing.end) ? "" : "\n");
    return "<span><pre><code" + of_language + ">" + escape_markdown(on_one_line(inner)) + "</code></pre></span>";
  }

  bool begins_line(std::size_t at) const { return at == 0 || text_[at - 1] == '\n'; }
  bool ends_line(std::size_t at) const { return at == text_.size() || text_[at] == '\n'; }

  void name_unknown(std::size_t bracket, std::size_t end) {
    const std::string_view source = text_.substr(bracket, std::min<std::size_t>(end - bracket, 60));
    const std::string shown = core::printable(core::collapse_space(source));
    findings_.add(core::Severity::warning, "shortcode-unknown",
                  shown + " means nothing here: the tag was left out, what it holds stays. Write it out",
                  lines_.line_at(bracket));
  }

  std::string_view text_;
  Language language_;
  LineCount lines_;
  FindingList& findings_;
  std::set<std::string> open_;                   // names whose tags have gone
  std::map<std::string, std::size_t> closings_;  // where the next end of each name begins, the text's end for none
};

// Tags, and the elements whose text is code.
std::vector<Region> regions_of_html(std::string_view html) {
  std::vector<Region> regions;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    const std::string_view rest = html.substr(at);
    std::size_t end = rest.starts_with("<!--") ? html.find("-->", at) : html.find('>', at);
    if (end == std::string_view::npos) break;
    end += rest.starts_with("<!--") ? 3U : 1U;
    RegionKind kind = RegionKind::tag;
    for (const std::string_view name : {"pre", "code", "script", "style", "textarea", "svg"}) {
      if (!core::equal_ignoring_case(rest.substr(1, name.size()), name) || is_name_character(rest[name.size() + 1]))
        continue;
      const std::size_t close = html.find("</" + std::string(name), end);
      if (close != std::string_view::npos) end = close;
      kind = RegionKind::code;
    }
    regions.push_back({at, end, kind});
    at = end;
  }
  return regions;
}

}  // namespace

bool has_bracket_tag(std::string_view text) {
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    if (kind_of(name_at(text, at)) || text.substr(at).starts_with("[[_TOC_]]")) return true;
  }
  return false;
}

std::string spell_out_bracket_tags(std::string_view markdown, int first_line, FindingList& findings) {
  Speller speller(markdown, Language::markdown, first_line, findings);
  return rewrite(markdown, "[\\", [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
    return tag != nullptr || markdown[position] != '[' ? std::nullopt : speller.at(position);
  });
}

std::string spell_out_bracket_tags_in_html(std::string_view html, int first_line, FindingList& findings) {
  Speller speller(html, Language::html, first_line, findings);
  return rewrite(html, regions_of_html(html), "[",
                 [&](std::size_t position, const Region* tag) -> std::optional<Replacement> {
                   return tag != nullptr ? std::nullopt : speller.at(position);
                 });
}

}  // namespace mediumsync::parse
