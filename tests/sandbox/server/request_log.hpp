#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "sandbox/model/instant.hpp"
#include "sandbox/model/json.hpp"

namespace mediumsync::sandbox {

// One request on the Medium surface, noted when its headers were in, and completed as it goes on. Never holds a token.
struct RequestRecord {
  std::uint64_t number = 0;
  std::string method;
  std::string path;
  std::string route;
  std::optional<std::string> user_agent;
  bool authorization = false;
  Instant received_at;
  std::optional<Instant> body_at;  // when the body was complete
  std::optional<Instant> answered_at;
  std::uint64_t body_bytes = 0;
  bool body_complete = false;
  int remote_port = 0;
  std::optional<std::uint64_t> connection;
  int request_on_connection = 1;
  std::optional<std::string> fault;
  std::optional<std::string> dead_image;
  std::optional<int> status;  // none: no answer was sent
  std::optional<std::string> story_id;
};

// Every request there was, and how many of each kind: what "exactly one POST" is proved by. Part of the World.
class RequestLog {
 public:
  std::uint64_t add(RequestRecord record);  // returns its number
  // The record with that number; none once it has been dropped for younger ones.
  RequestRecord* find(std::uint64_t number);

  // Forgets everything but how far it has counted: a request that is still being served never meets another's record.
  void clear();

  Json to_json(std::uint64_t after) const;
  Json counts() const;

 private:
  static constexpr std::size_t kept = 20'000;
  std::uint64_t last_number_ = 0;
  std::uint64_t count_ = 0;
  std::deque<RequestRecord> records_;
  std::map<std::string, std::uint64_t> by_route_;
  std::map<std::uint64_t, int> by_connection_;
};

}  // namespace mediumsync::sandbox
