// What people are to be told: a notice for each event and each receiver that wants its kind, in the event's own
// transaction. Several go out together as one message, which stays what it is until it is settled.
#include "queue/notices.hpp"

#include <algorithm>

#include "queue/store.hpp"
#include "queue/strings.hpp"

namespace mediumsync::queue {
namespace {

// Waiting for one receiver; what comes beyond them is only counted.
constexpr std::int64_t most_waiting = 10'000;

void drop_receiver(Store& store, const std::string& name, core::TimePoint now) {
  const std::int64_t dropped = store.run("DELETE FROM notice WHERE receiver = ?1", name);
  store.run("DELETE FROM receiver WHERE name = ?1", name);
  if (dropped > 0) {
    store.emit("notices-dropped",
               std::to_string(dropped) + " for " + name + ", which is not in the configuration any more", std::nullopt,
               now);
  }
}

std::vector<std::string> known_receivers(Store& store) {
  std::vector<std::string> names;
  Rows rows = store.query("SELECT name FROM receiver");
  while (rows.next()) names.push_back(rows.get<std::string>(0));
  return names;
}

ReceiverRecord receiver_of(const Rows& rows) {
  return {.name = rows.get<std::string>(0),
          .waiting = rows.get<std::int64_t>(1),
          .tries = static_cast<int>(rows.get<std::int64_t>(2)),
          .failing = rows.get<std::optional<std::string>>(3),
          .failing_since = to_time(rows.get<std::optional<std::int64_t>>(4)),
          .next_try = to_time(rows.get<std::optional<std::int64_t>>(5)),
          .given_up = rows.get<std::int64_t>(6)};
}

bool is_open(Store& store, std::string_view receiver) {
  return store.query("SELECT 1 FROM notice WHERE receiver = ?1 AND open = 1 LIMIT 1", receiver).next();
}

// The first one alone, or all there are when they have become too many to be told one by one.
void open_message(Store& store, std::string_view receiver, std::int64_t digest_above) {
  if (is_open(store, receiver)) return;
  const std::int64_t opened = store.run(
      "UPDATE notice SET open = 1 WHERE receiver = ?1 AND (SELECT waiting FROM receiver WHERE name = ?1) > ?2",
      receiver, digest_above);
  if (opened > 0) {
    store.run("UPDATE receiver SET beyond_open = beyond, beyond = 0 WHERE name = ?1", receiver);
  } else {
    store.run("UPDATE receiver SET beyond_open = 0 WHERE name = ?1", receiver);
    store.run("UPDATE notice SET open = 1 WHERE id = (SELECT min(id) FROM notice WHERE receiver = ?1)", receiver);
  }
}

std::vector<Event> opened(Store& store, std::string_view receiver) {
  std::vector<Event> events;
  Rows rows = store.query(
      "SELECT event, at, post, kind, detail FROM notice WHERE receiver = ?1 AND open = 1 ORDER BY id", receiver);
  while (rows.next()) {
    const auto post = rows.get<std::optional<std::int64_t>>(2);
    events.push_back({rows.get<std::int64_t>(0), to_time(rows.get<std::int64_t>(1)),
                      post ? std::optional(core::PostId{*post}) : std::nullopt, rows.get<std::string>(3),
                      rows.get<std::string>(4)});
  }
  return events;
}

// In the history of the posts that it was about; of the first ones, where thousands went as one.
void note_arrival(Store& store, std::string_view receiver, core::TimePoint now) {
  std::vector<std::pair<core::PostId, std::string>> told;
  {
    Rows rows = store.query(
        "SELECT post, kind FROM notice WHERE receiver = ?1 AND open = 1 AND post IS NOT NULL ORDER BY id LIMIT 100",
        receiver);
    while (rows.next()) told.emplace_back(core::PostId{rows.get<std::int64_t>(0)}, rows.get<std::string>(1));
  }
  for (const auto& [post, kind] : told) store.emit("notified", std::string(receiver) + " of " + kind, post, now);
}

// Whatever has become of them, they wait no more.
void remove_opened(Store& store, std::string_view receiver) {
  const std::int64_t removed = store.run("DELETE FROM notice WHERE receiver = ?1 AND open = 1", receiver);
  store.run("UPDATE receiver SET waiting = waiting - ?2, beyond_open = 0 WHERE name = ?1", receiver, removed);
}

// What has been waiting for a receiver that long is told to nobody any more, only to the journal of events.
void give_up(Store& store, std::string_view receiver, core::TimePoint before, core::TimePoint now) {
  const std::int64_t removed =
      store.run("DELETE FROM notice WHERE receiver = ?1 AND at < ?2", receiver, to_column(before));
  if (removed == 0) return;
  store.run("UPDATE receiver SET waiting = waiting - ?2, given_up = given_up + ?2 WHERE name = ?1", receiver, removed);
  store.emit("notices-given-up", std::to_string(removed) + " for " + std::string(receiver), std::nullopt, now);
}

}  // namespace

std::vector<Receiver> load_receivers(Store& store) {
  std::vector<Receiver> receivers;
  Rows rows = store.query("SELECT name, kinds FROM receiver");
  while (rows.next()) receivers.push_back({rows.get<std::string>(0), decode_strings(rows.get<std::string>(1))});
  return receivers;
}

void Store::notify(const Event& event) {
  for (const Receiver& receiver : receivers) {
    if (!std::ranges::count(receiver.kinds, event.kind)) continue;
    const std::int64_t inserted =
        run("INSERT INTO notice (receiver, event, at, post, kind, detail) SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM receiver "
            "WHERE name = ?1 AND waiting < ?7",
            receiver.name, event.sequence, to_column(event.at),
            event.post ? std::optional(event.post->value) : std::nullopt, event.kind, event.detail, most_waiting);
    run(inserted == 1 ? std::string_view("UPDATE receiver SET waiting = waiting + 1 WHERE name = ?1")
                      : std::string_view("UPDATE receiver SET beyond = beyond + 1 WHERE name = ?1"),
        receiver.name);
  }
}

void Queue::adopt_receivers(const std::vector<Receiver>& receivers, core::TimePoint now) {
  Work work(*impl_);
  for (const std::string& name : known_receivers(*impl_)) {
    if (std::ranges::find(receivers, name, &Receiver::name) == receivers.end()) drop_receiver(*impl_, name, now);
  }
  for (const Receiver& receiver : receivers) {
    impl_->run("INSERT INTO receiver (name, kinds) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET kinds = excluded.kinds",
               receiver.name, encode_strings(receiver.kinds));
  }
  work.commit();
  impl_->receivers = receivers;
}

void Queue::try_receivers_again(core::TimePoint now) {
  Work work(*impl_);
  impl_->run("UPDATE receiver SET next_try = ?1 WHERE next_try > ?1", to_column(now));
  work.commit();
}

std::vector<ReceiverRecord> Queue::receivers() {
  std::vector<ReceiverRecord> all;
  Rows rows = impl_->query(
      "SELECT name, waiting, tries, failing, failing_since, next_try, given_up FROM receiver ORDER BY name");
  while (rows.next()) all.push_back(receiver_of(rows));
  return all;
}

std::optional<ReceiverRecord> Queue::receiver(std::string_view name) {
  Rows rows = impl_->query(
      "SELECT name, waiting, tries, failing, failing_since, next_try, given_up FROM receiver WHERE name = ?1", name);
  if (!rows.next()) return std::nullopt;
  return receiver_of(rows);
}

NoticeMessage Queue::open_notices(std::string_view receiver, std::int64_t digest_above, core::TimePoint if_unheard) {
  Work work(*impl_);
  open_message(*impl_, receiver, digest_above);
  NoticeMessage message{.events = opened(*impl_, receiver)};
  {
    Rows rows = impl_->query("SELECT beyond_open FROM receiver WHERE name = ?1", receiver);
    if (rows.next()) message.beyond = rows.get<std::int64_t>(0);
  }
  impl_->run("UPDATE receiver SET tries = tries + 1, next_try = ?2 WHERE name = ?1", receiver, to_column(if_unheard));
  work.commit();
  return message;
}

void Queue::notices_sent(std::string_view receiver, core::TimePoint now) {
  Work work(*impl_);
  note_arrival(*impl_, receiver, now);
  remove_opened(*impl_, receiver);
  impl_->run(
      "UPDATE receiver SET tries = 0, failing = NULL, failing_since = NULL, next_try = NULL, given_up = 0 "
      "WHERE name = ?1",
      receiver);
  work.commit();
}

void Queue::notices_failed(std::string_view receiver, const NoticeFailure& failure, core::TimePoint now) {
  Work work(*impl_);
  impl_->run(
      "UPDATE receiver SET failing = ?2, failing_since = coalesce(failing_since, ?3), next_try = ?4 WHERE name = ?1",
      receiver, failure.reason, to_column(now), to_column(failure.next_try));
  if (failure.arrived == NoticeFailure::Arrived::no) {
    impl_->run("UPDATE notice SET open = 0 WHERE receiver = ?1 AND open = 1", receiver);
    impl_->run("UPDATE receiver SET beyond = beyond + beyond_open, beyond_open = 0 WHERE name = ?1", receiver);
  }
  if (failure.give_up_before) give_up(*impl_, receiver, *failure.give_up_before, now);
  work.commit();
}

}  // namespace mediumsync::queue
