#include "sandbox/model/route.hpp"

#include <vector>

namespace mediumsync::sandbox {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0) parts.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return parts;
}

Target find_in_api(std::string_view method, const std::vector<std::string>& parts) {
  const bool get = method == "GET" || method == "HEAD";
  const bool post = method == "POST";
  if (parts.size() == 2 && parts[1] == "me" && get) return {Place::me};
  if (parts.size() == 2 && parts[1] == "images" && post) return {Place::images};
  if (parts.size() == 4 && parts[1] == "users") {
    if (parts[3] == "publications" && get) return {Place::user_publications, parts[2]};
    if (parts[3] == "posts" && post) return {Place::user_posts, parts[2]};
  }
  if (parts.size() == 4 && parts[1] == "publications") {
    if (parts[3] == "contributors" && get) return {Place::contributors, parts[2]};
    if (parts[3] == "posts" && post) return {Place::publication_posts, parts[2]};
  }
  return {Place::nowhere_in_api};
}

}  // namespace

Target find_target(std::string_view method, std::string_view path) {
  const auto parts = split(path);
  if (!parts.empty() && parts[0] == "v1") return find_in_api(method, parts);
  if (method != "GET" && method != "HEAD") return {Place::nowhere};
  if (parts.empty()) return {Place::overview};
  if (parts.size() == 1) return {Place::user_page, parts[0]};
  if (parts.size() != 2) return {Place::nowhere};
  if (parts[0] == "feed") return {Place::feed, parts[1]};
  if (parts[0] == "p") return {Place::post_link, parts[1]};
  if (parts[0] == "proxy") return {Place::image_file, parts[1]};
  return {Place::story_page, parts[0], parts[1]};
}

std::string counter_name(std::string_view method, const Target& target) {
  const auto name = [&]() -> std::string_view {
    switch (target.place) {
      case Place::me:
        return "/me";
      case Place::user_publications:
        return "/users/{id}/publications";
      case Place::contributors:
        return "/publications/{id}/contributors";
      case Place::user_posts:
        return "/users/{id}/posts";
      case Place::publication_posts:
        return "/publications/{id}/posts";
      case Place::images:
        return "/images";
      case Place::overview:
        return "/";
      case Place::user_page:
        return "/{name}";
      case Place::story_page:
        return "/{name}/{story}";
      case Place::feed:
        return "/feed/{name}";
      case Place::post_link:
        return "/p/{id}";
      case Place::image_file:
        return "/proxy/{key}";
      case Place::nowhere_in_api:
      case Place::nowhere:
        break;
    }
    return "*";
  };
  return std::string{method} + " " + std::string{name()};
}

Area area_of(const Target& target) {
  switch (target.place) {
    case Place::user_posts:
    case Place::publication_posts:
      return Area::posts;
    case Place::images:
      return Area::images;
    case Place::user_publications:
    case Place::contributors:
      return Area::publications;
    case Place::feed:
      return Area::feed;
    case Place::me:
      return Area::me;
    default:
      return Area::pages;
  }
}

}  // namespace mediumsync::sandbox
