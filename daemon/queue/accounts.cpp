// What the database remembers of accounts.
#include <stdexcept>

#include "queue/store.hpp"

namespace mediumsync::queue {
namespace {

AccountState to_account_state(const std::string& text) {
  for (const AccountState state : {AccountState::ready, AccountState::paused, AccountState::stopped}) {
    if (to_string(state) == text) return state;
  }
  throw std::runtime_error("the database holds an account state that is not known: " + text);
}

}  // namespace

AccountRecord Queue::account(std::string_view name) {
  AccountRecord account;
  account.name = name;
  Rows rows = impl_->query(
      "SELECT state, reason, until, pauses, user_id, username, blocked_since FROM account WHERE name = ?1", name);
  if (!rows.next()) return account;
  account.state = to_account_state(rows.get<std::string>(0));
  account.reason = rows.get<std::optional<std::string>>(1);
  account.until = to_time(rows.get<std::optional<std::int64_t>>(2));
  account.pauses = static_cast<int>(rows.get<std::int64_t>(3));
  account.user_id = rows.get<std::optional<std::string>>(4);
  account.username = rows.get<std::optional<std::string>>(5);
  account.blocked_since = to_time(rows.get<std::optional<std::int64_t>>(6));
  return account;
}

void Queue::save_account(const AccountRecord& account) {
  Work work(*impl_);
  impl_->run(
      "INSERT INTO account (name, state, reason, until, pauses, user_id, username, blocked_since) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
      "ON CONFLICT DO UPDATE SET state = excluded.state, reason = excluded.reason, until = excluded.until, "
      "pauses = excluded.pauses, user_id = excluded.user_id, username = excluded.username, "
      "blocked_since = excluded.blocked_since",
      account.name, to_string(account.state), account.reason, to_column(account.until), account.pauses, account.user_id,
      account.username, to_column(account.blocked_since));
  work.commit();
}

std::int64_t Queue::forget_account(std::string_view name, core::TimePoint now) {
  Work work(*impl_);
  impl_->run("DELETE FROM account WHERE name = ?1", name);
  for (const char* forget : {"DELETE FROM figure WHERE account = ?1", "DELETE FROM import WHERE account = ?1",
                             "DELETE FROM promise WHERE account = ?1"})
    impl_->run(forget, name);
  const std::int64_t stories = impl_->run("DELETE FROM story WHERE account = ?1", name);
  impl_->emit("disconnected", name, std::nullopt, now);
  work.commit();
  return stories;
}

bool Queue::is_stored(std::string_view account) {
  return impl_
      ->query(
          "SELECT 1 FROM account WHERE name = ?1 UNION ALL SELECT 1 FROM story WHERE account = ?1 "
          "UNION ALL SELECT 1 FROM figure WHERE account = ?1",
          account)
      .next();
}

}  // namespace mediumsync::queue
