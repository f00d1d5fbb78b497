#include "control/varlink.hpp"

#include <algorithm>

namespace mediumsync::control {
namespace {

constexpr int max_depth = 32;

bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

bool is_true(const Json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_boolean() && member->get<bool>();
}

std::string terminated(const Json& message) {
  std::string text = message.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.push_back('\0');
  return text;
}

core::Unexpected<CallError> no_call(const char* why) {
  return core::Unexpected<CallError>({why});
}

}  // namespace

core::Expected<Call, CallError> parse_call(std::string_view message) {
  if (too_deep(message)) return no_call("nested too deeply");
  Json json = Json::parse(message, nullptr, false);
  if (!json.is_object()) return no_call("not a JSON object");
  const auto method = json.find("method");
  if (method == json.end() || !method->is_string()) return no_call("no method");
  const std::string name = method->get<std::string>();
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == name.size()) return no_call("method is not INTERFACE.METHOD");
  Call call{.interface_name = name.substr(0, dot), .method = name.substr(dot + 1)};
  if (const auto parameters = json.find("parameters"); parameters != json.end() && !parameters->is_null()) {
    if (!parameters->is_object()) return no_call("parameters is not an object");
    call.parameters = std::move(*parameters);
  }
  if (is_true(json, "oneway")) {
    call.answers = Answers::none;
  } else if (is_true(json, "more")) {
    call.answers = Answers::many;
  }
  return call;
}

std::string encode_reply(const Json& parameters, Continues continues) {
  Json message{{"parameters", parameters}};
  if (continues == Continues::yes) message["continues"] = true;
  return terminated(message);
}

std::string encode_error(std::string_view name, const Json& parameters) {
  return terminated({{"error", name}, {"parameters", parameters}});
}

}  // namespace mediumsync::control
