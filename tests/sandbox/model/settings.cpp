#include "sandbox/model/settings.hpp"

#include <type_traits>

namespace mediumsync::sandbox {
namespace {

// The one list of keys, read by both directions.
template <typename AnySettings, typename Visitor>
void each_setting(AnySettings& s, Visitor visit) {
  visit("feed_lag_s", s.feed_lag);
  visit("feed_min_interval_s", s.feed_min_interval);
  visit("quota_limit", s.quota_limit);
  visit("quota_window_s", s.quota_window);
  visit("quota_code", s.quota_code);
  visit("cloudflare_user_agents", s.cloudflare_user_agents);
  visit("dead_image_hosts", s.dead_image_hosts);
  visit("image_timeout_ms", s.image_timeout);
  visit("edge_cut_ms", s.edge_cut);
  visit("refuse_markdown", s.refuse_markdown);
  visit("refused_tags", s.refused_tags);
  visit("wrong_author_status", s.wrong_author_status);
  visit("site", s.site);
  visit("max_image_bytes", s.max_image_bytes);
  visit("id_length", s.id_length);
}

template <typename T>
constexpr bool is_duration = false;
template <typename Rep, typename Period>
constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;
template <typename T>
constexpr bool is_optional = false;
template <typename T>
constexpr bool is_optional<std::optional<T>> = true;

template <typename Value>
Json encode(const Value& value) {
  if constexpr (is_optional<Value>) {
    return value ? encode(*value) : Json(nullptr);
  } else if constexpr (is_duration<Value>) {
    return value.count();
  } else {
    return value;
  }
}

template <typename Value>
Value decode(const Json& json) {
  if constexpr (is_optional<Value>) {
    return json.is_null() ? Value{} : Value{decode<typename Value::value_type>(json)};
  } else if constexpr (is_duration<Value>) {
    return Value{json.get<typename Value::rep>()};
  } else {
    return json.get<Value>();
  }
}

}  // namespace

Json to_json(const Settings& settings) {
  Json out = Json::object();
  each_setting(settings, [&](const char* key, const auto& value) { out[key] = encode(value); });
  return out;
}

std::optional<std::string> change(Settings& settings, const Json& changes) {
  if (!changes.is_object()) return "settings are an object";
  Settings changed = settings;
  Json unknown = changes;
  try {
    each_setting(changed, [&](const char* key, auto& value) {
      if (!changes.contains(key)) return;
      unknown.erase(key);
      value = decode<std::remove_reference_t<decltype(value)>>(changes.at(key));
    });
  } catch (const nlohmann::json::exception& error) {
    return error.what();
  }
  if (!unknown.empty()) return "unknown setting " + unknown.begin().key();
  settings = changed;
  return std::nullopt;
}

}  // namespace mediumsync::sandbox
