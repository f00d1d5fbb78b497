#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/fs/directory.hpp"
#include "lib/fs/walk.hpp"
#include "lib/uv/idle.hpp"
#include "lib/uv/inotify.hpp"
#include "lib/uv/job.hpp"
#include "lib/uv/timer.hpp"
#include "source/settling.hpp"
#include "source/sources.hpp"
#include "source/understand.hpp"
#include "source/world.hpp"

namespace mediumsync::source {

// One watched folder. inotify gives hints; what lies on the disk, compared with what the queue remembers of each file,
// is the truth. Once a file has been left alone for the settle time it is read and understood on another thread. All
// of this is done in slices, so that a hundred thousand files never hold up the loop. A bundle (bundle.hpp) is one
// post, known by its directory and left alone when all of its files are. Owned by Sources.
class Folder {
 public:
  Folder(World& world, FolderSettings settings);
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const FolderSettings& settings() const { return settings_; }
  View view() const;

  // Looks at every file; `on_done` is called once all that was settled has been taken in.
  void poll(std::function<void()> on_done);
  // What waited for the queue to be written back goes on.
  void go_on();
  // A post of this folder has been published, or has failed: its file may be put away.
  void finished(core::PostId post);
  // Whether a post's file still lies where it did. What can't be told counts as being there.
  bool has(const std::string& origin) const;
  // Something was mounted or unmounted: the folder may be another one.
  void look_at_root();
  // The end: nothing more is read, and who waits for a poll is told.
  void stop();

 private:
  std::string place() const;
  // A file that has been taken in, as it looked then.
  struct Known {
    fs::Stamp stamp;
    std::uint32_t seen = 0;  // the scan that met it last
  };
  // One look at everything.
  struct Scan {
    fs::Walk walk;
    std::uint32_t number;
    std::chrono::steady_clock::time_point began;
    std::optional<std::string> unwatched = {};  // why hints of some subfolder will not come
    std::optional<std::string> unread = {};     // why nothing at all could be read
    std::set<std::string> unread_places = {};   // subfolders: what they hold stays as it is known
    std::map<std::string, std::string> remarks = {};
    std::size_t met = 0;                      // files that were there before, by their names
    bool recognised = false;                  // and one that is the same file
    std::set<std::uint64_t> renumbered = {};  // file systems whose files were met on another: mounted anew
    bool walked = false;                      // then the known files are gone through, by the buckets of their table:
    std::size_t buckets = 0;                  // so many, as long as it does not grow
    std::size_t bucket = 0;                   // the next
    std::vector<std::string> absent = {};     // those that were not met
  };
  // A file that is to be read. With its stamp it can be read on another thread: it is small, and a post by itself.
  struct Ready {
    std::string path;
    std::optional<fs::Stamp> stamp = {};
    Unread::Writers writers = Unread::Writers::ignored;
  };
  // Files that are being understood on another thread, or have been.
  struct Batch {
    std::optional<std::vector<Taken>> taken;
    std::size_t next = 0;  // the first that is not in the queue yet
    std::unique_ptr<uv::Job> job;
  };
  // Whether a file that has been read changed again before it was taken in.
  enum class Meanwhile { nothing, changed };
  class Slice;
  static constexpr std::size_t enough_ready = 1000;  // files; nothing more is looked for before some have been read

  // folder_settings.cpp: what a changed configuration means for what is known
  void read_anew_under_new_rules();
  void save_record(const std::function<void(queue::SourceRecord&)>& change);

  // folder.cpp: the folder as a whole, and what the kernel says of it
  void open();
  void lost(const std::string& why);
  void leave();
  void listen();
  void watch(const std::string& directory);
  void on_hint(const uv::InotifyEvent& event);
  void catch_up();
  void note_writer(const std::string& path, std::uint32_t mask);
  void work();
  bool can_go_on() const;
  bool has_room_for_batch() const;
  bool is_busy() const;
  void rest();
  std::optional<std::string> remark() const;

  // folder_scan.cpp: which files are new or have changed
  void scan();
  fs::Directory::Visitor visitor();
  void go_on_scanning(const Slice& slice);
  void go_on_walking();
  void finish_scan();
  void tell_condition(const Scan& done, std::size_t displaced);
  void tell_remarks(std::map<std::string, std::string> remarks);
  void meet(const fs::Entry& entry);
  void meet_other(const std::string& path);
  void look_at_doubtful(const Slice& slice);
  void consider(const std::string& path, const fs::Stamp& stamp);
  void consider(const std::string& path);
  bool waits_for_writer(const std::string& path, const fs::Stamp& stamp);
  bool can_be_read_apart(const std::string& path, const fs::Stamp& stamp) const;
  core::Duration idle_time(const fs::Stamp& stamp) const;
  void make_ready(Ready file);

  // folder_presence.cpp: what it means that files are not there
  bool is_another_root() const;
  bool has_known_file() const;
  void recognise_root();
  void go_on_looking_for_absent();
  std::size_t doubt_absent(const Scan& done);
  std::set<std::string, std::less<>> inhabited_places(const Scan& done) const;
  void recognise(const fs::Entry& entry, const fs::Stamp& known);
  void suspect(const std::string& path, const fs::Stamp& stamp);
  void save_root(const Scan& done, std::size_t displaced);

