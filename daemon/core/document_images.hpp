// What becomes of a document's images once somebody has looked at them: those beside the post while it is read, those
// on the web before it is sent.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "core/document.hpp"

namespace mediumsync::core {

// It stays as it is.
struct KeepImage {};
// It is on the web, there.
struct LinkImage {
  std::string url;
};
// It goes by another path.
struct RenameImage {
  std::string path;
};
// It can't be had: its alternative text stands in its place.
struct DropImage {};
// It can't be shown, but a reader can follow the link: its alternative text leads there.
struct NameImage {
  std::string url;
};
using ImageFate = std::variant<KeepImage, LinkImage, RenameImage, DropImage, NameImage>;

// Asks `decide` about every local image, in reading order (notes last), and gives the document with the answers carried
// out.
Document decide_local_images(Document document, const std::function<ImageFate(const LocalImage&)>& decide);

// The same for the images on the web.
Document decide_remote_images(Document document, const std::function<ImageFate(const RemoteImage&)>& decide);

}  // namespace mediumsync::core
