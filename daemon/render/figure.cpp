#include "render/figure.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "core/url.hpp"
#include "render/inline.hpp"

namespace mediumsync::render {
namespace {

std::optional<std::string> source_of(const core::Image& image, const ImageUrl& image_url) {
  if (const auto* remote = std::get_if<core::RemoteImage>(&image.source)) {
    if (!core::is_web_url(remote->url)) return std::nullopt;
    return core::encode_unsafe(core::trim(remote->url));
  }
  return image_url(std::get<core::LocalImage>(image.source));
}

bool has_link(const core::Inlines& inlines) {
  return std::any_of(inlines.begin(), inlines.end(), [](const core::Inline& part) {
    const core::Run* run = std::get_if<core::Run>(&part);
    return run != nullptr && run->href;
  });
}

std::string caption_html(const core::Image& image) {
  const auto target = image.href ? link_target(*image.href) : std::nullopt;
  const std::string text = is_blank(image.caption) ? "" : inline_html(image.caption);
  if (!target) return text;
  if (text.empty()) return link_html(*target, escaped(*target));
  if (has_link(image.caption)) return text + "<br>" + link_html(*target, escaped(*target));
  return link_html(*target, text);
}

}  // namespace

std::string figure_html(const core::Image& image, const ImageUrl& image_url) {
  const std::string alt = core::collapse_space(image.alt);
  const std::string caption = caption_html(image);
  if (const auto source = source_of(image, image_url)) {
    std::string html = "<figure><img src=\"" + escaped(*source) + "\" alt=\"" + escaped(alt) + "\">";
    if (!caption.empty()) html += "<figcaption>" + caption + "</figcaption>";
    return html + "</figure>";
  }
  if (alt.empty() && caption.empty()) return {};
  return "<p>" + escaped(alt) + (alt.empty() || caption.empty() ? "" : "<br>") + caption + "</p>";
}

}  // namespace mediumsync::render
