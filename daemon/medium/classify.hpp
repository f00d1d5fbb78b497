// The part of the codec that reads answers that carry no value. For medium/ alone.
#pragma once

#include "lib/http/client.hpp"
#include "medium/outcome.hpp"

namespace mediumsync::medium {

// Any answer but the one that was due.
Outcome classify_refusal(const http::Response& response);

// No whole answer.
Outcome classify_lack(const http::Failure& failure);

}  // namespace mediumsync::medium
