#include "parse/shortcode_media.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/embeds.hpp"
#include "parse/markdown_shorthand.hpp"

namespace mediumsync::parse {
namespace {

constexpr std::size_t max_component = 1000;

std::string value_of(const ShortcodeTag& tag, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    std::string value = tag.argument(key);
    if (!value.empty()) return value;
  }
  return tag.word(0);
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// Within a <span>, so that it is inline for Markdown; the reader makes a block of it.
std::string frame(const std::string& url) {
  return "<span><iframe src=\"" + core::encode_unsafe(url) + "\"></iframe></span>";
}

std::optional<std::string> player(const std::string& id, const std::string& before) {
  if (core::is_web_url(id)) return frame(id);
  if (is_id(id)) return frame(before + id);
  return std::nullopt;
}

std::optional<std::string> gist(const ShortcodeTag& tag) {
  const std::string first = value_of(tag, {"id", "src", "url"});
  if (core::is_web_url(first)) return frame(first);
  const std::string user = tag.argument("user").empty() ? tag.argument("username") : tag.argument("user");
  if (!user.empty() && is_id(first)) return frame("https://gist.github.com/" + user + "/" + first);
  if (is_id(first) && is_id(tag.word(1))) return frame("https://gist.github.com/" + first + "/" + tag.word(1));
  const std::size_t slash = first.find('/');
  if (slash != std::string::npos && is_id(first.substr(0, slash)) && is_id(first.substr(slash + 1)))
    return frame("https://gist.github.com/" + first);
  if (is_id(first)) return "<https://gist.github.com/" + first + ">";
  return std::nullopt;
}

std::optional<std::string> tweet(const ShortcodeTag& tag) {
  const std::string id = value_of(tag, {"id", "tweetid", "url", "src"});
  if (core::is_web_url(id)) return frame(id);
  if (!is_id(id)) return std::nullopt;
  const std::string user = tag.argument("user").empty() ? "i" : tag.argument("user");
  return frame("https://twitter.com/" + user + "/status/" + id);
}

std::optional<std::string> linked(const std::string& url) {
  if (!core::is_web_url(url)) return std::nullopt;
  if (embed_url(url)) return frame(url);
  return "<" + core::encode_unsafe(url) + ">";
}

std::string address(const std::string& path) {
  return path.find_first_of(" ()<>") == std::string::npos ? path : "<" + core::encode_unsafe(path) + ">";
}

// A path among the words by place, as Octopress has it: `{% img left /a.png 300 "title" "alt" %}`.
std::string path_among(const ShortcodeTag& tag) {
  for (const auto& [key, value] : tag.arguments) {
    if (key.empty() && value.find_first_of("./") != std::string::npos && value.find(' ') == std::string::npos)
      return value;
  }
  return {};
}

std::optional<std::string> figure(const ShortcodeTag& tag) {
  std::string source;
  for (const std::string_view key : {"src", "image_path", "path", "url", "image", "file"}) {
    if (source.empty()) source = tag.argument(key);
  }
  if (source.empty()) source = path_among(tag);
  if (source.empty()) return std::nullopt;
  std::string caption = tag.argument("caption");
  if (caption.empty()) caption = tag.argument("title");
  std::string quoted;
  for (const char c : core::collapse_space(caption)) quoted += c == '"' ? "\\\"" : std::string(1, c);
  std::string image = "![" + escape_markdown(tag.argument("alt")) + "](" + address(source);
  image += (quoted.empty() ? "" : " \"" + quoted + "\"") + ")";
  const std::string link = tag.argument("link").empty() ? tag.argument("href") : tag.argument("link");
  return link.empty() ? image : "[" + image + "](" + address(link) + ")";
}

std::optional<std::string> film(const ShortcodeTag& tag) {
  const std::string url = value_of(tag, {"src", "url", "mp4", "id"});
  if (core::is_web_url(url) && embed_url(url)) return frame(url);
  if (url.find_first_of("./") == std::string::npos || url.find_first_of("\"<>") != std::string::npos)
    return std::nullopt;
  return "<span><" + tag.name + " src=\"" + core::encode_unsafe(url) + "\"></" + tag.name + "></span>";
}

}  // namespace

std::optional<std::string> media_markdown(const ShortcodeTag& tag) {
  const std::string& name = tag.name;
  if (name.starts_with("youtube") || name == "yt" || name == "liteyoutubeembed")
    return player(value_of(tag, {"id", "videoid", "video", "video_id", "v", "src", "url"}),
                  "https://www.youtube.com/watch?v=");
  if (name == "vimeo") return player(value_of(tag, {"id", "videoid", "video", "src", "url"}), "https://vimeo.com/");
  if (name == "gist") return gist(tag);
  if (name == "tweet" || name == "twitter" || name == "x") return tweet(tag);
  if (name == "instagram") {
    const std::string id = value_of(tag, {"id", "url"});
    return linked(is_id(id) ? "https://www.instagram.com/p/" + id + "/" : id);
  }
  if (name == "codepen") {
    const std::string user = tag.argument("user");
    const std::string id = value_of(tag, {"id", "hash", "url"});
    return linked(user.empty() ? id : "https://codepen.io/" + user + "/pen/" + id);
  }
  if (name == "embed" || name == "oembed" || name == "link_preview" || name == "iframe")
    return linked(value_of(tag, {"url", "src"}));
  if (name == "video" || name == "audio") return film(tag);
  if (name == "figure" || name == "img" || name == "image" || name == "asset_img" || name == "imgproc" ||
      name == "responsive_image")
    return figure(tag);
  if (name == "br") return "<br>";
  return std::nullopt;
}

bool has_component(std::string_view text) {
  static constexpr std::array<std::string_view, 14> names{"YouTube", "Youtube", "LiteYou", "Vimeo",   "Gist",
                                                          "Tweet",   "Twitter", "CodePen", "Codepen", "Instagram",
                                                          "Figure",  "Image",   "Img",     "Video"};
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 10);
    if (rest.empty() || rest.front() < 'A' || rest.front() > 'Z') continue;
    if (std::any_of(names.begin(), names.end(), [&](std::string_view name) { return rest.starts_with(name); }))
      return true;
  }
  return false;
}

std::optional<ShortcodeTag> read_component_tag(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(begin, max_component);
  if (rest.size() < 3 || rest[1] < 'A' || rest[1] > 'Z') return std::nullopt;
  const std::size_t close = rest.find('>');
  if (close == std::string_view::npos || rest[close - 1] != '/') return std::nullopt;
  // Braces around a value's quotes are JSX's.
  std::string inner(rest.substr(1, close - 2));
  std::erase_if(inner, [](char c) { return c == '{' || c == '}'; });
  auto tag = read_shortcode_tag("{% " + inner + " %}", 0);
  if (tag) tag->end = begin + close + 1;
  return tag;
}

}  // namespace mediumsync::parse
