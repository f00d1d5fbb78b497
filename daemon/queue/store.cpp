#include "queue/store.hpp"

#include <algorithm>
#include <cassert>
#include <exception>
#include <stdexcept>
#include <utility>

#include "queue/crash_point.hpp"
#include "queue/kin.hpp"
#include "queue/notices.hpp"
#include "queue/opening.hpp"
#include "queue/recovery.hpp"
#include "queue/setback.hpp"

namespace mediumsync::queue {
namespace {

constexpr std::int64_t kept_events = 100'000;
constexpr std::int64_t pruned_at_once = 1'000;
// Pages (of 4 KiB) in the write-ahead log when it is written back beside the commits, and when they have to wait for it
// all the same.
constexpr int long_log = 4'000;
constexpr int too_long_log = 4 * long_log;

[[noreturn]] void refuse_spoiled_batch() {
  throw std::runtime_error("a batch in which something failed can only be given up");
}

}  // namespace

Rows::Rows(CachedStatement& cached) : cached_(cached) {
  cached_.in_use = true;
}

Rows::~Rows() {
  cached_.statement.reset();
  cached_.in_use = false;
}

Store::Store(const std::filesystem::path& path, core::TimePoint now)
    : database_(open_database(path, now)), high_water_mark_(path) {
  Work work(*this);
  receivers = load_receivers(*this);
  recover(*this, now);
  look_for_setback(*this, high_water_mark_.value(), now);
  run("DELETE FROM event WHERE sequence <= (SELECT max(sequence) FROM event) - ?1", kept_events);
  work.commit();
  sketch_older_texts(*this);
}

CachedStatement& Store::prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) {
    assert(!known->second.in_use && "a statement is read by two at a time");
    return known->second;
  }
  return statements_.emplace(sql, CachedStatement{database_->prepare(sql)}).first->second;
}

void Store::begin() {
  if (database_->moved()) {
    throw std::runtime_error(
        database_->path() +
        " was removed or replaced while the daemon ran: stop it, put the file back, start it again");
  }
  run("BEGIN IMMEDIATE");
}

void Store::commit() {
  run("COMMIT");
  if (const auto mark = std::exchange(new_high_water_mark_, std::nullopt); mark) high_water_mark_.set(*mark);
  std::ranges::move(uncommitted_, std::back_inserter(untold_));
  uncommitted_.clear();
  for (const std::string_view point : std::exchange(passed_after_commit_, {})) crash_point(point);
  look_after_log();
}

void Store::look_after_log() {
  if (database_->log_pages() < long_log || !start_write_back_) return;
  if (database_->log_pages() >= too_long_log) database_->write_back();
  // Another connection would take the log for that of whatever lies there now.
  if (writing_back_ || database_->moved()) return;
  writing_back_ = true;
  start_write_back_();
}

void Store::set_write_back(std::function<void()> start) {
  database_->keep_log();
  start_write_back_ = std::move(start);
}

// What was committed meanwhile is little, and a log that is written back whole begins anew.
void Store::written_back() {
  writing_back_ = false;
  database_->write_back();
}

void Store::roll_back() noexcept {
  uncommitted_.clear();
  new_high_water_mark_.reset();
  passed_after_commit_.clear();
  if (!database_->in_transaction()) return;
  try {
    run("ROLLBACK");
  } catch (const sqlite::Error&) {
    // Nothing has been committed, which is all that was wanted; the next BEGIN meets the same trouble and says so.
  }
}

void Store::tell() {
  if (telling_) return;  // a verb called by the observer: its events come after those that are being told
  telling_ = true;
  // What follows from it nobody has asked for.
  auto asking = std::exchange(actor, std::nullopt);
  try {
    while (!untold_.empty()) {
      const Event event = std::move(untold_.front());
      untold_.pop_front();
      if (observer_) observer_(event);
    }
  } catch (...) {
    telling_ = false;
    actor = std::move(asking);
    throw;
  }
  telling_ = false;
  actor = std::move(asking);
}

