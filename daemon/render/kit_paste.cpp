#include "render/kit_paste.hpp"

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "render/inline.hpp"
#include "render/story.hpp"
#include "render/walk.hpp"

namespace mediumsync::render {
namespace {

// What story() is told the address of an image that is added by hand is.
constexpr std::string_view scheme = "kit-image:";
constexpr std::string_view figure_start = "<figure><img src=\"kit-image:";
constexpr std::string_view figure_end = "</figure>";
constexpr std::size_t longest_name = 80;

// "03-a-chart.png" of "charts/a chart.png".
std::string file_name(std::size_t number, const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0 && c != '.' && c != '_' && c != '-'; }, '-');
  if (name.size() > longest_name) name.erase(0, name.size() - longest_name);
  const std::string digits = std::to_string(number);
  return (digits.size() < 2 ? "0" : "") + digits + "-" + name;
}

// Not on Medium yet, and to be had.
bool is_by_hand(const PageImages& images, const core::LocalImage& local) {
  const auto image = images(local);
  return image && std::holds_alternative<ImageKept>(*image);
}

std::string place_of(std::size_t number, const KitImage& image) {
  return "<p><strong>[Image " + std::to_string(number) + " goes here: " + escaped(image.name) + "]</strong></p>";
}

}  // namespace

std::vector<KitImage> images_by_hand(const core::Post& post, const PageImages& images) {
  std::vector<KitImage> found;
  walk(post.body, [&](const core::Block& block) {
    const auto* image = std::get_if<core::Image>(&block.value);
    const auto* local = image == nullptr ? nullptr : std::get_if<core::LocalImage>(&image->source);
    if (local == nullptr || std::ranges::find(found, local->path, &KitImage::path) != found.end()) return;
    if (!is_by_hand(images, *local)) return;
    found.push_back({file_name(found.size() + 1, local->path), local->path, core::collapse_space(image->alt),
                     core::collapse_space(core::plain_text(image->caption))});
  });
  return found;
}

std::string paste_html(const core::Post& post, const PageImages& images, const std::vector<KitImage>& by_hand) {
  const auto address = [&](const core::LocalImage& local) -> std::optional<std::string> {
    const auto image = images(local);
    if (!image) return std::nullopt;
    if (const auto* there = std::get_if<ImageAddress>(&*image)) return there->url;
    const auto found = std::ranges::find(by_hand, local.path, &KitImage::path);
    return std::string(scheme) + std::to_string(found - by_hand.begin());
  };
  const std::string sent = story(post, address).html;
  std::string html;
  std::size_t from = 0;
  // Figures hold no figures, and story() writes them one way.
  for (std::size_t at = sent.find(figure_start); at != std::string::npos; at = sent.find(figure_start, from)) {
    html.append(sent, from, at - from);
    const std::size_t index = std::stoul(sent.substr(at + figure_start.size()));
    html += place_of(index + 1, by_hand.at(index));
    from = sent.find(figure_end, at) + figure_end.size();
  }
  return html.append(sent, from);
}

}  // namespace mediumsync::render
