// A queue in a directory of its own, a clock that is set by hand, and arrivals in one line.
#pragma once

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "queue/queue.hpp"
#include "support/printing.hpp"
#include "support/temporary_directory.hpp"

namespace mediumsync::test {

using core::PostId;
using core::State;
using core::TimePoint;
using queue::Arrival;
using queue::Cause;
using queue::Lane;

// `seconds` into the tests' own era.
inline TimePoint at(int seconds) {
  return TimePoint(std::chrono::seconds(1'800'000'000 + seconds));
}

inline core::Post post_of(const std::string& text) {
  core::Post post;
  post.title = "Title of " + text;
  post.tags = {"cpp", "linux, and more"};
  post.body.blocks.push_back({core::Paragraph{{core::Run{text, core::Marks::none, std::nullopt}}}});
  return post;
}

// A text of so many words, the same for the same seed.
inline std::string words(unsigned seed, int count) {
  std::string text;
  unsigned state = seed * 2654435761U + 1;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    text += (i == 0 ? "w" : " w") + std::to_string((state >> 8U) % 3000);
  }
  return text;
}

// The post `text` as the file `origin` of the source "drop".
inline Arrival arrival(const std::string& origin, const std::string& text) {
  Arrival arrival;
  arrival.source = "drop";
  arrival.account = "main";
  arrival.origin = origin;
  arrival.digest = "digest of " + text;
  arrival.post = post_of(text);
  return arrival;
}

inline Arrival asking(Arrival arrival, State state, Cause cause) {
  arrival.state = state;
  arrival.cause = cause;
  if (state != State::queued) arrival.reason = "because " + std::string(queue::to_string(cause));
  if (state == State::failed) {
    arrival.post.reset();
    arrival.title = arrival.origin;
  }
  return arrival;
}

inline PostId id_of(const queue::Enqueued& enqueued) {
  return std::visit([](const auto& outcome) { return outcome.id; }, enqueued);
}

inline queue::Settlement settlement(State next, const std::string& outcome) {
  queue::Settlement settlement;
  settlement.next = next;
  settlement.outcome = outcome;
  if (next == State::published) {
    settlement.story = queue::PublishedStory{"e1", "https://medium.example/@jane/e1", std::nullopt};
  } else {
    settlement.reason = "the reason";
  }
  if (next == State::queued) settlement.cause = Cause::network;
  if (next == State::in_doubt) settlement.cause = Cause::doubt;
  if (next == State::failed) settlement.cause = Cause::refused;
  return settlement;
}

struct Fixture {
  support::TemporaryDirectory directory;
  std::filesystem::path path = directory / "queue.db";
  std::unique_ptr<queue::Queue> opened = std::make_unique<queue::Queue>(path, at(0));

  queue::Queue& queue() { return *opened; }
  void reopen(TimePoint now) {
    opened.reset();
    opened = std::make_unique<queue::Queue>(path, now);
  }

  PostId add(const std::string& name, TimePoint now = at(0)) {
    return id_of(queue().enqueue(arrival(name + ".md", name), now));
  }
  queue::Record record(PostId id) { return queue().find(id).value(); }
  State state(PostId id) { return record(id).state; }
  std::string text(PostId id) { return core::plain_text(queue().post(id).value().body); }

  std::optional<queue::Claim> claim(TimePoint now, Lane lane = Lane::scheduled) {
    return queue().claim_due("main", std::nullopt, lane, now);
  }
  // Brings the one post that may go to `next`, with a sending mark.
  void send(TimePoint now, const queue::Settlement& how) {
    const auto claimed = claim(now);
    REQUIRE(claimed);
    queue().mark_sending(claimed->attempt, now);
    queue().settle(*claimed, how, now);
  }
  // The kinds of all events of a post, in order.
  std::vector<std::string> kinds(PostId id) {
    std::vector<std::string> kinds;
    for (const queue::Event& event : queue().events(0, 1000)) {
      if (event.post == id) kinds.push_back(event.kind);
    }
    return kinds;
  }
};

// Writes over the page in which a title stands.
inline void spoil_page_with(const std::filesystem::path& database, const std::string& text) {
  std::ifstream in(database, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const std::size_t place = bytes.find(text);
  REQUIRE(place != std::string::npos);
  constexpr std::size_t page = 4096;
  std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(place / page * page));
  file << std::string(page, 'x');
}

}  // namespace mediumsync::test
