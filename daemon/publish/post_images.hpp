#pragma once

#include <vector>

#include "queue/queue.hpp"
#include "render/reading_page.hpp"

namespace mediumsync::publish {

// A post's local images for a page: bytes are read when they are asked for. `kept` outlives what is given back.
render::PageImages images_of(queue::Queue& queue, const std::vector<queue::AssetRecord>& kept);

}  // namespace mediumsync::publish
