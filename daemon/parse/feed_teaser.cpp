#include "parse/feed_teaser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <variant>

#include "core/text.hpp"
#include "parse/feed_text.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// The value of an attribute in a tag's text, as HTML's authors write it; `tag` in lower case.
std::optional<std::string_view> tag_attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != npos; at = tag.find(name, at + 1)) {
    const std::size_t equals = at + name.size();
    const bool starts = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\n' || tag[at - 1] == '\t' ||
                                   tag[at - 1] == '"' || tag[at - 1] == '\'');
    if (!starts || equals >= tag.size() || tag[equals] != '=') continue;
    std::string_view value = tag.substr(equals + 1);
    if (value.empty()) return std::nullopt;
    if (value[0] == '"' || value[0] == '\'') {
      const char quote = value[0];
      value.remove_prefix(1);
      return value.substr(0, value.find(quote));
    }
    return value.substr(0, value.find_first_of(" \t\n\r/>"));
  }
  return std::nullopt;
}

bool at_most_one(std::optional<std::string_view> length) {
  if (!length) return false;
  int value = 0;
  const auto [end, error] = std::from_chars(length->data(), length->data() + length->size(), value);
  return error == std::errc{} && value <= 1;
}

bool counts_readers(std::string_view tag) {
  if (at_most_one(tag_attribute(tag, "width")) && at_most_one(tag_attribute(tag, "height"))) return true;
  const std::string style = [&] {
    std::string compact(tag_attribute(tag, "style").value_or(""));
    std::erase(compact, ' ');
    return compact;
  }();
  if (style.find("width:1px") != npos && style.find("height:1px") != npos) return true;
  constexpr std::array<std::string_view, 8> counters = {
      "feeds.feedburner.com/~r/", "/~4/",  "pixel.wp.com/",     "stats.wordpress.com/",
      "feedsportal.com/",         "/~ff/", "medium.com/_/stat", "google-analytics.com/"};
  const std::string_view source = tag_attribute(tag, "src").value_or("");
  return std::ranges::any_of(counters, [&](std::string_view counter) { return source.find(counter) != npos; });
}

using Farewell = std::pair<std::string_view, std::string_view>;
constexpr std::array farewells = {
    Farewell{"The post ", " appeared first on "},
    Farewell{"The post ", " first appeared on "},
    Farewell{"Der Beitrag ", " erschien zuerst auf "},
    Farewell{"L’article ", " est apparu en premier sur "},
    Farewell{"L'article ", " est apparu en premier sur "},
    Farewell{"Cet article ", " est apparu en premier sur "},
    Farewell{"La entrada ", " se publicó primero en "},
    Farewell{"La entrada ", " aparece primero en "},
    Farewell{"L'articolo ", " proviene da "},
    Farewell{"L’articolo ", " proviene da "},
    Farewell{"O post ", " apareceu primeiro em "},
    Farewell{"Het bericht ", " verscheen eerst op "},
    Farewell{"Inlägget ", " dök först upp på "},
    Farewell{"Indlægget ", " blev først udgivet på "},
    Farewell{"Innlegget ", " dukket først opp på "},
    Farewell{"Artykuł ", " pochodzi z serwisu "},
    Farewell{"Запись ", " впервые появилась "},
};

bool is_farewell(const core::Block& block) {
  const auto* paragraph = std::get_if<core::Paragraph>(&block.value);
  if (paragraph == nullptr) return false;
  const std::string text = core::collapse_space(core::plain_text(paragraph->text));
  return std::ranges::any_of(farewells, [&](const Farewell& farewell) {
    return text.starts_with(farewell.first) && text.find(farewell.second, farewell.first.size()) != npos;
  });
}

// In lower case, as far as ASCII goes. None is the beginning of ordinary last words.
constexpr std::array<std::string_view, 24> calls_to_read_on = {
    "read more",     "continue reading", "read the rest",  "read the full", "read full",
    "keep reading",  "read on",          "(more",          "weiterlesen",   "mehr lesen",
    "lire la suite", "leer más",         "seguir leyendo", "sigue leyendo", "continua a leggere",
    "leggi tutto",   "ler mais",         "continue lendo", "lees verder",   "läs mer",
    "читать далее",  "続きを読む",       "阅读全文",       "继续阅读"};

