#include "core/state.hpp"

#include <cassert>
#include <utility>

#include "core/finding.hpp"

namespace mediumsync::core {
namespace {

template <typename Value, std::size_t size>
using Names = std::array<std::pair<Value, std::string_view>, size>;

constexpr Names<State, 8> state_names{{
    {State::queued, "queued"},
    {State::held, "held"},
    {State::publishing, "publishing"},
    {State::in_doubt, "in_doubt"},
    {State::handed_off, "handed_off"},
    {State::published, "published"},
    {State::failed, "failed"},
    {State::skipped, "skipped"},
}};

constexpr Names<PublishStatus, 3> publish_status_names{{
    {PublishStatus::public_, "public"},
    {PublishStatus::unlisted, "unlisted"},
    {PublishStatus::draft, "draft"},
}};

constexpr Names<License, 9> license_names{{
    {License::all_rights_reserved, "all-rights-reserved"},
    {License::cc_40_by, "cc-40-by"},
    {License::cc_40_by_sa, "cc-40-by-sa"},
    {License::cc_40_by_nd, "cc-40-by-nd"},
    {License::cc_40_by_nc, "cc-40-by-nc"},
    {License::cc_40_by_nc_nd, "cc-40-by-nc-nd"},
    {License::cc_40_by_nc_sa, "cc-40-by-nc-sa"},
    {License::cc_40_zero, "cc-40-zero"},
    {License::public_domain, "public-domain"},
}};

constexpr Names<Severity, 3> severity_names{{
    {Severity::error, "error"},
    {Severity::warning, "warning"},
    {Severity::advice, "advice"},
}};

template <typename Value, std::size_t size>
std::string_view name_of(const Names<Value, size>& names, Value value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  assert(false && "a value without a name");
  return "unknown";
}

template <typename Value, std::size_t size>
std::optional<Value> value_of(const Names<Value, size>& names, std::string_view text) {
  for (const auto& [value, name] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(State state) {
  return name_of(state_names, state);
}
std::optional<State> parse_state(std::string_view text) {
  return value_of(state_names, text);
}

std::string_view to_string(PublishStatus status) {
  return name_of(publish_status_names, status);
}
std::optional<PublishStatus> parse_publish_status(std::string_view text) {
  return value_of(publish_status_names, text);
}

std::string_view to_string(License license) {
  return name_of(license_names, license);
}
std::optional<License> parse_license(std::string_view text) {
  return value_of(license_names, text);
}

std::string_view to_string(Severity severity) {
  return name_of(severity_names, severity);
}
std::optional<Severity> parse_severity(std::string_view text) {
  return value_of(severity_names, text);
}

}  // namespace mediumsync::core
