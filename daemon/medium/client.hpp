#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/http/client.hpp"
#include "medium/codec.hpp"
#include "medium/secret.hpp"

namespace mediumsync::medium {

// One account's way to Medium: base URL, token, time limit, over an http::Client that feeds have no part in. Owned by
// the publisher's account; each call gives a transfer that the caller owns and that cancels when destroyed.
class Client {
 public:
  struct Endpoint {
    std::string api;  // "https://api.medium.com/v1", no slash at the end
    std::chrono::milliseconds timeout{60'000};
  };

  Client(http::Client& http, Endpoint endpoint, Secret token);

  template <typename Value>
  using OnAnswer = std::function<void(Answer<Value>)>;

  [[nodiscard]] http::Transfer profile(OnAnswer<Profile> on_answer);
  [[nodiscard]] http::Transfer publications(std::string_view user_id, OnAnswer<std::vector<Publication>> on_answer);
  [[nodiscard]] http::Transfer contributors(std::string_view publication_id,
                                            OnAnswer<std::vector<Contributor>> on_answer);
  [[nodiscard]] http::Transfer upload(std::string_view file_name, std::string_view media_type, std::string bytes,
                                      OnAnswer<UploadedImage> on_answer);

  // Where a story goes: into the user's own profile or a publication.
  struct UserTarget {
    std::string user_id;
  };
  struct PublicationTarget {
    std::string publication_id;
  };
  using Target = std::variant<UserTarget, PublicationTarget>;

  // `before_send` commits the sending mark: it runs connected, before the first byte (see http::Request).
  [[nodiscard]] http::Transfer create(const Target& target, const NewStory& story, std::function<void()> before_send,
                                      std::function<void(Outcome)> on_outcome);

 private:
  http::Request request(http::Method method, const std::string& path) const;

  http::Client& http_;
  Endpoint endpoint_;
  Secret token_;
};

}  // namespace mediumsync::medium
