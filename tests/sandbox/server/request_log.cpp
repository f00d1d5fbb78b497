#include "sandbox/server/request_log.hpp"

#include <utility>

namespace mediumsync::sandbox {
namespace {

template <typename Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json milliseconds_or_null(const std::optional<Instant>& at) {
  return at ? Json(at->time_since_epoch().count()) : Json(nullptr);
}

Json describe(const RequestRecord& record) {
  Json out;
  out["number"] = record.number;
  out["method"] = record.method;
  out["path"] = record.path;
  out["route"] = record.route;
  out["status"] = or_null(record.status);
  out["user_agent"] = or_null(record.user_agent);
  out["authorization"] = record.authorization;
  out["received_at_ms"] = record.received_at.time_since_epoch().count();
  out["body_at_ms"] = milliseconds_or_null(record.body_at);
  out["answered_at_ms"] = milliseconds_or_null(record.answered_at);
  out["body_complete"] = record.body_complete;
  out["body_bytes"] = record.body_bytes;
  out["connection"] = or_null(record.connection);
  out["request_on_connection"] = record.request_on_connection;
  out["remote_port"] = record.remote_port;
  out["fault"] = or_null(record.fault);
  out["dead_image"] = or_null(record.dead_image);
  out["story_id"] = or_null(record.story_id);
  return out;
}

}  // namespace

std::uint64_t RequestLog::add(RequestRecord record) {
  record.number = ++last_number_;
  ++count_;
  ++by_route_[record.route];
  if (record.connection) record.request_on_connection = ++by_connection_[*record.connection];
  records_.push_back(std::move(record));
  if (records_.size() > kept) records_.pop_front();
  return last_number_;
}

RequestRecord* RequestLog::find(std::uint64_t number) {
  if (records_.empty() || number < records_.front().number || number > last_number_) return nullptr;
  return &records_[number - records_.front().number];
}

void RequestLog::clear() {
  count_ = 0;
  records_.clear();
  by_route_.clear();
  by_connection_.clear();
}

Json RequestLog::to_json(std::uint64_t after) const {
  Json list = Json::array();
  for (const RequestRecord& record : records_) {
    if (record.number > after) list.push_back(describe(record));
  }
  Json out;
  out["count"] = count_;
  out["requests"] = std::move(list);
  return out;
}

Json RequestLog::counts() const {
  Json out = Json::object();
  for (const auto& [route, count] : by_route_) out[route] = count;
  return out;
}

}  // namespace mediumsync::sandbox
