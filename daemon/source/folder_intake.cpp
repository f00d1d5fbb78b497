// Reading files, and handing over to the queue what they come to.
#include <chrono>
#include <utility>

#include "lib/log/log.hpp"
#include "source/bundle.hpp"
#include "source/finished.hpp"
#include "source/folder.hpp"
#include "source/folder_slice.hpp"
#include "source/local_images.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t max_post_file = 16U << 20;
// Of batches, those that wait to be taken in among them; and of those that are being understood: two threads beside the
// loop's own leave it its turn on a machine with two cores.
constexpr std::size_t batches_at_once = 4;
constexpr std::size_t batches_at_work = 2;
constexpr std::size_t files_at_once = 128;  // in one batch, which is one piece of work for another thread
constexpr std::size_t enough_taken_away = 1000;
constexpr std::size_t enough_unreadable = 1000;
constexpr std::chrono::seconds read_again_interval(30);
constexpr std::size_t enough_left = 100;
constexpr std::size_t bytes_at_once = 1U << 20;  // with these, a batch is full
// No second batch beside these: to understand a post may take hundreds of times its size in memory.
constexpr std::size_t many_bytes_at_work = 512U << 10;

queue::FileStamp to_record(const fs::Stamp& stamp) {
  return {static_cast<std::int64_t>(stamp.device), static_cast<std::int64_t>(stamp.inode), stamp.size,
          stamp.modified_ns, stamp.changed_ns};
}

std::size_t size_of(const RawFile& file) {
  if (std::holds_alternative<Unread>(file.content)) return static_cast<std::size_t>(file.stamp.size);
  const auto* bytes = std::get_if<std::string>(&file.content);
  return bytes == nullptr ? 0 : bytes->size();
}

// One by one, so that the texts of a batch are not all in memory at once.
std::vector<Taken> read_and_understand(std::vector<RawFile> files, const fs::Directory& directory, const Recipe& recipe,
                                       core::TimePoint now) {
  std::vector<Taken> taken;
  taken.reserve(files.size());
  for (RawFile& file : files) taken.push_back(understand(read_now(std::move(file), directory), recipe, now));
  return taken;
}

}  // namespace

Recipe Folder::recipe() const {
  Recipe recipe{.rules = settings_.rules,
                .base_url = settings_.base_url,
                .rules_digest = digest_of(settings_.rules, settings_.base_url),
                .plan = settings_.plan};
  if (first_look_ && settings_.existing == Existing::ignore) {
    recipe.state = core::State::skipped;
    recipe.cause = queue::Cause::baseline;
    recipe.reason = "was there before the folder was first watched; mediumsyncctl release publishes it all the same";
  }
  return recipe;
}

RawFile Folder::read(const std::string& path) {
  RawFile file{.path = path, .home = home(path), .origin = identity_of(path), .stamp = {}, .content = {}};
  auto got = directory_->read(path, max_post_file);
  if (auto* error = std::get_if<fs::ReadError>(&got)) {
    const auto stamp = directory_->stamp(path);
    if (const auto* found = std::get_if<fs::Stamp>(&stamp)) file.stamp = whole_stamp(path, *found);
    file.content = std::move(*error);
  } else {
    auto& content = std::get<fs::FileContent>(got);
    file.stamp = whole_stamp(path, content.stamp);
    file.content = std::move(content.bytes);
  }
  return file;
}

RawFile Folder::take_ready() {
  const Ready next = std::move(ready_.front());
  ready_.pop_front();
  if (!next.stamp) return read(next.path);
  return {next.path, home(next.path), identity_of(next.path), *next.stamp, Unread{next.writers}};
}

bool Folder::has_room_for_batch() const {
  return batches_at_work_ < batches_at_work && bytes_at_work_ < many_bytes_at_work && batches_.size() < batches_at_once;
}

void Folder::hand_out(const Slice& slice) {
  while (!ready_.empty() && has_room_for_batch() && !slice.is_over()) hand_out_batch(slice);
}

void Folder::hand_out_batch(const Slice& slice) {
  std::vector<RawFile> files;
  std::size_t bytes = 0;
  do {
    files.push_back(take_ready());
    bytes += size_of(files.back());
  } while (!ready_.empty() && files.size() < files_at_once && bytes < bytes_at_once && !slice.is_over());
  Batch& batch = batches_.emplace_back();
  ++batches_at_work_;
  bytes_at_work_ += bytes;
  batch.job = std::make_unique<uv::Job>(world_.loop,
                                        std::function([files = std::move(files), directory = *directory_,
                                                       recipe = recipe(), now = world_.clock()]() mutable {
                                          return read_and_understand(std::move(files), directory, recipe, now);
                                        }),
                                        std::function([this, &batch, bytes](std::vector<Taken> taken) {
                                          batch.taken = std::move(taken);
                                          --batches_at_work_;
                                          bytes_at_work_ -= bytes;
                                          working_.start();
                                        }));
}

bool Folder::can_take_in() const {
  return !batches_.empty() && batches_.front().taken && !world_.queue.is_written_back_now();
}

void Folder::go_on() {
  if (can_take_in()) working_.start();
}

// In the order in which they were found. The other thread is kept busy meanwhile.
void Folder::take_in(const Slice& slice) {
  if (!can_take_in()) return;
  queue::Queue::Batch transaction(world_.queue);
  while (!batches_.empty() && batches_.front().taken && !slice.is_over()) {
    Batch& batch = batches_.front();
    if (batch.next < batch.taken->size()) take(std::move((*batch.taken)[batch.next++]));
    if (batch.next < batch.taken->size()) continue;
    batches_.pop_front();
    hand_out(slice);
  }
  transaction.commit();
}

