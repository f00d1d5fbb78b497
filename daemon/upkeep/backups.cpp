#include "upkeep/backups.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <utility>

#include "lib/log/log.hpp"

namespace mediumsync::upkeep {
namespace {

namespace fs = std::filesystem;

// A copy that leaves no room would stop the daemon that it is to save.
constexpr std::uintmax_t room_to_leave = std::uintmax_t{64} << 20;

constexpr std::chrono::milliseconds progress_interval(250);

std::int64_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

std::optional<std::string> lack_of_room(const fs::path& database) {
  std::error_code error;
  const auto space = fs::space(database.parent_path(), error);
  const auto wanted = static_cast<std::uintmax_t>(size_of(database)) + room_to_leave;
  if (error || space.available >= wanted) return std::nullopt;
  return "there is no room in " + database.parent_path().string() + " for a copy: " + std::to_string(wanted >> 20) +
         " MiB are needed, " + std::to_string(space.available >> 20) + " MiB are free; make room and ask again";
}

}  // namespace

Backups::Backups(uv::Loop& loop, fs::path database, std::function<void()> on_failed)
    : loop_(loop),
      database_(std::move(database)),
      copy_(database_.string() + ".backup"),
      on_failed_(std::move(on_failed)),
      progress_(loop, [this] { tell_progress(); }) {
  queue::remove_database(copy_);
}

Backups::~Backups() {
  stop_.request_stop();
}

void Backups::make(Callbacks callbacks) {
  if (asked_) return callbacks.on_done(core::Unexpected<std::string>("another backup is being made; ask again then"));
  if (auto lack = lack_of_room(database_)) return callbacks.on_done(core::Unexpected<std::string>(std::move(*lack)));
  queue::remove_database(copy_);
  asked_ = std::move(callbacks);
  job_.emplace(loop_,
               std::function<Outcome()>([database = database_, copy = copy_, stop = stop_.get_token()]() -> Outcome {
                 try {
                   const auto made = queue::copy_database(database, copy, stop);
                   if (made) return *made;
                   return core::Unexpected<std::string>("the daemon is ending");
                 } catch (const std::exception& error) {
                   return core::Unexpected<std::string>(error.what());
                 }
               }),
               std::function<void(Outcome)>([this](const Outcome& outcome) { finish(outcome); }));
  progress_.start(progress_interval);
}

void Backups::finish(const Outcome& outcome) {
  progress_.stop();
  const auto asked = std::exchange(asked_, std::nullopt);
  if (!outcome) {
    log::warn("backup failed", {{"reason", outcome.error()}});
    asked->on_done(core::Unexpected<std::string>(outcome.error()));
    on_failed_();
    return;
  }
  log::info("backup made", {{"bytes", outcome->bytes}, {"posts", outcome->posts}});
  asked->on_done(hand_over(*outcome));
}

core::Expected<Backups::Made, std::string> Backups::hand_over(const queue::CopyMade& made) const {
  const int number = ::open(copy_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  const int error = errno;
  queue::remove_database(copy_);
  if (number < 0) return core::Unexpected<std::string>("open " + copy_.string() + ": " + std::strerror(error));
  return Made{uv::opened(number, "open " + copy_.string()), made.bytes, made.posts};
}

void Backups::tell_progress() {
  progress_.start(progress_interval);
  if (asked_->on_progress) asked_->on_progress({size_of(copy_), size_of(database_)});
}

}  // namespace mediumsync::upkeep
