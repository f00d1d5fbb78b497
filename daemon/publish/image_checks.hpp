#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::publish {

// Within which bounds images on the web are looked at.
struct FetchLimits {
  http::Addresses addresses = http::Addresses::public_only;
  std::chrono::milliseconds timeout{30'000};
  std::size_t max_body = 16U << 20;
  bool operator==(const FetchLimits&) const = default;
};

// Medium can fetch it as it is.
struct GoodImage {};
// An image that Medium would not take.
struct ForeignImage {
  std::string bytes;
  std::string_view media_type;
};
// Nothing that could be shown.
struct DeadImage {
  enum class Kind { gone, not_an_image, too_large, private_address, unreachable } kind = Kind::gone;
  std::string reason;  // reads on after "the image URL"
};
using ImageCheck = std::variant<GoodImage, ForeignImage, DeadImage>;
using ImageChecks = std::map<std::string, ImageCheck>;  // by URL

// Asks for the images of one story on the web, several at a time, each once. An image that does not answer Medium makes
// a story that nobody hears of, so each has to answer here first, and about as soon as it would have to there. Owned by
// the delivery of the story; destroying it cancels.
class ImageCheckup {
 public:
  // `on_done` is called once, from the loop; it may destroy this.
  ImageCheckup(uv::Loop& loop, http::Client& web, FetchLimits limits, const std::vector<std::string>& urls,
               std::function<void(ImageChecks)> on_done);

 private:
  enum class Attempt { first, second };
  struct Asking {
    std::string url;
    Attempt attempt = Attempt::first;
    http::Transfer transfer;
  };
  void ask_more();
  void ask(const std::string& url, Attempt attempt);
  void on_answer(std::list<Asking>::iterator asking, const http::Result& result);
  ImageCheck judge(const http::Response& response);

  http::Client& web_;
  FetchLimits limits_;
  std::vector<std::string> waiting_;
  std::vector<std::string> again_;  // in trouble a moment ago
  std::list<Asking> asking_;
  ImageChecks checks_;
  std::size_t held_bytes_ = 0;
  std::function<void(ImageChecks)> on_done_;
  uv::Timer retry_;
};

}  // namespace mediumsync::publish
