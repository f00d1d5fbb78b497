// Images as figures.
#pragma once

#include <string>

#include "core/document.hpp"
#include "render/story.hpp"

namespace mediumsync::render {

// A figure; where the image can't be had, a paragraph with its alternative text, its caption and its link.
// Medium drops a link around an image, so the link of a linked image goes to the caption.
std::string figure_html(const core::Image& image, const ImageUrl& image_url);

}  // namespace mediumsync::render
