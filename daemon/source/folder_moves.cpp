// after = "move": the files of posts that are done with, out of the way.
#include <utility>

#include "core/text.hpp"
#include "lib/log/log.hpp"
#include "source/bundle.hpp"
#include "source/file_names.hpp"
#include "source/finished.hpp"
#include "source/folder.hpp"
#include "source/folder_slice.hpp"

namespace mediumsync::source {
namespace {

constexpr int names_tried = 1000;
constexpr std::size_t max_note = 64U << 10;

std::string shown(std::string_view path) {
  return core::printable(core::sanitise_utf8(path));
}

std::string parent(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

std::string cure_of(const std::error_code& error, const std::string& wanted, const std::string& folder) {
  const std::string directory = shown(parent(wanted));
  if (error == std::errc::cross_device_link)
    return directory + " is another file system: make it a directory of the folder's own";
  if (error == std::errc::too_many_symbolic_link_levels)
    return directory + " is, or lies behind, a symbolic link, which is not followed: make it a directory";
  if (error == std::errc::not_a_directory || error == std::errc::file_exists)
    return "a file is where " + directory + " is to be: give it another name";
  if (error == std::errc::filename_too_long) return "give the file a shorter name";
  if (error == std::errc::no_space_on_device) return "make room on the disk";
  if (error == std::errc::read_only_file_system) return folder + " is mounted read-only";
  return "the service needs to write in " + folder;
}

}  // namespace

// A path as it was before its file was put away.
std::string Folder::home(const std::string& path) const {
  return moves() ? home_of(path) : path;
}

void Folder::finished(core::PostId post) {
  if (!moves()) return;
  finished_.insert(post);
  working_.start();
}

void Folder::put_away(const Slice& slice) {
  while (!finished_.empty() && !slice.is_over()) {
    const core::PostId id = *finished_.begin();
    finished_.erase(finished_.begin());
    const std::optional<queue::Record> record = world_.queue.find(id);
    if (record && record->source == settings_.rules.source) put_away(*record);
  }
}

void Folder::put_away(const queue::Record& record) {
  const auto directory = finished_directory_for(record);
  const auto text = known_text_of(record.origin);
  if (!directory || !text) return;
  if (record.origin.starts_with(*directory)) {
    if (record.state == core::State::failed) write_note(record, record.origin);
    return;
  }
  if (on_their_way_.contains(*text)) return;  // what it is like now is told first
  const auto stamp = directory_->stamp(*text);
  if (const auto* found = std::get_if<fs::Stamp>(&stamp)) {
    if (whole_stamp(*text, *found) != known_.at(*text).stamp) {  // changed since: taking it in tells what becomes of it
      doubtful_.insert(*text);
      return;
    }
    if (const auto other = other_post_in(record.origin, *text)) {
      log::warn("file not put away", {{"post", record.id.value},
                                      {"path", shown(record.origin)},
                                      {"reason", "another post lies in its directory: " + shown(*other)}});
      return;
    }
    rename(record, *text, *directory);
  } else if (std::get<fs::ReadError>(stamp).problem == fs::ReadProblem::missing) {
    if (!find_put_away(record, *text, *directory)) doubtful_.insert(*text);
  }
}

void Folder::rename(const queue::Record& record, const std::string& text, std::string_view directory) {
  const Named kind = text == record.origin ? Named::file : Named::directory;
  const std::string wanted = std::string(directory) + home_of(record.origin);
  std::error_code error = directory_->make_directories(parent(wanted));
  for (int attempt = 0; !error && attempt < names_tried; ++attempt) {
    const std::string target = numbered(wanted, attempt, kind);
    error = directory_->move(record.origin, target);
    if (!error) return settle_move(record, text, target);
    if (error == std::errc::file_exists) error.clear();
  }
  const std::string reason = error ? error.message() : "every name is taken";
  if (!cannot_move_) {
    log::warn("file not put away",
              {{"post", record.id.value}, {"path", shown(record.origin)}, {"to", wanted}, {"reason", reason}});
  }
  cannot_move_ = "can't move " + shown(record.origin) + " to " + shown(wanted) + ": " + reason + "; " +
                 (error ? cure_of(error, wanted, settings_.path) : "move some of them away") +
                 ". It is tried again every 10 minutes";
  not_put_away_.insert(record.id);
}

// Moved before the queue could be told (the daemon was killed): the same file is there under a name that it could have
// been given.
bool Folder::find_put_away(const queue::Record& record, const std::string& text, std::string_view directory) {
  const Named kind = text == record.origin ? Named::file : Named::directory;
  const fs::Stamp& known = known_.at(text).stamp;
  for (int attempt = 0; attempt < names_tried; ++attempt) {
    const std::string target = numbered(std::string(directory) + home_of(record.origin), attempt, kind);
    const auto stamp = directory_->stamp(target + text.substr(record.origin.size()));
    const auto* found = std::get_if<fs::Stamp>(&stamp);
    if (found == nullptr) return false;
    if (found->inode != known.inode || found->device != known.device) continue;
    settle_move(record, text, target);
    return true;
  }
  return false;
}

void Folder::settle_move(const queue::Record& record, const std::string& text, const std::string& target) {
  const std::string new_text = target + text.substr(record.origin.size());
  queue::Queue::Batch batch(world_.queue);
  world_.queue.relocate(record.id, record.source, target, world_.clock());
  world_.queue.forget_file(record.source, text);
  known_.erase(text);
  const auto stamp = directory_->stamp(new_text);
  if (const auto* found = std::get_if<fs::Stamp>(&stamp)) remember(new_text, whole_stamp(new_text, *found));
  batch.commit();
  log::info("file put away", {{"post", record.id.value}, {"from", shown(record.origin)}, {"to", shown(target)}});
  drop_note(record.origin);
  if (record.state == core::State::failed) write_note(record, target);
}

void Folder::write_note(const queue::Record& record, const std::string& path) const {
  drop_note(path);
  if (const std::error_code error = directory_->create(note_path(path), note_text(record, path)))
    log::warn("note not written", {{"path", shown(note_path(path))}, {"reason", error.message()}});
}

// Ours, and no other file.
void Folder::drop_note(const std::string& path) const {
  if (finished_directory_of(path) != failed_directory) return;
  const auto note = directory_->read(note_path(path), max_note);
  const auto* content = std::get_if<fs::FileContent>(&note);
  if (content != nullptr && is_note(content->bytes)) directory_->remove_file(note_path(path));
}

bool Folder::has(const std::string& origin) const {
  if (!directory_ || !directory_->still_at(settings_.path)) return true;
  const auto stamp = directory_->stamp(origin);
  const auto* error = std::get_if<fs::ReadError>(&stamp);
  if (error == nullptr) return true;
  if (error->problem == fs::ReadProblem::missing) return false;
  // A bundle's directory is there without its text when only that was taken away.
  const bool is_directory = std::holds_alternative<fs::Directory>(directory_->enter(origin));
  return !is_directory || text_in(origin);
}

// What became of a post whose file has been taken in once more.
void Folder::after_taking(const Taken& taken, const std::optional<queue::Record>& moved) {
  if (!moves()) return;
  const std::optional<queue::Record> record = world_.queue.find_origin(settings_.rules.source, taken.origin);
  if (!record) return;
  const bool put_back = moved && finished_directory_of(moved->origin) == failed_directory;
  if (put_back) drop_note(moved->origin);
  if (record->state == core::State::failed && put_back && world_.queue.retry(record->id, world_.clock())) return;
  if (record->state != core::State::failed) drop_note(record->origin);
  if (record->state == core::State::published && record->drifted)
    log::warn("file stays where it is", {{"post", record->id.value},
                                         {"path", shown(taken.path)},
                                         {"reason", "it was changed after it was published: mediumsyncctl diff " +
                                                        std::to_string(record->id.value)}});
  if (finished_directory_for(*record)) finished(record->id);
}

}  // namespace mediumsync::source
