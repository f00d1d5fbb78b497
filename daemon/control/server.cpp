#include "control/server.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "control/bounds.hpp"
#include "control/callers.hpp"
#include "control/commands.hpp"
#include "control/interface.hpp"
#include "control/present.hpp"
#include "control/verbs.hpp"
#include "control/wire.hpp"
#include "lib/log/log.hpp"
#include "lib/uv/pipe_server.hpp"
#include "lib/uv/timer.hpp"

namespace mediumsync::control {
namespace {

constexpr std::size_t max_connections = 512;
constexpr std::size_t max_unwritten = 8U << 20;   // a follower that does not read is cut beyond this
constexpr std::size_t much_unwritten = 1U << 20;  // further calls wait until the client has read its answers
constexpr std::size_t calls_in_a_turn = 32;       // then the loop has its turn
constexpr std::size_t remembered_requests = 256;
constexpr std::int64_t default_events = 100;
constexpr mode_t socket_mode = 0660;

constexpr std::string_view service_interface = "org.varlink.service";

// Answers of verbs that must not be carried out twice, by the caller's own request id.
class RememberedAnswers {
 public:
  const std::string* find(const std::string& id) const {
    const auto known = answers_.find(id);
    return known == answers_.end() ? nullptr : &known->second;
  }
  void keep(const std::string& id, const std::string& answer) {
    if (!answers_.emplace(id, answer).second) return;
    order_.push_back(id);
    if (order_.size() <= remembered_requests) return;
    answers_.erase(order_.front());
    order_.pop_front();
  }

 private:
  std::map<std::string, std::string> answers_;
  std::deque<std::string> order_;
};

}  // namespace

// The connections, each by a number that is never used again, so that a late answer finds its caller or nobody.
struct Server::Impl {
  using Id = std::uint64_t;

  struct Connection {
    std::unique_ptr<uv::PipeConnection> pipe;
    Framer framer;
    std::optional<uv::Peer> peer;
    std::string caller;                        // as events and the log name them
    bool serving = false;                      // serve() is at it
    bool busy = false;                         // a call is being answered
    bool ending = false;                       // closed once everything is written
    std::optional<std::int64_t> follows_from;  // streams every event after this one
  };

  Impl(uv::Loop& the_loop, Services& the_services, const Listen& listen) : loop(the_loop), services(the_services) {
    auto on_connection = [this](std::unique_ptr<uv::PipeConnection> pipe) { accept(std::move(pipe)); };
    if (const auto* path = std::get_if<SocketPath>(&listen)) {
      server = std::make_unique<uv::PipeServer>(loop, path->path, socket_mode, on_connection);
    } else {
      server = std::make_unique<uv::PipeServer>(loop, std::get<SocketDescriptor>(listen).number, on_connection);
    }
  }

  void accept(std::unique_ptr<uv::PipeConnection> pipe) {
    if (connections.size() >= max_connections) {
      log::warn("control connection refused", {{"reason", "too many at once"}, {"connections", connections.size()}});
      return;
    }
    const Id id = ++last_id;
    Connection& connection = connections[id];
    connection.peer = pipe->peer();
    connection.caller = connection.peer ? callers.name(connection.peer->uid) : "somebody";
    connection.pipe = std::move(pipe);
    connection.pipe->set_callbacks({.on_read = [this, id](std::string_view bytes) { read(id, bytes); },
                                    .on_close = [this, id] { connections.erase(id); },
                                    .on_drained = [this, id] { drained(id); }});
  }

  void read(Id id, std::string_view bytes) {
    Connection& connection = connections.at(id);
    if (connection.ending) return;
    if (!connection.framer.feed(bytes)) {
      end_with(id, "org.varlink.service.InvalidParameter", "a message may hold 1 MiB at most");
      return;
    }
    if (connection.busy) {
      connection.pipe->pause_reading();
    } else {
      serve(id);
    }
  }

