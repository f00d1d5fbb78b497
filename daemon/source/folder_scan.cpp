// Which files are new, or have changed, or have gone.
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "source/bundle.hpp"
#include "source/file_names.hpp"
#include "source/folder.hpp"
#include "source/folder_slice.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr auto rescan_interval = 10min;  // for file systems whose changes inotify does not see
constexpr auto degraded_interval = 30s;  // when there are no hints at all
constexpr auto missing_interval = 5s;
constexpr int entries_at_once = 32;  // between two looks at the clock

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

void Folder::scan() {
  if (directory_ && !directory_->still_at(settings_.path)) leave();
  if (scan_) {
    scan_again_ = true;
    return;
  }
  if (!directory_) open();
  if (!directory_) return;
  scan_.emplace(Scan{fs::Walk(*directory_, visitor()), ++scans_, std::chrono::steady_clock::now()});
  listen();
  watch("");
  working_.start();
}

fs::Directory::Visitor Folder::visitor() {
  return {.on_directory =
              [this](std::string_view path) {
                if (is_passing_name(last_part(path))) return fs::Directory::Visit::skip;
                watch(std::string(path));
                return fs::Directory::Visit::enter;
              },
          .on_file = [this](const fs::Entry& entry) { meet(entry); },
          .on_error =
              [this](std::string_view path, std::error_code error) {
                scan_->whole = false;
                const std::string place = path.empty() ? settings_.path : core::printable(core::sanitise_utf8(path));
                scan_->unread = "can't read " + place + ": " + error.message() +
                                "; what it holds stays as it is known. It is looked at again every 30 s";
              },
          .on_other = [this](std::string_view path) { consider(std::string(path)); }};
}

void Folder::meet(const fs::Entry& entry) {
  const auto known = known_.find(entry.path);
  if (known != known_.end()) {
    known->second.seen = scan_->number;
    if (known->second.stamp == entry.stamp && !bundle_of(entry.path)) return;
  } else if (!is_post(entry.path)) {
    return;
  }
  consider(entry.path, whole_stamp(entry.path, entry.stamp));
}

void Folder::go_on_scanning(const Slice& slice) {
  while (scan_ && ready_.size() < enough_ready && !slice.is_over()) {
    for (int entry = 0; entry < entries_at_once; ++entry) {
      if (scan_->walk.step()) continue;
      finish_walk();
      break;
    }
  }
}

void Folder::finish_walk() {
  const Scan done = std::move(*std::exchange(scan_, std::nullopt));
  // Another file system in its place (unmounted, or another disk) is no proof of a deletion.
  const std::uint64_t device = directory_->device();
  std::size_t displaced = 0;
  for (const auto& [path, known] : known_) {
    if (!done.whole || known.seen == done.number) continue;
    if (known.stamp.device == device) {
      doubtful_.insert(path);
    } else {
      ++displaced;
    }
  }
  tell_condition(done, displaced);
  cannot_move_.reset();
  finished_.merge(not_put_away_);
  last_checked_ = world_.clock();
  rescanning_.start(displaced_  ? std::chrono::milliseconds(missing_interval)
                    : degraded_ ? std::chrono::milliseconds(degraded_interval)
                                : std::chrono::milliseconds(rescan_interval));
  if (std::exchange(scan_again_, false)) scan();
}

// What a look at everything says of the folder itself.
void Folder::tell_condition(const Scan& done, std::size_t displaced) {
  const std::optional<std::string> before = displaced_ ? displaced_ : degraded_;
  degraded_ = done.unread ? done.unread : done.unwatched;
  displaced_.reset();
  if (displaced > 0) {
    displaced_ = "another file system than before is at " + settings_.path +
                 " (is it not mounted?): " + std::to_string(displaced) +
                 " of its files are not there; none counts as deleted";
  }
  const std::optional<std::string>& now = displaced_ ? displaced_ : degraded_;
  if (now && now != before) {
    log::warn("folder is in trouble", {{"source", settings_.rules.source}, {"reason", *now}});
  } else if (before && !now) {
    log::info("folder is well again", {{"source", settings_.rules.source}});
  }
}

void Folder::look_at_doubtful(const Slice& slice) {
  while (ready_.size() < enough_ready && !slice.is_over()) {
    if (!doubtful_.empty()) {
      const std::string path = std::move(doubtful_.extract(doubtful_.begin()).value());
      consider(path);
    } else if (const auto settled = settling_.due(world_.clock())) {
      consider(*settled);
    } else {
      return;
    }
  }
}

void Folder::consider(const std::string& path) {
  if (!is_post(path)) {
    settling_.forget(path);
    if (const auto text = text_around(path)) consider(*text);
    return;
  }
  const auto stamp = directory_->stamp(path);
  if (const auto* found = std::get_if<fs::Stamp>(&stamp)) return consider(path, whole_stamp(path, *found));
  settling_.forget(path);
  make_ready(path);  // reading it tells what is wrong with it, or that it has gone
}

void Folder::consider(const std::string& path, const fs::Stamp& stamp) {
  const auto known = known_.find(path);
  if (known != known_.end() && known->second.stamp == stamp) return settling_.forget(path);
  if (on_their_way_.contains(path)) {
    settling_.forget(path);
    return make_ready(path);
  }
  if (settling_.has_settled(path, stamp, world_.clock())) make_ready(path);
}

void Folder::make_ready(const std::string& path) {
  const auto [place, fresh] = on_their_way_.try_emplace(path, Meanwhile::nothing);
  if (fresh) {
    ready_.push_back(path);
  } else {
    place->second = Meanwhile::changed;
  }
  working_.start();
}

}  // namespace mediumsync::source
