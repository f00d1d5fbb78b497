#include "publish/post_images.hpp"

#include <algorithm>

namespace mediumsync::publish {

render::PageImages images_of(queue::Queue& queue, const std::vector<queue::AssetRecord>& kept) {
  return [&queue, &kept](const core::LocalImage& local) -> std::optional<render::PageImage> {
    const auto found = std::ranges::find(kept, local.path, &queue::AssetRecord::path);
    if (found == kept.end()) return std::nullopt;
    // Its bytes may be gone once it is on Medium.
    if (found->url) return render::ImageAddress{*found->url};
    return render::ImageKept{found->media_type,
                             [&queue, &found = *found] { return queue.asset_bytes(found.digest).value_or(""); }};
  };
}

}  // namespace mediumsync::publish
