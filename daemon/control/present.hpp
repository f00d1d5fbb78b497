// Values → the JSON that scripts rely on (see io.mediumsync.varlink). Text from posts and servers goes out as valid
// UTF-8.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control/varlink.hpp"
#include "core/finding.hpp"
#include "core/time.hpp"
#include "publish/publisher.hpp"
#include "queue/queue.hpp"
#include "source/sources.hpp"

namespace mediumsync::control {

Json text_or_null(const std::optional<std::string>& text);
Json time_or_null(const std::optional<core::TimePoint>& time);

Json to_json(const publish::AccountView& account);
Json to_json(const source::View& source);
Json to_json(const source::Polled& polled);
Json to_json(const queue::Record& post, const std::optional<core::TimePoint>& due);
Json to_json(const queue::AttemptRecord& attempt);
Json to_json(const core::Finding& finding);
Json to_json(const queue::Event& event);
Json to_json(const publish::Check& check);
Json to_json(const queue::Counts& counts);

}  // namespace mediumsync::control
