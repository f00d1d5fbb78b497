#include "config/account.hpp"

#include <algorithm>
#include <cctype>

#include "config/address.hpp"
#include "config/machine.hpp"
#include "config/nearest.hpp"
#include "config/plan.hpp"
#include "config/rules.hpp"
#include "config/secret.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::config {

namespace {

constexpr SecretKey token_key{"token", "token", "medium-token"};
constexpr Range<int> hand_offs{1, 100};

std::optional<std::string> read_username(const Section& section) {
  const auto given = section.text("username");
  if (!given) return std::nullopt;
  std::string_view username = core::trim(given->value);
  if (username.starts_with('@')) username.remove_prefix(1);
  const bool plain = std::all_of(username.begin(), username.end(), [](char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '_' || c == '-';
  });
  if (!username.empty() && plain) return std::string(username);
  section.report().add(given->place,
                       "'username' is the name in your Medium address, as in \"jane\" of medium.com/@jane");
  return std::nullopt;
}

// An absolute URL that paths are appended to; without the slash at its end.
std::optional<std::string> read_root_url(const Section& section, std::string_view key, std::string_view example) {
  const auto given = section.text(key);
  if (!given) return std::nullopt;
  const core::Url url = core::Url::parse(given->value);
  const bool bare = !url.query && !url.fragment && (!url.authority || url.authority->find('@') == std::string::npos);
  if (!core::is_web_url(given->value) || !bare) {
    section.report().add(given->place, "'" + std::string(key) + "' must be an absolute URL without user, query and " +
                                           "fragment, as in \"" + std::string(example) + "\"");
    return std::nullopt;
  }
  std::string text(core::trim(given->value));
  while (text.ends_with('/')) text.pop_back();
  return text;
}

void check_api_is_private(const Section& section, const std::string& api) {
  const core::Url url = core::Url::parse(api);
  if (core::equal_ignoring_case(url.scheme.value_or(""), "https") || is_loopback(url.host().value_or(""))) return;
  section.report().add(section.place("api"),
                       "'api' would send the token unencrypted: write https (http is for this machine alone)");
}

Delivery read_delivery(const Section& section) {
  return section.choice<Delivery>("delivery", {{"api", Delivery::api}, {"hand-off", Delivery::hand_off}})
      .value_or(Delivery::api);
}

// What the way of delivery needs, and what it has no use for.
void check_means(const Section& section, Delivery delivery) {
  Report& report = section.report();
  if (delivery == Delivery::api) {
    if (!section.has("token")) {
      report.add(section.place(),
                 "'token' is missing: write token = \"credential:NAME\" or \"file:/path\", or without a token delivery "
                 "= \"hand-off\" and username = \"…\"");
    }
    return;
  }
  if (!section.has("username")) {
    report.add(
        section.place(),
        "'username' is missing: with delivery = \"hand-off\" your stories are looked for at medium.com/@username");
  }
  if (section.has("token")) {
    report.add(section.place("token"), "'token' has no use with delivery = \"hand-off\": take one of the two out");
  }
}

}  // namespace

std::optional<Placed<std::string>> read_name(const Section& section) {
  if (!section.has("name")) {
    section.report().add(section.place(), "'name' is missing");
    return std::nullopt;
  }
  const auto given = section.text("name");
  if (!given) return std::nullopt;
  const bool printable = core::printable(given->value) == given->value;
  if (!given->value.empty() && core::trim(given->value) == given->value && printable) return given;
  section.report().add(given->place, given->value.empty()
                                         ? "'name' must not be empty"
                                         : "'name' must not hold control characters or begin or end with "
                                           "a space");
  return std::nullopt;
}

Account read_account(const Section& section, const schedule::Plan& plan, MachineChecks checks) {
  Account account;
  if (const auto name = read_name(section)) account.name = name->value;
  account.delivery = read_delivery(section);
  account.token = read_secret(section, token_key, checks);
  check_means(section, account.delivery);
  account.username = read_username(section);
  account.api = read_root_url(section, "api", account.api).value_or(account.api);
  check_api_is_private(section, account.api);
  account.site = read_root_url(section, "site", account.site).value_or(account.site);
  account.hand_offs_open = section.number("hand_offs_open", hand_offs).value_or(account.hand_offs_open);
  account.timeout = section.duration("timeout", timeouts).value_or(account.timeout);
  account.rules = read_rules(section, {.account = account.name});
  const auto own = section.table("schedule", keys::own_schedule);
  account.plan = own ? read_plan(*own, plan) : plan;
  return account;
}

}  // namespace mediumsync::config
