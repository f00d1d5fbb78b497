#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/http/client.hpp"
#include "publish/publisher.hpp"

namespace mediumsync::publish {

// One `verify` of an account without a token: its page, then its feed, as any reader may see them. Owned by the
// publisher until it has told.
class ProfileCheck {
 public:
  using OnDone = std::function<void(std::vector<Check>)>;

  ProfileCheck(http::Client& web, const AccountSettings& account, OnDone on_done);

 private:
  using Judge = void (ProfileCheck::*)(const http::Result&);
  void ask(const std::string& url, Judge judge);
  void judge_page(const http::Result& result);
  void judge_feed(const http::Result& result);
  void add(std::string what, Check::Result result, std::string detail);

  http::Client& web_;
  std::string page_;
  std::string feed_;
  FetchLimits limits_;
  OnDone on_done_;
  std::vector<Check> checks_;
  http::Transfer transfer_;
};

}  // namespace mediumsync::publish