void Folder::take(Taken taken) {
  const auto on_its_way = on_their_way_.extract(taken.path);
  if (!enqueue(taken)) settling_.begin_anew(taken.path, world_.clock());
  if (!on_its_way.empty() && on_its_way.mapped() == Meanwhile::changed) doubtful_.insert(taken.path);
}

// False: it was changed while it was read.
bool Folder::enqueue(Taken& taken) {
  if (const auto* error = std::get_if<fs::ReadError>(&taken.what)) {
    if (error->problem == fs::ReadProblem::changing) return false;
    if (error->problem == fs::ReadProblem::missing) {
      gone(taken.path);
      return true;
    }
    if (could_not_read(taken, *error)) return true;
  }
  unreadable_.erase(taken.path);
  if (known_.contains(taken.path) && !is_post(taken.path)) {
    leave_out(taken.path);
    return true;
  }
  const queue::Arrival arrival = arrival_of(taken);
  if (!is_as_read(taken)) return false;
  make_way(taken, arrival);
  const auto moved = moved_here(taken, arrival);
  if (moved) take_over(*moved, taken.origin);
  const queue::Enqueued outcome = world_.queue.enqueue(arrival, world_.clock());
  // What is no file at all (a link, a pipe) has no stamp to be known by.
  if (taken.stamp != fs::Stamp{}) remember(taken.path, taken.stamp);
  if (!std::holds_alternative<queue::Added>(outcome)) after_taking(taken, moved);
  return true;
}

// An image of a bundle may have come or changed meanwhile.
bool Folder::is_as_read(const Taken& taken) const {
  if (std::holds_alternative<fs::ReadError>(taken.what) || !bundle_of(taken.path)) return true;
  const auto now = directory_->stamp(taken.path);
  const auto* text = std::get_if<fs::Stamp>(&now);
  return text != nullptr && whole_stamp(taken.path, *text) == taken.stamp;
}

queue::Arrival Folder::arrival_of(Taken& taken) const {
  if (auto* arrival = std::get_if<queue::Arrival>(&taken.what)) return std::move(*arrival);
  const Recipe as_it_is = recipe();
  if (const auto* error = std::get_if<fs::ReadError>(&taken.what))
    return broken(intake_of(as_it_is, taken), error->message, error->message);
  auto& item = std::get<core::Item>(taken.what);
  // The images of a bundle go where it goes; those of a single file stay.
  const std::string& beside = bundle_of(taken.path) ? taken.path : taken.home;
  const auto address = web_address(item, taken.home, settings_.base_url);
  std::vector<core::Asset> images = adopt(item, collect_images(std::move(item.body), *directory_, beside, address));
  return arrive(intake_of(as_it_is, taken), std::move(item), std::move(images), Dates::part_of_post, world_.clock());
}

void Folder::remember(const std::string& path, const fs::Stamp& stamp) {
  suspect(path, stamp);
  known_[path] = {stamp, scans_};
  world_.queue.remember_file(settings_.rules.source, {path, to_record(stamp)});
}

// A file that is known and can't be read for now is what it was. Where the machine fails (no descriptor left, a disk
// that errs) nothing is wrong with a new one either: it is tried again. What no one may read stays so until that is
// changed.
bool Folder::could_not_read(const Taken& taken, const fs::ReadError& error) {
  const bool failing = error.problem == fs::ReadProblem::io;
  if (!failing && error.problem != fs::ReadProblem::denied) return false;
  const bool known = world_.queue.knows(settings_.rules.source, taken.origin);
  const bool of_baseline = first_look_ && settings_.existing == Existing::ignore;
  if (!known && (!failing || of_baseline)) return false;
  if (failing && !reading_again_.active()) reading_again_.start(read_again_interval);
  const std::string why = "can't read " + error.message +
                          (known ? "; its post stays as it was. Let the service read it again, or delete it"
                                 : "; it is tried again every 30 s");
  if (unreadable_.size() < enough_unreadable && unreadable_.insert_or_assign(taken.path, why).second)
    log::warn("file can't be read", {{"source", settings_.rules.source}, {"reason", why}});
  return true;
}

// The folder's `include` asks for it no more.
void Folder::leave_out(const std::string& path) {
  const std::string identity = identity_of(path);
  known_.erase(path);
  world_.queue.forget_file(settings_.rules.source, path);
  world_.queue.source_item_gone(settings_.rules.source, identity, world_.clock(),
                                "the folder's include does not name its file any more");
}

void Folder::gone(const std::string& path) {
  // Not even the folder is where it was: that says nothing about its files.
  if (!directory_->still_at(settings_.path)) return;
  unreadable_.erase(path);
  strangers_.erase(path);
  replaced_.erase(path);
  const auto known = known_.extract(path);
  const bool read = !known.empty();
  if (read && moves() && finished_directory_of(path) == published_directory) {
    if (taken_away_.size() >= enough_taken_away) taken_away_.clear();
    taken_away_.emplace(path, known.mapped().stamp);
  }
  // What could not even be read (a link, a pipe) is known to the queue alone.
  const std::string identity = identity_of(path);
  if (!read && !world_.queue.knows(settings_.rules.source, identity)) return;
  world_.queue.forget_file(settings_.rules.source, path);
  const auto post = world_.queue.find_origin(settings_.rules.source, identity);
  if (world_.queue.source_item_gone(settings_.rules.source, identity, world_.clock()) && post) {
    if (left_.size() >= enough_left) left_.clear();
    left_.push_back(post->id);
  }
}

}  // namespace mediumsync::source
