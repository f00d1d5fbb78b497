#pragma once

#include <string>
#include <string_view>

namespace mediumsync::sandbox {

// Every place on the Medium surface.
enum class Place {
  me,
  user_publications,
  contributors,
  user_posts,
  publication_posts,
  images,
  overview,
  user_page,
  story_page,
  feed,
  post_link,
  image_file,
  nowhere_in_api,
  nowhere
};

// The groups that a fault can be asked for.
enum class Area { posts, images, me, publications, feed, pages };

struct Target {
  Place place;
  std::string id = {};     // the variable part: a user, publication, name …
  std::string story = {};  // of a story page: the last part of its path
};

Target find_target(std::string_view method, std::string_view path);

// How the request counters spell a place: "POST /users/{id}/posts".
std::string counter_name(std::string_view method, const Target& target);
Area area_of(const Target& target);

}  // namespace mediumsync::sandbox
