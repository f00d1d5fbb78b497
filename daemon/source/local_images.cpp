#include "source/local_images.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "core/data_url.hpp"
#include "core/document_images.hpp"
#include "core/image_type.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "lib/uv/process.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t max_image = 25U << 20;        // Medium's editor takes no more
constexpr std::size_t max_all_images = 100U << 20;  // of one post

// Takes in the images of one post; remembers what it has taken.
class Collector {
 public:
  core::ImageFate take(const core::LocalImage& image, std::string bytes) {
    if (const auto fate = keep(image, image.path, std::move(bytes))) return *fate;
    return core::KeepImage{};
  }

  // One that is written into the text itself; from here on it goes by a short name.
  core::ImageFate take_data(const core::LocalImage& image) {
    if (const auto known = named_.find(image.path); known != named_.end()) return core::RenameImage{known->second};
    auto bytes = core::decode_data_url(image.path);
    if (!bytes) return drop(image, "image-data", " is damaged; save it as a file beside the post");
    if (bytes->size() > max_image) return drop(image, "image-too-large", " is over 25 MiB; make it smaller");
    const auto type = core::image_type(*bytes);
    const std::string name = "data-" + crypto::sha256_hex(*bytes).substr(0, 12) + "." +
                             std::string(core::extension_of(type ? type->media_type : "image/unknown"));
    if (const auto fate = keep(image, name, std::move(*bytes))) return *fate;
    named_.emplace(image.path, name);
    return core::RenameImage{name};
  }

  bool has(const core::LocalImage& image) const {
    return std::ranges::find(result.assets, image.path, &core::Asset::path) != result.assets.end();
  }

  core::ImageFate drop(const core::LocalImage& image, std::string code, const std::string& why) {
    const bool first = told_.insert(image.path).second;
    if (on_the_web) {
      if (first) {
        add(image, core::Severity::advice, std::move(code),
            name_of(image) + why + ". What lies at " + *on_the_web + " stands in its place");
      }
      return core::LinkImage{*on_the_web};
    }
    if (first)
      add(image, core::Severity::warning, std::move(code), name_of(image) + why + ". Its words stand in its place");
    return core::DropImage{};
  }

  // Where the image that is being looked at lies on the web, if that is known.
  std::optional<std::string> on_the_web;

  CollectedImages result;

 private:
  static std::string name_of(const core::LocalImage& image) {
    if (core::is_data_url(image.path)) return "an image that is written into the text (data:)";
    return "image " + core::printable(image.path);
  }

  void add(const core::LocalImage& image, core::Severity severity, std::string code, std::string message) {
    result.findings.push_back({severity, std::move(code), std::move(message), image.line.number});
  }

  // What becomes of it where it can't be kept.
  std::optional<core::ImageFate> keep(const core::LocalImage& image, const std::string& path, std::string bytes) {
    const auto type = core::image_type(bytes);
    if (!type) {
      on_the_web.reset();  // it would be none there either
      return drop(image, "image-format",
                  " is no image that is known here; Medium takes JPEG, PNG, GIF and TIFF: save it as one of these");
    }
    total_ += bytes.size();
    if (total_ > max_all_images) {
      return drop(image, "image-too-large",
                  " and the post's others are over " + std::to_string(max_all_images >> 20) +
                      " MiB together; make them smaller");
    }
    if (!type->taken_by_medium) tell_conversion(image, type->media_type);
    std::string digest = crypto::sha256_hex(bytes);
    result.assets.push_back({path, std::string(type->media_type), std::move(bytes), std::move(digest)});
    return std::nullopt;
  }

  void tell_conversion(const core::LocalImage& image, std::string_view media_type) {
    const std::string what = name_of(image) + " is " + std::string(media_type) + ", which Medium does not take; ";
    if (uv::is_installed("vips")) {
      add(image, core::Severity::advice, "image-format", what + "it is converted before it is uploaded");
    } else {
      add(image, core::Severity::warning, "image-format",
          what + "to have it converted install the package libvips-tools, or save it as JPEG or PNG");
    }
  }

  std::size_t total_ = 0;
  std::set<std::string> told_;
  std::map<std::string, std::string> named_;  // data: URL → path
};

// Where an image lies beneath the folder. "/x.png" is meant from the folder's top, as on the web; all else from the
// post's own place.
std::string place_of(const std::filesystem::path& post_folder, const std::string& path) {
  const std::size_t begin = path.find_first_not_of('/');
  if (path.starts_with('/')) return begin == std::string::npos ? std::string() : path.substr(begin);
  return (post_folder / path).lexically_normal().string();
}

// Where it lies on the web, when that is known of the post.
std::optional<std::string> address_of(const std::string& path, const std::optional<std::string>& post_url) {
  if (!post_url) return std::nullopt;
  const auto url = core::resolve(*post_url, core::encode_unsafe(path));
  return url && core::is_web_url(*url) ? url : std::nullopt;
}

}  // namespace

std::optional<std::string> web_address(const core::Item& item, const std::string& post_path,
                                       const std::optional<std::string>& base_url) {
  if (item.canonical_url || !base_url) return item.canonical_url;
  return core::resolve(*base_url, core::encode_unsafe(post_path));
}

CollectedImages collect_images(core::Document document, const fs::Directory& folder, const std::string& post_path,
                               const std::optional<std::string>& post_url) {
  const std::filesystem::path post_folder = std::filesystem::path(post_path).parent_path();
  Collector collector;
  collector.result.document =
      core::decide_local_images(std::move(document), [&](const core::LocalImage& image) -> core::ImageFate {
        collector.on_the_web.reset();
        if (core::is_data_url(image.path)) return collector.take_data(image);
        if (collector.has(image)) return core::KeepImage{};
        collector.on_the_web = address_of(image.path, post_url);
        auto read = folder.read(place_of(post_folder, image.path), max_image);
        if (auto* content = std::get_if<fs::FileContent>(&read))
          return collector.take(image, std::move(content->bytes));
        const fs::ReadError& error = std::get<fs::ReadError>(read);
        if (error.problem == fs::ReadProblem::missing && collector.on_the_web)
          return core::LinkImage{*collector.on_the_web};
        if (error.problem == fs::ReadProblem::outside) collector.on_the_web.reset();
        return collector.drop(image, "image-missing", " can't be had: " + core::printable(error.message));
      });
  return std::move(collector.result);
}

CollectedImages collect_added(core::Document document, const std::vector<AddedImage>& images) {
  Collector collector;
  collector.result.document =
      core::decide_local_images(std::move(document), [&](const core::LocalImage& image) -> core::ImageFate {
        if (core::is_data_url(image.path)) return collector.take_data(image);
        if (collector.has(image)) return core::KeepImage{};
        const auto added = std::ranges::find(images, image.path, &AddedImage::path);
        if (added == images.end()) return collector.drop(image, "image-missing", " did not come with the file");
        return collector.take(image, added->bytes);
      });
  return std::move(collector.result);
}

std::vector<core::Asset> adopt(core::Item& item, CollectedImages images) {
  item.body = std::move(images.document);
  item.findings.insert(item.findings.end(), images.findings.begin(), images.findings.end());
  return std::move(images.assets);
}

}  // namespace mediumsync::source
