#include "source/sources.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "lib/uv/mounts.hpp"
#include "source/articles.hpp"
#include "source/bundle.hpp"
#include "source/feed.hpp"
#include "source/feed_answers.hpp"
#include "source/fetch_line.hpp"
#include "source/folder.hpp"
#include "source/intake.hpp"
#include "source/local_images.hpp"
#include "source/page.hpp"
#include "source/story_feed.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// Feeds that are all overdue when the daemon starts are asked one after the other, so many milliseconds apart.
constexpr std::chrono::milliseconds pace_at_start(50);

// The folders, the feeds, and the pages that are being fetched for a person.
struct Sources::Impl {
  Impl(uv::Loop& loop, queue::Queue& queue, http::Client& http, Clock clock)
      : inotify(loop),
        answers(loop, queue),
        world{loop,
              inotify,
              queue,
              http,
              line,
              answers,
              std::move(clock),
              [this] { return uniform(random); },
              [this](const std::string& source, const std::string& origin) {
                const auto folder = folders.find(source);
                return folder == folders.end() || folder->second->has(origin);
              },
              [this] { return std::chrono::duration_cast<core::Duration>(crowd * pace_at_start * uniform(random)); },
              [this] { articles.wake(); }} {}

  std::mt19937 random{std::random_device{}()};
  std::uniform_real_distribution<double> uniform{0.0, 1.0};
  FetchLine line{32};
  uv::Inotify inotify;
  FeedAnswers answers;
  std::size_t crowd = 0;  // feeds that are made known together
  World world;
  http::Addresses page_addresses = http::Addresses::public_only;
  std::map<std::string, std::unique_ptr<Folder>> folders;
  uv::Mounts mounts{world.loop, [this] {
                      for (const auto& [name, folder] : folders) folder->look_at_root();
                    }};
  std::map<std::string, std::unique_ptr<Feed>> feeds;
  Articles articles{world, [this](const std::string& source) {
                      const auto feed = feeds.find(source);
                      return feed == feeds.end() ? nullptr : &feed->second->settings();
                    }};
  std::list<std::unique_ptr<Page>> pages;
  std::list<std::unique_ptr<StoryFeed>> story_feeds;

  // A `poll` of a person's that not every source has answered yet.
  struct Poll {
    std::size_t left;
    OnPolled told;
    std::vector<Polled> answered = {};
  };
  using UnderWay = std::list<Poll>::iterator;
  std::list<Poll> polls;
  // How they were when they were stopped: they are configured all the same.
  std::vector<View> stopped;

  // std::nullopt: it was taken out of the configuration meanwhile.
  std::optional<View> view_of(const std::string& name) const {
    if (const auto folder = folders.find(name); folder != folders.end()) return folder->second->view();
    if (const auto feed = feeds.find(name); feed != feeds.end()) return feed->second->view();
    return std::nullopt;
  }

  void answered(UnderWay poll, const std::string& name, std::int64_t items_before) {
    --poll->left;
    if (const auto view = view_of(name)) {
      poll->answered.push_back({*view, std::max<std::int64_t>(0, view->items - items_before)});
      poll->told.on_each(poll->answered.back(), poll->left);
    }
    end_if_all(poll);
  }
  void end_if_all(UnderWay poll) {
    if (poll->left > 0) return;
    Poll done = std::move(*poll);
    polls.erase(poll);
    std::ranges::sort(done.answered, {}, [](const Polled& one) { return std::pair(one.view.kind, one.view.name); });
    done.told.on_done(done.answered);
  }
};

