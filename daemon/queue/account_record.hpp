// Accounts, as the database remembers them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace mediumsync::queue {

enum class AccountState { ready, paused, stopped };
std::string_view to_string(AccountState state);

struct AccountRecord {
  std::string name;
  AccountState state = AccountState::ready;
  std::optional<std::string> reason;
  std::optional<core::TimePoint> until;  // paused by itself until then; absent while paused: until a person resumes it
  int pauses = 0;                        // in a row, for the backoff
  std::optional<std::string> user_id;
  std::optional<std::string> username;
  // Of one that can't publish by its own fault or Medium's: since when, however often it was tried meanwhile.
  std::optional<core::TimePoint> blocked_since;
};

}  // namespace mediumsync::queue
