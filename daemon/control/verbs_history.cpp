#include "control/bounds.hpp"
#include "control/present.hpp"
#include "control/verbs.hpp"
#include "queue/history.hpp"

namespace mediumsync::control {
namespace {

constexpr std::int64_t default_limit = 1'000;

Json to_json(const queue::Happening& one) {
  return {{"at", core::format_rfc3339(one.at)},
          {"kind", one.kind},
          {"detail", text_or_null(one.detail)},
          {"by", text_or_null(one.by)}};
}

}  // namespace

void history(Services& services, Parameters& parameters, const Answer& answer) {
  const core::PostId id = parameters.id("id");
  const std::int64_t limit = parameters.integer("limit").value_or(default_limit);
  if (!happenings_at_once.hold(limit)) parameters.refuse("limit");
  if (!parameters.valid()) return;
  const auto history = services.queue.history(id, static_cast<std::size_t>(limit));
  if (!history) return answer.not_found("post " + std::to_string(id.value));
  Json happenings = Json::array();
  for (const queue::Happening& one : history->happenings) happenings.push_back(to_json(one));
  answer.reply({{"post", to_json(history->post, std::nullopt)},
                {"happenings", happenings},
                {"cut_before", time_or_null(history->cut_before)}});
}

}  // namespace mediumsync::control
