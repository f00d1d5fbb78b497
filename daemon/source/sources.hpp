// Everything that posts come from. Folders and feeds know nothing of each other; this owns them, and tells how they
// are.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "core/time.hpp"
#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "queue/queue.hpp"

namespace mediumsync::source {

enum class Kind { folder, feed };
enum class Health { ok, failing, missing };
enum class Existing { queue, ignore };
enum class Excerpts { fetch, hold, publish };
enum class After { keep, move };

struct FolderSettings {
  std::string path;
  std::vector<std::string> include;
  std::chrono::milliseconds settle{2000};
  Existing existing = Existing::queue;
  std::optional<std::string> base_url;
  After after = After::keep;
  core::SourceRules rules;
  std::optional<std::string> plan;  // rules.source when it has a schedule of its own
  bool operator==(const FolderSettings&) const = default;
};

struct FeedSettings {
  std::string url;
  std::chrono::milliseconds every = std::chrono::hours(1);
  Existing existing = Existing::ignore;
  Excerpts excerpts = Excerpts::fetch;
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
  std::size_t max_body = 16U << 20;
  http::Addresses addresses = http::Addresses::public_only;
  core::SourceRules rules;
  std::optional<std::string> plan;
  bool operator==(const FeedSettings&) const = default;
};

// A source as `sources` shows it.
struct View {
  std::string name;
  Kind kind = Kind::folder;
  Health health = Health::ok;
  std::optional<std::string> reason;
  std::int64_t items = 0;
  std::optional<core::TimePoint> last_checked;
  std::optional<core::TimePoint> next_check;  // of a feed that is gone for good: never
  int failures = 0;                           // in a row
  std::optional<std::string> url;             // of a feed that is read elsewhere than where it is configured
  std::vector<std::string> other_urls;        // feeds that the configured page names beside that
};

// How one source answered a poll.
struct Polled {
  View view;
  std::int64_t fresh = 0;  // items that it did not have before
};

// How everything is fetched.
struct FetchSettings {
  http::Addresses addresses = http::Addresses::public_only;
  int parallel = 32;
};

// Why `add` could not take a file or URL.
struct AddError {
  std::string message;
};

// An image that a person's own program found beside the file.
struct AddedImage {
  std::string path;  // as the post names it
  std::string bytes;
};

// What an `add` asks for beside the post itself.
struct AddRequest {
  std::string origin;  // the file's absolute path, as the person named it
  std::string bytes;   // its content, read by the person's own program with the person's own rights
  std::vector<AddedImage> images;
  core::SourceRules rules;
  std::optional<core::TimePoint> at;
};

// What an author's feed on Medium told of what is there.
struct FeedImported {
  std::vector<queue::KnownStory> stories;
  queue::StoriesTaken taken;
};

// Owns every folder and feed. Owned by the composition root; its queue, loop and HTTP client outlive it.
class Sources {
 public:
  using Clock = std::function<core::TimePoint()>;

  Sources(uv::Loop& loop, queue::Queue& queue, http::Client& http, Clock clock);
  ~Sources();
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  // At start and after a reload: sources that stay the same go on undisturbed.
  void configure(std::vector<FolderSettings> folders, std::vector<FeedSettings> feeds, FetchSettings fetch);

  // What the queue tells: a folder may have something to put away.
  void on_event(const queue::Event& event);

  std::vector<View> view() const;

  // Looks now; `on_each` gets each source as it answers, `on_done` all that were asked, once all have answered. Unknown
  // names are an error before anything is asked.
  struct UnknownSource {
    std::string name;
  };
  struct OnPolled {
    std::function<void(const Polled& one, std::size_t left)> on_each;
    std::function<void(const std::vector<Polled>& all)> on_done;
  };
  core::Expected<void, UnknownSource> poll(const std::vector<std::string>& names, OnPolled told);

  // What a feed held when it was first seen is kept as it came, and read here before a person's verb needs its text;
  // what has been read is left alone. The reason where that can't be.
  enum class Kept { whole, teaser };  // teaser: its feed has no more of it, and its page is to be fetched
  core::Expected<Kept, std::string> read_kept(core::PostId id);
  // Such a teaser was released: it is held until its page has been fetched.
  void fetch_page_of(core::PostId id);

  // A file that a person hands over.
  core::Expected<queue::Enqueued, AddError> add(const AddRequest& request);
  // A web page that a person names: fetched, its text taken, and held for the person to look at before it goes.
  struct AddPage {
    std::string url;
    core::SourceRules rules;
    std::optional<core::TimePoint> at;
    std::string by;  // who asked for it
  };
  void add_page(const AddPage& page, std::function<void(core::Expected<queue::Enqueued, AddError>)> on_done);

  // An author's feed on Medium: its stories are never sent again.
  struct ImportFeed {
    std::string url;
    std::string account;
    std::string by;  // who asked for it
  };
  void import_feed(const ImportFeed& feed, std::function<void(core::Expected<FeedImported, AddError>)> on_done);

  // The queue has been written back, for which those waited that had much to hand over.
  void go_on();
  // Nothing new is read or fetched from here on; they are told of as they are now.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediumsync::source
