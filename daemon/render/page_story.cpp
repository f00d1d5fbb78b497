#include "render/page_story.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/base64.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "render/inline.hpp"
#include "render/story.hpp"
#include "render/story_html.hpp"

namespace mediumsync::render {
namespace {

// What story() is told a local image's address is, so that the page finds it again.
constexpr std::string_view image_scheme = "preview-image:";

// No more of images than this is read for one page, shown or not.
constexpr std::size_t max_looked_at = std::size_t{64} << 20;

std::string element(std::string_view name, std::string_view attributes, std::string_view content) {
  std::string html = "<";
  html += name;
  if (!attributes.empty()) html += " ";
  html += attributes;
  html += ">";
  html += content;
  html += "</";
  html += name;
  html += ">";
  return html;
}

std::string web_link(std::string_view url) {
  return "<a href=\"" + escaped(url) + "\" rel=\"noreferrer\">" + escaped(url) + "</a>";
}

// Browsers show these by themselves.
bool is_shown_by_browsers(std::string_view media_type) {
  constexpr std::array<std::string_view, 7> known{"image/png",     "image/jpeg", "image/gif", "image/webp",
                                                  "image/svg+xml", "image/avif", "image/bmp"};
  return std::find(known.begin(), known.end(), media_type) != known.end();
}

std::string embed_name(std::string_view url) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> services{{{"youtube.com", "YouTube"},
                                                                                    {"youtu.be", "YouTube"},
                                                                                    {"vimeo.com", "Vimeo"},
                                                                                    {"gist.github.com", "GitHub Gist"},
                                                                                    {"twitter.com", "Twitter"},
                                                                                    {"x.com", "Twitter"},
                                                                                    {"codepen.io", "CodePen"},
                                                                                    {"spotify.com", "Spotify"},
                                                                                    {"soundcloud.com", "SoundCloud"},
                                                                                    {"instagram.com", "Instagram"},
                                                                                    {"jsfiddle.net", "JSFiddle"},
                                                                                    {"codesandbox.io", "CodeSandbox"}}};
  const std::string host = core::Url::parse(url).host().value_or("");
  for (const auto& [domain, name] : services) {
    if (host == domain || host.ends_with("." + std::string(domain))) return std::string(name);
  }
  return host;
}

// Turns the pieces of a story into those of a page. Lives within one call of page_story().
class PageWriter {
 public:
  PageWriter(const PageImages& images, const std::map<std::string, core::LocalImage>& places)
      : images_(images), places_(places) {}

  PageStory write(std::string_view html) && {
    const std::vector<StoryPiece> pieces = pieces_of(html);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (const auto skipped = write_embed(pieces, i)) {
        i += *skipped;
      } else if (const auto* text = std::get_if<StoryText>(&pieces[i])) {
        out() += text->html;
      } else {
        write(std::get<StoryTag>(pieces[i]));
      }
    }
    return std::move(story_);
  }

 private:
  enum class Part { title, subtitle, body };

  std::string& out() {
    if (part_ == Part::title) return story_.title;
    return part_ == Part::subtitle ? story_.subtitle : story_.body;
  }

  // `<p><a href="X">X</a></p>`: the number of pieces after this one that it takes up.
  std::optional<std::size_t> write_embed(const std::vector<StoryPiece>& pieces, std::size_t at) {
    if (at + 4 >= pieces.size()) return std::nullopt;
    const auto* paragraph = std::get_if<StoryTag>(&pieces[at]);
    const auto* link = std::get_if<StoryTag>(&pieces[at + 1]);
    const auto* text = std::get_if<StoryText>(&pieces[at + 2]);
    const auto* link_end = std::get_if<StoryTag>(&pieces[at + 3]);
    const auto* end = std::get_if<StoryTag>(&pieces[at + 4]);
    if (paragraph == nullptr || link == nullptr || text == nullptr || link_end == nullptr || end == nullptr)
      return std::nullopt;
    const auto href = link->attribute("href");
    const bool alone = paragraph->name == "p" && !paragraph->closing && link->name == "a" && link_end->name == "a" &&
                       end->name == "p" && end->closing;
    if (!alone || !href || unescaped(text->html) != *href || !core::is_web_url(*href)) return std::nullopt;
    story_.body +=
        element("p", "class=\"card\"",
                element("strong", "", escaped(embed_name(*href))) +
                    element("span", "", "Medium makes an embed or a card of this address") + web_link(*href));
    return 4;
  }

