#include "parse/shortcode_media.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/url.hpp"
#include "parse/embeds.hpp"
#include "parse/markdown_shorthand.hpp"
#include "parse/shortcode_words.hpp"

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

bool is_path(const ShortcodeArgument& one) {
  return one.key.empty() && one.value.find_first_of("./") != std::string::npos &&
         one.value.find(' ') == std::string::npos;
}

// The words of a picture: `{% img left /a.png 300 "title" "alt" %}`, `{% asset_img a.png 300 A title %}`,
// `{% picture a.jpg --alt words %}`.
struct PictureWords {
  std::string source;
  std::string title;
  std::string alt;
  std::string link;
};

PictureWords words_of_picture(const ShortcodeTag& tag) {
  PictureWords words;
  std::string* bare = &words.title;
  std::string passed_over;  // what is said to the program alone
  int quoted = 0;
  for (const ShortcodeArgument& one : tag.arguments) {
    if (words.source.empty()) {
      if (is_path(one)) words.source = one.value;
    } else if (one.key.empty() && one.value.starts_with("--")) {
      bare = one.value == "--alt" ? &words.alt : one.value == "--link" ? &words.link : &passed_over;
    } else if (one.key.empty() && one.quoted) {
      (quoted++ == 0 ? words.title : words.alt) = one.value;
    } else if (one.key.empty() && one.value.find_first_not_of("0123456789x%px") != std::string::npos) {
      *bare += (bare->empty() ? "" : " ") + one.value;
    }
  }
  return words;
}

std::string in_title(std::string_view text) {
  std::string quoted;
  for (const char c : core::collapse_space(text)) quoted += c == '"' ? "\\\"" : std::string(1, c);
  return quoted.empty() ? "" : " \"" + quoted + "\"";
}

std::optional<std::string> figure(const ShortcodeTag& tag) {
  PictureWords words;
  if (tag.name != "imgproc") words = words_of_picture(tag);
  std::string source = first_argument(tag, {"src", "image_path", "path", "url", "image", "file"});
  if (source.empty()) source = words.source;
  if (source.empty()) {
    const auto path = std::find_if(tag.arguments.begin(), tag.arguments.end(), is_path);
    if (path == tag.arguments.end()) return std::nullopt;
    source = path->value;
  }
  std::string caption = words.title;
  for (const std::string_view key : {"title", "caption", "description", "text"}) {
    const std::string more = core::collapse_space(tag.argument(key));
    if (more.empty() || more == caption) continue;
    if (!caption.empty()) caption += std::string_view(".!?:").find(caption.back()) == std::string::npos ? ". " : " ";
    caption += more;
  }
  std::string credit = core::collapse_space(tag.argument("attr"));
  const std::string credit_link = tag.argument("attrlink");
  if (!credit.empty() && credit_link.empty()) {
    caption += (caption.empty() ? "" : " — ") + credit;
    credit.clear();
  }
  const std::string alt = tag.argument("alt").empty() ? words.alt : tag.argument("alt");
  const std::string image = "![" + escape_markdown(alt) + "](" + address(source) + in_title(caption) + ")";
  std::string link = tag.argument("link").empty() ? tag.argument("href") : tag.argument("link");
  if (link.empty()) link = words.link;
  const std::string shown = link.empty() ? image : "[" + image + "](" + address(link) + ")";
  if (credit.empty() && credit_link.empty()) return shown;
  return shown + " [" + (credit.empty() ? credit_link : credit) + "](" + address(credit_link) + ")";
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
      name == "responsive_image" || name == "picture")
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
