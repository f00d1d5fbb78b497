#include "queue/history.hpp"

#include <algorithm>
#include <utility>

#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

// What a post's beginning is worth when nothing is kept of then.
Happening arrival_of(const Record& post) {
  return {post.created_at, "arrived", "from " + post.source + ": " + post.origin, std::nullopt};
}

std::string detail_of(const AttemptRecord& attempt, std::size_t number) {
  std::string text = std::to_string(number) + ": " + attempt.outcome.value_or("under way");
  if (attempt.sending_at) text += ", sent " + core::format_rfc3339(*attempt.sending_at);
  if (attempt.detail) text += ": " + *attempt.detail;
  return text;
}

Happening ended(const AttemptRecord& attempt, std::size_t number) {
  return {attempt.finished_at.value_or(attempt.sending_at.value_or(attempt.claimed_at)), "attempt",
          detail_of(attempt, number), std::nullopt};
}

// Behind the event that began it, however short it was, and before the one that tells what came of it.
void insert(std::vector<Happening>& happenings, Happening attempt) {
  const auto began = std::find_if(happenings.rbegin(), happenings.rend(), [&attempt](const Happening& one) {
    return one.kind == core::to_string(core::State::publishing) && one.at <= attempt.at;
  });
  const auto place =
      std::find_if(began.base(), happenings.end(), [&attempt](const Happening& one) { return one.at >= attempt.at; });
  happenings.insert(place, std::move(attempt));
}

struct NewestEvents {
  std::vector<Happening> events;  // newest first
  bool cut = false;
};

NewestEvents newest_events(Store& store, core::PostId id, std::size_t limit) {
  NewestEvents kept;
  Rows rows = store.query(
      "SELECT sequence, at, post, kind, detail, actor FROM event WHERE post = ?1 ORDER BY sequence DESC LIMIT ?2",
      id.value, static_cast<std::int64_t>(limit) + 1);
  while (rows.next()) {
    if (kept.events.size() == limit) {
      kept.cut = true;
      break;
    }
    Event event = read_event(rows);
    kept.events.push_back({event.at, std::move(event.kind), std::move(event.detail), std::move(event.by)});
  }
  return kept;
}

// From when on events are kept; absent: all that there ever were.
std::optional<core::TimePoint> kept_since(Store& store) {
  Rows rows = store.query("SELECT sequence, at FROM event ORDER BY sequence LIMIT 1");
  if (!rows.next() || rows.get<std::int64_t>(0) == 1) return std::nullopt;
  return to_time(rows.get<std::int64_t>(1));
}

}  // namespace

std::optional<History> Queue::history(core::PostId id, std::size_t limit) {
  auto post = find(id);
  if (!post) return std::nullopt;
  NewestEvents kept = newest_events(*impl_, id, limit);
  History history{.post = std::move(*post), .happenings = {}, .cut_before = std::nullopt};
  if (const auto since = kept_since(*impl_); since && history.post.created_at <= *since) history.cut_before = since;
  if (kept.cut) history.cut_before = kept.events.back().at;
  std::ranges::reverse(kept.events);
  history.happenings = std::move(kept.events);
  const std::vector<AttemptRecord> tried = attempts(id);
  for (std::size_t number = tried.size(); number > 0; --number)
    insert(history.happenings, ended(tried.at(number - 1), number));
  history.happenings.insert(history.happenings.begin(), arrival_of(history.post));
  return history;
}

}  // namespace mediumsync::queue
