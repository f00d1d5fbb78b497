#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "lib/fs/directory.hpp"
#include "lib/uv/inotify.hpp"
#include "lib/uv/timer.hpp"
#include "source/intake.hpp"
#include "source/sources.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// One watched folder. inotify gives hints; what lies on the disk, compared with what the queue remembers of each file,
// is the truth. A file is read once it has been left alone for the settle time. Work is done in slices, so that a
// hundred thousand files never hold up the loop. A bundle (bundle.hpp) is one post, known by its directory and left
// alone when all of its files are. Owned by Sources.
class Folder {
 public:
  Folder(World& world, FolderSettings settings);
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const FolderSettings& settings() const { return settings_; }
  View view() const;

  // Looks at every file; `on_done` is called once all that was settled has been taken in.
  void poll(std::function<void()> on_done);
  // The end: nothing more is read, and who waits for a poll is told.
  void stop();

 private:
  // A file that was changed a moment ago, and since when it looks as it does.
  struct Unsettled {
    fs::Stamp stamp;
    core::TimePoint since;
  };
  void open();
  void lost(const std::string& why);
  void scan();
  void watch(const std::string& directory);
  void on_hint(const uv::InotifyEvent& event);
  void consider(const std::string& path, const fs::Stamp& stamp);
  void consider(const std::string& path);
  bool is_post(const std::string& path) const;
  std::optional<std::string> text_in(const std::string& bundle) const;
  std::optional<std::string> text_around(const std::string& path) const;
  std::string identity_of(const std::string& path) const;
  fs::Stamp whole_stamp(const std::string& path, const fs::Stamp& text) const;
  void gone(const std::string& path);
  core::TimePoint settled_at(const Unsettled& unsettled, core::TimePoint now) const;
  void work();
  void take(const std::string& path);
  queue::Arrival read(const std::string& path, const fs::FileContent& content);
  Intake intake(const std::string& path) const;
  void wake_for_unsettled();
  void finish_scan();

  World& world_;
  FolderSettings settings_;
  std::optional<fs::Directory> directory_;
  std::unique_ptr<uv::Inotify> inotify_;
  std::map<int, std::string> watched_;   // watch → directory, relative
  std::optional<std::string> missing_;   // why the folder can't be read
  std::optional<std::string> degraded_;  // why hints do not come
  std::unordered_map<std::string, fs::Stamp> known_;
  std::map<std::string, Unsettled> unsettled_;
  std::deque<std::string> ready_;
  std::set<std::string> in_ready_;
  bool first_look_ = false;  // the folder was never seen whole before
  std::optional<core::TimePoint> last_checked_;
  std::vector<std::function<void()>> waiting_;
  uv::Timer working_;
  uv::Timer settling_;
  uv::Timer rescanning_;
};

}  // namespace mediumsync::source
