#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "notify/notifier.hpp"
#include "queue/queue.hpp"

namespace mediumsync {

// Who is told of which events, as the queue wants to know it. Pure.
std::vector<queue::Receiver> told_receivers(const config::Settings& settings);

// The queue's notices as the notifier wants them: each with its post as it is by now. Owned by the composition root.
class Outbox : public notify::Outbox {
 public:
  // What goes with a mail about a post; may be none.
  using Attachments = std::function<std::vector<notify::Attachment>(core::PostId)>;

  Outbox(queue::Queue& queue, Attachments attachments);

  Standing standing(std::string_view receiver) override;
  std::optional<notify::Message> open(std::string_view receiver, std::int64_t digest_above,
                                      core::TimePoint if_unheard) override;
  void sent(std::string_view receiver, core::TimePoint now) override;
  void failed(std::string_view receiver, const Failed& failed, core::TimePoint now) override;
  std::vector<notify::Attachment> attachments(const notify::Message& message) override;

 private:
  notify::Notice notice_of(const queue::Event& event);

  queue::Queue& queue_;
  Attachments attachments_;
};

}  // namespace mediumsync
