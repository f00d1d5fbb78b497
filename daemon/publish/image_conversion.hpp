#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/uv/loop.hpp"
#include "lib/uv/process.hpp"

namespace mediumsync::publish {

// Whether an image that moves still does. One that never did has lost nothing.
enum class Motion { kept, lost };

struct ConvertedImage {
  std::string bytes;
  std::string_view media_type;
  Motion motion = Motion::kept;
};

// Why an image could not be converted, with what would help; reads on after "image NAME".
struct ConversionFailure {
  std::string reason;
};

using Conversion = std::variant<ConvertedImage, ConversionFailure>;

// One image in a format that Medium does not take, made a PNG or JPEG by `vips`, in a child process within limits of
// time, memory and output. One that moves becomes a GIF, or its first picture where that takes too much. It sees no
// file but the image: in a directory of its own there is nothing that a drawing could refer to, and librsvg fetches
// nothing from elsewhere. Owned by the delivery that needs it; destroying it kills the child.
class ImageConversion {
 public:
  // `on_done` is called once, from the loop; it may destroy this.
  ImageConversion(uv::Loop& loop, std::string bytes, std::string_view media_type,
                  std::function<void(Conversion)> on_done);

 private:
  void run(std::string_view target);
  void on_end(uv::Ran ran, std::string_view target);

  uv::Loop& loop_;
  std::string bytes_;  // gone with the last attempt
  const std::string media_type_;
  const std::string_view still_;  // what it becomes where it does not move
  const bool moves_;
  std::function<void(Conversion)> on_done_;
  std::optional<uv::Process> process_;
};

}  // namespace mediumsync::publish
