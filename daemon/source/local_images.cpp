#include "source/local_images.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/document_images.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "lib/crypto/digest.hpp"
#include "source/image_type.hpp"

namespace mediumsync::source {
namespace {

constexpr std::size_t max_image = 25U << 20;        // Medium's editor takes no more
constexpr std::size_t max_all_images = 100U << 20;  // of one post

// Reads the images of one post; remembers what it has read.
class Collector {
 public:
  Collector(const fs::Directory& folder, const std::string& post_path, const std::optional<std::string>& base_url)
      : folder_(folder), post_folder_(std::filesystem::path(post_path).parent_path()), base_url_(base_url) {}

  core::ImageFate decide(const core::LocalImage& image) {
    if (std::ranges::find(assets, image.path, &core::Asset::path) != assets.end()) return core::KeepImage{};
    auto read = folder_.read(place(image.path), max_image);
    if (const auto* error = std::get_if<fs::ReadError>(&read)) return not_read(image, *error);
    return judge(image, std::move(std::get<fs::FileContent>(read).bytes));
  }

  std::vector<core::Asset> assets;
  core::Findings findings;

 private:
  // "/x.png" is meant from the folder's top, as on the web; all else from the post's own place.
  std::string place(const std::string& path) const {
    if (path.starts_with('/'))
      return path.substr(path.find_first_not_of('/') == std::string::npos ? path.size() : path.find_first_not_of('/'));
    return (post_folder_ / path).lexically_normal().string();
  }

  core::ImageFate not_read(const core::LocalImage& image, const fs::ReadError& error) {
    if (error.problem == fs::ReadProblem::missing && base_url_) {
      const std::string there = post_folder_.empty() ? image.path : (post_folder_ / image.path).generic_string();
      const auto url = core::resolve(*base_url_, core::encode_unsafe(image.path.starts_with('/') ? image.path : there));
      if (url && core::is_web_url(*url)) return core::LinkImage{*url};
    }
    find(image, "image-missing", error.message + "; its words stand in its place");
    return core::DropImage{};
  }

  core::ImageFate judge(const core::LocalImage& image, std::string bytes) {
    const auto type = image_type(bytes);
    if (!type || !type->taken_by_medium) {
      const std::string what = type ? std::string(type->media_type) : "no image that is known here";
      find(image, "image-format",
           "image " + core::printable(image.path) + " is " + what +
               "; Medium takes JPEG, PNG, GIF and TIFF: save it as one of these. Its words stand in its place");
      return core::DropImage{};
    }
    total_ += bytes.size();
    if (total_ > max_all_images) {
      find(image, "image-too-large",
           "the post's images are over " + std::to_string(max_all_images >> 20) + " MiB together; make them smaller");
      return core::DropImage{};
    }
    std::string digest = crypto::sha256_hex(bytes);
    assets.push_back({image.path, std::string(type->media_type), std::move(bytes), std::move(digest)});
    return core::KeepImage{};
  }

  void find(const core::LocalImage& image, std::string code, std::string message) {
    if (!told_.insert(image.path).second) return;
    findings.push_back({core::Severity::warning, std::move(code), std::move(message), std::nullopt});
  }

  const fs::Directory& folder_;
  std::filesystem::path post_folder_;
  const std::optional<std::string>& base_url_;
  std::size_t total_ = 0;
  std::set<std::string> told_;
};

}  // namespace

CollectedImages collect_images(core::Document document, const fs::Directory& folder, const std::string& post_path,
                               const std::optional<std::string>& base_url) {
  Collector collector(folder, post_path, base_url);
  core::Document decided = core::decide_local_images(
      std::move(document), [&collector](const core::LocalImage& image) { return collector.decide(image); });
  return {std::move(decided), std::move(collector.assets), std::move(collector.findings)};
}

}  // namespace mediumsync::source
