// Short names for the pieces that the tests of this room are built from.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/post.hpp"
#include "render/blocks.hpp"
#include "render/story.hpp"

namespace mediumsync::render {

inline core::Inline run(std::string text, core::Marks marks = core::Marks::none,
                        std::optional<std::string> href = std::nullopt) {
  return core::Run{std::move(text), marks, std::move(href)};
}
inline core::Inline link(std::string text, std::string href) {
  return run(std::move(text), core::Marks::none, std::move(href));
}
inline core::Inlines words(std::string text) {
  return {run(std::move(text))};
}
inline core::Block paragraph(std::string text) {
  return {core::Paragraph{words(std::move(text))}};
}
inline core::Block paragraph(core::Inlines inlines) {
  return {core::Paragraph{std::move(inlines)}};
}
inline core::Block heading(core::HeadingLevel level, std::string text) {
  return {core::Heading{level, words(std::move(text))}};
}
inline core::Block code(std::string text, std::optional<std::string> language = std::nullopt) {
  return {core::CodeBlock{std::move(text), std::move(language)}};
}
inline core::Block quote(core::Blocks blocks, core::QuoteKind kind = core::QuoteKind::block) {
  return {core::Quote{kind, std::move(blocks)}};
}
inline core::Block bullets(std::vector<core::ListItem> items) {
  return {core::List{std::nullopt, std::move(items)}};
}
inline core::Block numbers(std::vector<core::ListItem> items, std::int64_t start = 1) {
  return {core::List{start, std::move(items)}};
}
inline core::ListItem item(core::Blocks blocks, core::Task task = core::Task::none) {
  return {task, std::move(blocks)};
}
inline core::ListItem item(std::string text, core::Task task = core::Task::none) {
  return item(core::Blocks{paragraph(std::move(text))}, task);
}
inline core::Block remote_image(std::string url, std::string alt = "alt") {
  return {core::Image{core::RemoteImage{std::move(url)}, std::move(alt), {}, std::nullopt}};
}
inline core::Block local_image(std::string path, std::string alt = "alt") {
  return {core::Image{core::LocalImage{std::move(path)}, std::move(alt), {}, std::nullopt}};
}

inline std::string html_of(const core::Blocks& blocks, const ImageUrl& image_url = upload_placeholder) {
  BlockWriter writer{image_url};
  writer.write(blocks);
  return std::move(writer).take();
}

inline core::Post post_with(core::Blocks blocks) {
  core::Post post;
  post.title = "Title";
  post.body.blocks = std::move(blocks);
  return post;
}

// What a block becomes.
struct Row {
  core::Blocks blocks;
  const char* html;
};

}  // namespace mediumsync::render
