#include <set>
#include <string>

#include "render/story.hpp"
#include "render/walk.hpp"

namespace mediumsync::render {
namespace {

template <typename Source, typename Key>
std::vector<Source> sources(const core::Document& document, Key Source::*key) {
  std::vector<Source> result;
  std::set<std::string> seen;
  walk(document, [&](const core::Block& block) {
    const auto* image = std::get_if<core::Image>(&block.value);
    const Source* source = image != nullptr ? std::get_if<Source>(&image->source) : nullptr;
    if (source != nullptr && seen.insert(source->*key).second) result.push_back(*source);
  });
  return result;
}

}  // namespace

std::vector<core::LocalImage> local_images(const core::Document& document) {
  return sources(document, &core::LocalImage::path);
}

std::vector<core::RemoteImage> remote_images(const core::Document& document) {
  return sources(document, &core::RemoteImage::url);
}

}  // namespace mediumsync::render
