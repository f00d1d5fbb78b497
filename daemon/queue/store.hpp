// What every verb of the queue stands on: the connection, its prepared statements, the transaction it is in, and the
// events that are told once that is committed.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/sqlite/database.hpp"
#include "queue/high_water_mark.hpp"
#include "queue/queue.hpp"

namespace mediumsync::queue {

inline std::int64_t to_column(core::TimePoint time) {
  return time.time_since_epoch().count();
}
inline std::optional<std::int64_t> to_column(const std::optional<core::TimePoint>& time) {
  if (!time) return std::nullopt;
  return to_column(*time);
}
inline core::TimePoint to_time(std::int64_t column) {
  return core::TimePoint(core::Duration(column));
}
inline std::optional<core::TimePoint> to_time(const std::optional<std::int64_t>& column) {
  if (!column) return std::nullopt;
  return to_time(*column);
}

// A prepared statement with its place in the cache.
struct CachedStatement {
  sqlite::Statement statement;
  bool in_use = false;
};

// The rows of one query. Lives on the stack of a verb; ends the read when it goes.
class Rows {
 public:
  explicit Rows(CachedStatement& cached);
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  bool next() { return cached_.statement.step(); }
  template <typename T>
  T get(int index) const {
    return cached_.statement.get<T>(index);
  }

 private:
  CachedStatement& cached_;
};

class Store {
 public:
  Store(const std::filesystem::path& path, core::TimePoint now);

  // `sql` must live as long as the program: statements are kept by it.
  template <typename... Values>
  Rows query(std::string_view sql, const Values&... values) {
    CachedStatement& cached = prepared(sql);
    cached.statement.bind(values...);
    return Rows(cached);
  }
  // Gives the number of rows that it changed.
  template <typename... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    prepared(sql).statement.bind(values...).run();
    return database_->changes();
  }
  // For what is asked seldom, or of a database that no store has opened too.
  sqlite::Database& database() { return *database_; }
  std::int64_t last_insert_id() const { return database_->last_insert_id(); }

  // One thing that happened, in the transaction that is going on; the observer hears of it after the commit.
  void emit(std::string_view kind, std::string_view detail, std::optional<core::PostId> post, core::TimePoint now);
  void set_observer(std::function<void(const Event&)> observer) { observer_ = std::move(observer); }

  // Who asked for what is going on, if somebody did.
  std::optional<std::string> actor;

  // Who is told of what, once the settings have said so.
  std::vector<Receiver> receivers;

  void set_write_back(std::function<void()> start);
  void written_back();
  bool is_written_back_now() const { return writing_back_; }
  // Where the queue was put back to, until a person trusts it again.
  const std::optional<core::TimePoint>& set_back_to() const { return set_back_to_; }
  void set_back(std::optional<core::TimePoint> to) { set_back_to_ = to; }
  // Once the transaction that is going on is on the disk.
  void keep_as_high_water_mark(std::int64_t value) { new_high_water_mark_ = value; }

  bool in_batch() const { return batch_ != BatchState::none; }
  bool answers();

  // The sources with a schedule of their own, once the settings have said so.
  std::optional<std::set<std::string, std::less<>>> own_plans;

 private:
  friend class Work;
  friend class BatchWork;
  enum class BatchState { none, open, failed };

  CachedStatement& prepared(std::string_view sql);
  void notify(const Event& event);
  void begin();
  void commit();
  void roll_back() noexcept;
  void tell();
  void look_after_log();

  std::unique_ptr<sqlite::Database> database_;
  std::unordered_map<std::string_view, CachedStatement> statements_;  // after database_: they go first
  BatchState batch_ = BatchState::none;
  std::function<void(const Event&)> observer_;
  std::vector<Event> uncommitted_;
  std::deque<Event> untold_;
  bool telling_ = false;
  std::function<void()> start_write_back_;
  bool writing_back_ = false;
  std::vector<std::string_view> passed_after_commit_;  // crash points
  HighWaterMark high_water_mark_;
  std::optional<std::int64_t> new_high_water_mark_;
  std::optional<core::TimePoint> set_back_to_;
};

struct Queue::Impl : Store {
  using Store::Store;
};

// One verb's transaction, or its part in the batch that is open. Lives on the verb's stack. Going without commit()
// undoes it; a verb that throws within a batch spoils the whole batch, since SQLite may have rolled it back already.
class Work {
 public:
  explicit Work(Store& store);
  ~Work();
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  // `before` and `after` name the crash points around it.
  void commit(std::optional<std::string_view> before = std::nullopt,
              std::optional<std::string_view> after = std::nullopt);

 private:
  Store& store_;
  const bool joined_;
  const int exceptions_;
  bool done_ = false;
};

// The transaction of a Queue::Batch, which owns it, or its part in that of the batch around it.
class BatchWork {
 public:
  explicit BatchWork(Store& store);
  ~BatchWork();
  BatchWork(const BatchWork&) = delete;
  BatchWork& operator=(const BatchWork&) = delete;
  void commit();

 private:
  Store& store_;
  const bool joined_;
  bool done_ = false;
};

}  // namespace mediumsync::queue