// Without the arrows, brackets and dots that a call to read on is decorated with.
std::string_view bare_end(std::string_view line) {
  constexpr std::array<std::string_view, 13> decorations = {" ", ".", "…", "»", "→",  ">", ")",
                                                            "]", "›", ":", "!", "\"", "”"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view decoration : decorations) {
      if (!line.ends_with(decoration)) continue;
      line.remove_suffix(decoration.size());
      again = true;
    }
  }
  return line;
}

// Where in the last line of a text the call to read on begins.
std::optional<std::size_t> call_to_read_on(std::string_view last_line) {
  constexpr std::size_t reach = 200;  // bytes: the call and the title it may name
  const std::string lower = core::ascii_lower(last_line);
  const std::string_view line = bare_end(lower);
  for (const std::string_view call : calls_to_read_on) {
    const std::size_t at = line.rfind(call);
    if (at == npos || line.size() - at > reach) continue;
    if (at == 0 || at + call.size() == line.size()) return at;
    const std::string_view before = core::trim(line.substr(0, at));
    if (before.ends_with("…") || before.ends_with("...") || before.ends_with("]")) return at;
  }
  return std::nullopt;
}

std::string_view last_line_of(std::string_view text) {
  text = core::trim(text);
  const std::size_t start = text.rfind('\n');
  return core::trim(start == npos ? text : text.substr(start + 1));
}

bool ends_in_ellipsis(std::string_view line) {
  constexpr std::array<std::string_view, 6> ends = {"…", "...", "[…]", "[...]", "(…)", "(...)"};
  return std::ranges::any_of(ends, [&](std::string_view end) { return line.ends_with(end); });
}

bool has_image(const core::Document& body) {
  return std::ranges::any_of(body.blocks, [](const core::Block& block) {
    return std::holds_alternative<core::Image>(block.value) || std::holds_alternative<core::Embed>(block.value);
  });
}

}  // namespace

std::string without_trackers(std::string_view html) {
  constexpr std::string_view flare = "<div class=\"feedflare\"";
  const std::string lower = core::ascii_lower(html);
  std::string out;
  out.reserve(html.size());
  std::size_t kept = 0;
  for (std::size_t at = lower.find('<'); at != npos; at = lower.find('<', at + 1)) {
    const std::string_view rest = std::string_view(lower).substr(at);
    std::size_t length = 0;
    if (rest.starts_with(flare)) {
      const std::size_t end = rest.find("</div>");
      if (end != npos) length = end + 6;
    } else if (rest.starts_with("<img")) {
      const std::size_t end = rest.find('>');
      if (end != npos && counts_readers(rest.substr(0, end + 1))) length = end + 1;
    }
    if (length == 0) continue;
    out.append(html.substr(kept, at - kept));
    kept = at + length;
    at = kept - 1;
  }
  out.append(html.substr(kept));
  return out;
}

core::Document without_farewell(core::Document document) {
  while (!document.blocks.empty() && is_farewell(document.blocks.back())) document.blocks.pop_back();
  return document;
}

Ending ending(std::string_view text) {
  const std::string_view line = last_line_of(text);
  if (call_to_read_on(line)) return Ending::call_to_read_on;
  return ends_in_ellipsis(line) ? Ending::ellipsis : Ending::full;
}

std::string teaser_text(const core::Document& body) {
  const std::string words = core::plain_text(body);
  std::string_view text = core::trim(words);
  const std::string_view line = last_line_of(text);
  if (const auto call = call_to_read_on(line)) text.remove_suffix(line.size() - *call);
  return std::string(text);
}

core::Excerpt excerpt(const FeedEntry& entry, const core::Document& body) {
  const std::string words = core::plain_text(body);
  const std::string_view text = core::trim(words);
  if (text.empty()) return has_image(body) ? core::Excerpt::no : core::Excerpt::yes;
  const Ending end = ending(text);
  if (end == Ending::call_to_read_on) return core::Excerpt::yes;
  if (entry.content && !(entry.summary && text_of_html(*entry.summary) == core::collapse_space(text))) {
    return core::Excerpt::no;
  }
  if (end == Ending::ellipsis) return core::Excerpt::yes;
  const bool is_short = entry.title && core::count_characters(text) < short_summary;
  return is_short ? core::Excerpt::yes : core::Excerpt::no;
}

}  // namespace mediumsync::parse
