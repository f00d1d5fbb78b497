#include "core/story_address.hpp"

#include <utility>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "core/url.hpp"
#include "core/username.hpp"

namespace mediumsync::core {
namespace {

constexpr std::string_view medium = "medium.com";

std::string letters_and_digits(std::string_view text) {
  std::string kept = ascii_lower(text);
  std::erase_if(kept, [](char one) { return one == '-' || one == '_' || one == '.' || one == '@'; });
  return kept;
}

std::string without_slashes_at_end(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

std::optional<std::string> story_id_in(std::string_view url) {
  if (!is_web_url(url)) return std::nullopt;
  const std::string path = without_slashes_at_end(Url::parse(url).path);
  const std::size_t begin = path.find_last_of("-/");
  if (begin == std::string::npos) return std::nullopt;
  const std::string tail = path.substr(begin + 1);
  constexpr std::size_t shortest = 8;
  const bool hex = tail.size() >= shortest && tail.find_first_not_of("0123456789abcdef") == std::string::npos;
  return hex ? std::optional(tail) : std::nullopt;
}

bool is_medium_id(std::string_view text) {
  constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest && text.find_first_not_of(letters) == std::string_view::npos;
}

std::optional<NamedAuthor> author_named_in(std::string_view url, std::string_view site) {
  const Url parsed = Url::parse(url);
  const auto host = parsed.host();
  if (!host) return std::nullopt;
  const bool on_medium = *host == medium || *host == "www." + std::string(medium) || host == Url::parse(site).host();
  if (on_medium) {
    const std::string path = percent_decoded(parsed.path);
    if (!path.starts_with("/@")) return std::nullopt;
    return NamedAuthor{path.substr(2, path.find('/', 2) - 2), NamedAuthor::Place::path};
  }
  const std::string tail = "." + std::string(medium);
  if (!host->ends_with(tail)) return std::nullopt;
  const std::string label = host->substr(0, host->size() - tail.size());
  return label.find('.') == std::string::npos ? std::optional(NamedAuthor{label, NamedAuthor::Place::host})
                                              : std::nullopt;
}

bool names(const NamedAuthor& named, std::string_view username) {
  if (named.place == NamedAuthor::Place::path) return same_username(named.name, username);
  return letters_and_digits(named.name) == letters_and_digits(username);
}

std::string plain_story_address(std::string_view url) {
  Url parsed = Url::parse(url);
  parsed.query.reset();
  parsed.fragment.reset();
  parsed.path = without_slashes_at_end(std::move(parsed.path));
  return parsed.text();
}

}  // namespace mediumsync::core
