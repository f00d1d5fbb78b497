#include <algorithm>
#include <limits>

#include "queue/store.hpp"

namespace mediumsync::queue {

std::vector<Event> Queue::events(std::int64_t after_sequence, std::size_t limit) {
  std::vector<Event> events;
  const auto at_most =
      static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
  Rows rows =
      impl_->query("SELECT sequence, at, post, kind, detail FROM event WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
                   after_sequence, at_most);
  while (rows.next()) {
    const auto post = rows.get<std::optional<std::int64_t>>(2);
    events.push_back({rows.get<std::int64_t>(0), to_time(rows.get<std::int64_t>(1)),
                      post ? std::optional(core::PostId{*post}) : std::nullopt, rows.get<std::string>(3),
                      rows.get<std::string>(4)});
  }
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
