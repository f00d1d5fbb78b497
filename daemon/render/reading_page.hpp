// The reading page: the story as it will look on Medium, and beside it what is known about it. One HTML file that needs
// nothing else: no script, no network. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/post.hpp"

namespace mediumsync::render {

// A line of what the page tells beside the story; a value that is an address of the web becomes a link.
struct Fact {
  std::string name;
  std::string value;
};

// Its bytes are asked for where it is shown.
struct ImageKept {
  std::string media_type;
  std::function<std::string()> bytes;
};
// On Medium already, and not kept here any more.
struct ImageAddress {
  std::string url;
};
// What is known of a local image. std::nullopt: it can't be had, and the story is sent with its words.
using PageImage = std::variant<ImageKept, ImageAddress>;
using PageImages = std::function<std::optional<PageImage>(const core::LocalImage&)>;

// More of images than this is framed and not shown, so that a page stays one that can be sent and opened.
inline constexpr std::size_t max_inlined_image = std::size_t{4} << 20;
inline constexpr std::size_t max_inlined_images = std::size_t{8} << 20;

// The story is drawn from what story() would send. `facts` stand before those that the post itself tells.
std::string reading_page(const core::Post& post, const PageImages& images, const std::vector<Fact>& facts);

}  // namespace mediumsync::render
