#include "source/story_feed.hpp"

#include <algorithm>
#include <utility>

#include "core/likeness.hpp"
#include "core/story_address.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/feed_discovery.hpp"
#include "source/intake.hpp"

namespace mediumsync::source {
namespace {

core::Unexpected<AddError> refused(std::string message) {
  return core::Unexpected<AddError>({std::move(message)});
}

// Medium's guids are https://medium.com/p/ID, on publications' own domains too.
std::optional<std::string> id_of(const parse::FeedEntry& entry) {
  const std::optional<std::string> id = entry.id ? core::story_id_in(*entry.id) : std::nullopt;
  return id && core::Url::parse(*entry.id).host() == "medium.com" ? id : std::nullopt;
}

// What stories that came from elsewhere end with, ours as well as those that Medium's importer made; it leaves the
// text.
std::optional<std::string> take_origin(core::Document& body) {
  constexpr std::string_view words = "originally published at";
  for (auto block = body.blocks.rbegin(); block != body.blocks.rend(); ++block) {
    const auto* paragraph = std::get_if<core::Paragraph>(&block->value);
    if (paragraph == nullptr) continue;
    if (!core::ascii_lower(core::plain_text(paragraph->text)).starts_with(words)) continue;
    for (const core::Inline& part : paragraph->text) {
      const auto* run = std::get_if<core::Run>(&part);
      if (run == nullptr || !run->href) continue;
      std::string href = *run->href;
      body.blocks.erase(std::next(block).base());
      return href;
    }
  }
  return std::nullopt;
}

std::string why_no_feed(const std::string& url, const http::Response& response, const parse::ParseError& error) {
  const auto feeds = parse::feeds_of_page(response.body, {response.header("content-type"), response.url});
  std::string why = url + ": " + to_string(error);
  if (!feeds.empty())
    return why + "; the page names a feed: mediumsyncctl import " + core::printable(feeds.front().url);
  return why + "; an author's feed on Medium is https://medium.com/feed/@NAME";
}

}  // namespace

std::vector<queue::KnownStory> stories_of(const parse::Feed& feed, const std::string& account, core::TimePoint now) {
  std::vector<queue::KnownStory> stories;
  for (const parse::FeedEntry& entry : feed.entries) {
    const auto id = id_of(entry);
    if (!id) continue;
    core::Item item = parse::item(entry, feed);
    // Medium's own address stands where another feed has the author's.
    const std::string url = core::plain_story_address(item.canonical_url.value_or(*entry.id));
    item.canonical_url.reset();
    auto origin = take_origin(item.body);
    const bool teaser = item.excerpt == core::Excerpt::yes;
    const std::string title = item.title.value_or("");
    const auto published = item.date;
    const core::SourceRules rules{.source = "import", .account = account};
    const auto post = core::normalise(std::move(item), rules, title, now);
    queue::KnownStory story{.account = account,
                            .id = *id,
                            .url = url,
                            .title = post ? post->title : title,
                            .canonical_url = std::move(origin),
                            .published_at = published,
                            .draft = core::Draft::no,
                            .text = {}};
    if (post && !teaser) story.text = core::Sketch::of(post->body);
    stories.push_back(std::move(story));
  }
  return stories;
}

std::optional<std::vector<queue::KnownStory>> stories_of(const http::Response& response, const std::string& account,
                                                         core::TimePoint now) {
  const auto feed = parse::feed(response.body, {response.header("content-type"), response.url});
  if (!feed) return std::nullopt;
  return stories_of(*feed, account, now);
}

StoryFeed::StoryFeed(World& world, Sources::ImportFeed request, http::Addresses addresses, OnDone on_done)
    : world_(world), request_(std::move(request)), on_done_(std::move(on_done)) {
  http::Request get;
  get.url = request_.url;
  get.headers.emplace_back("Accept", "application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1");
  get.addresses = addresses;
  get.redirects = http::Redirects::follow;
  fetching_ = world_.http.start(std::move(get), [this](const http::Result& result) { on_answer(result); });
}

void StoryFeed::on_answer(const http::Result& result) {
  // The receiver may destroy this.
  const OnDone on_done = std::exchange(on_done_, {});
  if (const auto* failure = std::get_if<http::Failure>(&result))
    return on_done(refused(request_.url + ": " + failure->message));
  on_done(take_in(std::get<http::Response>(result)));
}

core::Expected<FeedImported, AddError> StoryFeed::take_in(const http::Response& response) {
  if (response.status != 200) return refused(request_.url + " answered " + std::to_string(response.status));
  const auto feed = parse::feed(response.body, {response.header("content-type"), response.url});
  if (!feed) return refused(why_no_feed(request_.url, response, feed.error()));
  const core::TimePoint now = world_.clock();
  auto stories = stories_of(*feed, request_.account, now);
  if (stories.empty() && !feed->entries.empty()) {
    return refused(request_.url +
                   " is no feed of Medium's: its entries are not said to be on Medium; an author's is "
                   "https://medium.com/feed/@NAME");
  }
  const queue::Queue::OnBehalfOf somebody(world_.queue, request_.by);
  queue::StoriesTaken taken = world_.queue.take_stories(stories, now);
  return FeedImported{std::move(stories), std::move(taken)};
}

}  // namespace mediumsync::source
