// What a person needs to publish a post by hand, and the reminder of those that were handed off and are not done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/expected.hpp"
#include "publish/account_settings.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// An image that is added by hand; its bytes are asset_bytes() of the digest.
struct KitFile {
  std::string name;
  std::string media_type;
  std::string digest;
};

struct Kit {
  std::string html;
  std::vector<KitFile> files;
};

// Why there is no kit, with what to do instead.
struct KitRefusal {
  std::string message;
};

// What the kit has to know of the post's account.
struct KitAccount {
  enum class Health { works, stands_still };
  std::string site = "https://medium.com";
  Means means = Means::api;
  Health health = Health::stands_still;
};

// Of a post that waits, is held, was handed off or has failed; of one that is in doubt while its account stands still.
core::Expected<Kit, KitRefusal> make_kit(queue::Queue& queue, core::PostId id, const KitAccount& account);

// Recalls, once, what was handed off a day ago and is not done; when to be asked again, if ever.
std::optional<core::TimePoint> remind(queue::Queue& queue, core::TimePoint now);

}  // namespace mediumsync::publish
