#include "sandbox/model/fault.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "sandbox/model/text.hpp"

namespace mediumsync::sandbox {
namespace {

struct KnownFault {
  FaultKind kind;
  std::string_view name;
  bool stores;
};

constexpr std::array<KnownFault, 22> known_faults{{
    {FaultKind::hang_before, "hang_before", false},
    {FaultKind::hang_after, "hang_after", true},
    {FaultKind::reset_before, "reset_before", false},
    {FaultKind::reset_after, "reset_after", true},
    {FaultKind::close_after, "close_after", true},
    {FaultKind::reset_mid_body, "reset_mid_body", false},
    {FaultKind::reset_mid_answer, "reset_mid_answer", true},
    {FaultKind::delay, "delay", true},
    {FaultKind::slow_drip, "slow_drip", true},
    {FaultKind::error_500, "500", false},
    {FaultKind::error_502, "502", false},
    {FaultKind::error_503, "503", false},
    {FaultKind::error_504, "504", false},
    {FaultKind::cf_all, "cf_all", false},
    {FaultKind::revoke_token, "revoke_token", false},
    {FaultKind::too_many_429, "429", false},
    {FaultKind::truncated_201, "truncated_201", true},
    {FaultKind::not_json_201, "not_json_201", true},
    {FaultKind::status_200, "status_200", true},
    {FaultKind::status_202, "status_202", true},
    {FaultKind::status_204, "status_204", true},
    {FaultKind::redirect_307, "redirect_307", false},
}};

const KnownFault& known(FaultKind kind) {
  return *std::ranges::find(known_faults, kind, &KnownFault::kind);
}

constexpr std::array<std::pair<std::string_view, Area>, 6> areas{{{"posts", Area::posts},
                                                                  {"images", Area::images},
                                                                  {"me", Area::me},
                                                                  {"publications", Area::publications},
                                                                  {"feed", Area::feed},
                                                                  {"pages", Area::pages}}};

std::optional<Area> read_area(const std::string& name) {
  if (name == "any") return std::nullopt;
  for (const auto& [known_name, area] : areas) {
    if (known_name == name) return area;
  }
  throw std::runtime_error("no area " + name + " to match: posts, images, me, publications, feed, pages, any");
}

std::string_view name_of(const std::optional<Area>& area) {
  for (const auto& [name, known_area] : areas) {
    if (area == known_area) return name;
  }
  return "any";
}

// Members whose values are numbers or booleans in JSON and text in a header.
Json header_value(std::string_view text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

Reply with_retry_after(Reply reply, const Fault& fault) {
  if (fault.retry_after) reply.headers.emplace_back("retry-after", *fault.retry_after);
  return reply;
}

Reply with_status(Reply reply, int status) {
  reply.status = status;
  return reply;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  return known(kind).name;
}

std::optional<FaultKind> parse_fault_kind(std::string_view name) {
  const auto found = std::ranges::find(known_faults, name, &KnownFault::name);
  return found == known_faults.end() ? std::nullopt : std::optional{found->kind};
}

Fault read_fault(const Json& json) {
  try {
    const Json& named = json.at("fault");
    const std::string name = named.is_number() ? named.dump() : named.get<std::string>();
    const auto kind = parse_fault_kind(name);
    if (!kind) throw std::runtime_error("no fault " + name);
    Fault fault{*kind, json.value("stored", known(*kind).stores), {}, {}, {}, {}};
    if (json.contains("delay_ms")) fault.delay = std::chrono::milliseconds{json.at("delay_ms").get<std::int64_t>()};
    if (json.contains("bytes")) fault.bytes = json.at("bytes").get<std::size_t>();
    if (json.contains("location")) fault.location = json.at("location").get<std::string>();
    if (json.contains("retry_after")) {
      const Json& wait = json.at("retry_after");
      fault.retry_after = wait.is_string() ? wait.get<std::string>() : wait.dump();
    }
    return fault;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(error.what());
  }
}

Fault read_fault_header(std::string_view header) {
  Json json = Json::object();
  bool first = true;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string word = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t equals = word.find('=');
    if (first) {
      json["fault"] = word;
    } else if (equals != std::string::npos) {
      json[trim(word.substr(0, equals))] = header_value(trim(word.substr(equals + 1)));
    }
    first = false;
  }
  return read_fault(json);
}

Reply spoil(const Fault& fault, Reply reply, const std::string& own_address) {
  switch (fault.kind) {
    case FaultKind::error_500:
      return with_retry_after(gateway_error(500), fault);
    case FaultKind::error_502:
      return with_retry_after(gateway_error(502), fault);
    case FaultKind::error_503:
      return with_retry_after(gateway_error(503), fault);
    case FaultKind::error_504:
      return with_retry_after(gateway_error(504), fault);
    case FaultKind::cf_all:
      return cloudflare_challenge();
    case FaultKind::revoke_token:
      return error_reply(401, 6003, "Token was invalid.");
    case FaultKind::too_many_429:
      return with_retry_after(error_reply(429, -1, "User has reached the rate limit for publishing today."), fault);
    case FaultKind::truncated_201:
      reply.body.resize(std::min(reply.body.size(), fault.bytes.value_or(reply.body.size() / 2)));
      return reply;
    case FaultKind::not_json_201:
      reply.content_type = "text/html; charset=utf-8";
      reply.body = "<!DOCTYPE html><html><body>Created, but not in JSON.</body></html>\n";
      return reply;
    case FaultKind::status_200:
      return with_status(std::move(reply), 200);
    case FaultKind::status_202:
      return with_status(std::move(reply), 202);
    case FaultKind::status_204:
      return {204, "", "", {}};
    case FaultKind::redirect_307:
      return redirect_reply(307, fault.location.value_or(own_address));
    default:
      return reply;
  }
}

void FaultPlan::add(const Json& json) {
  Rule rule{read_fault(json), std::nullopt, 1};
  rule.area = read_area(json.value("match", "any"));
  if (json.contains("count")) {
    const Json& count = json.at("count");
    if (count == "all") {
      rule.remaining.reset();
    } else if (count.is_number_integer() && count.get<int>() > 0) {
      rule.remaining = count.get<int>();
    } else {
      throw std::runtime_error("count is a number above 0 or \"all\"");
    }
  }
  rules_.push_back(std::move(rule));
}

std::optional<Fault> FaultPlan::take(Area area) {
  const auto rule = std::ranges::find_if(rules_, [&](const Rule& r) { return !r.area || *r.area == area; });
  if (rule == rules_.end()) return std::nullopt;
  Fault fault = rule->fault;
  if (rule->remaining && --*rule->remaining == 0) rules_.erase(rule);
  return fault;
}

Json FaultPlan::to_json() const {
  Json out = Json::array();
  for (const Rule& rule : rules_) {
    Json one;
    one["fault"] = sandbox::name_of(rule.fault.kind);
    one["match"] = name_of(rule.area);
    one["remaining"] = rule.remaining ? Json(*rule.remaining) : Json("all");
    one["stored"] = rule.fault.stores;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace mediumsync::sandbox
