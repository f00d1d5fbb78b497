#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/quota.hpp"
#include "sandbox/model/settings.hpp"
#include "sandbox/model/story.hpp"

namespace mediumsync::sandbox {

// Everything the stand-in Medium knows, in memory. Owned by the server's Service, which also keeps it from two threads
// at once.
class State {
 public:
  // Ids are drawn from `id_seed`, so that two runs need not give the same ones.
  explicit State(std::uint64_t id_seed) : id_seed_(id_seed) {}

  Settings settings;

  void add_user(User user);
  void add_token(std::string token, std::string user_id);
  void add_publication(Publication publication);
  // Stores as a new story, whatever is there already: Medium never dedupes. An empty id is drawn.
  const Story& add_story(Story story);
  std::string add_image(std::string content_type, std::string bytes);  // returns the key

  const std::map<std::string, User>& users() const { return users_; }
  const std::map<std::string, Publication>& publications() const { return publications_; }
  const std::vector<Story>& stories() const { return stories_; }  // in the order of their arrival
  const std::map<std::string, Image>& images() const { return images_; }

  const User* user(std::string_view id) const;
  const User* user_named(std::string_view username) const;
  const Token* token(std::string_view token) const;
  const Publication* publication(std::string_view id) const;
  const Publication* publication_with_slug(std::string_view slug) const;
  const Story* story(std::string_view id) const;
  Story* story(std::string_view id);
  const Image* image(std::string_view key) const;
  std::vector<const Story*> stories_of(std::string_view user_id) const;  // newest first

  bool revoke(std::string_view token, int code);
  bool remove_story(std::string_view id);

  std::optional<QuotaWindow> quota(const std::string& user_id) const;
  void count_post(const std::string& user_id, Instant now);

  // The address of a story: /@user/slug-id, a draft's /@user/id.
  std::string path_of(const Story& story) const;
  std::string url_of(const Story& story) const { return settings.site + path_of(story); }

  std::string draw_id(std::size_t length);

 private:
  std::uint64_t id_seed_;
  std::uint64_t ids_drawn_ = 0;
  std::map<std::string, User> users_;
  std::map<std::string, Token, std::less<>> tokens_;
  std::map<std::string, Publication> publications_;
  std::vector<Story> stories_;
  std::map<std::string, Image> images_;
  std::map<std::string, QuotaWindow> quotas_;
};

// When a reader says it was written: published, or for a draft stored.
Instant date_of(const Story& story);
// Of two stories of one State: by date, and by arrival when that is the same.
bool is_newer(const Story* a, const Story* b);

}  // namespace mediumsync::sandbox
