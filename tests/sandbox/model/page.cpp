#include "sandbox/model/page.hpp"

#include <algorithm>

#include "sandbox/model/graf.hpp"
#include "sandbox/model/markup.hpp"
#include "sandbox/model/page_style.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::size_t words_per_minute = 240;

std::string link(const std::string& href, const std::string& text) {
  return "<a href=\"" + escape_html(href) + "\">" + escape_html(text) + "</a>";
}

std::string pill(Status status) {
  const std::string name{name_of(status)};
  return "<span class=\"pill " + name + "\">" + name + "</span>";
}

std::string reading_time(const std::vector<Graf>& grafs) {
  std::size_t words = 0;
  for (const Graf& graf : grafs) {
    const std::string text = trim(collapse_space(graf.text));
    if (!text.empty()) words += 1 + static_cast<std::size_t>(std::ranges::count(text, ' '));
  }
  return std::to_string(std::max<std::size_t>(1, (words + words_per_minute / 2) / words_per_minute)) + " min read";
}

std::string first_letter(const std::string& name) {
  return escape_html(first_characters(name, 1));
}

std::string byline(const State& state, const Story& story, const std::vector<Graf>& grafs) {
  std::string html = "<div class=\"byline\">";
  if (const User* author = state.user(story.author_id)) {
    html += "<span class=\"face\" aria-hidden=\"true\">" + first_letter(author->name) + "</span>" +
            link("/@" + author->username, author->name);
  }
  if (const Publication* publication = state.publication(story.publication_id.value_or(""))) {
    html += "<span>in " + link("/" + publication->slug, publication->name) + "</span>";
  }
  html += "<span>" + format_for_people(date_of(story)) + "</span><span>" + reading_time(grafs) + "</span>" +
          pill(story.status);
  return html + "</div>\n";
}

std::string tag_list(const Story& story) {
  if (story.tags.empty()) return "";
  std::string html = "<ul class=\"tags\" aria-label=\"Tags\">";
  for (const std::string& tag : story.tags) html += "<li>" + escape_html(tag) + "</li>";
  return html + "</ul>\n";
}

std::string row(const std::string& name, const std::string& html) {
  return "<dt>" + name + "</dt><dd>" + html + "</dd>";
}

std::string details(const State& state, const Story& story) {
  const std::string canonical =
      story.canonical_url.empty() ? "<i>none</i>" : link(story.canonical_url, story.canonical_url);
  const std::string license = story.license.empty() ? "all-rights-reserved (not sent)" : escape_html(story.license);
  std::string html = "<section class=\"panel\"><h2>Story settings</h2><dl>";
  html += row("Title", escape_html(story.title)) + row("Status", pill(story.status)) + row("Canonical link", canonical);
  html +=
      row("Licence", "<a href=\"" + escape_html(license_url(story.license).value_or("")) + "\">" + license + "</a>");
  html += row("Tags", story.tags.empty() ? "<i>none</i>" : std::to_string(story.tags.size()) + " of 3");
  html += row("Published", story.published_at ? format_rfc3339(*story.published_at) : "<i>not yet</i>");
  html += row("Created", format_rfc3339(story.created_at));
  html += row("Address", escape_html(state.url_of(story)));
  html += row("Id", "<code>" + story.id + "</code>");
  html += row("Came by", std::string{name_of(story.route)} + " as " + std::string{name_of(story.format)});
  html += row("Followers told", story.notify_followers ? "yes" : "no");
  return html + "</dl></section>\n<details class=\"panel\"><summary>The content as it was sent</summary><pre>" +
         escape_html(story.content) + "</pre></details>\n";
}

std::string story_list(const State& state, const std::vector<const Story*>& stories) {
  if (stories.empty()) return "<p class=\"empty\">No stories yet.</p>\n";
  std::string html = "<ul class=\"list\">";
  for (const Story* story : stories) {
    const User* author = state.user(story->author_id);
    html += "<li><a class=\"title\" href=\"" + escape_html(state.path_of(*story)) + "\">" + escape_html(story->title) +
            "</a><div class=\"about\">" + pill(story->status) + "<span>" +
            (author == nullptr ? "" : escape_html(author->name)) + "</span><span>" +
            format_for_people(date_of(*story)) + "</span>";
    for (const std::string& tag : story->tags) html += "<span>#" + escape_html(tag) + "</span>";
    html += "</div></li>";
  }
  return html + "</ul>\n";
}

std::string count_of(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

std::string overview_page(const State& state, Instant now) {
  std::vector<const Story*> newest;
  for (auto story = state.stories().rbegin(); story != state.stories().rend() && newest.size() < 20; ++story) {
    newest.push_back(&*story);
  }
  std::string html = "<h1>Medium sandbox</h1><p class=\"lead\">" +
                     count_of(state.stories().size(), "story", "stories") + ", " +
                     count_of(state.images().size(), "image", "images") + ". The clock says " + format_rfc3339(now) +
                     ".</p>\n<h2 class=\"section\">People</h2><ul class=\"people\">";
  for (const auto& [id, user] : state.users()) {
    html += "<li>" + link("/@" + user.username, user.name) + "<span>@" + escape_html(user.username) + ", " +
            count_of(state.stories_of(id).size(), "story", "stories") + "</span></li>";
  }
  html += "</ul>\n<h2 class=\"section\">Publications</h2><ul class=\"people\">";
  for (const auto& [id, publication] : state.publications()) {
    html += "<li>" + link("/" + publication.slug, publication.name) + "<span>" + escape_html(publication.description) +
            "</span></li>";
  }
  html += "</ul>\n<h2 class=\"section\">Newest stories</h2>" + story_list(state, newest);
  return page_document("Medium sandbox", html);
}

std::string user_page(const State& state, const User& user) {
  return page_document(user.name, "<h1>" + escape_html(user.name) + "</h1><p class=\"lead\">@" +
                                      escape_html(user.username) + ", " +
                                      link("/feed/@" + user.username, "feed of the public stories") + "</p>\n" +
                                      story_list(state, state.stories_of(user.id)));
}

std::string publication_page(const State& state, const Publication& publication) {
  std::vector<const Story*> stories;
  for (auto story = state.stories().rbegin(); story != state.stories().rend(); ++story) {
    if (story->publication_id == publication.id) stories.push_back(&*story);
  }
  return page_document(publication.name, "<h1>" + escape_html(publication.name) + "</h1><p class=\"lead\">" +
                                             escape_html(publication.description) + ", " +
                                             link("/feed/" + publication.slug, "feed") + "</p>\n" +
                                             story_list(state, stories));
}

std::string story_page(const State& state, const Story& story) {
  auto grafs = draw(story.content, story.format, story.route);
  const std::string line = byline(state, story, grafs);
  std::vector<Graf> head;
  if (!grafs.empty() && grafs.front().kind == Graf::Kind::title) {
    const std::size_t count = grafs.size() > 1 && grafs[1].kind == Graf::Kind::subtitle ? 2 : 1;
    const auto end = grafs.begin() + static_cast<std::ptrdiff_t>(count);
    head.assign(grafs.begin(), end);
    grafs.erase(grafs.begin(), end);
  }
  return page_document(story.title, "<article>" + markup(head, Audience::page) + line + "<div class=\"story\">\n" +
                                        markup(grafs, Audience::page) + "</div>\n" + tag_list(story) + "</article>\n" +
                                        details(state, story));
}

std::string missing_page() {
  return page_document("Not found",
                       "<h1>Nothing here</h1><p class=\"lead\">No story, person or publication has this "
                       "address. " +
                           link("/", "See everything there is") + ".</p>\n");
}

}  // namespace mediumsync::sandbox
