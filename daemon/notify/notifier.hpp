#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/uv/timer.hpp"
#include "notify/attempt.hpp"
#include "notify/notice.hpp"
#include "notify/settings.hpp"

namespace mediumsync::notify {

// What a receiver's notices are, beyond the room: kept on the disk, so that a restart loses none. Implemented by the
// composition root over the queue. **Throws** when the database can't do it.
class Outbox {
 public:
  virtual ~Outbox() = default;

  // How it stands with a receiver.
  struct Standing {
    std::int64_t waiting = 0;
    int tries = 0;  // begun since something last arrived
    std::optional<core::TimePoint> next_try;
    std::optional<core::TimePoint> failing_since;
  };
  struct Failed {
    std::string reason;
    NotArrived::Perhaps perhaps = NotArrived::Perhaps::no;
    core::TimePoint next_try;
    std::optional<core::TimePoint> give_up_before;
  };

  virtual Standing standing(std::string_view receiver) = 0;
  // Remembers that a try begins, to be made again at `if_unheard` should nothing come of it. std::nullopt: nothing
  // waits.
  virtual std::optional<Message> open(std::string_view receiver, std::int64_t digest_above,
                                      core::TimePoint if_unheard) = 0;
  virtual void sent(std::string_view receiver, core::TimePoint now) = 0;
  virtual void failed(std::string_view receiver, const Failed& failed, core::TimePoint now) = 0;
  // What goes with a mail, made when it is sent.
  virtual std::vector<Attachment> attachments(const Message& message) = 0;
};

// Tells the receivers, each at its own pace: one message at a time, again after a pause when it did not arrive, and all
// that has gathered in one message when there is much of it. Nothing waits for it. Owned by the composition root.
class Notifier {
 public:
  Notifier(const Means& means, Outbox& outbox, std::function<core::TimePoint()> clock);
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  // What is under way to a receiver that stays is let be.
  void configure(std::vector<Receiver> receivers);
  // Something may be waiting.
  void wake();
  // Begins nothing any more; `on_idle` is called once what is under way has ended, perhaps at once.
  void drain(std::function<void()> on_idle);
  bool idle() const;

 private:
  struct Line;

  void look();
  std::optional<core::TimePoint> advance(Line& line, core::TimePoint now);
  void begin(Line& line, const Outbox::Standing& standing, core::TimePoint now);
  void settle(Line& line, const Outcome& outcome);
  void fail(Line& line, const NotArrived& failure, core::TimePoint now);
  core::Duration pause_after(int tries) const;
  bool mail_under_way() const;

  Means means_;
  Outbox& outbox_;
  std::function<core::TimePoint()> clock_;
  std::vector<std::unique_ptr<Line>> lines_;
  bool draining_ = false;
  std::function<void()> on_idle_;
  uv::Timer next_;
};

}  // namespace mediumsync::notify
