#include "core/topic.hpp"

namespace mediumsync::core {

std::string_view to_string(Topic topic) {
  switch (topic) {
    case Topic::published:
      return "published";
    case Topic::failed:
      return "failed";
    case Topic::in_doubt:
      return "in_doubt";
    case Topic::handed_off:
      return "handed_off";
    case Topic::held:
      return "held";
    case Topic::drifted:
      return "drifted";
    case Topic::stopped:
      return "stopped";
    case Topic::paused:
      return "paused";
  }
  return {};
}

std::optional<Topic> parse_topic(std::string_view text) {
  for (const Topic topic : all_topics) {
    if (to_string(topic) == text) return topic;
  }
  return std::nullopt;
}

}  // namespace mediumsync::core
