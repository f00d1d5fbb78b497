// The texts of posts, with their findings and images: the one that will be or was sent, and the newer one of a post
// that has drifted.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/post.hpp"
#include "queue/line.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {

struct TextId {
  std::int64_t value = 0;
  auto operator<=>(const TextId&) const = default;
};

// `prepared` is that of the arrival's post, and empty without one.
TextId add_text(Store& store, core::PostId post, const Arrival& arrival, const Prepared& prepared);

// With the bytes of images that no text names any more.
void drop_text(Store& store, TextId text);

// The arrival's text takes the place of the post's.
void replace_text(Store& store, core::PostId post, const Arrival& arrival, const Prepared& prepared);

// Its source has changed what was sent. Once: an older drift is forgotten.
void set_newer(Store& store, core::PostId post, const Arrival& arrival, const Prepared& prepared);
void forget_newer(Store& store, core::PostId post);
// It is the known text from now on. The post must have drifted.
void settle_newer(Store& store, core::PostId post);
// Published: the newer text is for comparing alone.
void drop_newer_images(Store& store, core::PostId post);

// What came to nothing waits again, or has failed, with its newer text if it has one, and as that was asked for.
void take_newer(Store& store, core::PostId post, core::TimePoint now);

// The post as it will be sent: what Medium refused before is left out. std::nullopt: no such post, or it can't be read.
std::optional<core::Post> load_post(Store& store, core::PostId post);
bool is_readable(Store& store, core::PostId post);

// The time before which the author does not want it, if that is still to come.
std::optional<core::TimePoint> author_not_before(Store& store, core::PostId post, core::TimePoint now);

// Behind all others of its line, at no other time than the author's own.
Place at_the_end(Store& store, const Record& record, core::TimePoint now);

// The images of a text, by assets.cpp.
void add_assets(Store& store, TextId text, const std::vector<core::Asset>& assets);
std::vector<AssetRecord> assets_of(Store& store, TextId text);
void drop_unnamed_assets(Store& store, const std::vector<AssetRecord>& assets);

// Drops the bytes of images of this published post that are on Medium and that no unpublished post needs.
void drop_uploaded_bytes(Store& store, core::PostId post);

}  // namespace mediumsync::queue
