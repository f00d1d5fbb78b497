#include "core/story_address.hpp"

#include "core/url.hpp"

namespace mediumsync::core {

std::optional<std::string> story_id_in(std::string_view url) {
  if (!is_web_url(url)) return std::nullopt;
  const Url parsed = Url::parse(url);
  const std::size_t begin = parsed.path.find_last_of("-/");
  if (begin == std::string::npos) return std::nullopt;
  const std::string tail = parsed.path.substr(begin + 1);
  constexpr std::size_t shortest = 8;
  const bool hex = tail.size() >= shortest && tail.find_first_not_of("0123456789abcdef") == std::string::npos;
  return hex ? std::optional(tail) : std::nullopt;
}

std::string plain_story_address(std::string_view url) {
  Url parsed = Url::parse(url);
  parsed.query.reset();
  parsed.fragment.reset();
  return parsed.text();
}

}  // namespace mediumsync::core
