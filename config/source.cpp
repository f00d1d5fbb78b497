#include "config/source.hpp"

#include <algorithm>

#include "config/account.hpp"
#include "config/address.hpp"
#include "config/machine.hpp"
#include "config/nearest.hpp"
#include "config/plan.hpp"
#include "config/rules.hpp"
#include "core/text.hpp"
#include "core/url.hpp"

namespace mediumsync::config {

namespace {

using std::chrono::milliseconds;

constexpr Range<milliseconds> settle_times{milliseconds(1), std::chrono::hours(1)};
constexpr Range<milliseconds> poll_intervals{std::chrono::seconds(1), std::chrono::days(30)};

const Choices<Existing> existing_choices{{"queue", Existing::queue}, {"ignore", Existing::ignore}};
const Choices<After> after_choices{{"keep", After::keep}, {"move", After::move}};
const Choices<Excerpts> excerpt_choices{
    {"fetch", Excerpts::fetch}, {"hold", Excerpts::hold}, {"publish", Excerpts::publish}};

std::optional<Account> unknown_account(const Section& section, const Placed<std::string>& given,
                                       const std::vector<Account>& accounts) {
  std::vector<std::string_view> names;
  for (const Account& account : accounts) names.push_back(account.name);
  std::string message = "there is no account \"" + shown(given.value) + "\"";
  if (const auto meant = nearest(given.value, names)) message += ", did you mean \"" + shown(*meant) + "\"?";
  section.report().add(given.place, message);
  return std::nullopt;
}

// The account the source names, or the only one there is.
std::optional<Account> account_of(const Section& section, const std::vector<Account>& accounts) {
  const auto given = section.text("account");
  if (given) {
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const Account& account) { return account.name == given->value; });
    return found == accounts.end() ? unknown_account(section, *given, accounts) : std::optional(*found);
  }
  if (!section.has("account") && accounts.size() == 1) return accounts.front();
  if (!section.has("account") && accounts.size() > 1) {
    section.report().add(section.place(), "'account' is missing: there are several to publish to");
  }
  return std::nullopt;
}

struct Shared {
  std::string name;
  core::SourceRules rules;
  std::optional<schedule::Plan> plan;
};

// What folders and feeds have in common.
Shared read_shared(const Section& section, const std::vector<Account>& accounts) {
  const auto account = account_of(section, accounts);
  Shared shared;
  if (const auto name = read_name(section)) shared.name = name->value;
  if (shared.name == core::added_by_a_person) {
    section.report().add(section.place("name"),
                         "\"added\" is what posts of `mediumsyncctl add` are listed under; choose another name");
  }
  shared.rules = read_rules(section, account ? account->rules : core::SourceRules{});
  shared.rules.source = shared.name;
  shared.rules.strictness = read_strictness(section);
  if (const auto own = section.table("schedule", keys::own_schedule)) {
    shared.plan = read_plan(*own, account ? account->plan : default_plan());
  }
  return shared;
}

std::filesystem::path read_folder_path(const Section& section, MachineChecks checks) {
  if (!section.has("path")) section.report().add(section.place(), "'path' is missing");
  const auto given = section.text("path");
  if (!given) return {};
  const std::filesystem::path path = given->value;
  if (!path.is_absolute()) {
    section.report().add(given->place,
                         given->value.starts_with('~')
                             ? "'path' must be absolute: '~' is not expanded, write the home directory out"
                             : "'path' must be absolute, beginning with '/'");
    return {};
  }
  if (checks == MachineChecks::made) {
    if (const auto fault = folder_fault(path)) section.report().add(given->place, *fault);
  }
  return path;
}

std::vector<std::string> read_include(const Section& section, std::vector<std::string> patterns) {
  const auto given = section.texts("include");
  if (!given) return patterns;
  if (given->empty())
    section.report().add(section.place("include"), "'include' must not be empty: no file would be read");
  patterns.clear();
  for (const auto& pattern : *given) {
    if (pattern.value.empty())
      section.report().add(pattern.place, "a pattern must not be empty, write \"*.md\" or \"*\"");
    patterns.push_back(pattern.value);
  }
  return patterns;
}

std::optional<std::string> read_base_url(const Section& section) {
  const auto given = section.text("base_url");
  if (!given || core::trim(given->value).empty()) return std::nullopt;
  if (!core::is_web_url(given->value)) {
    section.report().add(given->place,
                         "'base_url' must be an absolute http or https URL, as in \"https://blog.example/posts/\"");
    return std::nullopt;
  }
  return std::string(core::trim(given->value));
}

std::string read_feed_url(const Section& section, PrivateNetworks networks) {
  if (!section.has("url")) section.report().add(section.place(), "'url' is missing");
  const auto given = section.text("url");
  if (!given) return {};
  std::string url(core::trim(given->value));
  if (!core::is_web_url(url)) {
    section.report().add(given->place,
                         "'url' must be an absolute http or https URL, as in \"https://blog.example/feed.xml\"");
    return {};
  }
  const std::string host = core::Url::parse(url).host().value_or("");
  if (networks == PrivateNetworks::refused && is_private_literal(host)) {
    section.report().add(given->place, "'url' is on a private network (" + shown(host) +
                                           "), which is refused unless allow_private_networks = true in [fetch]");
  }
  return url;
}

}  // namespace

Folder read_folder(const Section& section, const SourceContext& context) {
  Shared shared = read_shared(section, context.accounts);
  Folder folder;
  folder.name = std::move(shared.name);
  folder.path = read_folder_path(section, context.checks);
  folder.include = read_include(section, std::move(folder.include));
  folder.settle = section.duration("settle", settle_times).value_or(folder.settle);
  folder.existing = section.choice("existing", existing_choices).value_or(folder.existing);
  folder.base_url = read_base_url(section);
  folder.after = section.choice("after", after_choices).value_or(folder.after);
  if (folder.after == After::move && context.checks == MachineChecks::made && !folder.path.empty()) {
    if (const auto fault = unwritable_folder_fault(folder.path)) section.report().add(section.place("after"), *fault);
  }
  folder.rules = std::move(shared.rules);
  folder.plan = std::move(shared.plan);
  return folder;
}

Feed read_feed(const Section& section, const SourceContext& context) {
  Shared shared = read_shared(section, context.accounts);
  Feed feed;
  feed.name = std::move(shared.name);
  feed.url = read_feed_url(section, context.private_networks);
  feed.every = section.duration("every", poll_intervals).value_or(feed.every);
  feed.existing = section.choice("existing", existing_choices).value_or(feed.existing);
  feed.excerpts = section.choice("excerpts", excerpt_choices).value_or(feed.excerpts);
  feed.rules = std::move(shared.rules);
  feed.plan = std::move(shared.plan);
  return feed;
}

}  // namespace mediumsync::config