  // folder_intake.cpp: reading, and handing over to the queue
  Recipe recipe() const;
  RawFile read(const std::string& path);
  RawFile take_ready();
  void hand_out(const Slice& slice);
  void hand_out_batch(const Slice& slice);
  bool can_take_in() const;
  void take_in(const Slice& slice);
  void take(Taken taken);
  bool enqueue(Taken& taken);
  queue::Arrival arrival_of(Taken& taken) const;
  bool is_as_read(const Taken& taken) const;
  void remember(const std::string& path, const fs::Stamp& stamp);
  bool could_not_read(const Taken& taken, const fs::ReadError& error);
  void gone(const std::string& path);
  void leave_out(const std::string& path);

  // folder_bundles.cpp
  bool is_post(const std::string& path) const;
  std::optional<std::string> text_in(const std::string& bundle) const;
  std::optional<std::string> text_around(const std::string& path) const;
  std::string identity_of(const std::string& path) const;
  fs::Stamp whole_stamp(const std::string& path, const fs::Stamp& text) const;
  std::optional<std::string> known_text_of(const std::string& origin) const;
  std::optional<std::string> other_post_in(const std::string& origin, const std::string& text) const;

  // folder_elsewhere.cpp: files that turn up elsewhere, and other articles in their places
  bool has_left(const queue::Record& record) const;
  bool lies_elsewhere(const queue::Record& sent, const queue::Arrival& arrival) const;
  void make_way(const Taken& taken, const queue::Arrival& arrival);
  void take_over(const queue::Record& record, const std::string& origin);
  std::optional<queue::Record> moved_here(const Taken& taken, const queue::Arrival& arrival) const;
  std::optional<queue::Record> put_back(const Taken& taken) const;

  // folder_moves.cpp: files that are put away
  bool moves() const { return settings_.after == After::move; }
  std::string home(const std::string& path) const;
  void put_away(const Slice& slice);
  void put_away(const queue::Record& record);
  void rename(const queue::Record& record, const std::string& text, std::string_view directory);
  bool find_put_away(const queue::Record& record, const std::string& text, std::string_view directory);
  void settle_move(const queue::Record& record, const std::string& text, const std::string& target);
  void write_note(const queue::Record& record, const std::string& path) const;
  void drop_note(const std::string& path) const;
  void after_taking(const Taken& taken, const std::optional<queue::Record>& moved);

  World& world_;
  FolderSettings settings_;
  std::optional<fs::Directory> directory_;
  std::unique_ptr<uv::Watcher> watcher_;
  std::unordered_map<int, std::string> watched_;   // watch → directory, relative
  std::optional<std::string> missing_;             // why the folder can't be read
  std::optional<std::string> degraded_;            // why changes are not noticed at once, or not at all
  std::optional<std::string> displaced_;           // why it is taken for another folder than before
  std::optional<fs::Directory::Identity> root_;    // the directory that the known files were last seen in
  std::set<std::string> strangers_;                // known files that came while another directory was in its place
  std::set<std::string> replaced_;                 // and those whose names were known before
  std::vector<core::PostId> left_;                 // posts that waited, whose files went a moment ago; some of them
  std::map<std::string, std::string> remarks_;     // subfolders and links that are passed over: why and what to do
  std::map<std::string, std::string> unreadable_;  // likewise known files
  std::unordered_map<std::string, Known> known_;
  std::optional<Scan> scan_;
  std::uint32_t scans_ = 0;
  bool scan_again_ = false;                   // asked for while one was going on
  std::unordered_set<std::string> doubtful_;  // somebody has to look at them
  std::unordered_set<std::string> writing_;   // changed by a program that has not closed them; some of them
  Settling settling_;
  std::deque<Ready> ready_;
  std::unordered_map<std::string, Meanwhile> on_their_way_;  // those in ready_ and batches_
  std::deque<Batch> batches_;
  std::size_t batches_at_work_ = 0;                        // not yet understood
  std::size_t bytes_at_work_ = 0;                          // in these
  std::set<core::PostId> finished_;                        // their files are to be put away
  std::unordered_map<std::string, fs::Stamp> taken_away_;  // from published/ a moment ago; some of them
  std::set<core::PostId> not_put_away_;                    // and these after the next look at everything
  std::optional<std::string> cannot_move_;                 // why
  bool baselined_ = false;                                 // the folder was seen whole before
  bool first_look_ = false;                                // nor this one, which is in its place now
  bool first_ever_ = false;                                // and there was no post at all: none can have moved here
  std::optional<core::TimePoint> last_checked_;
  std::vector<std::function<void()>> waiting_;
  uv::Idle working_;
  uv::Timer waking_;
  uv::Timer rescanning_;
  uv::Timer catching_up_;    // with what the kernel told of and nobody heard
  uv::Timer reading_again_;  // what could not be read, which says nothing of it; a look at everything meets it
};

}  // namespace mediumsync::source