  // One call after the other; while one is being answered, or its answers are not read, the next ones wait.
  void serve(Id id) {
    for (std::size_t served = 0;; ++served) {
      const auto found = connections.find(id);
      if (found == connections.end() || found->second.busy || found->second.ending) return;
      if (found->second.pipe->unwritten() > much_unwritten) return found->second.pipe->pause_reading();
      if (served == calls_in_a_turn) return later(id);
      const auto message = found->second.framer.next();
      if (!message) {
        found->second.pipe->resume_reading();
        return;
      }
      found->second.busy = true;
      found->second.serving = true;
      handle(id, *message);
      const auto still = connections.find(id);
      if (still == connections.end()) return;
      still->second.serving = false;
      if (still->second.busy) {
        // One who follows is read on, or nobody would notice that it has gone until something happens.
        if (!still->second.follows_from) still->second.pipe->pause_reading();
        return;
      }
    }
  }

  void handle(Id id, const std::string& message) {
    const auto call = parse_call(message);
    if (!call) {
      end_with(id, "org.varlink.service.InvalidParameter", call.error().message);
      return;
    }
    const std::optional<std::string> request = remembered_id(*call);
    if (request) {
      if (const std::string* answered = remembered.find(*request)) {
        send(id, call->answers, *answered, Continues::no);
        return;
      }
    }
    const Answer answer(
        [this, id, wanted = call->answers, request](const std::string& text, Continues continues) {
          if (request) remembered.keep(*request, text);
          send(id, wanted, text, continues);
        },
        [this, id, wanted = call->answers](const std::string& text, uv::Descriptor file) {
          send(id, wanted, text, Continues::no, std::move(file));
        },
        call->answers, connections.at(id).caller);
    dispatch(id, *call, answer);
  }

  static std::optional<std::string> remembered_id(const Call& call) {
    const auto id = call.parameters.find("request_id");
    if (id == call.parameters.end() || !id->is_string()) return std::nullopt;
    return call.interface_name + "." + call.method + " " + id->get<std::string>();
  }

  // The one place where what a verb throws becomes an answer.
  void dispatch(Id id, const Call& call, const Answer& answer) {
    try {
      route(id, call, answer);
    } catch (const std::exception& error) {
      log::error("verb failed", {{"verb", call.method}, {"reason", error.what()}});
      answer.refuse(std::string("it could not be done: ") + error.what());
    }
  }

  void route(Id id, const Call& call, const Answer& answer) {
    if (call.interface_name == service_interface) return introspect(call, answer);
    if (call.interface_name != interface_name) {
      return answer.error("org.varlink.service.InterfaceNotFound", {{"interface", call.interface_name}});
    }
    const Command* command = find_method(call.method);
    if (command == nullptr) return answer.error("org.varlink.service.MethodNotFound", {{"method", call.method}});
    Parameters parameters(call.parameters);
    if (call.method == "Events") {
      events(id, parameters, answer);
    } else if (command->effect == Effect::changes) {
      const queue::Queue::OnBehalfOf somebody(services.queue, answer.caller());
      note(id, *command, call.parameters);
      find_verb(call.method)(services, parameters, answer);
    } else {
      find_verb(call.method)(services, parameters, answer);
    }
    if (!parameters.valid()) answer.error("org.varlink.service.InvalidParameter", {{"parameter", *parameters.fault()}});
  }

  // Who asked for what: in the log, and among the events.
  void note(Id id, const Command& command, const Json& parameters) {
    const auto peer = connections.at(id).peer;
    const std::string what = asked_for(command, parameters);
    log::info("asked", {{"verb", command.verb},
                        {"what", what},
                        {"by", connections.at(id).caller},
                        {"pid", peer ? std::to_string(peer->pid) : "unknown"}});
    services.queue.note("asked", what, std::nullopt, services.clock());
  }

