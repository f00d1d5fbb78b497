#include "config/settings.hpp"

#include <doctest/doctest.h>

#include "file.hpp"

using namespace mediumsync;
using namespace mediumsync::config;

namespace {

Settings settings(std::string_view text) {
  const auto loaded = load_text(text);
  REQUIRE_MESSAGE(loaded, mistakes_of(loaded));
  return *loaded;
}

std::vector<std::string> texts(const std::vector<schedule::Window>& windows) {
  std::vector<std::string> result;
  for (const auto& window : windows) result.push_back(to_string(window));
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a silent file has the defaults") {
  const Settings all = settings(R"(
[[account]]
name = "main"
token = "credential:medium-token"
[[folder]]
name = "drop"
path = "/drop"
[[feed]]
name = "blog"
url = "https://blog.example/feed.xml"
)");
  CHECK(all.state_dir == "/var/lib/mediumsync");
  CHECK(all.socket == "/run/mediumsync/control.sock");
  CHECK(all.log_level == LogLevel::info);
  CHECK(all.fetch == Fetch{});

  REQUIRE(all.accounts.size() == 1);
  const Account& account = all.accounts[0];
  CHECK(account.name == "main");
  CHECK(account.delivery == Delivery::api);
  CHECK(account.token == TokenSource(CredentialToken{"medium-token"}));
  CHECK_FALSE(account.username);
  CHECK(account.api == "https://api.medium.com/v1");
  CHECK(account.site == "https://medium.com");
  CHECK(account.timeout == std::chrono::seconds(60));
  CHECK(account.plan == default_plan());
  CHECK(account.plan.timezone == "America/New_York");
  CHECK(texts(account.plan.windows) == Texts{"Tue-Thu 07:00-09:00", "Tue-Thu 19:00-21:00"});
  CHECK(account.plan.min_gap == std::chrono::hours(20));
  CHECK(account.plan.max_per_day == 1);

  REQUIRE(all.folders.size() == 1);
  const Folder& folder = all.folders[0];
  CHECK(folder.name == "drop");
  CHECK(folder.path == "/drop");
  CHECK(folder.include == Texts{"*.md", "*.markdown", "*.html"});
  CHECK(folder.settle == std::chrono::seconds(2));
  CHECK(folder.existing == Existing::queue);
  CHECK_FALSE(folder.base_url);
  CHECK(folder.after == After::keep);
  CHECK_FALSE(folder.plan);
  CHECK(folder.rules.source == "drop");
  CHECK(folder.rules.account == "main");  // the only one there is
  CHECK(folder.rules.status == core::PublishStatus::draft);
  CHECK(folder.rules.license == core::License::all_rights_reserved);
  CHECK(folder.rules.notify_followers == core::NotifyFollowers::no);
  CHECK(folder.rules.disclaimer == core::Disclaimer::yes);
  CHECK(folder.rules.strictness == core::Strictness::lenient);
  CHECK_FALSE(folder.rules.publication);
  CHECK(folder.rules.tags.empty());
  CHECK(folder.rules.tag_map.empty());

  REQUIRE(all.feeds.size() == 1);
  const Feed& feed = all.feeds[0];
  CHECK(feed.name == "blog");
  CHECK(feed.url == "https://blog.example/feed.xml");
  CHECK(feed.every == std::chrono::hours(1));
  CHECK(feed.existing == Existing::ignore);
  CHECK(feed.excerpts == Excerpts::fetch);
  CHECK(feed.rules.source == "blog");
  CHECK(feed.rules.account == "main");
}

TEST_CASE("every key is heard") {
  const Settings all = settings(R"(
state_dir = "/s"
[control]
socket = "/c/sock"
[log]
level = "debug"
[fetch]
allow_private_networks = true
max_body = "1MiB"
timeout = "5s"
parallel = 4
[schedule]
timezone = "Europe/Berlin"
windows = ["daily 08:00-09:00"]
min_gap = "0s"
max_per_day = 3
[[account]]
name = "main"
delivery = "api"
token = "file:/etc/mediumsync/token"
username = "@jane"
api = "http://127.0.0.1:8080/v1/"
site = "http://127.0.0.1:8080"
hand_offs_open = 7
timeout = "2s"
[[folder]]
name = "drop"
path = "/drop"
account = "main"
include = ["*.txt"]
settle = "100ms"
existing = "ignore"
base_url = "https://blog.example/posts/"
strict = true
after = "move"
[[feed]]
name = "blog"
url = "http://192.168.1.2/feed.xml"
account = "main"
every = "15m"
existing = "queue"
excerpts = "publish"
strict = true
)");
  CHECK(all.state_dir == "/s");
  CHECK(all.socket == "/c/sock");
  CHECK(all.log_level == LogLevel::debug);
  CHECK(all.fetch == Fetch{.private_networks = PrivateNetworks::allowed,
                           .max_body = 1U << 20,
                           .timeout = std::chrono::seconds(5),
                           .parallel = 4});
  const Account& account = all.accounts.at(0);
  CHECK(account.token == TokenSource(FileToken{"/etc/mediumsync/token"}));
  CHECK(account.username == "jane");
  CHECK(account.api == "http://127.0.0.1:8080/v1");
  CHECK(account.site == "http://127.0.0.1:8080");
  CHECK(account.hand_offs_open == 7);
  CHECK(account.timeout == std::chrono::seconds(2));
  CHECK(account.plan.timezone == "Europe/Berlin");
  CHECK(texts(account.plan.windows) == Texts{"daily 08:00-09:00"});
  CHECK(account.plan.min_gap == std::chrono::seconds(0));
  CHECK(account.plan.max_per_day == 3);
  const Folder& folder = all.folders.at(0);
  CHECK(folder.include == Texts{"*.txt"});
  CHECK(folder.settle == std::chrono::milliseconds(100));
  CHECK(folder.existing == Existing::ignore);
  CHECK(folder.base_url == "https://blog.example/posts/");
  CHECK(folder.rules.strictness == core::Strictness::strict);
  const Feed& feed = all.feeds.at(0);
  CHECK(feed.url == "http://192.168.1.2/feed.xml");
  CHECK(feed.every == std::chrono::minutes(15));
  CHECK(feed.existing == Existing::queue);
  CHECK(feed.excerpts == Excerpts::publish);
  CHECK(feed.rules.strictness == core::Strictness::strict);
}

TEST_CASE("a source's rules are its account's with its own on top") {
  const Settings all = settings(R"(
[[folder]]                            # before its account: the order does not matter
name = "plain"
path = "/plain"
account = "main"
[[account]]
name = "main"
token = "credential:t"
status = "public"
license = "cc-40-by"
notify_followers = true
publication = "the-pub"
tags = ["programming"]
tag_map = { "C++" = "cpp", "Go" = "golang" }
disclaimer = false
[[account]]
name = "other"
token = "credential:u"
[[folder]]
name = "special"
path = "/special"
account = "main"
status = "unlisted"
license = "cc-40-zero"
notify_followers = false
publication = ""
tags = ["linux", "cpp"]
tag_map = { "c++" = "c-plus-plus", "Rust" = "rustlang" }
disclaimer = true
[[feed]]
name = "blog"
url = "https://blog.example/feed.xml"
account = "other"
publication = "their-pub"
)");
  const core::SourceRules& plain = all.folders.at(0).rules;
  CHECK(plain.account == "main");
  CHECK(plain.source == "plain");
  CHECK(plain.status == core::PublishStatus::public_);
  CHECK(plain.license == core::License::cc_40_by);
  CHECK(plain.notify_followers == core::NotifyFollowers::yes);
  CHECK(plain.publication == "the-pub");
  CHECK(plain.tags == Texts{"programming"});
  CHECK(plain.tag_map == std::map<std::string, std::string>{{"C++", "cpp"}, {"Go", "golang"}});
  CHECK(plain.disclaimer == core::Disclaimer::no);

  const core::SourceRules& special = all.folders.at(1).rules;
  CHECK(special.status == core::PublishStatus::unlisted);
  CHECK(special.license == core::License::cc_40_zero);
  CHECK(special.notify_followers == core::NotifyFollowers::no);
  CHECK_FALSE(special.publication);
  CHECK(special.tags == Texts{"linux", "cpp", "programming"});
  CHECK(special.tag_map ==
        std::map<std::string, std::string>{{"Go", "golang"}, {"Rust", "rustlang"}, {"c++", "c-plus-plus"}});
  CHECK(special.disclaimer == core::Disclaimer::yes);

  const core::SourceRules& blog = all.feeds.at(0).rules;
  CHECK(blog.account == "other");
  CHECK(blog.status == core::PublishStatus::draft);
  CHECK(blog.publication == "their-pub");

  CHECK(all.accounts.at(0).rules.account == "main");
  CHECK(all.accounts.at(0).rules.status == core::PublishStatus::public_);
  CHECK(all.accounts.at(0).rules.source.empty());
}

TEST_CASE("schedules stack from the file's over the account's to the source's") {
  const Settings all = settings(R"(
[schedule]
timezone = "Europe/Berlin"
min_gap = "1h"
[[account]]
name = "main"
token = "credential:t"
schedule = { min_gap = "2h", windows = ["Mon 10:00-11:00"] }
[[account]]
name = "other"
token = "credential:t"
[account.schedule]
max_per_day = 4
[[folder]]
name = "drop"
path = "/drop"
account = "main"
schedule.max_per_day = 2
[[feed]]
name = "blog"
url = "https://blog.example/feed.xml"
account = "other"
)");
  const schedule::Plan& main = all.accounts.at(0).plan;
  CHECK(main.timezone == "Europe/Berlin");
  CHECK(main.min_gap == std::chrono::hours(2));
  CHECK(texts(main.windows) == Texts{"Mon 10:00-11:00"});
  CHECK(main.max_per_day == 1);
  CHECK(all.accounts.at(1).plan.max_per_day == 4);
  CHECK(all.accounts.at(1).plan.min_gap == std::chrono::hours(1));
  CHECK(texts(all.accounts.at(1).plan.windows) == texts(default_plan().windows));
  REQUIRE(all.folders.at(0).plan);
  CHECK(all.folders.at(0).plan->min_gap == std::chrono::hours(2));
  CHECK(all.folders.at(0).plan->max_per_day == 2);
  CHECK_FALSE(all.feeds.at(0).plan);
}

TEST_CASE("an account without a token hands posts off") {
  const auto loaded = load_text("[[account]]\nname = \"main\"\ndelivery = \"hand-off\"\nusername = \"jane\"\n");
  REQUIRE_MESSAGE(loaded, mistakes_of(loaded));
  const Account& account = loaded->accounts.at(0);
  CHECK(account.delivery == Delivery::hand_off);
  CHECK_FALSE(account.token);
  CHECK(account.username == "jane");
  CHECK(account.hand_offs_open == 3);
}
