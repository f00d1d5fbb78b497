#include "publish/image_checks.hpp"

#include <algorithm>
#include <utility>

#include "core/image_type.hpp"

namespace mediumsync::publish {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_at_once = 4;
constexpr std::size_t max_image = 25U << 20;        // Medium takes no more
constexpr std::size_t max_all_images = 100U << 20;  // held for conversion, of one story
// What takes longer takes too long for Medium, which gives up a story's request after about as much.
constexpr std::chrono::milliseconds longest_wait = 10s;
constexpr std::chrono::milliseconds breath = 2s;

// A server in trouble for a moment, not an image that is gone.
bool may_recover(int status) {
  return status >= 500 || status == 408 || status == 429;
}

std::string megabytes(std::size_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

DeadImage dead(const http::Failure& failure, std::size_t limit) {
  using Kind = DeadImage::Kind;
  switch (failure.cause) {
    case http::Cause::too_large:
      return {Kind::too_large, "is larger than " + megabytes(limit)};
    case http::Cause::address_refused:
      return {Kind::private_address, "leads into a private network, where Medium can't fetch it"};
    case http::Cause::bad_url:
    case http::Cause::too_many_redirects:
    case http::Cause::protocol:
      return {Kind::gone, "can't be fetched: " + failure.message};
    default:
      return {Kind::unreachable, "does not answer: " + failure.message};
  }
}

}  // namespace

ImageCheckup::ImageCheckup(uv::Loop& loop, http::Client& web, FetchLimits limits, const std::vector<std::string>& urls,
                           std::function<void(ImageChecks)> on_done)
    : web_(web),
      limits_(limits),
      waiting_(urls.rbegin(), urls.rend()),
      on_done_(std::move(on_done)),
      retry_(loop, [this] {
        for (const std::string& url : std::exchange(again_, {})) ask(url, Attempt::second);
        ask_more();
      }) {
  limits_.max_body = std::min(limits_.max_body, max_image);
  limits_.timeout = std::min(limits_.timeout, longest_wait);
  retry_.start(0ms);
}

void ImageCheckup::ask_more() {
  while (!waiting_.empty() && asking_.size() < max_at_once) {
    const std::string url = std::move(waiting_.back());
    waiting_.pop_back();
    ask(url, Attempt::first);
  }
  if (!asking_.empty()) return;
  if (!again_.empty()) {
    retry_.start(breath);
    return;
  }
  // The receiver may destroy this.
  const auto on_done = std::exchange(on_done_, {});
  on_done(std::move(checks_));
}

void ImageCheckup::ask(const std::string& url, Attempt attempt) {
  http::Request request;
  request.url = url;
  request.headers.emplace_back("Accept", "image/*, */*;q=0.1");
  request.timeout = limits_.timeout;
  request.max_body = limits_.max_body;
  request.addresses = limits_.addresses;
  request.redirects = http::Redirects::follow;
  const auto asking = asking_.insert(asking_.end(), {url, attempt, {}});
  asking->transfer =
      web_.start(std::move(request), [this, asking](const http::Result& result) { on_answer(asking, result); });
}

void ImageCheckup::on_answer(std::list<Asking>::iterator asking, const http::Result& result) {
  const std::string url = asking->url;
  const Attempt attempt = asking->attempt;
  if (const auto* response = std::get_if<http::Response>(&result)) {
    if (may_recover(response->status) && attempt == Attempt::first) {
      again_.push_back(url);
    } else {
      checks_[url] = judge(*response);
    }
  } else {
    checks_[url] = dead(std::get<http::Failure>(result), limits_.max_body);
  }
  asking_.erase(asking);
  ask_more();
}

ImageCheck ImageCheckup::judge(const http::Response& response) {
  using Kind = DeadImage::Kind;
  if (response.status < 200 || response.status > 299)
    return DeadImage{Kind::gone, "answers " + std::to_string(response.status)};
  const auto type = core::image_type(response.body);
  if (!type) return DeadImage{Kind::not_an_image, "leads to something that is no image"};
  if (type->taken_by_medium) return GoodImage{};
  held_bytes_ += response.body.size();
  if (held_bytes_ > max_all_images)
    return DeadImage{Kind::too_large,
                     "and others that would have to be converted are over " + megabytes(max_all_images)};
  return ForeignImage{response.body, type->media_type};
}

}  // namespace mediumsync::publish