  void write(const StoryTag& tag) {
    if (tag.name == "h1") return write_large(tag);
    if (tag.name == "h2") return write_subtitle(tag);
    if (tag.name == "h4") {
      // A heading may not be two levels below the one before it.
      out() += std::string(tag.closing ? "</" : "<") + (under_large_ ? "h3" : "h2") +
               (tag.closing ? ">" : " class=\"small\">");
      return;
    }
    if (tag.name == "pre") return write_pre(tag);
    if (tag.name == "img") return write_image(tag);
    if (tag.name == "a") {
      out() +=
          tag.closing ? "</a>" : "<a href=\"" + escaped(tag.attribute("href").value_or("")) + "\" rel=\"noreferrer\">";
      return;
    }
    if (tag.name == "blockquote" && !tag.closing) {
      out() += tag.attribute("class") ? "<blockquote class=\"pull\">" : "<blockquote>";
      return;
    }
    constexpr std::array<std::string_view, 12> as_they_are{"p",  "strong", "em",     "code",       "br", "ul",
                                                           "ol", "li",     "figure", "figcaption", "hr", "blockquote"};
    if (std::find(as_they_are.begin(), as_they_are.end(), tag.name) != as_they_are.end())
      out() += (tag.closing ? "</" : "<") + tag.name + ">";
  }

  // The first is the title, which the page sets itself.
  void write_large(const StoryTag& tag) {
    if (!titled_) {
      part_ = tag.closing ? Part::body : Part::title;
      titled_ = tag.closing;
      return;
    }
    under_large_ = true;
    out() += tag.closing ? "</h2>" : "<h2>";
  }

  void write_subtitle(const StoryTag& tag) { part_ = tag.closing ? Part::body : Part::subtitle; }

  // It may scroll sideways, so it must take the keyboard's focus, and what does needs a name.
  void write_pre(const StoryTag& tag) {
    if (tag.closing) {
      out() += "</pre></div>";
      return;
    }
    const auto language = tag.attribute("data-code-block-lang");
    const bool code = tag.attribute("data-code-block-mode").has_value();
    const std::string name = language ? "Code in " + *language : code ? "Code" : "Table set as text";
    out() += "<div class=\"code\">";
    if (language) out() += element("p", "class=\"language\"", escaped(*language));
    out() += "<pre tabindex=\"0\" role=\"group\" aria-label=\"" + escaped(name) + "\">";
  }

  void write_image(const StoryTag& tag) {
    const std::string source = tag.attribute("src").value_or("");
    const std::string alt = tag.attribute("alt").value_or("");
    const auto place = places_.find(source);
    if (place == places_.end()) return frame("An image on the web, which this page does not load", alt, source);
    const auto image = images_(place->second);
    if (!image) return;
    if (const auto* address = std::get_if<ImageAddress>(&*image))
      return frame("An image that is on Medium already", alt, address->url);
    const auto& kept = std::get<ImageKept>(*image);
    if (!is_shown_by_browsers(kept.media_type))
      return frame("An image that browsers do not show (" + kept.media_type + ")", alt, place->second.path);
    const std::string bytes = looked_at_ < max_looked_at ? kept.bytes() : std::string();
    looked_at_ += bytes.size();
    if (bytes.empty() || bytes.size() > max_inlined_image || inlined_ + bytes.size() > max_inlined_images) {
      ++story_.images_left_out;
      return frame("An image too large for this page; it is sent all the same", alt, place->second.path);
    }
    inlined_ += bytes.size();
    story_.inlined.push_back(place->second.path);
    out() += "<img src=\"data:" + escaped(kept.media_type) + ";base64," + core::encode_base64(bytes) + "\" alt=\"" +
             escaped(alt) + "\">";
  }

  void frame(const std::string& what, const std::string& alt, const std::string& where) {
    const std::string shown = core::cut_on_word(where, 200);
    out() += element("div", "class=\"frame\"",
                     element("span", "", escaped(what)) + (alt.empty() ? "" : element("strong", "", escaped(alt))) +
                         (core::is_web_url(where) ? web_link(where) : element("span", "", escaped(shown))));
  }

  const PageImages& images_;
  const std::map<std::string, core::LocalImage>& places_;
  PageStory story_;
  Part part_ = Part::body;
  bool titled_ = false;
  bool under_large_ = false;
  std::size_t inlined_ = 0;
  std::size_t looked_at_ = 0;
};

}  // namespace

PageStory page_story(const core::Post& post, const PageImages& images) {
  std::map<std::string, core::LocalImage> places;
  const Story sent = story(post, [&](const core::LocalImage& image) -> std::optional<std::string> {
    if (!images(image)) return std::nullopt;
    std::string source = std::string(image_scheme) + std::to_string(places.size());
    places.emplace(source, image);
    return source;
  });
  return PageWriter(images, places).write(sent.html);
}

}  // namespace mediumsync::render
