#include "core/document_images.hpp"

#include <utility>

namespace mediumsync::core {
namespace {

using Decide = std::function<ImageFate(const LocalImage&)>;

// The words of an image that can't be had, led to where the image led.
Block words_of(const Image& image) {
  Inlines text;
  if (!image.alt.empty()) text.emplace_back(Run{image.alt, Marks::none, image.href});
  if (!image.alt.empty() && !image.caption.empty()) text.emplace_back(Break{});
  text.insert(text.end(), image.caption.begin(), image.caption.end());
  return Block{Paragraph{std::move(text)}};
}

Blocks decide_in(Blocks blocks, const Decide& decide);

Block decide_one(Block block, const Decide& decide) {
  if (auto* quote = std::get_if<Quote>(&block.value)) quote->blocks = decide_in(std::move(quote->blocks), decide);
  if (auto* list = std::get_if<List>(&block.value)) {
    for (ListItem& item : list->items) item.blocks = decide_in(std::move(item.blocks), decide);
  }
  auto* image = std::get_if<Image>(&block.value);
  const auto* local = image == nullptr ? nullptr : std::get_if<LocalImage>(&image->source);
  if (local == nullptr) return block;
  const ImageFate fate = decide(*local);
  if (std::holds_alternative<DropImage>(fate)) return words_of(*image);
  if (const auto* link = std::get_if<LinkImage>(&fate)) image->source = RemoteImage{link->url};
  return block;
}

Blocks decide_in(Blocks blocks, const Decide& decide) {
  Blocks decided;
  decided.reserve(blocks.size());
  for (Block& block : blocks) {
    Block next = decide_one(std::move(block), decide);
    const auto* paragraph = std::get_if<Paragraph>(&next.value);
    const bool empty = paragraph != nullptr && paragraph->text.empty();
    if (!empty) decided.push_back(std::move(next));
  }
  return decided;
}

}  // namespace

Document decide_local_images(Document document, const Decide& decide) {
  document.blocks = decide_in(std::move(document.blocks), decide);
  for (Footnote& footnote : document.footnotes) footnote.blocks = decide_in(std::move(footnote.blocks), decide);
  return document;
}

}  // namespace mediumsync::core
