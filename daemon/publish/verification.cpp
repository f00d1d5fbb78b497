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

Verification::Verification(uv::Loop& loop, std::function<medium::Client*()> client,
                           std::optional<std::string> token_problem, OnDone on_done)
    : client_(std::move(client)), on_done_(std::move(on_done)), begin_(loop, [this] { ask_profile(); }) {
  if (token_problem) {
    checks_.push_back({"token", Check::Result::failed, *token_problem});
    client_ = [] { return nullptr; };
  } else {
    passed("token", "read");
  }
  begin_.start(std::chrono::milliseconds(0));
}

medium::Client* Verification::client_or_tell() {
  medium::Client* client = client_();
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
  if (roles_asked_ == publications_.size()) {
    tell();
    return;
  }
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
