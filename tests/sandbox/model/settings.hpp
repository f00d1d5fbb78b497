#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/model/json.hpp"

namespace mediumsync::sandbox {

// What is assumed rather than known about Medium, or differs from day to day: the switches. Held by State.
struct Settings {
  std::chrono::seconds feed_lag{0};           // from publishing to the feed
  std::chrono::seconds feed_min_interval{0};  // polled more often by one client: 429
  int quota_limit = 10;
  std::chrono::seconds quota_window{std::chrono::hours{24}};
  int quota_code = -1;
  std::vector<std::string> cloudflare_user_agents{"Python-urllib", "Mozilla/"};  // prefixes
  std::vector<std::string> dead_image_hosts;
  std::chrono::milliseconds image_timeout{2000};
  std::optional<std::chrono::milliseconds> edge_cut;  // a hanging request is cut after this long
  bool refuse_markdown = false;
  std::vector<std::string> refused_tags;  // refuse the post with 6007
  int wrong_author_status = 404;
  std::string site = "https://medium.com";  // what the addresses of stories begin with
  std::int64_t max_image_bytes = 25 * 1024 * 1024;
  int id_length = 12;
};

Json to_json(const Settings& settings);

// Applies every member of `changes` or none. Returns what was wrong.
std::optional<std::string> change(Settings& settings, const Json& changes);

}  // namespace mediumsync::sandbox
