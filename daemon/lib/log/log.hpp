// One log line is one event in the past tense with key=value: `published post=42 url=… attempt=1`. On a terminal or a
// pipe it goes to stderr; run by systemd it goes to the journal with its priority, each key a field
// (MEDIUMSYNC_POST=42).
//   error: an operator must act · warn: we coped · info: state changed · debug: how
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mediumsync::log {

enum class Level { debug, info, warn, error };

// One key=value of an event. Values are escaped for the terminal and quoted where they hold spaces.
struct Field {
  std::string_view key;
  std::string value;
  Field(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  template <std::integral T>
  Field(std::string_view k, T v) : key(k), value(std::to_string(v)) {}
};
using Fields = std::initializer_list<Field>;

// Called once by main, before anything logs. A stderr that is closed or full never stops the process.
void open(Level threshold);
void set_threshold(Level threshold);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

}  // namespace mediumsync::log
