#include "publish/image_conversion.hpp"

#include <chrono>
#include <cstdlib>
#include <utility>

#include "core/image_type.hpp"
#include "core/text.hpp"

namespace mediumsync::publish {
namespace {

constexpr std::size_t max_image = 25U << 20;             // Medium takes no more
constexpr std::chrono::seconds patience(30);             // of the clock; of the processor it has 20
constexpr std::string_view longest_side = "4000";        // pixels; Medium shows 700, or twice that on a fine screen
constexpr std::string_view longest_moving_side = "800";  // of every one of a GIF's pictures, which hardly shrink
constexpr int no_such_program = 127;                     // as prlimit and shells say it

constexpr std::string_view gif = "image/gif";

// WebP's container specification, "Extended File Format".
constexpr unsigned char alpha_flag = 0x10;
constexpr unsigned char animation_flag = 0x02;

bool has_webp_flag(std::string_view bytes, unsigned char flag) {
  return bytes.size() > 20 && bytes.substr(12, 4) == "VP8X" && (static_cast<unsigned char>(bytes[20]) & flag) != 0;
}

bool moves(std::string_view bytes, std::string_view media_type) {
  return media_type == "image/webp" && has_webp_flag(bytes, animation_flag);
}

// Photographs become JPEG: as PNG they would be many times as large. What may be transparent, or is drawn, becomes PNG.
std::string_view target_of(std::string_view bytes, std::string_view media_type) {
  constexpr std::string_view png = "image/png";
  constexpr std::string_view jpeg = "image/jpeg";
  if (media_type == "image/webp") return bytes.substr(12, 4) == "VP8L" || has_webp_flag(bytes, alpha_flag) ? png : jpeg;
  if (media_type == "image/avif" || media_type == "image/heic" || media_type == "image/heif") {
    constexpr std::size_t head = 4096;
    const bool transparent = bytes.substr(0, head).find("auxiliary:alpha") != std::string_view::npos;
    return transparent ? png : jpeg;
  }
  return png;
}

std::string file_of(std::string_view media_type) {
  return "out." + std::string(core::extension_of(media_type));
}

uv::Command command_for(std::string bytes, std::string_view media_type, std::string_view target) {
  const std::string input = "in." + std::string(core::extension_of(media_type));
  const std::string options = target == "image/jpeg" ? "[Q=88,strip]" : "[strip]";
  const bool moving = target == gif;
  const std::string side(moving ? longest_moving_side : longest_side);
  const char* path = std::getenv("PATH");
  uv::Command command;
  command.words = {"prlimit",
                   "--data=402653184",  // bytes: the whole service has 512 MiB
                   "--fsize=26214400",  // bytes, of each file
                   "--cpu=20",          // seconds
                   "--core=0",
                   "--nofile=64",
                   "--",
                   "vips",
                   "thumbnail",
                   input + (moving ? "[n=-1]" : ""),  // all of its pictures
                   file_of(target) + options,
                   side,
                   "--height",
                   side,
                   "--size",
                   "down"};
  // One thread; and no code made at run time, which the service's sandbox forbids.
  command.environment = {"PATH=" + std::string(path == nullptr ? "/usr/bin:/bin" : path), "LC_ALL=C",
                         "VIPS_CONCURRENCY=1", "VIPS_NOVECTOR=1", "MAGICK_THREAD_LIMIT=1"};
  command.files = {{input, std::move(bytes)}};
  command.result = file_of(target);
  command.max_output = max_image;
  command.timeout = patience;
  return command;
}

std::string first_line(const std::string& text) {
  return core::printable(core::cut_on_word(text.substr(0, text.find('\n')), 120));
}

struct WhyNot {
  const uv::Ran& ran;

  std::string operator()(const uv::NotStarted& failure) const {
    if (failure.why == std::errc::no_such_file_or_directory)
      return "can't be converted: prlimit is missing; install the package util-linux";
    return "can't be converted: " + failure.why.message();
  }
  std::string operator()(const uv::Exited& exited) const {
    if (exited.status == no_such_program && !uv::is_installed("vips")) {
      return "can't be converted, as Medium needs it: install the package libvips-tools";
    }
    return "can't be converted: " + (ran.errors.empty() ? "vips made nothing of it" : first_line(ran.errors));
  }
  std::string operator()(const uv::Signalled& signalled) const {
    return "is too large to be converted, or damaged (vips was ended by signal " + std::to_string(signalled.signal) +
           ")";
  }
  std::string operator()(const uv::TimedOut&) const {
    return "took longer to be converted than " + std::to_string(patience.count()) + " s; make it smaller";
  }
  std::string operator()(const uv::Flooded&) const { return "is too large when converted; make it smaller"; }
};

Conversion read(uv::Ran ran, std::string_view target) {
  const auto* exited = std::get_if<uv::Exited>(&ran.end);
  if (exited != nullptr && exited->status == 0 && ran.result) {
    const auto type = core::image_type(*ran.result);
    if (type && type->media_type == target) return ConvertedImage{std::move(*ran.result), target};
  }
  return ConversionFailure{std::visit(WhyNot{ran}, ran.end)};
}

}  // namespace

ImageConversion::ImageConversion(uv::Loop& loop, std::string bytes, std::string_view media_type,
                                 std::function<void(Conversion)> on_done)
    : loop_(loop),
      bytes_(std::move(bytes)),
      media_type_(media_type),
      still_(target_of(bytes_, media_type)),
      moves_(moves(bytes_, media_type)),
      on_done_(std::move(on_done)) {
  run(moves_ ? gif : still_);
}

void ImageConversion::run(std::string_view target) {
  std::string bytes = target == still_ ? std::exchange(bytes_, {}) : bytes_;
  process_.emplace(loop_, command_for(std::move(bytes), media_type_, target),
                   [this, target](uv::Ran ran) { on_end(std::move(ran), target); });
}

void ImageConversion::on_end(uv::Ran ran, std::string_view target) {
  Conversion result = read(std::move(ran), target);
  auto* converted = std::get_if<ConvertedImage>(&result);
  if (converted == nullptr && target != still_) return run(still_);
  if (converted != nullptr && moves_ && target == still_) converted->motion = Motion::lost;
  // The receiver may destroy this.
  const auto on_done = std::exchange(on_done_, {});
  on_done(std::move(result));
}

}  // namespace mediumsync::publish
