#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sandbox/model/settings.hpp"
#include "sandbox/model/story.hpp"

namespace mediumsync::sandbox {

// Why Medium does not take a request: one row of the error table.
struct Refusal {
  int status;
  int code;
  std::string message;
};

// The body of POST …/posts as a story without id and author, or the first thing that is wrong with it.
std::variant<Story, Refusal> check_story(std::string_view body, const Settings& settings, Instant now);

// One part of a multipart body.
struct Part {
  std::string name;
  std::string file_name;
  std::string content_type;
  std::string bytes;
};

// The image among the parts of POST /images.
std::variant<Part, Refusal> check_image(const std::vector<Part>& parts, const Settings& settings);

}  // namespace mediumsync::sandbox
