#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/expected.hpp"
#include "medium/client.hpp"
#include "medium/token.hpp"
#include "publish/image_checks.hpp"
#include "schedule/plan.hpp"

namespace mediumsync::publish {

// How an account's stories come to Medium.
enum class Means { api, hand_off };

// Of an account without a token: its posts are handed to a person.
struct HandOffs {
  int most_open = 3;  // at once; the next one waits until one of them is done
};

// What the configuration says about one account, as far as publishing goes. `read_token` is called whenever the account
// starts, is reloaded or resumed.
struct AccountSettings {
  std::string name;
  medium::Client::Endpoint endpoint;
  std::string site;                     // where readers read
  std::optional<std::string> username;  // as configured; else Medium says
  std::optional<HandOffs> hand_offs;    // absent: it publishes by the API
  FetchLimits images;                   // on the web, looked at before a story with them is sent
  schedule::Plan plan;
  std::map<std::string, schedule::Plan> source_plans;  // of sources with a schedule of their own
  std::function<core::Expected<medium::Secret, medium::TokenError>()> read_token;
  std::optional<std::filesystem::path> token_file = std::nullopt;  // watched; absent: it changes with a restart alone
  std::optional<std::string> token_place = std::nullopt;           // in words
};

}  // namespace mediumsync::publish
