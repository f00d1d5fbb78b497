#include "publish/verification.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace mediumsync::publish {
namespace {

struct Cure {
  std::string operator()(const medium::Published&) const { return "unexpected answer"; }
  std::string operator()(const medium::NotSent& outcome) const {
    return outcome.reason + "; check the network and the account's `api`";
  }
  std::string operator()(const medium::Refused& outcome) const { return outcome.reason; }
  std::string operator()(const medium::Unauthorized& outcome) const {
    return outcome.reason + "; the token is dead: put another in place, then mediumsyncctl resume";
  }
  std::string operator()(const medium::Throttled& outcome) const { return outcome.reason + "; it will pass by itself"; }
  std::string operator()(const medium::InDoubt& outcome) const { return outcome.reason; }
};

}  // namespace

Verification::Verification(uv::Loop& loop, http::Client& web, Asked asked, OnDone on_done)
    : web_(web), asked_(std::move(asked)), on_done_(std::move(on_done)), begin_(loop, [this] { ask_profile(); }) {
  if (asked_.token_problem) {
    checks_.push_back({"token", Check::Result::failed, *asked_.token_problem});
    asked_.client = [] { return nullptr; };
  } else {
    passed("token", "read");
  }
  begin_.start(std::chrono::milliseconds(0));
}

medium::Client* Verification::client_or_tell() {
  medium::Client* client = asked_.client();
  if (client == nullptr) tell();
  return client;
}

void Verification::ask_profile() {
  medium::Client* client = client_or_tell();
  if (client == nullptr) return;
  transfer_ = client->profile([this](medium::Answer<medium::Profile> answer) {
    if (!answer) {
      failed("profile", answer.error());
      tell();
      return;
    }
    user_id_ = answer->id;
    username_ = answer->username;
    passed("profile", "@" + core::printable(answer->username) + " (" + core::printable(answer->name) + ")");
    ask_publications();
  });
}

void Verification::ask_publications() {
  medium::Client* client = client_or_tell();
  if (client == nullptr) return;
  transfer_ = client->publications(user_id_, [this](medium::Answer<std::vector<medium::Publication>> answer) {
    if (!answer) {
      failed("publications", answer.error());
      tell();
      return;
    }
    publications_ = std::move(*answer);
    passed("publications", publications_.empty() ? "none" : std::to_string(publications_.size()));
    ask_next_role();
  });
}

void Verification::ask_next_role() {
  if (roles_asked_ == publications_.size()) return ask_feed();
  medium::Client* client = client_or_tell();
  if (client == nullptr) return;
  const medium::Publication publication = publications_[roles_asked_++];
  transfer_ = client->contributors(
      publication.id, [this, publication](medium::Answer<std::vector<medium::Contributor>> answer) {
        const std::string what = "role in " + core::printable(publication.name);
        if (!answer) {
          failed(what, answer.error());
        } else {
          const bool editor = std::ranges::any_of(*answer, [&](const medium::Contributor& one) {
            return one.user_id == user_id_ && one.role == medium::Role::editor;
          });
          const bool writer =
              std::ranges::any_of(*answer, [&](const medium::Contributor& one) { return one.user_id == user_id_; });
          passed(what, editor   ? "editor"
                       : writer ? "writer: posts go in as drafts for the editors"
                                : "none: posts to it will be refused");
        }
        ask_next_role();
      });
}

void Verification::ask_feed() {
  http::Request request;
  request.url = asked_.site + "/feed/@" + username_;
  request.timeout = asked_.limits.timeout;
  request.max_body = asked_.limits.max_body;
  request.redirects = http::Redirects::follow;
  const std::string url = request.url;
  transfer_ = web_.start(std::move(request), [this, url](const http::Result& result) { judge_feed(url, result); });
}

void Verification::judge_feed(const std::string& url, const http::Result& result) {
  const auto* response = std::get_if<http::Response>(&result);
  if (response != nullptr && response->status == 200) {
    passed("feed", url);
  } else {
    const std::string why = response != nullptr ? "it answered " + std::to_string(response->status)
                                                : std::get<http::Failure>(result).message;
    checks_.push_back({"feed", Check::Result::failed,
                       core::printable(url) + ": " + why +
                           "; while that is so, a story whose answer was lost is not found by itself: mediumsyncctl "
                           "resolve settles it"});
  }
  // Medium says what a token may do only when it is done; an image that nobody asked for would stay there.
  checks_.push_back({"image upload", Check::Result::skipped,
                     "shows with the first post that has an image of its own: Medium has no way to ask; if it refuses, "
                     "the post is not sent and says so"});
  tell();
}

void Verification::passed(std::string what, std::string detail) {
  checks_.push_back({std::move(what), Check::Result::passed, std::move(detail)});
}

void Verification::failed(std::string what, const medium::Outcome& outcome) {
  checks_.push_back({std::move(what), Check::Result::failed, std::visit(Cure{}, outcome)});
}

void Verification::tell() {
  // The receiver may destroy this.
  const OnDone on_done = std::exchange(on_done_, {});
  on_done(std::move(checks_));
}

}  // namespace mediumsync::publish
