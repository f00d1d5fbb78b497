#include "medium/client.hpp"

#include <utility>

namespace mediumsync::medium {
namespace {

// Medium's answers are a few kilobytes; anything larger is not from Medium.
constexpr std::size_t max_answer = 4U << 20;

}  // namespace

Client::Client(http::Client& http, Endpoint endpoint, Secret token)
    : http_(http), endpoint_(std::move(endpoint)), token_(std::move(token)) {}

http::Request Client::request(http::Method method, const std::string& path) const {
  http::Request request;
  request.method = method;
  request.url = endpoint_.api + path;
  request.headers = {
      {"Authorization", "Bearer " + token_.expose()}, {"Accept", "application/json"}, {"Accept-Charset", "utf-8"}};
  request.timeout = endpoint_.timeout;
  request.max_body = max_answer;
  return request;
}

http::Transfer Client::profile(OnAnswer<Profile> on_answer) {
  return http_.start(request(http::Method::get, "/me"), [on_answer = std::move(on_answer)](const http::Result& result) {
    on_answer(read_profile(result));
  });
}

http::Transfer Client::publications(std::string_view user_id, OnAnswer<std::vector<Publication>> on_answer) {
  return http_.start(
      request(http::Method::get, "/users/" + std::string(user_id) + "/publications"),
      [on_answer = std::move(on_answer)](const http::Result& result) { on_answer(read_publications(result)); });
}

http::Transfer Client::contributors(std::string_view publication_id, OnAnswer<std::vector<Contributor>> on_answer) {
  return http_.start(
      request(http::Method::get, "/publications/" + std::string(publication_id) + "/contributors"),
      [on_answer = std::move(on_answer)](const http::Result& result) { on_answer(read_contributors(result)); });
}

http::Transfer Client::upload(std::string_view file_name, std::string_view media_type, std::string bytes,
                              OnAnswer<UploadedImage> on_answer) {
  http::Request upload = request(http::Method::post, "/images");
  upload.body = http::FormPart{"image", std::string(file_name), std::string(media_type), std::move(bytes)};
  return http_.start(std::move(upload),
                     [on_answer = std::move(on_answer)](const http::Result& result) { on_answer(read_image(result)); });
}

http::Transfer Client::create(const Target& target, const NewStory& story, std::function<void()> before_send,
                              std::function<void(Outcome)> on_outcome) {
  const auto* user = std::get_if<UserTarget>(&target);
  const std::string owner = user != nullptr ? "/users/" + user->user_id
                                            : "/publications/" + std::get<PublicationTarget>(target).publication_id;
  http::Request create = request(http::Method::post, owner + "/posts");
  create.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
  create.body = encode(story);
  create.before_send = std::move(before_send);
  return http_.start(std::move(create), [on_outcome = std::move(on_outcome)](const http::Result& result) {
    on_outcome(classify_create(result));
  });
}

}  // namespace mediumsync::medium
