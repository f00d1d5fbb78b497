#include "publish/token_watch.hpp"

#include <set>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include "lib/log/log.hpp"

namespace mediumsync::publish {
namespace {

// An editor removes, writes and renames; a person mends the mode after that.
constexpr std::chrono::milliseconds settling(300);

constexpr std::uint32_t changes =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_ONLYDIR;

}  // namespace

TokenWatch::TokenWatch(uv::Loop& loop, OnChange on_change)
    : on_change_(std::move(on_change)), inotify_(loop), settled_(loop, [this] { compare(); }) {}

void TokenWatch::watch(const std::vector<File>& files) {
  known_.clear();
  watcher_.reset();
  settled_.stop();
  if (files.empty()) return;
  std::set<std::filesystem::path> directories;
  for (const File& file : files) {
    known_.push_back({file, stamp_of(file.path)});
    directories.insert(file.path.parent_path());
  }
  try {
    watcher_.emplace(inotify_, [this](const uv::InotifyEvent&) { settled_.start(settling); });
  } catch (const std::system_error& error) {
    log::warn("token files not watched", {{"reason", error.what()}, {"cure", "mediumsyncctl reload reads them"}});
    return;
  }
  for (const std::filesystem::path& directory : directories) {
    if (const auto added = watcher_->add(directory.string(), changes); added.error) {
      log::warn("token files not watched", {{"directory", directory.string()},
                                            {"reason", added.error.message()},
                                            {"cure", "mediumsyncctl reload reads them"}});
    }
  }
}

TokenWatch::Stamp TokenWatch::stamp_of(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return std::tuple(std::uint64_t{status.st_dev}, std::uint64_t{status.st_ino}, std::int64_t{status.st_size},
                    std::int64_t{status.st_ctim.tv_sec} * 1'000'000'000 + std::int64_t{status.st_ctim.tv_nsec});
}

void TokenWatch::compare() {
  std::vector<std::string> changed;
  for (Known& known : known_) {
    Stamp stamp = stamp_of(known.file.path);
    if (stamp == known.stamp) continue;
    known.stamp = std::move(stamp);
    changed.push_back(known.file.account);
  }
  for (const std::string& account : changed) on_change_(account);
}

}  // namespace mediumsync::publish
