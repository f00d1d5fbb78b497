// What an image is, told by its first bytes rather than its name.
#pragma once

#include <optional>
#include <string_view>

namespace mediumsync::core {

struct ImageType {
  std::string_view media_type;
  bool taken_by_medium = false;  // jpeg, png, gif, tiff
};

std::optional<ImageType> image_type(std::string_view bytes);

// What a file of that type is usually called: "png" of "image/png", "svg" of "image/svg+xml".
std::string_view extension_of(std::string_view media_type);

}  // namespace mediumsync::core
