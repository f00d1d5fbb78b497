// What becomes of the images that stand beside a post once somebody has looked for them.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "core/document.hpp"

namespace mediumsync::core {

// It is there and will be uploaded.
struct KeepImage {};
// It is on the web.
struct LinkImage {
  std::string url;
};
// It can't be had: its alternative text stands in its place.
struct DropImage {};
using ImageFate = std::variant<KeepImage, LinkImage, DropImage>;

// Asks `decide` about every local image, in reading order (notes last), and gives the document with the answers carried
// out.
Document decide_local_images(Document document, const std::function<ImageFate(const LocalImage&)>& decide);

}  // namespace mediumsync::core
