#include "render/reading_page.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "core/url.hpp"
#include "render/inline.hpp"
#include "render/page_story.hpp"
#include "render/page_style.hpp"
#include "render/reading_time.hpp"
#include "render/story.hpp"

namespace mediumsync::render {
namespace {

using core::Severity;

// No network for the page itself, whatever stands in the story.
constexpr std::string_view policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

std::string count_of(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string name_of(core::License license) {
  if (license == core::License::all_rights_reserved) return "All rights reserved";
  return std::string(core::to_string(license));
}

std::string name_of(core::PublishStatus status) {
  switch (status) {
    case core::PublishStatus::draft:
      return "A draft, which only you see";
    case core::PublishStatus::unlisted:
      return "Unlisted: for those who have its address";
    case core::PublishStatus::public_:
      return "Public";
  }
  return {};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What the post itself says about how it goes out.
std::vector<Fact> facts_of(const core::Post& post, std::chrono::minutes time) {
  std::vector<Fact> facts;
  const std::string listed = core::cut_on_word(core::collapse_space(post.title), core::max_title_characters);
  if (listed != core::collapse_space(post.title)) facts.push_back({"Title in Medium's lists", listed});
  facts.push_back({"Goes out as", name_of(post.status)});
  facts.push_back({"Tags that will be sent", post.tags.empty() ? "none" : joined(post.tags)});
  facts.push_back({"Licence", name_of(post.license)});
  facts.push_back({"Canonical address", post.canonical_url.value_or("none")});
  facts.push_back({"Publication", post.publication.value_or("none, your own profile")});
  if (post.not_before) facts.push_back({"Not before", core::format_rfc3339(*post.not_before)});
  if (post.published_at) facts.push_back({"Dated", core::format_rfc3339(*post.published_at)});
  facts.push_back({"Followers are told", post.notify_followers == core::NotifyFollowers::yes ? "yes" : "no"});
  facts.push_back({"Reading time", count_of(static_cast<std::size_t>(time.count()), "minute", "minutes")});
  return facts;
}

std::string facts_html(const std::vector<Fact>& facts) {
  std::string html = "<dl>";
  for (const Fact& fact : facts) {
    const std::string value = escaped(fact.value);
    const bool address = core::is_web_url(fact.value);
    html += "<dt>" + escaped(fact.name) + "</dt><dd>" +
            (address ? "<a href=\"" + value + "\" rel=\"noreferrer\">" + value + "</a>" : value) + "</dd>";
  }
  return html + "</dl>";
}

core::Findings by_severity(const core::Findings& findings) {
  // Not std::stable_sort: clang warns of what libstdc++ 12 does for it.
  core::Findings sorted;
  for (const core::Severity severity : {core::Severity::error, core::Severity::warning, core::Severity::advice}) {
    std::ranges::copy_if(findings, std::back_inserter(sorted),
                         [&](const auto& one) { return one.severity == severity; });
  }
  return sorted;
}

std::string findings_html(const core::Findings& findings) {
  if (findings.empty()) return "<p class=\"quiet\">Nothing: it arrives as it was written.</p>";
  std::string html = "<ul class=\"findings\">";
  for (const core::Finding& finding : findings) {
    const std::string severity(core::to_string(finding.severity));
    html += "<li class=\"" + severity + "\"><strong>" + severity +
            (finding.line ? ", line " + std::to_string(*finding.line) : "") + "</strong> " + escaped(finding.message) +
            " <code>" + escaped(finding.code) + "</code></li>";
  }
  return html + "</ul>";
}

std::string summary_of(const core::Findings& findings) {
  constexpr std::array<std::pair<Severity, std::pair<const char*, const char*>>, 3> kinds{
      {{Severity::error, {"error", "errors"}},
       {Severity::warning, {"warning", "warnings"}},
       {Severity::advice, {"piece of advice", "pieces of advice"}}}};
  std::string text;
  for (const auto& [severity, words] : kinds) {
    const auto count = static_cast<std::size_t>(std::ranges::count(findings, severity, &core::Finding::severity));
    if (count > 0) text += (text.empty() ? "" : ", ") + count_of(count, words.first, words.second);
  }
  return text.empty() ? "nothing to remark" : text;
}

std::string tags_html(const std::vector<std::string>& tags) {
  if (tags.empty()) return {};
  std::string html = "<ul class=\"tags\" aria-label=\"Tags\">";
  for (const std::string& tag : tags) html += "<li>" + escaped(tag) + "</li>";
  return html + "</ul>";
}

std::string head_html(const std::string& title) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"" +
         std::string(policy) +
         "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n<title>" +
         title + " – preview</title>\n<style>" + std::string(page_style()) + "</style>\n</head>\n";
}

}  // namespace

std::string reading_page(const core::Post& post, const PageImages& images, const std::vector<Fact>& facts) {
  const PageStory shown = page_story(post, images);
  const std::chrono::minutes time = reading_time(post.body);
  const core::Findings findings = by_severity(all_findings(post));
  std::vector<Fact> all = facts;
  for (Fact& fact : facts_of(post, time)) all.push_back(std::move(fact));
  if (shown.images_left_out > 0) {
    all.push_back({"Not on this page",
                   count_of(shown.images_left_out, "image", "images") + " too large for it; sent all the same"});
  }
  std::string html = head_html(escaped(core::collapse_space(post.title)));
  html +=
      "<body>\n<a class=\"skip\" href=\"#story\">Skip to the story</a>\n<header><p>Preview, drawn from what is sent to "
      "Medium · <a href=\"#about\">" +
      summary_of(findings) + "</a></p></header>\n<div class=\"page\">\n<main id=\"story\">\n<article>\n";
  html += "<h1>" + shown.title + "</h1>\n";
  if (!shown.subtitle.empty()) html += "<p class=\"subtitle\">" + shown.subtitle + "</p>\n";
  html += "<p class=\"byline\">" + std::to_string(time.count()) + " min read</p>\n";
  html += "<div class=\"story\">\n" + shown.body + "\n</div>\n" + tags_html(post.tags) + "</article>\n</main>\n";
  html += "<aside id=\"about\" aria-label=\"About this post\">\n<section><h2>How it goes out</h2>" + facts_html(all) +
          "</section>\n<section><h2>What was changed, and why</h2>" + findings_html(findings) +
          "</section>\n</aside>\n</div>\n</body>\n</html>\n";
  return core::sanitise_utf8(html);
}

}  // namespace mediumsync::render
