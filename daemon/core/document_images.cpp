#include "core/document_images.hpp"

#include <iterator>
#include <utility>

namespace mediumsync::core {
namespace {

using Decide = std::function<ImageFate(const Image&)>;

void add(Inlines& text, Inlines more) {
  if (more.empty()) return;
  if (!text.empty()) text.emplace_back(Break{});
  text.insert(text.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The words of an image that can't be had, led to where the image led.
Block words_of(const Image& image) {
  Inlines text;
  if (!image.alt.empty()) text.emplace_back(Run{image.alt, Marks::none, image.href});
  add(text, image.caption);
  return Block{Paragraph{std::move(text)}};
}

// The same, led to the image itself; where the image led follows.
Block link_to(const Image& image, const std::string& url) {
  Inlines text;
  text.emplace_back(Run{image.alt.empty() ? url : image.alt, Marks::none, url});
  add(text, image.caption);
  if (image.href && image.href != url) add(text, {Run{*image.href, Marks::none, image.href}});
  return Block{Paragraph{std::move(text)}};
}

Blocks decide_in(Blocks blocks, const Decide& decide);

// Carries out one answer; the block is an image.
struct CarryOut {
  Block& block;
  Image& image;

  Block operator()(const KeepImage&) const { return std::move(block); }
  Block operator()(const LinkImage& link) const {
    image.source = RemoteImage{link.url};
    return std::move(block);
  }
  Block operator()(const RenameImage& rename) const {
    image.source = LocalImage{rename.path};
    return std::move(block);
  }
  Block operator()(const DropImage&) const { return words_of(image); }
  Block operator()(const NameImage& name) const { return link_to(image, name.url); }
};

Block decide_one(Block block, const Decide& decide) {
  if (auto* quote = std::get_if<Quote>(&block.value)) quote->blocks = decide_in(std::move(quote->blocks), decide);
  if (auto* list = std::get_if<List>(&block.value)) {
    for (ListItem& item : list->items) item.blocks = decide_in(std::move(item.blocks), decide);
  }
  auto* image = std::get_if<Image>(&block.value);
  if (image == nullptr) return block;
  return std::visit(CarryOut{block, *image}, decide(*image));
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

Document decide_images(Document document, const Decide& decide) {
  document.blocks = decide_in(std::move(document.blocks), decide);
  for (Footnote& footnote : document.footnotes) footnote.blocks = decide_in(std::move(footnote.blocks), decide);
  return document;
}

}  // namespace

Document decide_local_images(Document document, const std::function<ImageFate(const LocalImage&)>& decide) {
  return decide_images(std::move(document), [&](const Image& image) -> ImageFate {
    const auto* local = std::get_if<LocalImage>(&image.source);
    return local == nullptr ? KeepImage{} : decide(*local);
  });
}

Document decide_remote_images(Document document, const std::function<ImageFate(const RemoteImage&)>& decide) {
  return decide_images(std::move(document), [&](const Image& image) -> ImageFate {
    const auto* remote = std::get_if<RemoteImage>(&image.source);
    return remote == nullptr ? KeepImage{} : decide(*remote);
  });
}

}  // namespace mediumsync::core
