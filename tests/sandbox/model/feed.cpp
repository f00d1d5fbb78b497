#include "sandbox/model/feed.hpp"

#include <algorithm>

#include "sandbox/model/graf.hpp"
#include "sandbox/model/markup.hpp"
#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::size_t most_items = 10;
constexpr std::size_t most_categories = 5;
constexpr std::size_t teaser_characters = 180;

// What a feed says about itself.
struct Channel {
  std::string title;
  std::string description;
  std::string page;
  std::string feed;
  std::string image_url;
  std::string source;  // ?source=rss-… of its links
};

// The title stands above the item, so the body begins after it.
std::string body_of(const Story& story) {
  auto grafs = draw(story.content, story.format, story.route);
  std::erase_if(grafs, [](const Graf& graf) { return graf.kind == Graf::Kind::title; });
  return markup(grafs, Audience::feed);
}

std::string teaser_of(const Story& story, const std::string& link) {
  std::string words;
  for (const Graf& graf : draw(story.content, story.format, story.route)) {
    if (graf.kind == Graf::Kind::paragraph) words += graf.text + " ";
  }
  return "<div class=\"medium-feed-item\"><p class=\"medium-feed-snippet\">" +
         escape_html(first_characters(trim(words), teaser_characters)) +
         "…</p><p class=\"medium-feed-link\"><a href=\"" + escape_html(link) +
         "\">Continue reading on Medium »</a></p></div>";
}

std::string content_of(const Story& story) {
  return body_of(story) +
         "<img src=\"https://medium.com/_/stat?event=post.clientViewed&amp;referrerSource=full_rss&amp;postId=" +
         story.id + "\" width=\"1\" height=\"1\" alt=\"\">";
}

std::string item_of(const State& state, const Story& story, const std::string& source) {
  const std::string link = state.url_of(story) + "?source=" + source;
  const User* author = state.user(story.author_id);
  std::string xml = "<item><title>" + cdata(story.title) + "</title><link>" + escape_html(link) +
                    "</link><guid isPermaLink=\"false\">https://medium.com/p/" + story.id + "</guid>";
  for (std::size_t i = 0; i < std::min(story.tags.size(), most_categories); ++i) {
    xml += "<category>" + cdata(slug(story.tags[i])) + "</category>";
  }
  xml += "<dc:creator>" + cdata(author == nullptr ? "" : author->name) + "</dc:creator><pubDate>" +
         format_rfc822(date_of(story)) + "</pubDate><atom:updated>" + format_rfc3339(story.updated_at) +
         "</atom:updated>";
  xml += story.member_only ? "<description>" + cdata(teaser_of(story, link)) + "</description>"
                           : "<content:encoded>" + cdata(content_of(story)) + "</content:encoded>";
  return xml + "</item>\n";
}

std::string channel_xml(const State& state, const Channel& channel, const std::vector<const Story*>& stories,
                        Instant now) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      "<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
      "xmlns:atom=\"http://www.w3.org/2005/Atom\" version=\"2.0\" xmlns:cc=\"http://cyber.law.harvard.edu/rss/"
      "creativeCommonsRssModule.html\"><channel>\n";
  const std::string link = escape_html(channel.page + "?source=" + channel.source);
  xml += "<title>" + cdata(channel.title) + "</title><description>" + cdata(channel.description) +
         "</description><link>" + link + "</link><image><url>" + escape_html(channel.image_url) + "</url><title>" +
         escape_html(channel.title) + "</title><link>" + link +
         "</link></image><generator>Medium</generator><lastBuildDate>" + format_rfc822(now) +
         "</lastBuildDate><atom:link href=\"" + escape_html(channel.feed) +
         "\" rel=\"self\" type=\"application/rss+xml\"/><webMaster>" + cdata("yourfriends@medium.com") +
         "</webMaster><atom:link href=\"http://medium.superfeedr.com\" rel=\"hub\"/>\n";
  for (const Story* story : feed_items(state, stories, now)) xml += item_of(state, *story, channel.source);
  return xml + "</channel></rss>";
}

}  // namespace

std::vector<const Story*> feed_items(const State& state, const std::vector<const Story*>& stories, Instant now) {
  std::vector<const Story*> items;
  for (const Story* story : stories) {
    if (story->status == Status::published && story->created_at + state.settings.feed_lag <= now)
      items.push_back(story);
  }
  std::ranges::sort(items, is_newer);
  if (items.size() > most_items) items.resize(most_items);
  return items;
}

std::string user_feed(const State& state, const User& user, Instant now) {
  const std::string title = "Stories by " + user.name + " on Medium";
  const std::string& site = state.settings.site;
  const Channel channel{title,
                        title,
                        site + "/@" + user.username,
                        site + "/feed/@" + user.username,
                        user.image_url,
                        "rss-" + user.id.substr(0, 12) + "------2"};
  return channel_xml(state, channel, state.stories_of(user.id), now);
}

std::string publication_feed(const State& state, const Publication& publication, Instant now) {
  std::vector<const Story*> stories;
  for (auto story = state.stories().rbegin(); story != state.stories().rend(); ++story) {
    if (story->publication_id == publication.id) stories.push_back(&*story);
  }
  const Channel channel{publication.name + " - Medium",
                        publication.description + " - Medium",
                        publication.url,
                        state.settings.site + "/feed/" + publication.slug,
                        publication.image_url,
                        "rss----" + publication.id + "---4"};
  return channel_xml(state, channel, stories, now);
}

}  // namespace mediumsync::sandbox
