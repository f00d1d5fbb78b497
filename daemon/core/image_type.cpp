#include "core/image_type.hpp"

#include <array>
#include <string>

#include "core/text.hpp"

namespace mediumsync::core {
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
    Signature{4, "ftypheic"sv, {"image/heic", false}},
    Signature{4, "ftypheix"sv, {"image/heic", false}},
    Signature{4, "ftypmif1"sv, {"image/heif", false}},
    Signature{0, "\xff\x0a"sv, {"image/jxl", false}},
    Signature{0, "\0\0\0\x0cJXL \r\n\x87\n"sv, {"image/jxl", false}},
    Signature{0, "\0\0\0\x0cjP  \r\n\x87\n"sv, {"image/jp2", false}},
    Signature{0, "\0\0\1\0"sv, {"image/x-icon", false}},
    Signature{0, "BM"sv, {"image/bmp", false}},
};

}  // namespace

std::optional<ImageType> image_type(std::string_view bytes) {
  for (const Signature& signature : signatures) {
    if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes))
      return signature.type;
  }
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  const std::string head = ascii_lower(trim(bytes.substr(0, 4096)));
  const bool markup = head.starts_with("<?xml") || head.starts_with("<svg") || head.starts_with("<!doctype svg") ||
                      head.starts_with("<!--");
  if (markup && head.find("<svg") != std::string::npos) return ImageType{"image/svg+xml", false};
  return std::nullopt;
}

std::string_view extension_of(std::string_view media_type) {
  if (media_type == "image/svg+xml") return "svg";
  if (media_type == "image/x-icon") return "ico";
  return media_type.substr(media_type.find('/') + 1);
}

}  // namespace mediumsync::core
