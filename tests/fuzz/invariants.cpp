#include "fuzz/invariants.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/post.hpp"
#include "core/text.hpp"
#include "fuzz/medium_html.hpp"
#include "parse/encoding.hpp"
#include "render/story.hpp"

namespace mediumsync::fuzz {
namespace {

// Characters that neither have small twins nor can be struck out.
constexpr std::string_view last_words = "語Q語";
constexpr core::TimePoint now{std::chrono::hours(24 * 365 * 56)};

std::string with_last_words(std::string_view bytes) {
  return std::string(bytes) + "\n\n" + std::string(last_words) + "\n";
}

// What hides the rest of a file may swallow them, which a finding must say.
void check_last_words(const core::Document& document, const core::Findings& findings) {
  const bool said = std::any_of(findings.begin(), findings.end(),
                                [](const core::Finding& finding) { return finding.code == "html-unclosed"; });
  const std::string words = core::plain_text(document);
  if (!said && words.find(last_words) == std::string::npos) fail("the last words are gone and nobody says so", words);
}

std::string story_of(core::Item item) {
  core::SourceRules rules;
  rules.source = "fuzz";
  rules.account = "fuzz";
  rules.disclaimer = core::Disclaimer::no;
  item.draft = core::Draft::no;
  item.medium = {};
  const auto post = core::normalise(std::move(item), rules, "fallback title", now);
  if (!post) return {};
  for (const core::Finding& finding : render::lint(*post)) check_text(finding.message, "a finding");
  return render::story(*post,
                       [](const core::LocalImage& image) {
                         return std::optional<std::string>("https://cdn.example/" +
                                                           std::to_string(std::hash<std::string>{}(image.path)));
                       })
      .html;
}

// Without the title, which a body alone has not.
std::string_view body_of(std::string_view html) {
  const std::size_t end = html.find("</h1>");
  if (!html.starts_with("<h1>") || end == std::string_view::npos) return html;
  html.remove_prefix(end + 5);
  const std::size_t subtitle = html.starts_with("<h2>") ? html.find("</h2>") : std::string_view::npos;
  if (subtitle != std::string_view::npos) html.remove_prefix(subtitle + 5);
  return html;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Paragraphs, their types and their text. Another reading may change which marks and spaces meet at a break, makes the
// shallowest heading there is a large one, and finds text where a table was, whose language is open.
std::string comparable(std::string_view story) {
  std::string html;
  while (!story.empty()) {
    const std::size_t open = std::min(story.find('<'), story.size());
    html += story.substr(0, open);
    story.remove_prefix(open);
    const std::string_view tag = story.substr(0, story.find('>') + 1);
    story.remove_prefix(tag.size());
    const std::string_view name = tag.substr(0, tag.find_first_of(" >"));
    static constexpr std::array<std::string_view, 8> marks{"<a",  "</a",  "<strong", "</strong",
                                                           "<em", "</em", "<code",   "</code"};
    if (std::find(marks.begin(), marks.end(), name) == marks.end()) html += tag;
  }
  for (const std::string_view end : {"<br>", "</p>", "</li>", "</blockquote>", "</figcaption>"})
    replace_all(html, " " + std::string(end), end);
  replace_all(html, "<br> ", "<br>");
  replace_all(html, "<pre data-code-block-mode=\"1\">", "<pre>");
  if (html.find("<h1>") == std::string::npos) {
    replace_all(html, "<h4>", "<h1>");
    replace_all(html, "</h4>", "</h1>");
  }
  return html;
}

// Bytes that may be read in another encoding take the words behind them along.
bool is_surely_utf8(std::string_view bytes) {
  return core::is_utf8(bytes) && bytes.find('\0') == std::string_view::npos &&
         core::ascii_lower(bytes).find("charset") == std::string::npos &&
         bytes.find("encoding") == std::string_view::npos;
}

void check_story(const std::string& html) {
  if (html.empty()) return;
  check_text(html, "the story");
  if (const auto fault = fault_in_medium_html(html)) fail(*fault, html);
  const std::string body(body_of(html));
  core::Item again;
  again.title = "A title of ours";
  again.body = parse::html_body(body, {"again", std::nullopt}).document;
  const std::string second(body_of(story_of(std::move(again))));
  if (comparable(body) != comparable(second)) fail("the story read again is another one:\n" + second + "\nwas", body);
}

}  // namespace

void fail(const std::string& what, std::string_view detail) {
  std::fprintf(stderr, "broken: %s\n%.*s\n", what.c_str(), static_cast<int>(detail.size()), detail.data());
  std::abort();
}

void check_text(std::string_view text, const char* what) {
  if (core::sanitise_utf8(text) != text) fail(std::string(what) + " is not valid UTF-8", text);
}

void check_findings(const core::Findings& findings) {
  for (const core::Finding& finding : findings) {
    if (finding.code.empty() || finding.message.empty()) fail("a finding says nothing", finding.code);
    if (finding.line && *finding.line < 1) fail("a finding's line can't be", finding.code);
    check_text(finding.message, "a finding");
  }
}

void check_post(std::string_view bytes, parse::Format format) {
  const std::string text = with_last_words(bytes);
  const auto item = parse::document(text, format, {"post.md", "https://blog.example/posts/"});
  if (!item) {
    if (item.error().code.empty() || item.error().message.empty()) fail("an error says nothing", item.error().code);
    check_text(item.error().message, "an error");
    return;
  }
  check_text(item->title.value_or(""), "a title");
  check_text(item->subtitle.value_or(""), "a subtitle");
  for (const std::string& tag : item->tags) check_text(tag, "a tag");
  check_findings(item->findings);
  check_text(core::plain_text(item->body), "a body");
  // Of a page only the article is taken, which may end before them.
  const bool in_title = item->title.value_or("").find(last_words) != std::string::npos;
  if (format == parse::Format::markdown && !in_title && is_surely_utf8(bytes))
    check_last_words(item->body, item->findings);
  check_story(story_of(*item));
}

void check_body(std::string_view bytes, parse::Format format) {
  const std::string text = with_last_words(bytes);
  const parse::Context context{"entry", "https://blog.example/2024/post"};
  const parse::Body body =
      format == parse::Format::html ? parse::html_body(text, context) : parse::markdown_body(text, context, 1);
  check_findings(body.findings);
  check_text(core::plain_text(body.document), "a body");
  if (is_surely_utf8(bytes)) check_last_words(body.document, body.findings);
  core::Item item;
  item.title = "A title of ours";
  item.body = body.document;
  check_story(story_of(std::move(item)));
}

}  // namespace mediumsync::fuzz
