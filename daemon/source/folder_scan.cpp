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
constexpr std::size_t enough_remarks = 100;
constexpr auto long_writing = 2min;  // without a change, and not closed
constexpr auto longest_writing = 10min;
constexpr std::size_t most_told = 3;
constexpr std::int64_t small_file = 64 << 10;  // bytes

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
                if (is_passing_directory(last_part(path))) return fs::Directory::Visit::skip;
                watch(std::string(path));
                return fs::Directory::Visit::enter;
              },
          .on_file = [this](const fs::Entry& entry) { meet(entry); },
          .on_error =
              [this](std::string_view path, std::error_code error) {
                scan_->unread_places.emplace(path);
                const std::string place = path.empty() ? settings_.path : core::printable(core::sanitise_utf8(path));
                const std::string why = "can't read " + place + ": " + error.message() +
                                        "; what it holds stays as it is known. Let the service read it";
                if (path.empty()) scan_->unread = why + "; it is looked at again every 30 s";
                scan_->remarks.emplace(path, why);
              },
          .on_other = [this](std::string_view path) { meet_other(std::string(path)); }};
}

// A link, a pipe: one that is named as a post is told of as a post that can't be read.
void Folder::meet_other(const std::string& path) {
  if (is_post(path)) return consider(path);
  if (is_passing_name(last_part(path)) || scan_->remarks.size() >= enough_remarks) return;
  const auto stamp = directory_->stamp(path);
  const auto* error = std::get_if<fs::ReadError>(&stamp);
  if (error == nullptr || error->problem != fs::ReadProblem::outside) return;
  scan_->remarks.emplace(path, core::printable(core::sanitise_utf8(path)) +
                                   " is a symbolic link, which is not followed: put there what it leads to, or watch "
                                   "that as a [[folder]] of its own");
}

void Folder::meet(const fs::Entry& entry) {
  const auto known = known_.find(entry.path);
  if (known != known_.end()) {
    known->second.seen = scan_->number;
    recognise(entry, known->second.stamp);
    if (known->second.stamp == entry.stamp && !bundle_of(entry.path)) return;
    if (!is_post(entry.path)) return make_ready({entry.path});  // reading it tells that it is to be left out
  } else if (!is_post(entry.path)) {
    return;
  }
  consider(entry.path, whole_stamp(entry.path, entry.stamp));
}

void Folder::go_on_scanning(const Slice& slice) {
  while (scan_ && ready_.size() < enough_ready && !slice.is_over()) {
    if (scan_->walked) {
      go_on_looking_for_absent();
    } else {
      go_on_walking();
    }
  }
}

void Folder::go_on_walking() {
  for (int entry = 0; entry < entries_at_once && !scan_->walked; ++entry) scan_->walked = !scan_->walk.step();
}

void Folder::finish_scan() {
  Scan done = std::move(*std::exchange(scan_, std::nullopt));
  const std::size_t displaced = doubt_absent(done);
  tell_condition(done, displaced);
  tell_remarks(std::move(done.remarks));
  save_root(done, displaced);
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
    displaced_ = "another folder or file system than before is at " + settings_.path +
                 " (is it not mounted?): " + std::to_string(displaced) +
                 " of its files are not there; none counts as deleted. Mount it, or put it back; posts that are not "
                 "to go all the same: mediumsyncctl skip";
  }
  const std::optional<std::string>& now = displaced_ ? displaced_ : degraded_;
  if (now && now != before) {
    log::warn("folder is in trouble", {{"source", settings_.rules.source}, {"reason", *now}});
  } else if (before && !now) {
    log::info("folder is well again", {{"source", settings_.rules.source}});
  }
}

void Folder::tell_remarks(std::map<std::string, std::string> remarks) {
  for (const auto& [place, remark] : remarks) {
    if (!remarks_.contains(place))
      log::warn("folder has something that is passed over", {{"source", settings_.rules.source}, {"reason", remark}});
  }
  remarks_ = std::move(remarks);
}

// What a person should know of a folder that is well all the same.
std::optional<std::string> Folder::remark() const {
  std::string text;
  std::size_t told = 0;
  for (const auto* remarks : {&unreadable_, &remarks_}) {
    for (const auto& [place, remark] : *remarks) {
      if (told++ < most_told) text += (text.empty() ? "" : ". ") + remark;
    }
  }
  if (told == 0) return std::nullopt;
  if (told > most_told) text += ". And " + std::to_string(told - most_told) + " more";
  return text;
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
  make_ready({path});  // reading it tells what is wrong with it, or that it has gone
}

void Folder::consider(const std::string& path, const fs::Stamp& stamp) {
  const auto known = known_.find(path);
  if (known != known_.end() && known->second.stamp == stamp) return settling_.forget(path);
  if (on_their_way_.contains(path)) {
    settling_.forget(path);
    return make_ready({path});
  }
  if (!settling_.has_settled(path, stamp, world_.clock())) return;
  const bool apart = can_be_read_apart(path, stamp);
  const core::Duration idle = idle_time(stamp);
  if (apart && idle >= core::Duration(0) && idle < long_writing && !writing_.contains(path))
    return make_ready({path, stamp, Unread::Writers::waited_for});
  if (waits_for_writer(path, stamp)) return settling_.begin_anew(path, world_.clock());
  make_ready(apart ? Ready{path, stamp} : Ready{path});
}

// On another thread, that is; a big file takes its share of memory there, which is seen to here.
bool Folder::can_be_read_apart(const std::string& path, const fs::Stamp& stamp) const {
  return stamp.size <= small_file && !bundle_of(path);
}

core::Duration Folder::idle_time(const fs::Stamp& stamp) const {
  const auto changed = core::TimePoint(std::chrono::floor<core::Duration>(std::chrono::nanoseconds(stamp.changed_ns)));
  return world_.clock() - changed;
}

// A program that writes it may pause for longer than the settle time. One that never closes it does not keep it from
// being read for good.
bool Folder::waits_for_writer(const std::string& path, const fs::Stamp& stamp) {
  const core::Duration idle = idle_time(stamp);
  const bool open = idle < longest_writing && idle >= core::Duration(0) &&
                    (writing_.contains(path) || directory_->is_being_written(path));
  if (!open) {
    writing_.erase(path);
  } else if (idle >= long_writing) {
    unreadable_[path] = core::printable(core::sanitise_utf8(path)) +
                        " is still open in the program that writes it, which has not changed it for minutes; it is "
                        "read once it is closed, or 10 minutes after its last change";
  }
  return open;
}

void Folder::make_ready(Ready file) {
  const auto [place, fresh] = on_their_way_.try_emplace(file.path, Meanwhile::nothing);
  if (fresh) {
    ready_.push_back(std::move(file));
  } else {
    place->second = Meanwhile::changed;
  }
  working_.start();
}

}  // namespace mediumsync::source
