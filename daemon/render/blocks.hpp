// Blocks → Medium's HTML.
#pragma once

#include <string>
#include <string_view>

#include "core/document.hpp"
#include "render/story.hpp"

namespace mediumsync::render {

// Writes blocks one after the other. Lists and quotes, whose content Medium can't nest, hand it what they can't hold.
// Lives within one call of story(), which owns it; `image_url` must outlive it.
class BlockWriter {
 public:
  // The links of tables are numbered on from the last footnote.
  explicit BlockWriter(const ImageUrl& image_url, std::size_t footnotes = 0)
      : image_url_(image_url), last_note_(footnotes) {}

  void write(const core::Blocks& blocks);
  void write(const core::Block& block);

  // HTML that stands as it is.
  void append(std::string_view html) { html_ += html; }
  // `<p>` around HTML, nothing around nothing.
  void paragraph(std::string_view html);
  // Two in a row would be an empty section of the story.
  void divider();

  std::string take() && { return std::move(html_); }

 private:
  void write_table(const core::Table& table);

  const ImageUrl& image_url_;
  std::size_t last_note_;
  std::string html_;
};

}  // namespace mediumsync::render
