#include "queue/settings.hpp"

#include "core/number.hpp"
#include "queue/store.hpp"

namespace mediumsync::queue {

std::optional<std::string> setting(sqlite::Database& database, std::string_view name) {
  sqlite::Statement statement = database.prepare("SELECT value FROM setting WHERE name = ?1");
  statement.bind(name);
  return statement.step() ? std::optional(statement.get<std::string>(0)) : std::nullopt;
}

std::optional<std::int64_t> number_setting(sqlite::Database& database, std::string_view name) {
  const auto text = setting(database, name);
  return text ? core::to_number<std::int64_t>(*text) : std::nullopt;
}

std::optional<core::TimePoint> time_setting(sqlite::Database& database, std::string_view name) {
  return to_time(number_setting(database, name));
}

void set(sqlite::Database& database, std::string_view name, std::string_view value) {
  database.prepare("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")
      .bind(name, value)
      .run();
}

void set(sqlite::Database& database, std::string_view name, std::int64_t value) {
  set(database, name, std::to_string(value));
}

void set(sqlite::Database& database, std::string_view name, core::TimePoint value) {
  set(database, name, to_column(value));
}

void unset(sqlite::Database& database, std::string_view name) {
  database.prepare("DELETE FROM setting WHERE name = ?1").bind(name).run();
}

// ---- Queue

void Queue::try_the_disk(core::TimePoint now) {
  Work work(*impl_);
  set(impl_->database(), "disk_tried_at", now);
  work.commit();
}

bool Queue::paused() {
  return setting(impl_->database(), "paused") == "yes";
}

void Queue::set_paused(Paused paused, core::TimePoint now) {
  Work work(*impl_);
  const std::string_view value = paused == Paused::yes ? "yes" : "no";
  if (setting(impl_->database(), "paused") != value) {
    set(impl_->database(), "paused", value);
    impl_->emit(paused == Paused::yes ? "paused" : "resumed", "all accounts", std::nullopt, now);
  }
  work.commit();
}

std::optional<Examination> Queue::examination() {
  const auto at = time_setting(impl_->database(), "examined_at");
  if (!at) return std::nullopt;
  return Examination{*at, setting(impl_->database(), "damage")};
}

void Queue::save_examination(const Examination& examination) {
  sqlite::Database& database = impl_->database();
  Work work(*impl_);
  set(database, "examined_at", examination.at);
  const bool known = setting(database, "damage").has_value();
  if (examination.damage) {
    set(database, "damage", *examination.damage);
    if (!known) impl_->emit("damaged", *examination.damage, std::nullopt, examination.at);
  } else if (known) {
    unset(database, "damage");
  }
  work.commit();
}

}  // namespace mediumsync::queue
