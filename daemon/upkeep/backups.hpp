#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/expected.hpp"
#include "lib/uv/descriptor.hpp"
#include "lib/uv/job.hpp"
#include "lib/uv/loop.hpp"
#include "lib/uv/timer.hpp"
#include "queue/copy.hpp"

namespace mediumsync::upkeep {

// Copies of the queue for those who ask for one, made on another thread while the daemon goes on. Where the copy is to
// end is none of the daemon's business: it makes it in its own state directory, takes its name away and gives the open
// file to whoever asked, who writes it where he may. Owned by the composition root.
class Backups {
 public:
  // Removes what an earlier daemon was in the middle of. `on_failed`: a copy could not be made; the database had better
  // be looked at.
  Backups(uv::Loop& loop, std::filesystem::path database, std::function<void()> on_failed);
  ~Backups();  // what is under way is given up
  Backups(const Backups&) = delete;
  Backups& operator=(const Backups&) = delete;

  struct Made {
    uv::Descriptor file;  // open for reading, at its beginning
    std::int64_t bytes = 0;
    std::int64_t posts = 0;
  };
  struct Progress {
    std::int64_t copied = 0;  // bytes
    std::int64_t size = 0;    // of the database
  };
  struct Callbacks {
    std::function<void(const Progress&)> on_progress;  // now and then, while it takes long
    std::function<void(core::Expected<Made, std::string>)> on_done;
  };
  // One at a time: a second one is told so at once.
  void make(Callbacks callbacks);

 private:
  using Outcome = core::Expected<queue::CopyMade, std::string>;
  void finish(const Outcome& outcome);
  core::Expected<Made, std::string> hand_over(const queue::CopyMade& made) const;
  void tell_progress();

  uv::Loop& loop_;
  std::filesystem::path database_;
  std::filesystem::path copy_;
  std::function<void()> on_failed_;
  std::optional<Callbacks> asked_;
  std::stop_source stop_;
  std::optional<uv::Job> job_;
  uv::Timer progress_;
};

}  // namespace mediumsync::upkeep
