#include "sandbox/model/state.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

// splitmix64: every counter gives another 64 bits that look random.
std::uint64_t scramble(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

template <typename Value>
const Value* find(const std::map<std::string, Value>& map, std::string_view key) {
  const auto found = map.find(std::string{key});
  return found == map.end() ? nullptr : &found->second;
}

template <typename Stories>
auto find_story(Stories& stories, std::string_view id) {
  return std::find_if(stories.begin(), stories.end(), [&](const Story& story) { return story.id == id; });
}

}  // namespace

void State::add_user(User user) {
  if (user.id.empty()) user.id = "1" + draw_id(64);
  users_.insert_or_assign(user.id, user);
}

void State::add_token(std::string token, std::string user_id) {
  tokens_.insert_or_assign(std::move(token), Token{std::move(user_id), std::nullopt});
}

void State::add_publication(Publication publication) {
  if (publication.id.empty()) publication.id = draw_id(12);
  publications_.insert_or_assign(publication.id, publication);
}

const Story& State::add_story(Story story) {
  while (story.id.empty() || this->story(story.id) != nullptr) {
    story.id = draw_id(static_cast<std::size_t>(settings.id_length));
  }
  return stories_.emplace_back(std::move(story));
}

std::string State::add_image(std::string content_type, std::string bytes) {
  std::string key = md5_key(bytes);
  images_.insert_or_assign(key, Image{key, std::move(content_type), std::move(bytes)});
  return key;
}

const User* State::user(std::string_view id) const {
  return find(users_, id);
}

const User* State::user_named(std::string_view username) const {
  for (const auto& [id, user] : users_) {
    if (user.username == username) return &user;
  }
  return nullptr;
}

const Token* State::token(std::string_view token) const {
  const auto found = tokens_.find(token);
  return found == tokens_.end() ? nullptr : &found->second;
}

const Publication* State::publication(std::string_view id) const {
  return find(publications_, id);
}

const Publication* State::publication_with_slug(std::string_view slug) const {
  for (const auto& [id, publication] : publications_) {
    if (publication.slug == slug) return &publication;
  }
  return nullptr;
}

const Story* State::story(std::string_view id) const {
  const auto found = find_story(stories_, id);
  return found == stories_.end() ? nullptr : &*found;
}

Story* State::story(std::string_view id) {
  const auto found = find_story(stories_, id);
  return found == stories_.end() ? nullptr : &*found;
}

const Image* State::image(std::string_view key) const {
  return find(images_, key);
}

std::vector<const Story*> State::stories_of(std::string_view user_id) const {
  std::vector<const Story*> found;
  for (auto story = stories_.rbegin(); story != stories_.rend(); ++story) {
    if (story->author_id == user_id) found.push_back(&*story);
  }
  std::ranges::sort(found, is_newer);
  return found;
}

bool State::revoke(std::string_view token, int code) {
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return false;
  found->second.dead_code = code;
  return true;
}

bool State::remove_story(std::string_view id) {
  return std::erase_if(stories_, [&](const Story& story) { return story.id == id; }) > 0;
}

std::optional<QuotaWindow> State::quota(const std::string& user_id) const {
  const QuotaWindow* quota = find(quotas_, user_id);
  return quota == nullptr ? std::nullopt : std::optional{*quota};
}

void State::count_post(const std::string& user_id, Instant now) {
  quotas_.insert_or_assign(user_id, sandbox::count_post(quota(user_id), settings.quota_window, now));
}

std::string State::path_of(const Story& story) const {
  const User* author = user(story.author_id);
  std::string path = "/@" + (author == nullptr ? story.author_id : author->username) + "/";
  const std::string words = story.status == Status::draft ? "" : slug(story.title);
  if (!words.empty()) path += words + "-";
  return path + story.id;
}

std::string State::draw_id(std::size_t length) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string id;
  while (id.size() < length) {
    std::uint64_t bits = scramble(id_seed_ ^ scramble(ids_drawn_++));
    for (int i = 0; i < 16 && id.size() < length; ++i, bits >>= 4U) id += hex[bits & 0xFU];
  }
  return id;
}

bool is_newer(const Story* a, const Story* b) {
  return date_of(*a) != date_of(*b) ? date_of(*a) > date_of(*b) : a > b;
}

Instant date_of(const Story& story) {
  return story.published_at.value_or(story.created_at);
}

}  // namespace mediumsync::sandbox
