#include "render/story.hpp"

#include "core/text.hpp"
#include "core/url.hpp"
#include "render/blocks.hpp"
#include "render/inline.hpp"

namespace mediumsync::render {
namespace {

// A note's blocks, its mark before the first words.
core::Blocks marked(const core::Footnote& note) {
  core::Blocks blocks = note.blocks;
  const std::string mark = "[" + note.label + "]";
  auto* first = blocks.empty() ? nullptr : std::get_if<core::Paragraph>(&blocks.front().value);
  if (first != nullptr) {
    first->text.insert(first->text.begin(), core::Run{mark + " ", core::Marks::none, {}});
  } else {
    blocks.insert(blocks.begin(), core::Block{core::Paragraph{{core::Run{mark, core::Marks::none, {}}}}});
  }
  return blocks;
}

void write_footnotes(const std::vector<core::Footnote>& notes, BlockWriter& out) {
  if (notes.empty()) return;
  out.divider();
  out.append("<h4>Notes</h4>");
  for (const core::Footnote& note : notes) out.write(marked(note));
}

// Also what a story is recognised by when nobody knows whether it was published.
void write_disclaimer(const core::Post& post, BlockWriter& out) {
  if (post.disclaimer == core::Disclaimer::no || !post.canonical_url || !core::is_web_url(*post.canonical_url)) return;
  const std::string url = core::encode_unsafe(*post.canonical_url);
  const auto site = core::Url::parse(*post.canonical_url).host();
  if (!site) return;
  out.divider();
  out.paragraph("<em>Originally published at " + link_html(url, escaped(*site)) + ".</em>");
}

}  // namespace

Story story(const core::Post& post, const ImageUrl& image_url) {
  BlockWriter out{image_url, post.body.footnotes.size()};
  out.append("<h1>" + escaped(core::collapse_space(post.title)) + "</h1>");
  if (post.subtitle) out.append("<h2>" + escaped(core::collapse_space(*post.subtitle)) + "</h2>");
  out.write(post.body.blocks);
  write_footnotes(post.body.footnotes, out);
  write_disclaimer(post, out);
  return {core::cut_on_word(core::collapse_space(post.title), core::max_title_characters),
          core::sanitise_utf8(std::move(out).take()), post.tags, post.canonical_url};
}

std::optional<std::string> upload_placeholder(const core::LocalImage& image) {
  return "upload:" + image.path;
}

}  // namespace mediumsync::render
