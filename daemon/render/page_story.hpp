// A story's HTML as the reading page shows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "render/reading_page.hpp"

namespace mediumsync::render {

struct PageStory {
  std::string title;     // HTML
  std::string subtitle;  // HTML; empty without one
  std::string body;      // HTML
  std::size_t images_left_out = 0;
  std::vector<std::string> inlined;  // the paths of the images whose bytes are in it, in their order
};

PageStory page_story(const core::Post& post, const PageImages& images);

}  // namespace mediumsync::render
