// Whether a post is in the queue already, having come another way: from another folder or feed, or from the same feed
// under another id. Found by keys that are kept with every post, so that a million of them cost no more than ten.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/likeness.hpp"
#include "queue/arrival_rule.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {

// The keys and the sketch that the text and post tables keep.
struct Keys {
  std::optional<std::int64_t> address;
  std::optional<std::int64_t> title;
  std::optional<std::int64_t> text;
};
Keys keys_of(const core::Likeness& likeness, std::string_view account);

// Another post of the account that is the same one.
struct Twin {
  core::PostId id;
  std::string reason;  // names it and says why
};

struct Kin {
  std::optional<Twin> twin;  // on its way or there already
  // Held because they can't go as they are (a teaser, say): the whole post that comes now goes in their place.
  std::vector<core::PostId> outdone;
};

// `likeness` is that of the arrival's post.
Kin find_kin(Store& store, const Arrival& arrival, const core::Likeness& likeness, core::PostId self);

// Nobody wants it sent, though it is not sent either: the same post from elsewhere isn't wanted more.
bool is_kept(const Standing& standing);

// What the arrival's text says word for word is in the account's queue already, or is kept from it.
enum class KeptPosts { not_looked_at, too };
std::optional<Twin> find_copy(Store& store, const Arrival& arrival, core::PostId self, KeptPosts kept);

core::Likeness likeness_of(Store& store, core::PostId id);

// Whether anything is left of what made two the same post: the title, or a part of the text.
bool resembles(const core::Likeness& one, const core::Likeness& other);
bool still_resembles(Store& store, const core::Likeness& likeness, const Record& twin);

// "the same post as 12 (drop: hello.md)"
std::string same_post_as(const Record& post);

// Fills in what posts of an older schema lack. Each call of it that is cut short goes on where it ended.
void sketch_older_texts(Store& store);

}  // namespace mediumsync::queue
