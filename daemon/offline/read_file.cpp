#include "offline/read_file.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/text.hpp"
#include "lib/fs/directory.hpp"
#include "parse/document.hpp"
#include "render/story.hpp"
#include "source/bundle.hpp"
#include "source/local_images.hpp"

namespace mediumsync::offline {
namespace {

constexpr std::uintmax_t max_file = 16U << 20;

core::Unexpected<FileError> unreadable(const std::string& path, const std::string& why) {
  return core::Unexpected<FileError>({path + ": " + why, "unreadable", std::nullopt});
}

// Reads the images beside the post, beneath its own folder as for a dropped file.
std::vector<core::Asset> collect(core::Item& item, const std::filesystem::path& path,
                                 const std::optional<std::string>& base) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const auto directory = fs::Directory::open(folder);
  const auto* open = std::get_if<fs::Directory>(&directory);
  if (open == nullptr) return {};
  const std::string name = path.filename().string();
  const auto address = source::web_address(item, name, base);
  return source::adopt(item, source::collect_images(std::move(item.body), *open, name, address));
}

// Who asks about a file wants to know about it, whether it would be queued or not.
void look_past_refusals(core::Item& item) {
  if (std::exchange(item.draft, core::Draft::no) == core::Draft::yes) {
    item.findings.push_back({core::Severity::advice, "draft",
                             "the post is marked as a draft: it is not queued until that is gone", std::nullopt});
  }
  if (std::exchange(item.medium.skip, core::Skip::no) == core::Skip::yes) {
    item.findings.push_back({core::Severity::advice, "medium-skip",
                             "the post says medium.skip, not meant for Medium: it is not queued", std::nullopt});
  }
}

core::Expected<core::Item, FileError> parse_file(const std::string& path, const std::string& bytes,
                                                 const std::optional<std::string>& base) {
  const auto format = parse::format_of(path).value_or(parse::Format::markdown);
  auto item = parse::document(bytes, format, {std::filesystem::path(path).filename().string(), base});
  if (!item) return core::Unexpected<FileError>({item.error().message, item.error().code, item.error().line});
  return std::move(*item);
}

std::string fallback_title(const std::string& path) {
  std::error_code error;
  return source::name_of_post(std::filesystem::absolute(path, error).lexically_normal().string());
}

// What does not lie beside the post but is written into it comes along with its text.
std::vector<core::Asset> beside(std::vector<core::Asset> images, const std::vector<core::LocalImage>& named) {
  std::erase_if(images, [&](const core::Asset& image) {
    return std::ranges::find(named, image.path, &core::LocalImage::path) == named.end();
  });
  return images;
}

}  // namespace

std::string text_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return path;
  const std::filesystem::path directory = std::filesystem::absolute(path, error).lexically_normal() / "";
  const std::string name = directory.parent_path().string();
  for (const std::string_view text :
       source::is_textbundle(name) ? source::textbundle_texts : source::page_bundle_texts) {
    const std::filesystem::path file = std::filesystem::path(path) / text;
    if (std::filesystem::is_regular_file(file, error)) return file.string();
  }
  return path;
}

core::Expected<std::string, FileError> read_bytes(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error || !std::filesystem::exists(status)) return unreadable(path, "no such file");
  if (!std::filesystem::is_regular_file(status)) return unreadable(path, "not a file");
  if (std::filesystem::file_size(path, error) > max_file) return unreadable(path, "over 16 MiB: no post is that long");
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, std::generic_category().message(errno));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

core::Expected<Illustrated, FileError> read_illustrated(const std::string& named,
                                                        const std::optional<std::string>& base, core::TimePoint now) {
  const std::string path = text_of(named);
  auto bytes = read_bytes(path);
  if (!bytes) return core::Unexpected<FileError>(bytes.error());
  auto item = parse_file(path, *bytes, base);
  if (!item) return core::Unexpected<FileError>(item.error());
  const std::filesystem::path place(path);
  std::vector<core::Asset> images = collect(*item, place, base);
  const core::SourceRules rules{.source = "offline", .account = "offline"};
  look_past_refusals(*item);
  auto post = core::normalise(std::move(*item), rules, fallback_title(path), now);
  if (!post) return core::Unexpected<FileError>({post.error().message, post.error().code, std::nullopt});
  return Illustrated{std::move(*post), std::move(images)};
}

core::Expected<core::Post, FileError> read_post(const std::string& path, const std::optional<std::string>& base,
                                                core::TimePoint now) {
  auto read = read_illustrated(path, base, now);
  if (!read) return core::Unexpected<FileError>(read.error());
  return std::move(read->post);
}

core::Expected<Packed, FileError> pack(const std::string& named) {
  const std::string path = text_of(named);
  auto bytes = read_bytes(path);
  if (!bytes) return core::Unexpected<FileError>(bytes.error());
  auto item = parse_file(path, *bytes, std::nullopt);
  if (!item) return core::Unexpected<FileError>(item.error());
  std::error_code error;
  const std::filesystem::path place = std::filesystem::absolute(path, error).lexically_normal();
  const std::vector<core::LocalImage> images = mediumsync::render::local_images(item->body);
  return Packed{place.string(), std::move(*bytes), beside(collect(*item, place, std::nullopt), images)};
}

}  // namespace mediumsync::offline
