// What imports show of the stories of published posts: edited or deleted on Medium, where nothing of ours can do it.
// Private to queue/.
#pragma once

#include <optional>
#include <vector>

#include "queue/known_story.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {

// Before the import's story takes the place of the known one. Gives the post whose story was found to be another than
// it was.
std::optional<core::PostId> compare_with_post(Store& store, const std::optional<KnownStory>& known,
                                              const KnownStory& told, core::TimePoint now);

// The posts that were published by then, for readers to see, and whose stories the import did not tell of. Nothing is
// published again for that.
std::vector<core::PostId> find_deleted(Store& store, std::string_view account, std::int64_t import,
                                       core::TimePoint until, core::TimePoint now);

// A person knows of it. False: there was nothing.
bool settle_medium_change(Store& store, core::PostId id);

}  // namespace mediumsync::queue
