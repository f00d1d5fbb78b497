#include "parse/embeds.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/url.hpp"

namespace mediumsync::parse {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The value of `name` in "a=1&name=value"; not percent-decoded.
std::optional<std::string> parameter(const core::Url& url, std::string_view name) {
  std::string_view query = url.query ? std::string_view(*url.query) : std::string_view();
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    while (pair.starts_with("amp;")) pair.remove_prefix(4);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
  }
  return std::nullopt;
}

std::optional<std::string> youtube(const core::Url& url, const std::vector<std::string_view>& path, bool short_host) {
  std::optional<std::string> id;
  if (short_host && path.size() == 1) id = std::string(path[0]);
  if (!short_host && path.size() == 1 && path[0] == "watch") id = parameter(url, "v");
  if (!short_host && path.size() == 2 &&
      (path[0] == "embed" || path[0] == "v" || path[0] == "shorts" || path[0] == "live")) {
    if (path[1] != "videoseries") id = std::string(path[1]);
  }
  if (!short_host && path.size() == 2 && path[1] == "videoseries") {
    const auto list = parameter(url, "list");
    return list ? std::optional("https://www.youtube.com/playlist?list=" + *list) : std::nullopt;
  }
  if (!id || id->empty()) return std::nullopt;
  std::string page = "https://www.youtube.com/watch?v=" + *id;
  auto start = parameter(url, "start");
  if (!start) start = parameter(url, "t");
  if (start && !start->empty()) page += "&t=" + *start;
  return page;
}

bool is_key(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A film that is not listed answers to its key alone.
std::string vimeo(std::string_view id, const std::optional<std::string>& key) {
  return "https://vimeo.com/" + std::string(id) + (key && is_key(*key) ? "/" + *key : "");
}

std::optional<std::string> gist(const std::vector<std::string_view>& path) {
  if (path.size() < 2) return std::nullopt;
  std::string_view id = path[1];
  for (const std::string_view suffix : {".js", ".pibb"}) {
    if (id.ends_with(suffix)) id.remove_suffix(suffix.size());
  }
  return "https://gist.github.com/" + std::string(path[0]) + "/" + std::string(id);
}

// Only what may stand in a URL as it is.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const std::string_view digits = text.substr(i + 1, 2);
    const bool coded = text[i] == '%' && digits.size() == 2 &&
                       std::from_chars(digits.data(), digits.data() + 2, value, 16).ptr == digits.data() + 2;
    if (coded && value > 0x20 && value < 0x7F && value != '%') {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> embed_url(std::string_view text) {
  const core::Url url = core::Url::parse(text);
  if (url.scheme && *url.scheme != "http" && *url.scheme != "https") return std::nullopt;
  std::string host = url.host().value_or("");
  if (host.starts_with("www.")) host.erase(0, 4);
  if (host.starts_with("m.")) host.erase(0, 2);
  const auto path = segments(url.path);
  if (host == "youtube.com" || host == "youtube-nocookie.com") return youtube(url, path, false);
  if (host == "youtu.be") return youtube(url, path, true);
  if (host == "player.vimeo.com" && path.size() == 2 && is_number(path[1])) return vimeo(path[1], parameter(url, "h"));
  if (host == "vimeo.com" && (path.size() == 1 || (path.size() == 2 && is_key(path[1]))) && is_number(path[0])) {
    return vimeo(path[0], path.size() == 2 ? std::optional(std::string(path[1])) : parameter(url, "h"));
  }
  if (host == "gist.github.com") return gist(path);
  if ((host == "twitter.com" || host == "x.com" || host == "mobile.twitter.com") && path.size() >= 3 &&
      path[1] == "status" && is_number(path[2])) {
    return "https://twitter.com/" + std::string(path[0]) + "/status/" + std::string(path[2]);
  }
  if (host == "codepen.io" && path.size() >= 3 && (path[1] == "embed" || path[1] == "pen")) {
    const std::string_view id = path[2] == "preview" && path.size() > 3 ? path[3] : path[2];
    return "https://codepen.io/" + std::string(path[0]) + "/pen/" + std::string(id);
  }
  if (host == "open.spotify.com" && path.size() >= 3 && path[0] == "embed") {
    return "https://open.spotify.com/" + std::string(path[1]) + "/" + std::string(path[2]);
  }
  if (host == "w.soundcloud.com") {
    const auto track = parameter(url, "url");
    if (track && core::is_web_url(percent_decoded(*track))) return percent_decoded(*track);
  }
  // What Medium itself sets around other services' players.
  if (host == "cdn.embedly.com") {
    const auto page = parameter(url, "url");
    const std::string inner = page ? percent_decoded(*page) : "";
    if (!inner.empty() && inner.find("embedly.com") == std::string::npos) return embed_url(inner);
  }
  return std::nullopt;
}

}  // namespace mediumsync::parse
