#include "outbox.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace mediumsync {
namespace {

using core::Topic;

constexpr std::string_view reminder = "hand-off-reminder";

// The kinds of event that belong to a topic.
struct Kind {
  Topic topic;
  std::string_view kind;
};
constexpr std::array kinds{Kind{Topic::published, "published"},  Kind{Topic::failed, "failed"},
                           Kind{Topic::in_doubt, "in_doubt"},    Kind{Topic::handed_off, "handed_off"},
                           Kind{Topic::handed_off, reminder},    Kind{Topic::held, "held"},
                           Kind{Topic::drifted, "drifted"},      Kind{Topic::stopped, "account-stopped"},
                           Kind{Topic::paused, "account-paused"}};

Topic topic_of(std::string_view kind) {
  for (const Kind& known : kinds) {
    if (known.kind == kind) return known.topic;
  }
  throw std::runtime_error("the database holds a notice of a kind that is not known: " + std::string(kind));
}

}  // namespace

std::vector<queue::Receiver> told_receivers(const config::Settings& settings) {
  std::vector<queue::Receiver> receivers;
  for (const config::Notify& notify : settings.notify) {
    queue::Receiver receiver{.name = notify.name};
    for (const Topic topic : notify.on) {
      for (const Kind& known : kinds) {
        if (known.topic == topic) receiver.kinds.emplace_back(known.kind);
      }
    }
    receivers.push_back(std::move(receiver));
  }
  return receivers;
}

Outbox::Outbox(queue::Queue& queue, Attachments attachments) : queue_(queue), attachments_(std::move(attachments)) {}

Outbox::Standing Outbox::standing(std::string_view receiver) {
  const auto record = queue_.receiver(receiver);
  if (!record) return {};
  return {.waiting = record->waiting,
          .tries = record->tries,
          .next_try = record->next_try,
          .failing_since = record->failing_since};
}

std::optional<notify::Message> Outbox::open(std::string_view receiver, std::int64_t digest_above,
                                            core::TimePoint if_unheard) {
  const queue::NoticeMessage opened = queue_.open_notices(receiver, digest_above, if_unheard);
  if (opened.events.empty()) return std::nullopt;
  notify::Message message{.beyond = opened.beyond};
  for (const queue::Event& event : opened.events) message.notices.push_back(notice_of(event));
  message.id = notify::message_id(receiver, message.notices.front(), message.notices.back());
  return message;
}

notify::Notice Outbox::notice_of(const queue::Event& event) {
  notify::Notice notice{.event = event.sequence,
                        .at = event.at,
                        .topic = topic_of(event.kind),
                        .occasion = event.kind == reminder ? notify::Occasion::reminder : notify::Occasion::first,
                        .detail = event.detail};
  const auto post = event.post ? queue_.find(*event.post) : std::nullopt;
  if (post) {
    notice.post = notify::PostView{.id = post->id,
                                   .title = post->title,
                                   .state = post->state,
                                   .status = post->status,
                                   .account = post->account,
                                   .source = post->source,
                                   .url = post->url,
                                   .canonical_url = post->canonical_url};
  }
  return notice;
}

void Outbox::sent(std::string_view receiver, core::TimePoint now) {
  queue_.notices_sent(receiver, now);
}

void Outbox::failed(std::string_view receiver, const Failed& failed, core::TimePoint now) {
  const auto arrived = failed.perhaps == notify::NotArrived::Perhaps::yes ? queue::NoticeFailure::Arrived::perhaps
                                                                          : queue::NoticeFailure::Arrived::no;
  queue_.notices_failed(receiver, {failed.reason, arrived, failed.next_try, failed.give_up_before}, now);
}

// A digest says how to get them instead.
std::vector<notify::Attachment> Outbox::attachments(const notify::Message& message) {
  const notify::Notice& notice = message.notices.front();
  if (message.is_digest() || notice.topic != Topic::handed_off || !notice.post || !attachments_) return {};
  return attachments_(notice.post->id);
}

}  // namespace mediumsync
