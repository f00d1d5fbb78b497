// Varlink calls and replies as JSON text (https://varlink.org/Method-Call). Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/expected.hpp"

namespace mediumsync::control {

using Json = nlohmann::ordered_json;

// What the caller waits for.
enum class Answers { one, many, none };  // `more` and `oneway` of a call

struct Call {
  std::string interface_name;
  std::string method;
  Json parameters = Json::object();
  Answers answers = Answers::one;
};

// Why a message is no call.
struct CallError {
  std::string message;
};

// Checks nesting before anything is built from the text, so that a megabyte of brackets costs nothing.
core::Expected<Call, CallError> parse_call(std::string_view message);

enum class Continues { no, yes };

// One reply with its closing NUL.
std::string encode_reply(const Json& parameters, Continues continues);
std::string encode_error(std::string_view name, const Json& parameters);

}  // namespace mediumsync::control
