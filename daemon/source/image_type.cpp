#include "source/image_type.hpp"

#include <array>
#include <string>

#include "core/text.hpp"

namespace mediumsync::source {
namespace {

using namespace std::string_view_literals;

struct Signature {
  std::size_t offset;
  std::string_view bytes;
  ImageType type;
};

constexpr std::array signatures{
    Signature{0, "\x89PNG\r\n\x1a\n"sv, {"image/png", true}},
    Signature{0, "\xff\xd8\xff"sv, {"image/jpeg", true}},
    Signature{0, "GIF87a"sv, {"image/gif", true}},
    Signature{0, "GIF89a"sv, {"image/gif", true}},
    Signature{0, "II*\0"sv, {"image/tiff", true}},
    Signature{0, "MM\0*"sv, {"image/tiff", true}},
    Signature{8, "WEBPVP8"sv, {"image/webp", false}},
    Signature{4, "ftypavif"sv, {"image/avif", false}},
    Signature{4, "ftypavis"sv, {"image/avif", false}},
    Signature{0, "BM"sv, {"image/bmp", false}},
};

}  // namespace

std::optional<ImageType> image_type(std::string_view bytes) {
  for (const Signature& signature : signatures) {
    if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes))
      return signature.type;
  }
  const std::string head = core::ascii_lower(core::trim(bytes.substr(0, 1024)));
  const bool markup = head.starts_with("<?xml") || head.starts_with("<svg") || head.starts_with("<!doctype svg") ||
                      head.starts_with("<!--");
  if (markup && head.find("<svg") != std::string::npos) return ImageType{"image/svg+xml", false};
  return std::nullopt;
}

}  // namespace mediumsync::source
