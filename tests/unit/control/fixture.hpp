// A control server on a real socket, with a real queue, publisher and sources behind it, and callers that are any
// program.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fstream>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control/server.hpp"
#include "control/varlink.hpp"
#include "unit/queue/fixture.hpp"
#include "unit/uv/pipe_client.hpp"

namespace mediumsync::test {

using control::Json;

inline constexpr std::chrono::seconds patience{20};

// A web server that takes connections and never answers.
class SilentWeb {
 public:
  SilentWeb() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~SilentWeb() { ::close(socket_); }
  SilentWeb(const SilentWeb&) = delete;
  SilentWeb& operator=(const SilentWeb&) = delete;
  const std::string& url() const { return url_; }

 private:
  int socket_;
  std::string url_;
};

struct ControlWorld {
  ControlWorld() {
    std::filesystem::create_directory(store.directory / "posts");
    schedule::Plan plan;
    plan.windows.push_back(schedule::parse_window("daily 00:00-24:00").value());
    publish::AccountSettings account{
        .name = "main", .endpoint = {web.url()}, .plan = plan, .source_plans = {}, .read_token = {}};
    account.read_token = [] {
      return core::Expected<medium::Secret, medium::TokenError>(
          core::Unexpected<medium::TokenError>({"no token file"}));
    };
    publisher.configure({account});
    source::FolderSettings folder{
        .path = (store.directory / "posts").string(), .include = {"*.md"}, .base_url = {}, .rules = {}, .plan = {}};
    folder.rules.source = "drop";
    folder.rules.account = "main";
    source::FeedSettings feed{.url = web.url() + "/feed", .rules = {}, .plan = {}};
    feed.addresses = http::Addresses::any;
    feed.timeout = std::chrono::milliseconds(500);
    feed.rules.source = "blog";
    feed.rules.account = "main";
    sources.configure({folder}, {feed}, {.addresses = http::Addresses::any});
    store.queue().set_observer([this](const queue::Event& event) { server->announce(event); });
  }

  std::optional<core::SourceRules> rules(const std::optional<std::string>& account) const {
    if (account && *account != "main") return std::nullopt;
    core::SourceRules rules;
    rules.source = "add";
    rules.account = "main";
    return rules;
  }

  bool run_until(const std::function<bool()>& predicate) { return uv::run_until(loop, predicate, patience); }
  std::string socket() const { return (store.directory / "control.sock").string(); }

  TimePoint now = at(100);
  SilentWeb web;
  uv::Loop loop;
  Fixture store;
  http::Client client{loop, {.user_agent = "test", .ca_file = {}}};
  publish::Publisher publisher{loop, store.queue(), client, client, {}, [this] { return now; }};
  source::Sources sources{loop, store.queue(), client, [this] { return now; }};
  upkeep::Backups backups{loop, store.path, [] {}};
  std::optional<std::string> standstill;
  std::vector<std::string> mistakes;  // of the configuration, when it is read again
  control::Services services{.queue = store.queue(),
                             .publisher = publisher,
                             .sources = sources,
                             .clock = [this] { return now; },
                             .reload = [this]() -> core::Expected<void, std::vector<std::string>> {
                               if (!mistakes.empty()) return core::Unexpected<std::vector<std::string>>(mistakes);
                               return {};
                             },
                             .rules = [this](const std::optional<std::string>& account) { return rules(account); },
                             .site = [](const std::string&) { return std::string("https://medium.com"); },
                             .version = "1.2.3",
                             .started_at = at(0),
                             .backups = backups,
                             .standstill = [this] { return standstill; }};
  std::unique_ptr<control::Server> server =
      std::make_unique<control::Server>(loop, services, control::SocketPath{socket()});
};

inline std::string message(const std::string& method, const Json& parameters, const Json& extra = Json::object()) {
  Json call{{"method", method.find('.') == std::string::npos ? "io.mediumsync." + method : method},
            {"parameters", parameters}};
  call.update(extra);
  return call.dump() + '\0';
}

// One client of the world's socket.
class Caller {
 public:
  explicit Caller(ControlWorld& world) : world_(world), client_(world.socket()) {}

  PipeClient& client() { return client_; }
  void send(const std::string& bytes) { client_.send(bytes); }
  bool has_reply() { return client_.received().find('\0', taken_) != std::string::npos; }
  bool closed() { return client_.at_end(); }

  // The next reply, whole.
  Json reply() {
    REQUIRE(world_.run_until([&] { return has_reply(); }));
    const std::string& all = client_.received();
    const std::size_t nul = all.find('\0', taken_);
    Json json = Json::parse(all.substr(taken_, nul - taken_));
    taken_ = nul + 1;
    return json;
  }
  Json ask(const std::string& method, const Json& parameters = Json::object()) {
    send(message(method, parameters));
    return reply();
  }

 private:
  ControlWorld& world_;
  PipeClient client_;
  std::size_t taken_ = 0;
};

}  // namespace mediumsync::test
