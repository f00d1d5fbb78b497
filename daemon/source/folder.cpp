#include "source/folder.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sys/inotify.h>
#include <utility>

#include "core/text.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/log/log.hpp"
#include "source/bundle.hpp"
#include "source/file_names.hpp"
#include "source/local_images.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_post_file = 16U << 20;
constexpr auto slice = 8ms;              // of work before the loop gets its turn
constexpr auto rescan_interval = 10min;  // for file systems whose changes inotify does not see
constexpr auto degraded_interval = 30s;  // when there are no hints at all
constexpr auto missing_interval = 5s;
constexpr std::uint32_t hints = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_ONLYDIR;

core::TimePoint changed_at(const fs::Stamp& stamp) {
  return core::TimePoint(std::chrono::ceil<core::Duration>(std::chrono::nanoseconds(stamp.changed_ns)));
}

queue::FileStamp to_record(const fs::Stamp& stamp) {
  return {static_cast<std::int64_t>(stamp.device), static_cast<std::int64_t>(stamp.inode), stamp.size,
          stamp.modified_ns, stamp.changed_ns};
}

fs::Stamp from_record(const queue::FileStamp& stamp) {
  return {static_cast<std::uint64_t>(stamp.device), static_cast<std::uint64_t>(stamp.inode), stamp.size,
          stamp.modified_ns, stamp.changed_ns};
}

}  // namespace

Folder::Folder(World& world, FolderSettings settings)
    : world_(world),
      settings_(std::move(settings)),
      working_(world.loop, [this] { work(); }),
      settling_(world.loop,
                [this] {
                  std::vector<std::string> paths;
                  for (const auto& [path, unsettled] : unsettled_) paths.push_back(path);
                  for (const std::string& path : paths) consider(path);
                  wake_for_unsettled();
                }),
      rescanning_(world.loop, [this] { scan(); }) {
  for (const queue::KnownFile& file : world_.queue.known_files(settings_.rules.source))
    known_.emplace(file.path, from_record(file.stamp));
  const auto record = world_.queue.source(settings_.rules.source);
  first_look_ = !record || !record->baselined_at;
  scan();
}

View Folder::view() const {
  View view{.name = settings_.rules.source, .kind = Kind::folder};
  view.health = missing_ ? Health::missing : degraded_ ? Health::failing : Health::ok;
  view.reason = missing_ ? missing_ : degraded_;
  view.items = world_.queue.items(settings_.rules.source);
  view.last_checked = last_checked_;
  return view;
}

void Folder::poll(std::function<void()> on_done) {
  waiting_.push_back(std::move(on_done));
  scan();
}