  void introspect(const Call& call, const Answer& answer) const {
    if (call.method == "GetInfo") {
      return answer.reply({{"vendor", "mediumsync"},
                           {"product", "mediumsyncd"},
                           {"version", services.version},
                           {"url", "https://github.com/mediumsync/mediumsync"},
                           {"interfaces", {service_interface, interface_name}}});
    }
    if (call.method != "GetInterfaceDescription")
      return answer.error("org.varlink.service.MethodNotFound", {{"method", call.method}});
    Parameters parameters(call.parameters);
    const auto name = parameters.text("interface");
    if (!name) return answer.error("org.varlink.service.InvalidParameter", {{"parameter", "interface"}});
    if (*name == interface_name) return answer.reply({{"description", interface_description}});
    if (*name == service_interface) return answer.reply({{"description", service_description}});
    answer.error("org.varlink.service.InterfaceNotFound", {{"interface", *name}});
  }

  void events(Id id, Parameters& parameters, const Answer& answer) {
    const std::int64_t newest = services.queue.last_event();
    const std::int64_t limit = parameters.integer("limit").value_or(default_events);
    if (!events_at_once.hold(limit)) parameters.refuse("limit");
    if (!parameters.valid()) return;
    const std::int64_t after = parameters.integer("after").value_or(std::max<std::int64_t>(0, newest - limit));
    if (!parameters.valid()) return;
    const auto past = services.queue.events(after, static_cast<std::size_t>(limit));
    Json list = Json::array();
    for (const queue::Event& event : past) list.push_back(to_json(event));
    if (answer.wanted() != Answers::many) return answer.reply({{"events", list}});
    if (!past.empty()) answer.reply_and_continue({{"events", list}});
    const auto found = connections.find(id);
    if (found != connections.end())
      found->second.follows_from = past.empty() ? std::max(after, newest) : past.back().sequence;
  }

  void announce(const queue::Event& event) {
    std::vector<Id> followers;
    for (const auto& [id, connection] : connections) {
      if (connection.follows_from && event.sequence > *connection.follows_from) followers.push_back(id);
    }
    if (followers.empty()) return;
    const std::string text = encode_reply({{"events", Json::array({to_json(event)})}}, Continues::yes);
    for (const Id id : followers) send(id, Answers::many, text, Continues::yes);
  }

  void send(Id id, Answers wanted, const std::string& text, Continues continues,
            std::optional<uv::Descriptor> file = std::nullopt) {
    const auto found = connections.find(id);
    if (found == connections.end()) return;
    Connection& connection = found->second;
    if (connection.pipe->unwritten() > max_unwritten) {
      log::warn("control connection cut", {{"reason", "the client does not read its answers"}});
      connections.erase(found);
      return;
    }
    if (wanted != Answers::none && file) {
      connection.pipe->write(text, std::move(*file));
    } else if (wanted != Answers::none) {
      connection.pipe->write(text);
    }
    if (continues == Continues::yes) return;
    connection.busy = false;
    // A late answer: whatever came meanwhile is served from the loop, not from here.
    if (!connection.serving) later(id);
  }

  void later(Id id) {
    due.push_back(id);
    soon.start(std::chrono::milliseconds(0));
  }

  void end_with(Id id, std::string_view error, const std::string& why) {
    Connection& connection = connections.at(id);
    connection.ending = true;
    connection.pipe->pause_reading();
    connection.pipe->write(encode_error(error, {{"parameter", why}}));
    if (connection.pipe->unwritten() == 0) later(id);
  }

  void drained(Id id) {
    const auto found = connections.find(id);
    if (found != connections.end()) later(id);
  }

  void serve_due() {
    for (const Id id : std::exchange(due, {})) {
      const auto found = connections.find(id);
      if (found == connections.end()) continue;
      if (found->second.ending && found->second.pipe->unwritten() == 0) {
        connections.erase(found);
      } else {
        serve(id);
      }
    }
  }

  uv::Loop& loop;
  Services& services;
  Callers callers;
  std::map<Id, Connection> connections;
  Id last_id = 0;
  RememberedAnswers remembered;
  std::vector<Id> due;
  uv::Timer soon{loop, [this] { serve_due(); }};
  std::unique_ptr<uv::PipeServer> server;
};

Server::Server(uv::Loop& loop, Services& services, const Listen& listen)
    : impl_(std::make_unique<Impl>(loop, services, listen)) {}

Server::~Server() = default;

void Server::announce(const queue::Event& event) {
  impl_->announce(event);
}

}  // namespace mediumsync::control