void Store::emit(std::string_view kind, std::string_view detail, std::optional<core::PostId> post,
                 core::TimePoint now) {
  run("INSERT INTO event (at, post, kind, detail, actor) VALUES (?1, ?2, ?3, ?4, ?5)", to_column(now),
      post ? std::optional(post->value) : std::nullopt, kind, detail, actor);
  const std::int64_t sequence = last_insert_id();
  if (sequence % pruned_at_once == 0) run("DELETE FROM event WHERE sequence <= ?1", sequence - kept_events);
  if (receivers.empty() && !observer_) return;
  Event event{sequence, now, post, std::string(kind), std::string(detail), actor};
  notify(event);
  if (observer_) uncommitted_.push_back(std::move(event));
}

bool Store::answers() {
  try {
    return !database_->moved() && query("SELECT count(*) FROM sqlite_schema").next();
  } catch (const sqlite::Error&) {
    return false;
  }
}

Work::Work(Store& store) : store_(store), joined_(store.in_batch()), exceptions_(std::uncaught_exceptions()) {
  if (store_.batch_ == Store::BatchState::failed) refuse_spoiled_batch();
  if (!joined_) store_.begin();
}

Work::~Work() {
  if (done_) return;
  if (!joined_) {
    store_.roll_back();
  } else if (std::uncaught_exceptions() > exceptions_) {
    store_.batch_ = Store::BatchState::failed;
  }
}

void Work::commit(std::optional<std::string_view> before, std::optional<std::string_view> after) {
  if (before) crash_point(*before);
  if (after && !std::ranges::count(store_.passed_after_commit_, *after)) store_.passed_after_commit_.push_back(*after);
  if (!joined_) store_.commit();
  done_ = true;
  if (!joined_) store_.tell();
}

BatchWork::BatchWork(Store& store) : store_(store), joined_(store.in_batch()) {
  if (joined_) return;
  store_.begin();
  store_.batch_ = Store::BatchState::open;
}

BatchWork::~BatchWork() {
  if (done_) return;
  if (joined_) {
    store_.batch_ = Store::BatchState::failed;
    return;
  }
  store_.roll_back();
  store_.batch_ = Store::BatchState::none;
}

void BatchWork::commit() {
  if (store_.batch_ == Store::BatchState::failed) refuse_spoiled_batch();
  if (!joined_) {
    store_.commit();
    store_.batch_ = Store::BatchState::none;
  }
  done_ = true;
  if (!joined_) store_.tell();
}

// ---- Queue

Queue::Queue(const std::filesystem::path& database, core::TimePoint now)
    : impl_(std::make_unique<Impl>(database, now)) {}
Queue::~Queue() = default;

void Queue::set_observer(std::function<void(const Event&)> observer) {
  impl_->set_observer(std::move(observer));
}

void Queue::set_write_back(std::function<void()> start) {
  impl_->set_write_back(std::move(start));
}
void Queue::write_back(const std::filesystem::path& database) {
  sqlite::Database(database, sqlite::WhenMissing::refuse).write_back();
}
void Queue::written_back() {
  impl_->written_back();
}
bool Queue::is_written_back_now() const {
  return impl_->is_written_back_now();
}

bool Queue::answers() {
  return impl_->answers();
}

Queue::OnBehalfOf::OnBehalfOf(Queue& queue, std::string who) : queue_(queue) {
  queue_.impl_->actor = std::move(who);
}

Queue::OnBehalfOf::~OnBehalfOf() {
  queue_.impl_->actor.reset();
}

struct Queue::Batch::Guard : BatchWork {
  using BatchWork::BatchWork;
};

Queue::Batch::Batch(Queue& queue) : guard_(std::make_unique<Guard>(*queue.impl_)) {}
Queue::Batch::~Batch() = default;
void Queue::Batch::commit() {
  guard_->commit();
}

}  // namespace mediumsync::queue
