#include "notify/notifier.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "lib/log/log.hpp"
#include "schedule/backoff.hpp"

namespace mediumsync::notify {
namespace {

// More than this many at once, or in a minute, become one message.
constexpr std::int64_t one_by_one = 5;
constexpr std::chrono::minutes one_by_one_within(1);
constexpr std::chrono::days patience(3);
constexpr std::chrono::hours longest_pause(1);
constexpr schedule::BackoffPolicy pauses{.first = std::chrono::seconds(2), .cap = longest_pause};

double jitter() {
  static std::minstd_rand generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

}  // namespace

// One receiver and what is under way to it.
struct Notifier::Line {
  Receiver receiver;
  std::unique_ptr<Attempt> attempt;
  std::deque<core::TimePoint> arrived;  // the last few times
  bool removed = false;                 // from the settings, while a try was under way
};

Notifier::Notifier(const Means& means, Outbox& outbox, std::function<core::TimePoint()> clock)
    : means_(means), outbox_(outbox), clock_(std::move(clock)), next_(means.loop, [this] { look(); }) {}

Notifier::~Notifier() = default;

void Notifier::configure(std::vector<Receiver> receivers) {
  for (const auto& line : lines_) {
    const auto still = std::ranges::find(receivers, line->receiver.name, &Receiver::name);
    if (still == receivers.end()) {
      line->removed = true;
    } else {
      line->receiver = std::move(*still);
      receivers.erase(still);
    }
  }
  std::erase_if(lines_, [](const auto& line) { return line->removed; });
  for (Receiver& receiver : receivers) {
    auto line = std::make_unique<Line>();
    line->receiver = std::move(receiver);
    lines_.push_back(std::move(line));
  }
  wake();
}

void Notifier::wake() {
  if (!lines_.empty() && !draining_) next_.start(std::chrono::milliseconds(0));
}

void Notifier::drain(std::function<void()> on_idle) {
  draining_ = true;
  next_.stop();
  on_idle_ = std::move(on_idle);
  if (idle()) std::exchange(on_idle_, {})();
}

bool Notifier::idle() const {
  return std::ranges::none_of(lines_, [](const auto& line) { return line->attempt != nullptr; });
}

// Every receiver to which nothing is under way is told what is due, or looked at again when it is.
void Notifier::look() {
  if (draining_) return;
  const core::TimePoint now = clock_();
  std::optional<core::TimePoint> earliest;
  for (const auto& line : lines_) {
    const auto next = advance(*line, now);
    if (next && (!earliest || *next < *earliest)) earliest = next;
  }
  if (earliest) next_.start(std::clamp<core::Duration>(*earliest - now, core::Duration(1), longest_pause));
}

// When to look again, if not when its try has ended or something new has come.
std::optional<core::TimePoint> Notifier::advance(Line& line, core::TimePoint now) {
  if (line.attempt) return std::nullopt;
  const Outbox::Standing standing = outbox_.standing(line.receiver.name);
  if (standing.waiting == 0) return std::nullopt;
  // A clock that was set back must not make a pause longer than any.
  if (standing.next_try && *standing.next_try > now && *standing.next_try <= now + longest_pause * 24)
    return standing.next_try;
  std::erase_if(line.arrived, [&](core::TimePoint at) { return at > now || at + one_by_one_within <= now; });
  if (static_cast<std::int64_t>(line.arrived.size()) >= one_by_one) return line.arrived.front() + one_by_one_within;
  // Mail takes a thread, of which there are few, and files are understood on the same ones.
  if (std::holds_alternative<MailBox>(line.receiver.way) && mail_under_way()) return std::nullopt;
  begin(line, standing, now);
  return std::nullopt;
}

bool Notifier::mail_under_way() const {
  return std::ranges::any_of(lines_, [](const auto& line) {
    return line->attempt != nullptr && std::holds_alternative<MailBox>(line->receiver.way);
  });
}

core::Duration Notifier::pause_after(int tries) const {
  return schedule::backoff(pauses, std::max(tries, 1), jitter());
}

void Notifier::begin(Line& line, const Outbox::Standing& standing, core::TimePoint now) {
  const auto message = outbox_.open(line.receiver.name, one_by_one, now + pause_after(standing.tries + 1));
  if (!message) return;
  const bool mail = std::holds_alternative<MailBox>(line.receiver.way);
  line.attempt = std::make_unique<Attempt>(means_, line.receiver, *message,
                                           mail ? outbox_.attachments(*message) : std::vector<Attachment>{},
                                           [this, &line](const Outcome& outcome) { settle(line, outcome); });
}

void Notifier::settle(Line& line, const Outcome& outcome) {
  const std::unique_ptr<Attempt> ended = std::move(line.attempt);
  // Where they have to take turns, the next one is another's.
  const auto place = std::ranges::find(lines_, &line, &std::unique_ptr<Line>::get);
  std::rotate(place, std::next(place), lines_.end());
  const core::TimePoint now = clock_();
  if (const auto* failure = std::get_if<NotArrived>(&outcome)) {
    fail(line, *failure, now);
  } else {
    outbox_.sent(line.receiver.name, now);
    line.arrived.push_back(now);
    log::info("told", {{"receiver", line.receiver.name}});
  }
  if (draining_ && idle() && on_idle_) return std::exchange(on_idle_, {})();
  wake();
}

void Notifier::fail(Line& line, const NotArrived& failure, core::TimePoint now) {
  const Outbox::Standing standing = outbox_.standing(line.receiver.name);
  core::Duration pause = pause_after(standing.tries);
  if (failure.asked_pause) pause = std::max<core::Duration>(pause, *failure.asked_pause);
  Outbox::Failed failed{.reason = failure.reason, .perhaps = failure.perhaps, .next_try = now + pause};
  if (standing.failing_since && *standing.failing_since + patience <= now) failed.give_up_before = now - patience;
  outbox_.failed(line.receiver.name, failed, now);
  log::warn("not told", {{"receiver", line.receiver.name},
                         {"reason", failure.reason},
                         {"next_try", core::format_rfc3339(failed.next_try)}});
}

}  // namespace mediumsync::notify
