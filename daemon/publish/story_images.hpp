#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "core/document_images.hpp"
#include "lib/http/client.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/timer.hpp"
#include "medium/client.hpp"
#include "publish/image_checks.hpp"
#include "publish/image_conversion.hpp"
#include "queue/queue.hpp"

namespace mediumsync::publish {

// How images on the web are asked for: never by the client that carries the token.
struct Web {
  http::Client& client;
  FetchLimits limits;
};

// A story whose images Medium can take.
struct Illustrated {
  core::Document body;
  core::Findings findings;  // of images that could not be shown
};

// The images of one story on their way to Medium: those on the web are looked at, what Medium does not take is
// converted, what it does not have is uploaded; one after the other, and each once ever. Nothing of the story itself is
// sent here. Owned by its delivery; destroying it cancels whatever is under way.
class StoryImages {
 public:
  // medium::Outcome: what stopped it; nothing of the story has been sent.
  using Result = std::variant<Illustrated, medium::Outcome>;

  StoryImages(uv::Loop& loop, queue::Queue& queue, medium::Client& medium, Web web,
              std::function<core::TimePoint()> clock, const queue::Claim& claim, std::function<void(Result)> on_done);

 private:
  // An image that is not on Medium yet.
  struct Job {
    std::string name;  // its path, or its URL
    std::string digest;
    std::string media_type;
    std::optional<std::string> fetched;  // the bytes of one on the web
  };
  void begin();
  void take_checks(ImageChecks checks);
  bool is_network_down_likely(const ImageChecks& checks) const;
  void ask_whether_network_is_down(ImageChecks checks);
  void adopt(ImageChecks checks);
  void next();
  void convert(std::string bytes);
  void upload(std::string bytes, std::string media_type);
  void uploaded(const std::string& url);
  void give_up(std::string code, const std::string& why);
  void finish();
  void tell(Result result);

  uv::Loop& loop_;
  queue::Queue& queue_;
  medium::Client& medium_;
  Web web_;
  std::function<core::TimePoint()> clock_;
  core::PostId post_;
  core::Document body_;
  std::function<void(Result)> on_done_;
  core::Findings findings_;
  std::map<std::string, core::ImageFate> remote_fates_;
  std::set<std::string> local_given_up_;
  std::deque<Job> jobs_;
  std::optional<ImageCheckup> checkup_;
  std::optional<ImageConversion> conversion_;
  http::Transfer transfer_;
  uv::Timer beginning_;
};

}  // namespace mediumsync::publish
