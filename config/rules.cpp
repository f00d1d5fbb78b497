#include "config/rules.hpp"

#include <algorithm>
#include <utility>

#include "config/nearest.hpp"
#include "core/text.hpp"

namespace mediumsync::config {

namespace {

Choices<core::License> licenses() {
  Choices<core::License> choices;
  for (const core::License license : core::all_licenses) choices.emplace_back(core::to_string(license), license);
  return choices;
}

Choices<core::PublishStatus> statuses() {
  Choices<core::PublishStatus> choices;
  for (const auto status : {core::PublishStatus::public_, core::PublishStatus::unlisted, core::PublishStatus::draft}) {
    choices.emplace_back(core::to_string(status), status);
  }
  return choices;
}

bool check_tag(const Section& section, const Placed<std::string>& tag) {
  const std::string_view text = core::trim(tag.value);
  if (!text.empty() && core::count_characters(text) <= core::max_tag_characters) return true;
  section.report().add(tag.place, text.empty()
                                      ? "a tag must not be empty"
                                      : "tag \"" + shown(text) + "\" is longer than the " +
                                            std::to_string(core::max_tag_characters) + " characters that Medium takes");
  return false;
}

std::vector<std::string> read_tags(const Section& section, const std::vector<Placed<std::string>>& given) {
  if (given.size() > core::max_tags) {
    section.report().add(given[core::max_tags].place, "only the first " + std::to_string(core::max_tags) +
                                                          " tags count on Medium: leave out those from here on");
  }
  std::vector<std::string> tags;
  for (const auto& tag : given) {
    if (check_tag(section, tag)) tags.emplace_back(core::trim(tag.value));
  }
  return tags;
}

using TagMap = std::map<std::string, std::string>;

TagMap read_tag_map(const Section& section, const std::vector<Section::Pair>& given, TagMap map) {
  std::vector<Placed<std::string>> seen;
  for (const auto& [category, tag] : given) {
    const auto same = [&](std::string_view other) { return core::equal_ignoring_case(other, category.value); };
    const auto twice = std::find_if(seen.begin(), seen.end(), [&](const auto& earlier) { return same(earlier.value); });
    if (twice != seen.end()) {
      section.report().add(category.place, "category '" + shown(category.value) +
                                               "' is mapped twice: upper and lower case "
                                               "make no difference (\"" +
                                               shown(twice->value) + "\")");
    }
    seen.push_back(category);
    std::erase_if(map, [&](const auto& entry) { return same(entry.first); });
    if (check_tag(section, tag)) map.emplace(category.value, core::trim(tag.value));
  }
  return map;
}

}  // namespace

core::SourceRules read_rules(const Section& section, core::SourceRules base) {
  base.status = section.choice("status", statuses()).value_or(base.status);
  base.license = section.choice("license", licenses()).value_or(base.license);
  if (const auto notify = section.flag("notify_followers")) {
    base.notify_followers = *notify ? core::NotifyFollowers::yes : core::NotifyFollowers::no;
  }
  if (const auto disclaimer = section.flag("disclaimer")) {
    base.disclaimer = *disclaimer ? core::Disclaimer::yes : core::Disclaimer::no;
  }
  if (const auto publication = section.text("publication")) {
    const std::string_view name = core::trim(publication->value);
    base.publication = name.empty() ? std::nullopt : std::optional<std::string>(name);
  }
  if (const auto given = section.texts("tags")) {
    std::vector<std::string> tags = read_tags(section, *given);
    base.tags.insert(base.tags.begin(), tags.begin(), tags.end());
  }
  if (const auto given = section.pairs("tag_map")) {
    base.tag_map = read_tag_map(section, *given, std::move(base.tag_map));
  }
  return base;
}

core::Strictness read_strictness(const Section& section) {
  return section.flag("strict").value_or(false) ? core::Strictness::strict : core::Strictness::lenient;
}

}  // namespace mediumsync::config
