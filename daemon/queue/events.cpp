#include <algorithm>
#include <limits>

#include "queue/row.hpp"

namespace mediumsync::queue {

Event read_event(const Rows& rows) {
  const auto post = rows.get<std::optional<std::int64_t>>(2);
  return {.sequence = rows.get<std::int64_t>(0),
          .at = to_time(rows.get<std::int64_t>(1)),
          .post = post ? std::optional(core::PostId{*post}) : std::nullopt,
          .kind = rows.get<std::string>(3),
          .detail = rows.get<std::string>(4),
          .by = rows.get<std::optional<std::string>>(5)};
}

std::vector<Event> Queue::events(std::int64_t after_sequence, std::size_t limit) {
  std::vector<Event> events;
  const auto at_most =
      static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
  Rows rows = impl_->query(
      "SELECT sequence, at, post, kind, detail, actor FROM event WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
      after_sequence, at_most);
  while (rows.next()) events.push_back(read_event(rows));
  return events;
}

std::int64_t Queue::last_event() {
  Rows rows = impl_->query("SELECT coalesce(max(sequence), 0) FROM event");
  rows.next();
  return rows.get<std::int64_t>(0);
}

void Queue::note(std::string_view kind, std::string_view detail, std::optional<core::PostId> post,
                 core::TimePoint now) {
  Work work(*impl_);
  impl_->emit(kind, detail, post, now);
  work.commit();
}

}  // namespace mediumsync::queue
