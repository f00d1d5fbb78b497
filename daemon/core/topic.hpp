#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mediumsync::core {

// What people may be told of, by the words of the configuration's `on`.
enum class Topic { published, failed, in_doubt, handed_off, held, drifted, stopped, paused };
inline constexpr std::array all_topics{Topic::published, Topic::failed,  Topic::in_doubt, Topic::handed_off,
                                       Topic::held,      Topic::drifted, Topic::stopped,  Topic::paused};
std::string_view to_string(Topic topic);
std::optional<Topic> parse_topic(std::string_view text);

}  // namespace mediumsync::core
