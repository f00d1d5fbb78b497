#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/instant.hpp"

namespace mediumsync::sandbox {

enum class Status { published, draft, unlisted };
enum class Format { html, markdown };
enum class Role { editor, writer };
// How a story came to Medium: by the API, or by one of the two ways of section 6.
enum class Route { api, importer, paste };

std::optional<Status> parse_status(std::string_view name);  // "public" | "draft" | "unlisted"
std::string_view name_of(Status status);
std::optional<Format> parse_format(std::string_view name);
std::string_view name_of(Format format);
std::optional<Role> parse_role(std::string_view name);
std::string_view name_of(Role role);
std::optional<Route> parse_route(std::string_view name);
std::string_view name_of(Route route);

// The address of a licence's text; none for a name that Medium does not know. "" is what was not sent.
std::optional<std::string> license_url(std::string_view license);

// An author. Held by State.
struct User {
  std::string id;
  std::string username;
  std::string name;
  std::string url;
  std::string image_url;
  std::set<std::string> scopes;
  bool api_disabled = false;
};

// A token and whose it is; `dead_code` is the error code it answers with once it was revoked.
struct Token {
  std::string user_id;
  std::optional<int> dead_code;
};

struct Contributor {
  std::string user_id;
  Role role;
};

// A publication; the same user may be listed twice. Held by State.
struct Publication {
  std::string id;
  std::string name;
  std::string description;
  std::string url;
  std::string image_url;
  std::string slug;
  std::vector<Contributor> contributors;
};

// An uploaded image, found by the key in its address. Held by State.
struct Image {
  std::string key;
  std::string content_type;
  std::string bytes;
};

// One story as Medium stores it. Held by State.
struct Story {
  std::string id;
  std::string author_id;
  std::optional<std::string> publication_id;
  std::string title;  // for listings
  std::string content;
  Format format = Format::html;
  std::vector<std::string> tags;
  std::string canonical_url;  // "" in the reply when it was not sent, so "" here
  Status status = Status::published;
  std::string license;
  bool notify_followers = false;
  std::optional<Instant> published_at;  // none on a draft
  Instant created_at;
  Instant updated_at;
  Route route = Route::api;
  bool response = false;
  bool member_only = false;
  std::int64_t views = 0;
  std::int64_t reads = 0;
  std::int64_t claps = 0;
  double earnings_usd = 0;
};

}  // namespace mediumsync::sandbox
