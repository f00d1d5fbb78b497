// Images, frames, video and audio.
#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include "core/data_url.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/embeds.hpp"
#include "parse/html_reader.hpp"

namespace mediumsync::parse {
namespace {

using core::Severity;

bool is_real_source(std::string_view source) {
  return !core::trim(source).empty() && !core::trim(source).starts_with("data:");
}

// The candidate of the greatest width or density (HTML section 2.5.3.11).
std::optional<std::string_view> largest_of(std::string_view set) {
  std::optional<std::string_view> best;
  double best_size = 0;
  while (true) {
    set.remove_prefix(std::min(set.find_first_not_of(" \t\n,"), set.size()));
    if (set.empty()) return best;
    const std::size_t end = std::min(set.find_first_of(" \t\n"), set.size());
    std::string_view url = set.substr(0, end);
    set.remove_prefix(end);
    double size = 1;
    if (url.ends_with(',')) {
      url = url.substr(0, url.find_last_not_of(',') + 1);
    } else {
      const std::size_t comma = std::min(set.find(','), set.size());
      const std::string_view descriptor = core::trim(set.substr(0, comma));
      std::from_chars(descriptor.data(), descriptor.data() + descriptor.size(), size);
      set.remove_prefix(comma);
    }
    if (is_real_source(url) && (!best || size > best_size)) {
      best = url;
      best_size = size;
    }
  }
}

struct PictureSource {
  std::string url;
  bool taken_by_medium = true;
};

// Of the <source>s beside an image in its <picture>, the first that Medium takes, else the first at all: those for
// small screens come last or say so.
std::optional<PictureSource> picture_source(const GumboNode& image) {
  const GumboNode* picture = image.parent;
  if (picture == nullptr || tag_name(*picture) != "picture") return std::nullopt;
  std::optional<PictureSource> first;
  const GumboVector& nodes = children(*picture);
  for (unsigned i = 0; i < nodes.length; ++i) {
    const GumboNode& candidate = child(nodes, i);
    const auto set =
        attribute(candidate, "srcset") ? attribute(candidate, "srcset") : attribute(candidate, "data-srcset");
    const auto largest = tag_name(candidate) == "source" ? largest_of(set.value_or("")) : std::nullopt;
    if (!largest || attribute(candidate, "media").value_or("").find("max-width") != std::string_view::npos) continue;
    const std::string_view type = attribute(candidate, "type").value_or("");
    const std::string path = core::ascii_lower(core::Url::parse(*largest).path);
    const bool foreign = type.find("webp") != std::string_view::npos || type.find("avif") != std::string_view::npos ||
                         path.ends_with(".webp") || path.ends_with(".avif");
    if (!foreign) return PictureSource{std::string(*largest), true};
    if (!first) first = PictureSource{std::string(*largest), false};
  }
  return first;
}

// A drawing with nothing in it but its frame.
bool is_empty_drawing(std::string_view source) {
  if (core::ascii_lower(source.substr(0, 14)) != "data:image/svg") return false;
  constexpr std::size_t longest_frame = 2000;
  const auto decoded = source.size() <= longest_frame ? core::decode_data_url(source) : std::nullopt;
  if (!decoded) return false;
  const std::string_view drawing(*decoded);
  const std::size_t begin = drawing.find("<svg");
  const std::size_t end = begin == std::string_view::npos ? begin : drawing.find('>', begin);
  if (end == std::string_view::npos) return false;
  const std::string_view inside = core::trim(drawing.substr(end + 1));
  return drawing[end - 1] == '/' ? inside.empty() : inside == "</svg>";
}

// What lazy loaders show until the image itself is there: one transparent pixel, an empty drawing, or a blurred picture
// in the text with the real one next to it.
bool stands_for_another(const GumboNode& image) {
  const std::string_view source = core::trim(attribute(image, "src").value_or(""));
  if (!source.starts_with("data:")) return false;
  if (source.find("base64,R0lGODlhAQABA") != std::string_view::npos || is_empty_drawing(source)) return true;
  if (image.parent == nullptr || attribute(image, "alt").value_or("") != "") return false;
  const GumboVector& siblings = children(*image.parent);
  bool after = false;
  for (unsigned i = 0; i < siblings.length; ++i) {
    const GumboNode& sibling = child(siblings, i);
    if (&sibling == &image) after = true;
    const std::string_view tag = tag_name(sibling);
    if (after && &sibling != &image && (tag == "picture" || tag == "noscript" || tag == "img")) return true;
  }
  return false;
}

// What lazy loaders and responsive images hide behind: the largest of the set, the deferred source, the plain one.
std::optional<std::string> image_source(const GumboNode& image) {
  for (const char* name : {"srcset", "data-srcset", "data-lazy-srcset"}) {
    const auto largest = largest_of(attribute(image, name).value_or(""));
    if (largest) return std::string(*largest);
  }
  for (const char* name : {"data-src", "data-lazy-src", "data-original", "data-orig-file"}) {
    const auto source = attribute(image, name);
    if (source && is_real_source(*source)) return std::string(*source);
  }
  const auto source = attribute(image, "src");
  const auto picture = picture_source(image);
  if (picture && (picture->taken_by_medium || !source || !is_real_source(*source))) return picture->url;
  if (source && (is_real_source(*source) || !stands_for_another(image))) return std::string(*source);
  return std::nullopt;
}

// One pixel that counts readers.
bool is_tracker(const GumboNode& image) {
  const auto tiny = [&](const char* name) {
    const std::string_view size = core::trim(attribute(image, name).value_or(""));
    return size == "0" || size == "1" || size == "0px" || size == "1px";
  };
  return tiny("width") && tiny("height");
}

bool is_emoji(const GumboNode& image) {
  return has_class(image, "emoji") || has_class(image, "wp-smiley");
}

bool leads_to_itself(const core::Image& image) {
  const auto* remote = std::get_if<core::RemoteImage>(&image.source);
  return remote != nullptr && image.href == remote->url;
}

core::Inlines plain(std::string text) {
  if (text.empty()) return {};
  return {core::Run{std::move(text), core::Marks::none, std::nullopt}};
}

std::string last_segment(std::string_view url) {
  const core::Url parsed = core::Url::parse(url);
  std::string_view path = parsed.path;
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string label_of(const GumboNode& element, std::string_view url) {
  for (const char* name : {"title", "aria-label", "alt"}) {
    std::string label = core::collapse_space(attribute(element, name).value_or(""));
    if (!label.empty()) return label;
  }
  if (tag_name(element) == "iframe") {
    if (auto host = core::Url::parse(url).host()) return *host;
  }
  std::string file = last_segment(url);
  return file.empty() ? std::string(url) : file;
}

}  // namespace

void HtmlReader::image(const GumboNode& element, const Style& style, Flow& flow) {
  if (is_tracker(element)) return;
  const std::string alt = core::collapse_space(attribute(element, "alt").value_or(""));
  if (is_emoji(element) && !alt.empty()) return flow.text(alt, style);
  const auto written = image_source(element);
  if (!written && stands_for_another(element)) return;
  auto source = links_.image(written.value_or(""), line(element));
  if (!source) return flow.text(alt, style);
  if (no_scripts_around_ > 0 && source == last_image_) return;
  last_image_ = source;
  core::Image image{std::move(*source), alt, plain(core::collapse_space(attribute(element, "title").value_or(""))),
                    style.href};
  if (leads_to_itself(image)) image.href.reset();
  flow.image(std::move(image));
}

void HtmlReader::figure(const GumboNode& element, const Style& style, Flow& flow) {
  flow.end_paragraph();
  Flow content;
  core::Blocks captions;
  walk(element, [&](const GumboNode& node) {
    const std::string_view tag = tag_name(node);
    if (tag == "figcaption") {
      core::Blocks caption = blocks_of(node, style);
      std::move(caption.begin(), caption.end(), std::back_inserter(captions));
      return Walk::past;
    }
    const bool wraps_caption = (tag == "div" || tag == "figure") && find_node(node, [](const GumboNode& inner) {
                                                                      return tag_name(inner) == "figcaption";
                                                                    }) != nullptr;
    if (&node == &element || wraps_caption) {
      content.end_paragraph();
      return Walk::into;
    }
    this->node(node, style, content);
    return Walk::past;
  });
  core::Blocks blocks = content.take();
  const auto last = std::find_if(blocks.rbegin(), blocks.rend(), [](const core::Block& block) {
    return std::holds_alternative<core::Image>(block.value);
  });
  if (last == blocks.rend()) {
    flow.blocks(std::move(blocks));
    return flow.blocks(std::move(captions));
  }
  FlatText caption = flatten(std::move(captions));
  if (!caption.text.empty()) std::get<core::Image>(last->value).caption = std::move(caption.text);
  flow.blocks(std::move(blocks));
  for (core::Image& image : caption.images) flow.block({std::move(image)});
}

void HtmlReader::media_link(const GumboNode& element, std::string_view url, Flow& flow) {
  Style style;
  style.href = links_.link(url, line(element));
  flow.end_paragraph();
  flow.text("▶ " + label_of(element, url), style);
  flow.end_paragraph();
}

void HtmlReader::frame(const GumboNode& element, const Style&, Flow& flow) {
  for (const char* name : {"src", "data-src", "data-lazy-src"}) {
    const auto source = attribute(element, name);
    if (!source || !is_real_source(*source) || core::trim(*source) == "about:blank") continue;
    const std::string url =
        source->starts_with("//") ? "https:" + std::string(*source) : std::string(core::trim(*source));
    if (auto embed = embed_url(url)) return flow.block({core::Embed{std::move(*embed)}});
    remark(Severity::advice, "embed-unknown", "a frame of a service that Medium doesn't embed became a link", element);
    return media_link(element, url, flow);
  }
}

void HtmlReader::media(const GumboNode& element, const Style& style, Flow& flow) {
  std::string url(attribute(element, "src").value_or(attribute(element, "data-src").value_or("")));
  walk(element, [&](const GumboNode& node) {
    if (url.empty() && tag_name(node) == "source") url = attribute(node, "src").value_or("");
    return Walk::into;
  });
  flow.end_paragraph();
  if (const auto poster = attribute(element, "poster"); poster && is_real_source(*poster)) {
    if (auto source = links_.image(*poster, line(element)))
      flow.image({std::move(*source), label_of(element, url), {}, std::nullopt});
  }
  flow.end_paragraph();
  if (!url.empty()) media_link(element, url, flow);
  // What it holds is for browsers that can't play it, unless it was never closed and holds the rest of the post.
  if (!is_closed(element)) inside(element, style, flow);
}

void HtmlReader::object(const GumboNode& element, const Style& style, Flow& flow) {
  const std::string url(attribute(element, "data").value_or(attribute(element, "src").value_or("")));
  if (auto embed = embed_url(url)) {
    flow.block({core::Embed{std::move(*embed)}});
    if (!is_closed(element)) inside(element, style, flow);
    return;
  }
  core::Blocks fallback = blocks_of(element, style);
  if (fallback.empty() && !url.empty()) return media_link(element, url, flow);
  flow.blocks(std::move(fallback));
}

void HtmlReader::no_script(const GumboNode& element, const Style& style, Flow& flow) {
  ++no_scripts_around_;
  inside(element, style, flow);
  --no_scripts_around_;
}

}  // namespace mediumsync::parse