namespace {

const std::string& place_of(const FolderSettings& folder) {
  return folder.path;
}
const std::string& place_of(const FeedSettings& feed) {
  return feed.url;
}

// A folder or feed that is configured under another name than before is the same source.
template <typename Source, typename Settings>
void take_over_renamed(queue::Queue& queue, std::map<std::string, std::unique_ptr<Source>>& sources,
                       const std::vector<Settings>& settings, const std::set<std::string>& names) {
  for (const Settings& one : settings) {
    const std::string& name = one.rules.source;
    if (queue.source(name)) continue;
    for (const std::string& before : queue.sources_at(place_of(one))) {
      if (names.contains(before)) continue;
      if (const auto known = sources.find(before); known != sources.end()) {
        known->second->stop();
        sources.erase(known);
      }
      queue.rename_source(before, name);
      log::info("source renamed", {{"from", before}, {"to", name}});
      break;
    }
  }
}

// What stays the same goes on undisturbed; what changed begins anew; what is named no more ends.
template <typename Source, typename Settings>
void reconfigure(World& world, std::map<std::string, std::unique_ptr<Source>>& sources,
                 std::vector<Settings> settings) {
  std::map<std::string, std::unique_ptr<Source>> kept;
  for (Settings& one : settings) {
    const std::string name = one.rules.source;
    const auto known = sources.find(name);
    if (known != sources.end() && known->second->settings() == one) {
      kept.insert(sources.extract(known));
    } else {
      if (known != sources.end()) known->second->stop();
      kept.emplace(name, std::make_unique<Source>(world, std::move(one)));
    }
  }
  for (auto& [name, gone] : sources) gone->stop();
  sources = std::move(kept);
}

}  // namespace

Sources::Sources(uv::Loop& loop, queue::Queue& queue, http::Client& http, Clock clock)
    : impl_(std::make_unique<Impl>(loop, queue, http, std::move(clock))) {}

Sources::~Sources() = default;

void Sources::configure(std::vector<FolderSettings> folders, std::vector<FeedSettings> feeds, FetchSettings fetch) {
  impl_->page_addresses = fetch.addresses;
  impl_->line.set_parallel(static_cast<std::size_t>(std::max(fetch.parallel, 1)));
  impl_->crowd = feeds.size();
  std::set<std::string> names;
  for (const FolderSettings& folder : folders) names.insert(folder.rules.source);
  for (const FeedSettings& feed : feeds) names.insert(feed.rules.source);
  take_over_renamed(impl_->world.queue, impl_->folders, folders, names);
  take_over_renamed(impl_->world.queue, impl_->feeds, feeds, names);
  reconfigure(impl_->world, impl_->folders, std::move(folders));
  reconfigure(impl_->world, impl_->feeds, std::move(feeds));
  impl_->articles.wake();
}

void Sources::on_event(const queue::Event& event) {
  const bool ends = event.kind == "published" || event.kind == "failed" || event.kind == "drift-settled";
  if (!ends || !event.post) return;
  const auto record = impl_->world.queue.find(*event.post);
  if (!record) return;
  if (const auto folder = impl_->folders.find(record->source); folder != impl_->folders.end())
    folder->second->finished(record->id);
}

std::vector<View> Sources::view() const {
  std::vector<View> views = impl_->stopped;
  for (const auto& [name, folder] : impl_->folders) views.push_back(folder->view());
  for (const auto& [name, feed] : impl_->feeds) views.push_back(feed->view());
  return views;
}

core::Expected<void, Sources::UnknownSource> Sources::poll(const std::vector<std::string>& names, OnPolled told) {
  std::vector<std::string> wanted = names;
  if (wanted.empty()) {
    for (const View& one : view()) wanted.push_back(one.name);
  }
  for (const std::string& name : wanted) {
    if (!impl_->folders.contains(name) && !impl_->feeds.contains(name)) return core::Unexpected<UnknownSource>({name});
  }
  std::ranges::sort(wanted);
  const auto repeated = std::ranges::unique(wanted);
  wanted.erase(repeated.begin(), repeated.end());
  if (wanted.empty()) {
    told.on_done({});
    return {};
  }
  const auto poll = impl_->polls.insert(impl_->polls.end(), {wanted.size(), std::move(told)});
  for (const std::string& name : wanted) {
    const auto answered = [this, poll, name, items = impl_->world.queue.items(name)] {
      impl_->answered(poll, name, items);
    };
    if (const auto folder = impl_->folders.find(name); folder != impl_->folders.end()) {
      folder->second->poll(answered);
    } else {
      impl_->feeds.at(name)->poll(answered);
    }
  }
  return {};
}

