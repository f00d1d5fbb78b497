#include "config/reload.hpp"

#include <algorithm>
#include <tuple>

namespace mediumsync::config {

namespace {

// Each names every member of its type: a member that is added breaks the binding and so is not forgotten here.
auto fields(const core::SourceRules& rules) {
  const auto& [source, account, status, license, notify, disclaimer, strictness, publication, tags, tag_map] = rules;
  return std::tie(source, account, status, license, notify, disclaimer, strictness, publication, tags, tag_map);
}

auto fields(const Account& value) {
  const auto& [name, delivery, token, username, api, site, hand_offs_open, timeout, plan, rules] = value;
  return std::tuple_cat(std::tie(name, delivery, token, username, api, site, hand_offs_open, timeout, plan),
                        fields(rules));
}

auto fields(const Folder& value) {
  const auto& [name, path, include, settle, existing, base_url, after, rules, plan] = value;
  return std::tuple_cat(std::tie(name, path, include, settle, existing, base_url, after, plan), fields(rules));
}

auto fields(const Feed& value) {
  const auto& [name, url, every, existing, excerpts, rules, plan] = value;
  return std::tuple_cat(std::tie(name, url, every, existing, excerpts, plan), fields(rules));
}

auto fields(const Notify& value) {
  const auto& [name, on, timeout, way] = value;
  return std::tie(name, on, timeout, way);
}

template <typename Thing>
const Thing* named(const std::vector<Thing>& things, const std::string& name) {
  const auto found = std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
  return found == things.end() ? nullptr : &*found;
}

template <typename Thing>
NamedChanges compare(const std::vector<Thing>& before, const std::vector<Thing>& after) {
  NamedChanges result;
  for (const Thing& thing : after) {
    const Thing* earlier = named(before, thing.name);
    if (earlier == nullptr) {
      result.added.push_back(thing.name);
    } else if (fields(*earlier) != fields(thing)) {
      result.changed.push_back(thing.name);
    }
  }
  for (const Thing& thing : before) {
    if (named(after, thing.name) == nullptr) result.removed.push_back(thing.name);
  }
  return result;
}

}  // namespace

bool Changes::empty() const {
  return *this == Changes{};
}

Changes changes(const Settings& before, const Settings& after) {
  Changes result{.accounts = compare(before.accounts, after.accounts),
                 .folders = compare(before.folders, after.folders),
                 .feeds = compare(before.feeds, after.feeds),
                 .notify = compare(before.notify, after.notify)};
  if (before.log_level != after.log_level) result.at_once.emplace_back("log.level");
  if (before.fetch != after.fetch) result.at_once.emplace_back("fetch");
  if (before.state_dir != after.state_dir) result.needs_restart.emplace_back("state_dir");
  if (before.socket != after.socket) result.needs_restart.emplace_back("control.socket");
  return result;
}

}  // namespace mediumsync::config
