#include "source/page.hpp"

#include <utility>

#include "parse/document.hpp"
#include "parse/feed.hpp"
#include "source/intake.hpp"

namespace mediumsync::source {

Page::Page(World& world, Sources::AddPage request, http::Addresses addresses, OnDone on_done)
    : world_(world), request_(std::move(request)), on_done_(std::move(on_done)) {
  http::Request get;
  get.url = request_.url;
  get.headers.emplace_back("Accept", "text/html, application/xhtml+xml;q=0.9, */*;q=0.1");
  get.addresses = addresses;
  get.redirects = http::Redirects::follow;
  fetching_ = world_.http.start(std::move(get), [this](const http::Result& result) { on_answer(result); });
}

void Page::on_answer(const http::Result& result) {
  if (const auto* failure = std::get_if<http::Failure>(&result))
    return tell(core::Unexpected<AddError>({failure->message}));
  const auto& response = std::get<http::Response>(result);
  if (response.status != 200)
    return tell(core::Unexpected<AddError>({request_.url + " answered " + std::to_string(response.status)}));
  if (parse::feed(response.body, {response.header("content-type"), response.url})) {
    return tell(core::Unexpected<AddError>(
        {request_.url + " is a feed; name it in the configuration: [[feed]] url = \"" + request_.url + "\""}));
  }
  auto item = parse::document(response.body, parse::Format::html, {response.url, response.url});
  if (!item) return tell(core::Unexpected<AddError>({request_.url + ": " + to_string(item.error())}));
  if (!item->canonical_url) item->canonical_url = response.url;
  const Intake in{.origin = request_.url,
                  .fallback_title = request_.url,
                  .rules = request_.rules,
                  .state = core::State::held,
                  .cause = queue::Cause::person,
                  .reason = "taken from a web page: look at it with mediumsyncctl show, then release it"};
  // It waits for a look all the same; the time holds once it is released.
  if (request_.at) item->medium.publish_at = request_.at;
  const core::TimePoint now = world_.clock();
  const auto enqueue = [&] {
    const queue::Queue::OnBehalfOf somebody(world_.queue, request_.by);
    return world_.queue.enqueue(arrive_alone(in, std::move(*item), now), now);
  };
  tell(enqueue());
}

void Page::tell(core::Expected<queue::Enqueued, AddError> result) {
  // The receiver may destroy this.
  const OnDone on_done = std::exchange(on_done_, {});
  on_done(std::move(result));
}

}  // namespace mediumsync::source
