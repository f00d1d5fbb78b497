#include "sandbox/model/account_export.hpp"

#include <array>
#include <cstdio>

#include "sandbox/model/graf.hpp"
#include "sandbox/model/markup.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

std::string file_name(const Story& story) {
  const std::string when = story.status == Status::draft ? "draft" : format_day(date_of(story));
  const std::string words = title_slug(story.title);
  return "posts/" + when + "_" + (words.empty() ? "" : words + "-") + story.id + ".html";
}

// "November 1, 2025"
std::string in_full(Instant at) {
  constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                              "July",    "August",   "September", "October", "November", "December"};
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at)};
  return std::string(months.at(static_cast<unsigned>(day.month()) - 1)) + " " +
         std::to_string(static_cast<unsigned>(day.day())) + ", " + std::to_string(static_cast<int>(day.year()));
}

std::string document(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"><title>" +
         escape_html(title) + "</title></head><body>" + body + "</body></html>\n";
}

std::string subtitle_of(const std::vector<Graf>& grafs) {
  for (const Graf& graf : grafs) {
    if (graf.kind == Graf::Kind::subtitle) return graf.text;
  }
  for (const Graf& graf : grafs) {
    if (graf.kind == Graf::Kind::paragraph) return first_characters(graf.text, 140);
  }
  return "";
}

std::string footer_of(const State& state, const Story& story, const User& user, Instant made) {
  std::string html = "<footer><p>By <a href=\"https://medium.com/@" + escape_html(user.username) +
                     "\" class=\"p-author h-card\">" + escape_html(user.name) + "</a>";
  if (story.published_at) {
    html += " on <a href=\"https://medium.com/p/" + story.id + "\"><time class=\"dt-published\" datetime=\"" +
            format_rfc3339(*story.published_at) + "\">" + format_for_people(*story.published_at) + "</time></a>";
  }
  const std::string canonical = story.canonical_url.empty() ? state.url_of(story) : story.canonical_url;
  return html + ".</p><p><a href=\"" + escape_html(canonical) + "\" class=\"p-canonical\">Canonical link</a></p>" +
         "<p>Exported from <a href=\"https://medium.com\">Medium</a> on " + in_full(made) + ".</p></footer>";
}

std::string post_file(const State& state, const Story& story, const User& user, Instant made) {
  const auto grafs = draw(story.content, story.format, story.route);
  const std::string title = escape_html(story.title);
  return document(story.title, "<article class=\"h-entry\"><header><h1 class=\"p-name\">" + title +
                                   "</h1></header>\n<section data-field=\"subtitle\" class=\"p-summary\">" +
                                   escape_html(subtitle_of(grafs)) +
                                   "</section>\n<section data-field=\"body\" class=\"e-content\">\n" +
                                   markup(grafs, Audience::account_export) + "</section>\n" +
                                   footer_of(state, story, user, made) + "</article>");
}

std::string dollars(double amount) {
  std::array<char, 32> out{};
  const int length = std::snprintf(out.data(), out.size(), "$%.2f", amount);
  return {out.data(), static_cast<std::size_t>(length)};
}

std::string partner_program(const State& state, const User& user) {
  std::string items;
  for (const Story* story : state.stories_of(user.id)) {
    if (story->status == Status::draft) continue;
    items += "<li class=\"h-entry\"><a class=\"h-cite\" href=\"https://medium.com/p/" +
             escape_html(slug(story->title)) + "-" + story->id + "\">" + escape_html(story->title) +
             "</a> : " + dollars(story->earnings_usd) + " (USD)</li>\n";
  }
  return document("Partner Program",
                  "<section class=\"h-feed\"><h1 class=\"p-name\">Lifetime earnings per story</h1>\n<ul>\n" + items +
                      "</ul></section>");
}

}  // namespace

std::vector<ZipEntry> export_files(const State& state, const User& user, Instant made) {
  std::vector<ZipEntry> files;
  files.push_back(
      {"README.html", document("Medium export", "<h1>The information of " + escape_html(user.name) + "</h1>")});
  for (const Story* story : state.stories_of(user.id))
    files.push_back({file_name(*story), post_file(state, *story, user, made)});
  files.push_back({"partner-program/posts-0001.html", partner_program(state, user)});
  return files;
}

std::string stats_json(const State& state, const User& user) {
  Json value = Json::array();
  for (const Story* story : state.stories_of(user.id)) {
    if (story->status == Status::draft) continue;
    Json one;
    one["postId"] = story->id;
    one["title"] = story->title;
    one["views"] = story->views;
    one["reads"] = story->reads;
    one["upvotes"] = story->claps;
    value.push_back(std::move(one));
  }
  Json page;
  page["success"] = true;
  page["payload"]["value"] = std::move(value);
  return "])}while(1);</x>\n" + page.dump();
}

}  // namespace mediumsync::sandbox
