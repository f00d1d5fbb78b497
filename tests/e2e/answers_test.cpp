#include <array>
#include <doctest/doctest.h>
#include <string>

#include "e2e/world.hpp"

using namespace mediumsync::e2e;

namespace {

struct Row {
  std::string fault;
  std::string state;          // of the post that met it
  std::string account_state;  // after it
  std::string said;           // in the post's or the account's reason
};

const std::array<Row, 16> rows{{{"500", "in_doubt", "paused", "Medium answered 500"},
                                {"502", "in_doubt", "paused", "Medium answered 502"},
                                {"503", "in_doubt", "paused", "Medium answered 503"},
                                {"504", "in_doubt", "paused", "Medium answered 504"},
                                {"status_200", "in_doubt", "paused", "where 201 was due"},
                                {"status_202", "in_doubt", "paused", "where 201 was due"},
                                {"status_204", "in_doubt", "paused", "where 201 was due"},
                                {"redirect_307", "in_doubt", "paused", "a redirect to "},
                                {"reset_before", "in_doubt", "paused", "mediumsyncctl resolve"},
                                {"hang_before", "in_doubt", "paused", "mediumsyncctl resolve"},
                                {"truncated_201", "published", "ready", "Medium said 201"},
                                {"not_json_201", "published", "ready", "Medium said 201"},
                                {"reset_mid_answer", "published", "ready", "Medium said 201"},
                                {"429", "queued", "paused", "rate limit"},
                                {"cf_all", "queued", "paused", "Cloudflare"},
                                {"revoke_token", "queued", "stopped", "Token was invalid"}}};

}  // namespace

TEST_CASE("every answer to a POST leaves the post and its account where they belong after one POST") {
  for (const Row& row : rows) {
    CAPTURE(row.fault);
    World world({.account = "timeout = \"1s\"\n"});
    world.next_posts_meet(row.fault);
    world.daemon.start();
    world.drop_post("Met");
    world.await("it was tried", [&] {
      const Json post = world.post("Met");
      if (post.is_null()) return false;
      const Json attempts = world.daemon.ask({"show", post.at("id").dump()}).at("attempts");
      return !attempts.empty() && attempts.at(0).at("outcome") != "under way";
    });
    const Json post = world.post("Met");
    const Json account = world.account();
    CHECK(post.at("state") == row.state);
    CHECK(account.at("state") == row.account_state);
    CHECK(contains(post.at("reason").dump() + account.at("reason").dump(), row.said));
    if (row.state == "published") CHECK(post.at("url").is_null());
    CHECK(world.posts_sent() == 1);
  }
}
