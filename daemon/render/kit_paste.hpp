// What goes on the clipboard: the story as it is sent by the API, but for the images that only an upload could carry.
#pragma once

#include <string>
#include <vector>

#include "render/kit.hpp"

namespace mediumsync::render {

// Those whose bytes are here and not on Medium.
std::vector<KitImage> images_by_hand(const core::Post& post, const PageImages& images);

// In the place of each image that is added by hand stands a line that says which.
std::string paste_html(const core::Post& post, const PageImages& images, const std::vector<KitImage>& by_hand);

}  // namespace mediumsync::render
