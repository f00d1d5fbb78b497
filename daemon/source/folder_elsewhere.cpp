// Files that turn up elsewhere than they were, and other articles in their places.
#include <algorithm>
#include <string_view>
#include <utility>

#include "source/finished.hpp"
#include "source/folder.hpp"

namespace mediumsync::source {

// What is at a post's place is not that post any more.
bool Folder::has_left(const queue::Record& record) const {
  if (!world_.has_file(record.source, record.origin)) return true;
  return record.source == settings_.rules.source && record.drifted && !world_.queue.newer_is_like(record.id);
}

bool Folder::lies_elsewhere(const queue::Record& sent, const queue::Arrival& arrival) const {
  const auto is_there = [this](const queue::Record& copy) {
    return copy.source == settings_.rules.source && world_.has_file(copy.source, copy.origin);
  };
  const auto came_here = [&](const queue::Record& other) {
    return other.id != sent.id && other.source == settings_.rules.source && has_left(other);
  };
  return std::ranges::any_of(world_.queue.copies_of(sent.id), is_there) ||
         std::ranges::any_of(world_.queue.with_text(arrival.account, arrival.digest), came_here);
}

// Another article under the name of one that was sent is no edit of it, if that file was gone in between or lies
// elsewhere: the one that was sent is known by another name from now on.
void Folder::make_way(const Taken& taken, const queue::Arrival& arrival) {
  const auto sent = world_.queue.find_origin(settings_.rules.source, taken.origin);
  const bool was_sent = sent && (sent->state == core::State::published || sent->state == core::State::handed_off);
  if (!was_sent || !arrival.post || world_.queue.is_like(sent->id, arrival)) return;
  const bool was_gone = !known_.contains(taken.path);
  if (!was_gone && !lies_elsewhere(*sent, arrival)) return;
  world_.queue.relocate(sent->id, sent->source, sent->origin + "#" + std::to_string(sent->id.value), world_.clock());
  known_.erase(taken.path);
}

// What lies at the place that it leaves, if anything, is looked at as new.
void Folder::take_over(const queue::Record& record, const std::string& origin) {
  if (record.source == settings_.rules.source && has(record.origin)) {
    if (const auto text = known_text_of(record.origin)) {
      world_.queue.forget_file(record.source, *text);
      doubtful_.insert(*text);
      known_.erase(*text);
    }
  }
  world_.queue.relocate(record.id, settings_.rules.source, origin, world_.clock());
}

// A file that the queue does not know by its place may be one that it knows from elsewhere: put back from where we put
// it, or the same text, as it was or with an edit, under another name, whose old place is empty or has another article.
std::optional<queue::Record> Folder::moved_here(const Taken& taken, const queue::Arrival& arrival) const {
  const std::string& source = settings_.rules.source;
  if (first_ever_ || known_.contains(taken.path) || world_.queue.knows(source, taken.origin)) return std::nullopt;
  if (moves()) {
    if (auto record = put_back(taken)) return record;
  }
  for (queue::Record& record : world_.queue.with_text(arrival.account, arrival.digest)) {
    if (record.source != core::added_by_a_person && has_left(record)) return std::move(record);
  }
  for (queue::Record& record : world_.queue.kin_of(arrival, left_)) {
    if (!world_.has_file(record.source, record.origin)) return std::move(record);
  }
  return std::nullopt;
}

// The post that was put away under this name.
std::optional<queue::Record> Folder::put_back(const Taken& taken) const {
  for (const std::string_view directory : {failed_directory, published_directory}) {
    const std::string before = std::string(directory) + taken.origin;
    auto record = world_.queue.find_origin(settings_.rules.source, before);
    if (!record || has(before)) continue;
    if (directory == failed_directory) return record;
    // The place of a published one may be empty because it was deleted: then this is another post of the same name.
    const auto known = known_.find(std::string(directory) + taken.path);
    const auto taken_away = taken_away_.find(std::string(directory) + taken.path);
    if (known != known_.end() && known->second.stamp.inode == taken.stamp.inode) return record;
    if (taken_away != taken_away_.end() && taken_away->second.inode == taken.stamp.inode) return record;
  }
  return std::nullopt;
}

}  // namespace mediumsync::source
