// What the kit tells its reader to do.
#pragma once

#include <string>
#include <vector>

#include "render/kit.hpp"

namespace mediumsync::render {

// The steps as HTML: the two ways of publishing the post by hand, the better one open and the other folded away, then
// the pieces one by one, and how it ends. `shown` are the paths of the images on the page, in their order.
std::string kit_steps(const core::Post& post, const std::vector<KitImage>& by_hand,
                      const std::vector<std::string>& shown, const KitFacts& facts);

}  // namespace mediumsync::render