void Folder::stop() {
  ready_.clear();
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

void Folder::open() {
  auto opened = fs::Directory::open(settings_.path);
  if (const auto* error = std::get_if<std::error_code>(&opened)) {
    lost("can't open " + settings_.path + ": " + error->message() + "; it is looked for again every few seconds");
    return;
  }
  directory_ = std::move(std::get<fs::Directory>(opened));
  if (missing_) log::info("folder is back", {{"source", settings_.rules.source}, {"path", settings_.path}});
  missing_.reset();
  degraded_.reset();
  watched_.clear();
  try {
    inotify_ = std::make_unique<uv::Inotify>(world_.loop, [this](const uv::InotifyEvent& event) { on_hint(event); });
    // Of its own removal a folder that is held open says nothing; the one it lies in does, where it may be watched.
    inotify_->add(settings_.path + "/..", IN_DELETE | IN_ONLYDIR);
  } catch (const std::system_error& error) {
    inotify_.reset();
    degraded_ = std::string("changes are not noticed at once (") + error.code().message() +
                "); the folder is looked through every 30 s. Raise fs.inotify.max_user_instances";
  }
}

// Nothing is treated as deleted: a folder that is not there says nothing about its files.
void Folder::lost(const std::string& why) {
  if (!missing_) log::warn("folder is missing", {{"source", settings_.rules.source}, {"reason", why}});
  missing_ = why;
  directory_.reset();
  inotify_.reset();
  watched_.clear();
  unsettled_.clear();
  rescanning_.start(missing_interval);
  finish_scan();
}

void Folder::watch(const std::string& directory) {
  if (!inotify_) return;
  const uv::Inotify::Added added = inotify_->add(directory_->descriptor_path(directory), hints);
  if (added.error) {
    degraded_ = "changes in some subfolders are not noticed at once (" + added.error.message() +
                "); the folder is looked through every 30 s. Raise fs.inotify.max_user_watches";
  } else {
    watched_[added.watch] = directory;
  }
}

void Folder::scan() {
  if (directory_ && !directory_->still_at(settings_.path)) directory_.reset();
  if (!directory_) open();
  if (!directory_) return;
  watch("");
  std::set<std::string> seen;
  bool whole = true;
  directory_->walk({.on_directory =
                        [this](std::string_view path) {
                          const std::size_t slash = path.rfind('/');
                          if (is_passing_name(path.substr(slash == std::string_view::npos ? 0 : slash + 1)))
                            return fs::Directory::Visit::skip;
                          watch(std::string(path));
                          return fs::Directory::Visit::enter;
                        },
                    .on_file =
                        [&](const fs::Entry& entry) {
                          seen.insert(entry.path);
                          if (is_post(entry.path)) consider(entry.path, whole_stamp(entry.path, entry.stamp));
                        },
                    .on_error =
                        [&](std::string_view path, std::error_code error) {
                          whole = false;
                          log::warn("folder not read whole", {{"source", settings_.rules.source},
                                                              {"path", core::printable(path)},
                                                              {"reason", error.message()}});
                        },
                    .on_other = [this](std::string_view path) { consider(std::string(path)); }});
  std::vector<std::string> vanished;
  for (const auto& [path, stamp] : known_) {
    // Another file system in its place (unmounted, or another disk) is no proof of a deletion.
    if (whole && !seen.contains(path) && stamp.device == directory_->device()) vanished.push_back(path);
  }
  for (const std::string& path : vanished) gone(path);
  last_checked_ = world_.clock();
  rescanning_.start(degraded_ ? std::chrono::milliseconds(degraded_interval)
                              : std::chrono::milliseconds(rescan_interval));
  wake_for_unsettled();
  if (ready_.empty()) finish_scan();
}

void Folder::on_hint(const uv::InotifyEvent& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    log::warn("folder changed faster than it could be watched; looking at every file",
              {{"source", settings_.rules.source}});
    scan();
    return;
  }
  const auto watched = watched_.find(event.watch);
  if (watched == watched_.end()) {  // from above, or of a folder that has gone
    if (directory_ && !directory_->still_at(settings_.path)) rescanning_.start(std::chrono::milliseconds(0));
    return;
  }
  const std::string directory = watched->second;
  if ((event.mask & IN_IGNORED) != 0) watched_.erase(watched);
  const bool itself = (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0;
  if (itself || (event.mask & IN_ISDIR) != 0) {
    // Folders come and go with all that is in them; one look at everything covers every case.
    rescanning_.start(std::chrono::milliseconds(0));
    return;
  }
  if (event.name.empty()) return;
  consider(join(directory, event.name));
  wake_for_unsettled();
}

void Folder::consider(const std::string& path) {
  if (!directory_) return;
  if (!is_post(path)) {
    if (const auto text = text_around(path)) consider(*text);
    return;
  }
  const auto stamp = directory_->stamp(path);
  if (const auto* found = std::get_if<fs::Stamp>(&stamp)) {
    consider(path, whole_stamp(path, *found));
    return;
  }
  const fs::ReadError& error = std::get<fs::ReadError>(stamp);
  if (error.problem == fs::ReadProblem::missing) {
    if (directory_->still_at(settings_.path)) gone(path);
  } else if (in_ready_.insert(path).second) {
    ready_.push_back(path);  // take() tells what is wrong with it
    working_.start(std::chrono::milliseconds(0));
  }
}

void Folder::consider(const std::string& path, const fs::Stamp& stamp) {
  const auto known = known_.find(path);
  if (known != known_.end() && known->second == stamp) {
    unsettled_.erase(path);
    return;
  }
  const core::TimePoint now = world_.clock();
  auto [unsettled, fresh] = unsettled_.try_emplace(path, Unsettled{stamp, now});
  if (!fresh && unsettled->second.stamp != stamp) unsettled->second = {stamp, now};
  if (settled_at(unsettled->second, now) > now) return;
  unsettled_.erase(unsettled);
  if (!in_ready_.insert(path).second) return;
  ready_.push_back(path);
  working_.start(std::chrono::milliseconds(0));
}

// When the file will have been left alone for long enough. A change in the future (the clock was set back) must not
// make it wait until then.
core::TimePoint Folder::settled_at(const Unsettled& unsettled, core::TimePoint now) const {
  const core::TimePoint changed = changed_at(unsettled.stamp);
  return (changed <= now ? std::min(unsettled.since, changed) : unsettled.since) + settings_.settle;
}

void Folder::wake_for_unsettled() {
  // A running timer is due no later than anything that has come since.
  if (settling_.active() || unsettled_.empty()) return;
  const core::TimePoint now = world_.clock();
  core::TimePoint next = core::TimePoint::max();
  for (const auto& [path, unsettled] : unsettled_) next = std::min(next, settled_at(unsettled, now));
  settling_.start(std::max(next - now, core::Duration(1)));
}

void Folder::gone(const std::string& path) {
  unsettled_.erase(path);
  const bool read = known_.erase(path) > 0;
  // What could not even be read (a link, a pipe) is known to the queue alone.
  const std::string identity = identity_of(path);
  if (!read && !world_.queue.knows(settings_.rules.source, identity)) return;
  queue::Queue::Batch batch(world_.queue);
  world_.queue.forget_file(settings_.rules.source, path);
  world_.queue.source_item_gone(settings_.rules.source, identity, world_.clock());
  batch.commit();
}

void Folder::work() {
  const auto until = std::chrono::steady_clock::now() + slice;
  {
    queue::Queue::Batch batch(world_.queue);
    while (!ready_.empty() && directory_ && std::chrono::steady_clock::now() < until) {
      const std::string path = std::move(ready_.front());
      ready_.pop_front();
      in_ready_.erase(path);
      take(path);
    }
    batch.commit();
  }
  if (!ready_.empty()) {
    working_.start(std::chrono::milliseconds(0));
  } else {
    finish_scan();
  }
}

void Folder::take(const std::string& path) {
  auto got = directory_->read(path, max_post_file);
  if (const auto* error = std::get_if<fs::ReadError>(&got)) {
    if (error->problem == fs::ReadProblem::missing) return gone(path);
    if (error->problem == fs::ReadProblem::changing) {
      unsettled_[path] = {{}, world_.clock()};
      wake_for_unsettled();
      return;
    }
    world_.queue.enqueue(broken(intake(path), error->message, error->message), world_.clock());
    const auto stamp = directory_->stamp(path);
    if (const auto* found = std::get_if<fs::Stamp>(&stamp)) {
      const fs::Stamp whole = whole_stamp(path, *found);
      known_[path] = whole;
      world_.queue.remember_file(settings_.rules.source, {path, to_record(whole)});
    }
    return;
  }
  const auto& content = std::get<fs::FileContent>(got);
  const fs::Stamp stamp = whole_stamp(path, content.stamp);
  const queue::Arrival arrival = read(path, content);
  if (whole_stamp(path, content.stamp) != stamp) {  // an image came or changed meanwhile
    unsettled_[path] = {{}, world_.clock()};
    wake_for_unsettled();
    return;
  }
  world_.queue.enqueue(arrival, world_.clock());
  known_[path] = stamp;
  world_.queue.remember_file(settings_.rules.source, {path, to_record(stamp)});
}

queue::Arrival Folder::read(const std::string& path, const fs::FileContent& content) {
  const Intake in = intake(path);
  const std::string bytes_digest = crypto::sha256_hex(content.bytes);
  const auto format = parse::format_of(path).value_or(parse::Format::markdown);
  auto item = parse::document(content.bytes, format, {path, settings_.base_url});
  if (!item) return broken(in, to_string(item.error()), bytes_digest);
  const auto address = web_address(*item, path, settings_.base_url);
  std::vector<core::Asset> images = adopt(*item, collect_images(std::move(item->body), *directory_, path, address));
  return arrive(in, std::move(*item), std::move(images), Dates::part_of_post, world_.clock());
}

Intake Folder::intake(const std::string& path) const {
  Intake in{.origin = identity_of(path),
            .fallback_title = name_of_post(path),
            .rules = settings_.rules,
            .plan = settings_.plan};
  if (first_look_ && settings_.existing == Existing::ignore) {
    in.state = core::State::skipped;
    in.cause = queue::Cause::baseline;
    in.reason = "was there before the folder was first watched; mediumsyncctl release publishes it all the same";
  }
  return in;
}

void Folder::finish_scan() {
  if (directory_ && first_look_ && ready_.empty() && unsettled_.empty()) {
    first_look_ = false;
    queue::SourceRecord record =
        world_.queue.source(settings_.rules.source).value_or(queue::SourceRecord{.name = settings_.rules.source});
    record.baselined_at = world_.clock();
    world_.queue.save_source(record);
  }
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

}  // namespace mediumsync::source
