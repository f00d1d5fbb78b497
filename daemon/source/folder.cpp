#include "source/folder.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sys/inotify.h>
#include <utility>

#include "core/url.hpp"
#include "lib/log/log.hpp"
#include "source/file_names.hpp"
#include "source/finished.hpp"
#include "source/folder_slice.hpp"

namespace mediumsync::source {
namespace {

using namespace std::chrono_literals;

constexpr auto missing_interval = 5s;
constexpr auto overflow_pause = 1s;
constexpr std::size_t enough_writing = 10000;
constexpr std::uint32_t hints = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                                IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_ONLYDIR;

constexpr std::uint32_t hints_from_above = IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR;

fs::Stamp from_record(const queue::FileStamp& stamp) {
  return {static_cast<std::uint64_t>(stamp.device), static_cast<std::uint64_t>(stamp.inode), stamp.size,
          stamp.modified_ns, stamp.changed_ns};
}

fs::Directory::Identity to_identity(const queue::SourceRecord::Root& root) {
  return {static_cast<std::uint64_t>(root.device), static_cast<std::uint64_t>(root.inode)};
}

}  // namespace

Folder::Folder(World& world, FolderSettings settings)
    : world_(world),
      settings_(std::move(settings)),
      settling_(settings_.settle),
      working_(world.loop, [this] { work(); }),
      waking_(world.loop, [this] { work(); }),
      rescanning_(world.loop, [this] { scan(); }),
      catching_up_(world.loop, [this] { catch_up(); }),
      reading_again_(world.loop, [this] { scan(); }) {
  for (const queue::KnownFile& file : world_.queue.known_files(settings_.rules.source))
    known_.emplace(file.path, Known{from_record(file.stamp)});
  read_anew_under_new_rules();
  const auto record = world_.queue.source(settings_.rules.source);
  const bool another_place = record && (record->baselined_place ? record->baselined_place != place()
                                                                : core::is_web_url(record->url.value_or("")));
  baselined_ = record && record->baselined_at && !another_place;
  first_look_ = !baselined_;
  if (record && record->root) root_ = to_identity(*record->root);
  if (record && record->url != settings_.path) save_record([](queue::SourceRecord&) {});
  first_ever_ = first_look_ && world_.queue.is_empty();
  if (moves()) {
    for (const core::PostId post :
         world_.queue.ended_in_place(settings_.rules.source, published_directory, failed_directory))
      finished_.insert(post);
  }
  scan();
}

// What the first look was at: a folder that is configured elsewhere by the same name has its own.
std::string Folder::place() const {
  std::string path = std::filesystem::path(settings_.path).lexically_normal();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return "folder " + path;
}

View Folder::view() const {
  View view{.name = settings_.rules.source, .kind = Kind::folder};
  view.reason = missing_ ? missing_ : displaced_;
  if (view.reason) {
    view.health = Health::missing;
  } else if (degraded_ || cannot_move_) {
    view.health = Health::failing;
    view.reason = degraded_ ? degraded_ : cannot_move_;
  } else {
    view.reason = remark();
  }
  view.items = world_.queue.items(settings_.rules.source);
  view.last_checked = last_checked_;
  return view;
}

void Folder::poll(std::function<void()> on_done) {
  waiting_.push_back(std::move(on_done));
  scan();
}

void Folder::stop() {
  leave();
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
  recognise_root();
}

// Nothing is treated as deleted: a folder that is not there says nothing about its files.
void Folder::lost(const std::string& why) {
  if (!missing_) log::warn("folder is missing", {{"source", settings_.rules.source}, {"reason", why}});
  missing_ = why;
  rescanning_.start(missing_interval);
  rest();
}

// What was begun here ends; what is known stays known.
void Folder::leave() {
  scan_.reset();
  scan_again_ = false;
  doubtful_.clear();
  writing_.clear();
  settling_.clear();
  ready_.clear();
  batches_.clear();
  batches_at_work_ = 0;
  bytes_at_work_ = 0;
  on_their_way_.clear();
  watcher_.reset();
  watched_.clear();
  directory_.reset();
}

void Folder::listen() {
  if (watcher_) return;
  try {
    watcher_ = std::make_unique<uv::Watcher>(world_.inotify, [this](const uv::InotifyEvent& event) { on_hint(event); });
    // Of its own removal a folder that is held open says nothing; the one it lies in does, where it may be watched.
    watcher_->add(settings_.path + "/..", hints_from_above);
    // Where the folder is a symbolic link, the one that the link lies in says when it leads elsewhere.
    watcher_->add(std::filesystem::path(settings_.path + "/.").lexically_normal().parent_path().parent_path(),
                  hints_from_above);
  } catch (const std::system_error& error) {
    scan_->unwatched = std::string("changes are not noticed at once (") + error.code().message() +
                       "); the folder is looked through every 30 s. Raise fs.inotify.max_user_instances";
  }
}

void Folder::watch(const std::string& directory) {
  if (!watcher_) return;
  const uv::Watcher::Added added = watcher_->add(directory_->descriptor_path(directory), hints);
  if (!added.error) {
    watched_[added.watch] = directory;
  } else if (added.error == std::errc::no_space_on_device || added.error == std::errc::not_enough_memory) {
    scan_->unwatched = "changes in some subfolders are not noticed at once (" + added.error.message() +
                       "); the folder is looked through every 30 s. Raise fs.inotify.max_user_watches";
  }
}

void Folder::on_hint(const uv::InotifyEvent& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    writing_.clear();
    if (!catching_up_.active()) catching_up_.start(overflow_pause);
    return;
  }
  const auto watched = watched_.find(event.watch);
  if (watched == watched_.end()) {  // from above, or of a folder that has gone
    look_at_root();
    return;
  }
  if (const bool itself = (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0;
      itself || (event.mask & IN_ISDIR) != 0) {
    // Folders come and go with all that is in them; one look at everything covers every case.
    rescanning_.start(0ms);
  } else if (!event.name.empty()) {
    std::string path = join(watched->second, event.name);
    note_writer(path, event.mask);
    doubtful_.insert(std::move(path));
    working_.start();
  }
  if ((event.mask & IN_IGNORED) != 0) watched_.erase(watched);
}

// Hints were lost, of this folder or of another one: the kernel keeps one queue for all. A flood overflows it many
// times in a second, and yet has no folder looked through more often than once in it.
void Folder::catch_up() {
  log::warn("files change faster than that can be noticed; looking at every file",
            {{"source", settings_.rules.source}});
  scan();
}

void Folder::note_writer(const std::string& path, std::uint32_t mask) {
  if ((mask & (IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)) != 0) {
    writing_.erase(path);
  } else if ((mask & IN_MODIFY) != 0 && writing_.size() < enough_writing) {
    writing_.insert(path);
  }
}

void Folder::look_at_root() {
  if (!directory_ || !directory_->still_at(settings_.path)) rescanning_.start(0ms);
}

void Folder::work() {
  if (!directory_) return;
  const Slice slice(world_.loop);
  put_away(slice);
  look_at_doubtful(slice);
  go_on_scanning(slice);
  hand_out(slice);
  take_in(slice);
  if (can_go_on()) return working_.start();
  if (!is_busy()) return rest();
}

// Whether there is something to do before another thread has done its part.
bool Folder::can_go_on() const {
  if (!finished_.empty()) return true;
  if (can_take_in()) return true;
  if (has_room_for_batch() && !ready_.empty()) return true;
  const auto next = settling_.next();
  const bool something_to_look_at = scan_ || !doubtful_.empty() || (next && *next <= world_.clock());
  return something_to_look_at && ready_.size() < enough_ready;
}

bool Folder::is_busy() const {
  return scan_ || !finished_.empty() || !doubtful_.empty() || !ready_.empty() || !batches_.empty();
}

// All that was there to be done has been done.
void Folder::rest() {
  if (directory_ && first_look_ && settling_.empty()) {
    first_look_ = false;
    first_ever_ = false;
    baselined_ = true;
    save_record([this](queue::SourceRecord& record) {
      record.baselined_at = world_.clock();
      record.baselined_place = place();
    });
  }
  if (const auto next = settling_.next()) waking_.start(std::max(*next - world_.clock(), core::Duration(1)));
  for (const auto& on_done : std::exchange(waiting_, {})) on_done();
}

}  // namespace mediumsync::source
