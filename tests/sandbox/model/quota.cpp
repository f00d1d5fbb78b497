#include "sandbox/model/quota.hpp"

namespace mediumsync::sandbox {
namespace {

bool still_counts(const std::optional<QuotaWindow>& quota, std::chrono::seconds window, Instant now) {
  return quota && now < quota->first + window;
}

}  // namespace

bool exhausted(const std::optional<QuotaWindow>& quota, int limit, std::chrono::seconds window, Instant now) {
  return still_counts(quota, window, now) ? quota->used >= limit : limit <= 0;
}

QuotaWindow count_post(const std::optional<QuotaWindow>& quota, std::chrono::seconds window, Instant now) {
  if (!still_counts(quota, window, now)) return {now, 1};
  return {quota->first, quota->used + 1};
}

}  // namespace mediumsync::sandbox
