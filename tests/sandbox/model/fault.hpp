#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/model/json.hpp"
#include "sandbox/model/reply.hpp"
#include "sandbox/model/route.hpp"

namespace mediumsync::sandbox {

// What goes wrong, on the wire or in the answer. The table in fault.cpp says which of them store the story first.
enum class FaultKind {
  hang_before,
  hang_after,
  reset_before,
  reset_after,
  close_after,
  reset_mid_body,
  reset_mid_answer,
  delay,
  slow_drip,
  error_500,
  error_502,
  error_503,
  error_504,
  cf_all,
  revoke_token,
  too_many_429,
  truncated_201,
  not_json_201,
  status_200,
  status_202,
  status_204,
  redirect_307
};

// One thing that goes wrong with one request.
struct Fault {
  FaultKind kind;
  bool stores;  // whether Medium acts on the request before it goes wrong
  std::optional<std::chrono::milliseconds> delay;
  std::optional<std::string> retry_after;
  std::optional<std::size_t> bytes;  // where a body or an answer is cut
  std::optional<std::string> location;
};

std::string_view name_of(FaultKind kind);
std::optional<FaultKind> parse_fault_kind(std::string_view name);

// Reads {"fault", "delay_ms", "retry_after", "bytes", "stored", "location"}. **Throws** std::runtime_error.
Fault read_fault(const Json& json);
// Reads the header form: "hang_after" or "slow_drip; delay_ms=5; bytes=10". **Throws** std::runtime_error.
Fault read_fault_header(std::string_view header);

// The answer after a fault that only changes what is said. `own_address` is where a redirect points unless told.
Reply spoil(const Fault& fault, Reply reply, const std::string& own_address);

// The faults asked for and not yet met. Owned by the server's Service.
class FaultPlan {
 public:
  // Reads a fault with "count" (a number, or "all" until cleared) and "match" (an area or "any"). **Throws** as above.
  void add(const Json& json);
  std::optional<Fault> take(Area area);
  void clear() { rules_.clear(); }
  Json to_json() const;

 private:
  struct Rule {
    Fault fault;
    std::optional<Area> area;      // none: any
    std::optional<int> remaining;  // none: until cleared
  };
  std::deque<Rule> rules_;
};

}  // namespace mediumsync::sandbox
