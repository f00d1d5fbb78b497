// Medium's API as text: JSON ↔ values, and what an answer means. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/expected.hpp"
#include "core/state.hpp"
#include "core/time.hpp"
#include "lib/http/client.hpp"
#include "medium/outcome.hpp"

namespace mediumsync::medium {

// The body of a create request (POST /users/{id}/posts, POST /publications/{id}/posts). The content is always HTML:
// Medium loses code languages in Markdown.
struct NewStory {
  std::string title;
  std::string html;
  std::vector<std::string> tags;
  std::optional<std::string> canonical_url;
  core::PublishStatus status = core::PublishStatus::draft;
  core::License license = core::License::all_rights_reserved;
  core::NotifyFollowers notify_followers = core::NotifyFollowers::no;
  std::optional<core::TimePoint> published_at;
};
std::string encode(const NewStory& story);

struct Profile {
  std::string id;
  std::string username;
  std::string name;
  std::optional<std::string> url;
};

struct Publication {
  std::string id;
  std::string name;
  std::optional<std::string> url;
};

enum class Role { editor, writer };
struct Contributor {
  std::string user_id;
  Role role = Role::writer;
};

struct UploadedImage {
  std::string url;
};

// A request without a story in it (GET, image upload) either gives its value or one of the outcomes that are not
// Published. What is InDoubt for a story is NotSent here: asking again does no harm.
template <typename Value>
using Answer = core::Expected<Value, Outcome>;

// What the answer to a create request means.
Outcome classify_create(const http::Result& result);

Answer<Profile> read_profile(const http::Result& result);
Answer<std::vector<Publication>> read_publications(const http::Result& result);
Answer<std::vector<Contributor>> read_contributors(const http::Result& result);
Answer<UploadedImage> read_image(const http::Result& result);

}  // namespace mediumsync::medium
