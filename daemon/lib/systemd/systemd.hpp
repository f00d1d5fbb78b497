// What systemd gives a service: sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3), credentials. All of it is
// quietly absent when not run by systemd.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace mediumsync::systemd {

void notify_ready();
void notify_reloading();  // RELOADING=1 with MONOTONIC_USEC
void notify_stopping();
void notify_status(std::string_view status);
void notify_watchdog();

// How often systemd wants to hear from us; pat at half of it.
std::optional<std::chrono::microseconds> watchdog_interval();

// Sockets passed by socket activation, closed on exec; the caller's from now on. Call once: takes LISTEN_* out of the
// environment. **Throws** std::system_error when LISTEN_* make no sense.
std::vector<int> take_listen_descriptors();

// Where a credential's file is ($CREDENTIALS_DIRECTORY/name), there or not; std::nullopt without a credentials
// directory.
// **Throws** std::invalid_argument when `name` is not a plain file name.
std::optional<std::filesystem::path> credential(std::string_view name);

// Whether stderr is connected to the journal (JOURNAL_STREAM names it).
bool stderr_is_journal();

// One journal entry with fields of its own (systemd.journal-fields(7)); names upper case. The error is the journal's;
// one that isn't running is none.
std::error_code journal_send(int priority, std::string_view message,
                             const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace mediumsync::systemd
