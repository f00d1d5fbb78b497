#include "publish/profile_check.hpp"

#include <utility>

namespace mediumsync::publish {
namespace {

using Result = Check::Result;

// What came instead of a page, for people.
std::string shortfall(const http::Result& result) {
  const auto* failure = std::get_if<http::Failure>(&result);
  return failure != nullptr ? failure->message
                            : "it answered " + std::to_string(std::get<http::Response>(result).status);
}

bool has_status(const http::Result& result, int status) {
  const auto* response = std::get_if<http::Response>(&result);
  return response != nullptr && response->status == status;
}

}  // namespace

ProfileCheck::ProfileCheck(http::Client& web, const AccountSettings& account, OnDone on_done)
    : web_(web),
      page_(account.site + "/@" + account.username.value_or("")),
      feed_(account.site + "/feed/@" + account.username.value_or("")),
      limits_(account.images),
      on_done_(std::move(on_done)) {
  add("delivery", Result::passed, "hand-off: no token is needed, posts are handed to you");
  ask(page_, &ProfileCheck::judge_page);
}

void ProfileCheck::ask(const std::string& url, Judge judge) {
  http::Request request;
  request.url = url;
  request.timeout = limits_.timeout;
  request.max_body = limits_.max_body;
  request.redirects = http::Redirects::follow;
  transfer_ = web_.start(std::move(request), [this, judge](const http::Result& result) { (this->*judge)(result); });
}

void ProfileCheck::judge_page(const http::Result& result) {
  if (has_status(result, 200)) {
    add("profile", Result::passed, page_);
  } else if (has_status(result, 404) || has_status(result, 410)) {
    add("profile", Result::failed, page_ + " is nobody's page: mend `username`");
  } else {
    add("profile", Result::skipped, page_ + ": " + shortfall(result) + "; see with a browser whether it is yours");
  }
  ask(feed_, &ProfileCheck::judge_feed);
}

void ProfileCheck::judge_feed(const http::Result& result) {
  if (has_status(result, 200)) {
    add("feed", Result::passed, feed_);
  } else {
    add("feed", Result::failed,
        feed_ + ": " + shortfall(result) +
            "; while that is so, what you publish is not seen by itself: mediumsyncctl done ID URL");
  }
  // The receiver may destroy this.
  const OnDone on_done = std::exchange(on_done_, {});
  on_done(std::move(checks_));
}

void ProfileCheck::add(std::string what, Check::Result result, std::string detail) {
  checks_.push_back({std::move(what), result, std::move(detail)});
}

}  // namespace mediumsync::publish
