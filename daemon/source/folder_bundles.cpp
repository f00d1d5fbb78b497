// What a folder takes for one post: a file, or a bundle of files.
#include <algorithm>

#include "source/bundle.hpp"
#include "source/file_names.hpp"
#include "source/finished.hpp"
#include "source/folder.hpp"

namespace mediumsync::source {
namespace {

std::string parent(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

}  // namespace

// Of a textbundle only its text is a post, whatever else lies in it.
bool Folder::is_post(const std::string& path) const {
  // What has been put away is read again only when it is known and was changed there.
  if (moves() && finished_directory_of(path)) return known_.contains(path);
  const auto bundle = bundle_of(path);
  const bool named = is_post_path(path, settings_.include) ||
                     (bundle && is_textbundle(*bundle) && is_post_path(*bundle, settings_.include));
  return named && (!textbundle_around(path) || textbundle_around(path) == bundle);
}

std::optional<std::string> Folder::text_in(const std::string& bundle) const {
  if (!directory_) return std::nullopt;
  for (const std::string_view name : is_textbundle(bundle) ? textbundle_texts : page_bundle_texts) {
    std::string text = join(bundle, std::string(name));
    if (is_post(text) && std::holds_alternative<fs::Stamp>(directory_->stamp(text))) return text;
  }
  return std::nullopt;
}

// The text of the innermost bundle that a file lies in.
std::optional<std::string> Folder::text_around(const std::string& path) const {
  for (std::string place = parent(path); !place.empty(); place = parent(place)) {
    if (auto text = text_in(place)) return text;
  }
  return std::nullopt;
}

// What the queue knows a post by. Of several texts in one bundle the first stands for it; and what has been known by
// its file's name stays known by that, or it would be taken for a new post.
std::string Folder::identity_of(const std::string& path) const {
  const auto bundle = bundle_of(path);
  if (!bundle || world_.queue.knows(settings_.rules.source, path)) return path;
  const auto first = text_in(*bundle);
  return first && *first != path ? path : *bundle;
}

// Of a bundle: of all that lies in it, other posts apart, so that it is left alone only when everything is, and read
// again when an image changes.
fs::Stamp Folder::whole_stamp(const std::string& path, const fs::Stamp& text) const {
  const auto bundle = bundle_of(path);
  if (!bundle) return text;
  const auto entered = directory_->enter(*bundle);
  const auto* inside = std::get_if<fs::Directory>(&entered);
  if (inside == nullptr) return text;
  fs::Stamp whole = text;
  inside->walk({.on_directory = {},
                .on_file =
                    [&](const fs::Entry& entry) {
                      const std::string at = join(*bundle, entry.path);
                      if (at == path || is_passing_name(entry.path) || is_post(at)) return;
                      whole.size += entry.stamp.size;
                      whole.modified_ns = std::max(whole.modified_ns, entry.stamp.modified_ns);
                      whole.changed_ns = std::max(whole.changed_ns, entry.stamp.changed_ns);
                    },
                .on_error = {},
                .on_other = {}});
  return whole;
}

// What a post's file is: itself, or the text of its bundle.
std::optional<std::string> Folder::known_text_of(const std::string& origin) const {
  if (known_.contains(origin)) return origin;
  for (const std::string_view name : is_textbundle(origin) ? textbundle_texts : page_bundle_texts) {
    std::string text = join(origin, std::string(name));
    if (known_.contains(text)) return text;
  }
  return std::nullopt;
}

std::optional<std::string> Folder::other_post_in(const std::string& origin, const std::string& text) const {
  const auto entered = directory_->enter(origin);
  const auto* inside = std::get_if<fs::Directory>(&entered);
  if (origin == text || inside == nullptr) return std::nullopt;
  std::optional<std::string> other;
  inside->walk({.on_directory = {},
                .on_file =
                    [&](const fs::Entry& entry) {
                      std::string path = join(origin, entry.path);
                      if (path != text && is_post(path)) other = std::move(path);
                    },
                .on_error = {},
                .on_other = {}});
  return other;
}

}  // namespace mediumsync::source
