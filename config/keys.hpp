// Every key the configuration file may hold, by table. What is not here is a mistake; a test holds it against the
// annotated default.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace mediumsync::config {

// The keys of one table, and the table's name as the file writes it ("" for the top of the file).
struct TableKeys {
  std::string_view header;
  std::span<const std::string_view> names;
};

namespace keys {

using Name = std::string_view;

inline constexpr std::array<Name, 9> root_names{"state_dir", "control", "log",  "fetch", "schedule",
                                                "account",   "folder",  "feed", "notify"};
inline constexpr std::array<Name, 1> control_names{"socket"};
inline constexpr std::array<Name, 1> log_names{"level"};
inline constexpr std::array<Name, 4> fetch_names{"allow_private_networks", "max_body", "timeout", "parallel"};
inline constexpr std::array<Name, 4> schedule_names{"timezone", "windows", "min_gap", "max_per_day"};
inline constexpr std::array<Name, 16> account_names{
    "name",   "delivery", "hand_offs_open",   "token",       "username", "api",     "site",       "timeout",
    "status", "license",  "notify_followers", "publication", "tags",     "tag_map", "disclaimer", "schedule"};
inline constexpr std::array<Name, 17> folder_names{
    "name",   "path",    "account",          "include",     "settle", "existing", "base_url",   "strict",  "after",
    "status", "license", "notify_followers", "publication", "tags",   "tag_map",  "disclaimer", "schedule"};
inline constexpr std::array<Name, 15> feed_names{"name",        "url",    "account", "every",      "existing",
                                                 "excerpts",    "strict", "status",  "license",    "notify_followers",
                                                 "publication", "tags",   "tag_map", "disclaimer", "schedule"};
inline constexpr std::array<Name, 8> notify_names{"name",   "on",   "webhook", "format",
                                                  "secret", "mail", "command", "timeout"};
inline constexpr std::array<Name, 5> mail_names{"to", "from", "smtp", "user", "password"};

inline constexpr TableKeys root{"", root_names};
inline constexpr TableKeys control{"[control]", control_names};
inline constexpr TableKeys log{"[log]", log_names};
inline constexpr TableKeys fetch{"[fetch]", fetch_names};
inline constexpr TableKeys schedule{"[schedule]", schedule_names};
inline constexpr TableKeys account{"[[account]]", account_names};
inline constexpr TableKeys folder{"[[folder]]", folder_names};
inline constexpr TableKeys feed{"[[feed]]", feed_names};
inline constexpr TableKeys notify{"[[notify]]", notify_names};
// The `mail = { … }` of a [[notify]].
inline constexpr TableKeys mail{"mail", mail_names};
// The `schedule = { … }` of an account, folder or feed.
inline constexpr TableKeys own_schedule{"schedule", schedule_names};

inline constexpr std::array<TableKeys, 9> all{root, control, log, fetch, schedule, account, folder, feed, notify};

}  // namespace keys

}  // namespace mediumsync::config
