#include "control/present.hpp"

#include "core/text.hpp"

namespace mediumsync::control {
namespace {

std::string clean(std::string_view text) {
  return core::sanitise_utf8(text);
}

const char* name_of(source::Health health) {
  switch (health) {
    case source::Health::ok:
      return "ok";
    case source::Health::failing:
      return "failing";
    case source::Health::missing:
      return "missing";
  }
  return "failing";
}

const char* name_of(publish::Check::Result result) {
  switch (result) {
    case publish::Check::Result::passed:
      return "passed";
    case publish::Check::Result::failed:
      return "failed";
    case publish::Check::Result::skipped:
      return "skipped";
  }
  return "skipped";
}

}  // namespace

Json text_or_null(const std::optional<std::string>& text) {
  return text ? Json(clean(*text)) : Json(nullptr);
}

Json time_or_null(const std::optional<core::TimePoint>& time) {
  return time ? Json(core::format_rfc3339(*time)) : Json(nullptr);
}

Json to_json(const publish::AccountView& account) {
  return {{"name", account.name},
          {"delivery", account.means == publish::Means::hand_off ? "hand-off" : "api"},
          {"state", queue::to_string(account.state)},
          {"reason", text_or_null(account.reason)},
          {"username", text_or_null(account.username)},
          {"feed_problem", text_or_null(account.feed_problem)},
          {"quota",
           {{"used", account.quota.used},
            {"limit", account.quota.limit},
            {"frees_at", time_or_null(account.quota.frees_at)}}}};
}

Json to_json(const source::View& source) {
  Json other_urls = Json::array();
  for (const std::string& url : source.other_urls) other_urls.push_back(clean(url));
  return {{"name", source.name},
          {"kind", source.kind == source::Kind::folder ? "folder" : "feed"},
          {"state", name_of(source.health)},
          {"reason", text_or_null(source.reason)},
          {"items", source.items},
          {"last_checked", time_or_null(source.last_checked)},
          {"next_check", time_or_null(source.next_check)},
          {"failures", source.failures},
          {"url", text_or_null(source.url)},
          {"other_urls", other_urls}};
}

Json to_json(const source::Polled& polled) {
  const bool failed = polled.view.health != source::Health::ok;
  return {{"name", polled.view.name},
          {"outcome", failed             ? "failed"
                      : polled.fresh > 0 ? "new"
                                         : "unchanged"},
          {"fresh", polled.fresh},
          {"reason", text_or_null(polled.view.reason)}};
}

Json to_json(const queue::Record& post, const std::optional<core::TimePoint>& due) {
  Json tags = Json::array();
  for (const std::string& tag : post.tags) tags.push_back(clean(tag));
  return {{"id", post.id.value},
          {"title", clean(post.title)},
          {"state", core::to_string(post.state)},
          {"reason", text_or_null(post.reason)},
          {"account", post.account},
          {"source", post.source},
          {"origin", clean(post.origin)},
          {"canonical_url", text_or_null(post.canonical_url)},
          {"tags", tags},
          {"status", core::to_string(post.status)},
          {"license", core::to_string(post.license)},
          {"publication", text_or_null(post.publication)},
          {"due", time_or_null(due)},
          {"medium_id", text_or_null(post.medium_id)},
          {"url", text_or_null(post.url)},
          {"drifted", post.drifted},
          {"duplicate_of", post.twin ? Json(post.twin->value) : Json(nullptr)},
          {"created_at", core::format_rfc3339(post.created_at)},
          {"published_at", time_or_null(post.published_at)},
          {"handed_off_at", time_or_null(post.handed_off_at)}};
}

Json to_json(const queue::AttemptRecord& attempt) {
  return {{"at", core::format_rfc3339(attempt.claimed_at)},
          {"outcome", attempt.outcome.value_or("under way")},
          {"detail", text_or_null(attempt.detail)},
          {"sent_at", time_or_null(attempt.sending_at)},
          {"finished_at", time_or_null(attempt.finished_at)}};
}

Json to_json(const core::Finding& finding) {
  return {{"severity", core::to_string(finding.severity)},
          {"code", finding.code},
          {"message", clean(finding.message)},
          {"line", finding.line ? Json(*finding.line) : Json(nullptr)}};
}

Json to_json(const queue::Event& event) {
  return {{"sequence", event.sequence},
          {"at", core::format_rfc3339(event.at)},
          {"post", event.post ? Json(event.post->value) : Json(nullptr)},
          {"kind", event.kind},
          {"detail", clean(event.detail)},
          {"by", text_or_null(event.by)}};
}

Json to_json(const publish::Check& check) {
  return {{"what", clean(check.what)}, {"result", name_of(check.result)}, {"detail", clean(check.detail)}};
}

Json to_json(const queue::Counts& counts) {
  Json json = Json::object();
  for (const core::State state : core::all_states) json[std::string(core::to_string(state))] = counts[state];
  return json;
}

}  // namespace mediumsync::control
