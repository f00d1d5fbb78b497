// Messages in one line.
#pragma once

#include <chrono>
#include <string>

#include "notify/notice.hpp"

namespace mediumsync::notify {

inline core::TimePoint at(int seconds) {
  return core::TimePoint(std::chrono::seconds(1'800'000'000 + seconds));  // 2027-01-15T08:00:00Z
}

inline Notice notice(Topic topic, const std::string& title = "A title", const std::string& detail = "the reason") {
  PostView post{.id = {7}, .title = title, .state = core::State::published, .status = core::PublishStatus::public_};
  post.account = "main";
  post.source = "drop";
  if (topic == Topic::published) post.url = "https://medium.com/p/abc";
  Notice notice{.event = 41, .at = at(0), .topic = topic, .detail = detail, .post = post};
  if (topic == Topic::stopped || topic == Topic::paused) {
    notice.post.reset();
    notice.detail = "main: the token was refused";
  }
  return notice;
}

inline Message message(const Notice& one) {
  return {.id = "0123456789abcdef", .notices = {one}};
}

inline Message digest(int published, int failed) {
  Message message{.id = "0123456789abcdef"};
  for (int i = 0; i < published; ++i) message.notices.push_back(notice(Topic::published, "P" + std::to_string(i)));
  for (int i = 0; i < failed; ++i) message.notices.push_back(notice(Topic::failed, "F" + std::to_string(i)));
  return message;
}

}  // namespace mediumsync::notify