core::Expected<Sources::Kept, std::string> Sources::read_kept(core::PostId id) {
  queue::Queue& queue = impl_->world.queue;
  const auto raw = queue.raw(id);
  if (!raw) {
    const auto post = queue.find(id);
    const auto article = queue.article(id);
    const bool unfetched = post && post->cause == queue::Cause::baseline && article && !article->taken;
    return unfetched ? Kept::teaser : Kept::whole;
  }
  const auto feed = impl_->feeds.find(raw->source);
  if (feed == impl_->feeds.end()) {
    return core::Unexpected<std::string>("the feed " + raw->source + ", which post " + std::to_string(id.value) +
                                         " came from, is not in the configuration any more: put it back first");
  }
  const FeedSettings& settings = feed->second->settings();
  const KeptEntry kept = read_raw(settings, raw->bytes, queue.find(id).value(), impl_->world.clock());
  queue::Queue::Batch batch(queue);
  queue.read_in(id, kept.arrival);
  const bool fetched = kept.excerpt == core::Excerpt::yes && settings.excerpts == Excerpts::fetch;
  if (fetched) queue.save_article({.post = id, .source = raw->source, .entry = raw->bytes, .digest = kept.digest});
  batch.commit();
  return fetched ? Kept::teaser : Kept::whole;
}

void Sources::fetch_page_of(core::PostId id) {
  impl_->world.queue.hold_for_page(id, std::string(teaser_reason), impl_->world.clock());
  impl_->articles.wake_soon();
}

core::Expected<queue::Enqueued, AddError> Sources::add(const AddRequest& request) {
  const auto format = parse::format_of(request.origin);
  if (!format)
    return core::Unexpected<AddError>(
        {request.origin + ": neither Markdown nor HTML by its name (.md, .markdown, .html)"});
  auto item = parse::document(request.bytes, *format, {request.origin, std::nullopt});
  if (!item) return core::Unexpected<AddError>({request.origin + ": " + to_string(item.error())});
  std::vector<core::Asset> images = adopt(*item, collect_added(std::move(item->body), request.images));
  const core::TimePoint now = impl_->world.clock();
  const Intake in{.origin = bundle_of(request.origin).value_or(request.origin),
                  .fallback_title = name_of_post(request.origin),
                  .rules = request.rules};
  const queue::Enqueued enqueued =
      impl_->world.queue.enqueue(arrive(in, std::move(*item), std::move(images), Dates::part_of_post, now), now);
  return with_time(impl_->world.queue, enqueued, request.at, now);
}

void Sources::add_page(const AddPage& page, std::function<void(core::Expected<queue::Enqueued, AddError>)> on_done) {
  const auto place = impl_->pages.emplace(impl_->pages.end());
  *place = std::make_unique<Page>(
      impl_->world, page, impl_->page_addresses,
      [this, place, on_done = std::move(on_done)](core::Expected<queue::Enqueued, AddError> result) {
        const std::unique_ptr<Page> done = std::move(*place);
        impl_->pages.erase(place);
        on_done(std::move(result));
      });
}

void Sources::import_feed(const ImportFeed& feed, std::function<void(core::Expected<FeedImported, AddError>)> on_done) {
  const auto place = impl_->story_feeds.emplace(impl_->story_feeds.end());
  *place = std::make_unique<StoryFeed>(
      impl_->world, feed, impl_->page_addresses,
      [this, place, on_done = std::move(on_done)](core::Expected<FeedImported, AddError> result) {
        const std::unique_ptr<StoryFeed> done = std::move(*place);
        impl_->story_feeds.erase(place);
        on_done(std::move(result));
      });
}

void Sources::go_on() {
  for (const auto& [name, folder] : impl_->folders) folder->go_on();
}

void Sources::stop() {
  impl_->stopped = view();
  for (View& one : impl_->stopped) one.next_check.reset();
  impl_->answers.save();
  impl_->line.close();
  impl_->articles.stop();
  impl_->folders.clear();
  impl_->feeds.clear();
  impl_->pages.clear();
  impl_->story_feeds.clear();
}

}  // namespace mediumsync::source
