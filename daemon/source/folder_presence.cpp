// What it means that known files are not there: they were deleted, or the folder itself is another one.
#include <algorithm>

#include "source/folder.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t enough_looked_for = 1000;
constexpr std::size_t buckets_at_once = 256;  // between two looks at the clock

std::string_view parent(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool is_same_file(const fs::Stamp& one, const fs::Stamp& other) {
  return one.inode == other.inode || (one.size == other.size && one.modified_ns == other.modified_ns);
}

// Whether `path`, or a directory that it lies in, is one of `places`.
bool lies_in(std::string_view path, const std::set<std::string>& places) {
  if (places.empty()) return false;
  if (places.contains("")) return true;
  for (std::string_view place = parent(path); !place.empty(); place = parent(place)) {
    if (places.contains(std::string(place))) return true;
  }
  return false;
}

}  // namespace

bool Folder::is_another_root() const {
  return root_ && *root_ != directory_->identity();
}

// A known file is met. In another directory than before one that is the same file says that it is the same folder; so
// do most of the names.
void Folder::recognise(const fs::Entry& entry, const fs::Stamp& known) {
  if (strangers_.contains(entry.path)) return;
  ++scan_->met;
  if (replaced_.contains(entry.path) || !is_same_file(known, entry.stamp)) return;
  scan_->recognised = true;
  if (known.device != entry.stamp.device) scan_->renumbered.insert(known.device);
}

// A file is taken in. While another directory is in the folder's place it does not speak for the folder.
void Folder::suspect(const std::string& path, const fs::Stamp& stamp) {
  if (!is_another_root()) return;
  const auto known = known_.find(path);
  if (known == known_.end()) {
    strangers_.insert(path);
  } else if (!strangers_.contains(path) && !is_same_file(known->second.stamp, stamp)) {
    replaced_.insert(path);
  }
}

bool Folder::has_known_file() const {
  std::size_t looked_for = 0;
  for (const auto& [path, known] : known_) {
    if (std::holds_alternative<fs::Stamp>(directory_->stamp(path))) return true;
    if (++looked_for == enough_looked_for) return false;
  }
  return false;
}

// With none of the files that were there when the folder was first seen (it was not mounted yet, say), what it holds is
// what was there first. An empty file system that has got another number is still the same.
void Folder::recognise_root() {
  const bool renumbered = known_.empty() && root_ && root_->inode == directory_->identity().inode;
  const bool another = is_another_root() && !renumbered && !has_known_file();
  first_look_ = !baselined_ || (another && settings_.existing == Existing::ignore);
}

// Those that the walk has not met. A table that grew meanwhile has other buckets: it is gone through once more.
void Folder::go_on_looking_for_absent() {
  Scan& look = *scan_;
  if (look.buckets != known_.bucket_count()) {
    look.buckets = known_.bucket_count();
    look.bucket = 0;
    look.absent.clear();
  }
  const std::size_t end = std::min(look.bucket + buckets_at_once, look.buckets);
  for (; look.bucket < end; ++look.bucket) {
    for (auto file = known_.begin(look.bucket); file != known_.end(look.bucket); ++file) {
      if (file->second.seen != look.number) look.absent.push_back(file->first);
    }
  }
  if (look.bucket == look.buckets) finish_scan();
}

// Where known files were met.
std::set<std::string, std::less<>> Folder::inhabited_places(const Scan& done) const {
  std::set<std::string, std::less<>> inhabited;
  for (const auto& [path, known] : known_) {
    if (known.seen == done.number && !strangers_.contains(path) && !replaced_.contains(path))
      inhabited.emplace(parent(path));
  }
  return inhabited;
}

// Those that were deleted, as far as can be told from here, are looked at; gives the number of the others. Another file
// system or another directory in the folder's place (unmounted, moved away) is no proof of a deletion, unless some of
// the files are there.
std::size_t Folder::doubt_absent(const Scan& done) {
  const std::uint64_t device = directory_->identity().device;
  const std::size_t known_before = known_.size() - std::min(known_.size(), strangers_.size());
  const bool another_folder = is_another_root() && !done.recognised && done.met * 2 <= known_before;
  std::optional<std::set<std::string, std::less<>>> inhabited;
  std::size_t displaced = 0;
  for (const std::string& path : done.absent) {
    const auto known = known_.find(path);
    if (known == known_.end() || known->second.seen == done.number || lies_in(path, done.unread_places)) continue;
    const std::uint64_t its_device = known->second.stamp.device;
    bool mounted =
        its_device == device || (root_ && its_device == root_->device) || done.renumbered.contains(its_device);
    if (!mounted) {
      if (!inhabited) inhabited = inhabited_places(done);
      mounted = inhabited->contains(parent(path));
    }
    const bool came_here = strangers_.contains(path);
    if ((mounted && !another_folder) || came_here) {
      doubtful_.insert(path);
    } else {
      ++displaced;
    }
  }
  return displaced;
}

// From now on the files are those of this directory.
void Folder::save_root(const Scan& done, std::size_t displaced) {
  const fs::Directory::Identity root = directory_->identity();
  if (displaced > 0 || done.unread) return;
  strangers_.clear();
  replaced_.clear();
  if (root_ == root) return;
  root_ = root;
  save_record([&](queue::SourceRecord& record) {
    record.root = {static_cast<std::int64_t>(root.device), static_cast<std::int64_t>(root.inode)};
  });
}

}  // namespace mediumsync::source
