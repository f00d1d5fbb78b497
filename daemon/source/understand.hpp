// From a file to what the queue is handed, as far as that goes without looking at anything beside the file: it can run
// on another thread.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/post.hpp"
#include "lib/fs/directory.hpp"
#include "queue/queue.hpp"
#include "source/intake.hpp"

namespace mediumsync::source {

// What a folder says about every file in it.
struct Recipe {
  core::SourceRules rules;
  std::optional<std::string> base_url;
  std::string rules_digest;  // of both
  std::optional<std::string> plan;
  core::State state = core::State::queued;
  queue::Cause cause = queue::Cause::none;
  std::optional<std::string> reason;
};

// What is read where it is understood, and whether that is to wait for a program that has it open for writing.
struct Unread {
  enum class Writers { ignored, waited_for };
  Writers writers = Writers::ignored;
};

// A file as it was read, or as it looked when it was found. `origin` is what the queue knows its post by.
struct RawFile {
  std::string path;
  std::string home;  // the same, before it was put away
  std::string origin;
  fs::Stamp stamp;
  std::variant<std::string, fs::ReadError, Unread> content;
};

// What it came to: an arrival; a post whose local images have still to be looked at; or why it can't be read.
struct Taken {
  std::string path;
  std::string home;
  std::string origin;
  fs::Stamp stamp;
  std::variant<queue::Arrival, core::Item, fs::ReadError> what;
};

Intake intake_of(const Recipe& recipe, const Taken& taken);

// Reads what is unread. What looks otherwise by now, or is being written, counts as changing.
RawFile read_now(RawFile file, const fs::Directory& directory);

// Of a file that has been read.
Taken understand(RawFile file, const Recipe& recipe, core::TimePoint now);

}  // namespace mediumsync::source
