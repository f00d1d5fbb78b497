#include "sandbox/server/medium_surface.hpp"

#include <algorithm>
#include <stdexcept>

#include "sandbox/model/graf.hpp"
#include "sandbox/model/site.hpp"
#include "sandbox/model/text.hpp"
#include "sandbox/server/http_server.hpp"
#include "sandbox/server/image_probe.hpp"
#include "sandbox/server/request_body.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::size_t pool_threads = 256;  // each hanging request and each idle connection holds one
constexpr std::size_t longest_path = 2000;
constexpr std::chrono::milliseconds usual_drip{100};

std::optional<std::string> header(const httplib::Request& in, const char* name) {
  return in.has_header(name) ? std::optional{in.get_header_value(name)} : std::nullopt;
}

bool belongs_to_api(const Target& target) {
  switch (target.place) {
    case Place::me:
    case Place::user_publications:
    case Place::contributors:
    case Place::user_posts:
    case Place::publication_posts:
    case Place::images:
    case Place::nowhere_in_api:
      return true;
    default:
      return false;
  }
}

std::string token_of(const Request& request) {
  const std::string token = request.authorization.value_or("");
  return trim(std::string_view{token}.substr(std::min<std::size_t>(token.size(), 7)));
}

bool polls_too_often(World& world, const std::string& feed, Instant now) {
  const auto last = world.feed_polls.find(feed);
  const bool early = last != world.feed_polls.end() && now - last->second < world.state.settings.feed_min_interval;
  world.feed_polls.insert_or_assign(feed, now);
  return early;
}

}  // namespace

// One request and all that is known about it while it is served.
struct MediumSurface::Exchange {
  const httplib::Request& in;
  httplib::Response& out;
  Target target;
  std::optional<Connection> connection;
  Request request = {};
  std::uint64_t number = 0;
  std::optional<Fault> fault = {};
};

MediumSurface::MediumSurface(Service& service, const std::optional<TlsFiles>& tls) : service_(service) {
  if (tls) {
    server_ = std::make_unique<httplib::SSLServer>(tls->certificate.c_str(), tls->key.c_str());
  } else {
    server_ = std::make_unique<httplib::Server>();
  }
  if (!server_->is_valid()) throw std::runtime_error("use " + tls->certificate + " and its key: no valid pair");
  prepare(*server_, pool_threads);
  server_->set_default_headers({{"server", "cloudflare"}});
  server_->set_pre_routing_handler([](const httplib::Request& in, httplib::Response& out) {
    if (in.path.size() <= longest_path) return httplib::Server::HandlerResponse::Unhandled;
    out.status = 414;
    return httplib::Server::HandlerResponse::Handled;
  });
  const auto plain = [this](const httplib::Request& in, httplib::Response& out) { serve(in, out, nullptr); };
  const auto with_body = [this](const httplib::Request& in, httplib::Response& out,
                                const httplib::ContentReader& reader) { serve(in, out, &reader); };
  server_->Get(".*", plain).Options(".*", plain);
  server_->Post(".*", with_body).Put(".*", with_body).Patch(".*", with_body).Delete(".*", with_body);
}

int MediumSurface::bind(const std::string& address, std::optional<int> port) {
  return sandbox::bind(*server_, address, port);
}

void MediumSurface::serve(const httplib::Request& in, httplib::Response& out, const httplib::ContentReader* reader) {
  Exchange exchange{in, out, find_target(in.method, in.path),
                    find_connection(in.remote_addr, in.remote_port, in.local_port)};
  try {
    exchange.fault = note(exchange);
  } catch (const std::runtime_error& error) {
    return send(exchange, error_reply(400, -1, error.what()));
  }
  if (!read(exchange, reader)) {
    const bool cut_by_us = exchange.fault && exchange.fault->kind == FaultKind::reset_mid_body;
    if (exchange.connection && cut_by_us) return reset(*exchange.connection);
    if (exchange.connection) close_silently(*exchange.connection);
    return;
  }
  Reply reply = answer(exchange);
  if (exchange.fault) return spoil_on_the_wire(exchange, std::move(reply));
  send(exchange, std::move(reply));
}

// Writes the request down before anything else, and finds what is to go wrong with it. The header wins over the plan.
std::optional<Fault> MediumSurface::note(Exchange& exchange) {
  const httplib::Request& in = exchange.in;
  RequestRecord record;
  record.method = in.method;
  record.path = in.path;
  record.route = counter_name(in.method, exchange.target);
  record.user_agent = header(in, "User-Agent");
  record.authorization = in.has_header("Authorization");
  record.received_at = real_time();
  record.remote_port = in.remote_port;
  if (exchange.connection) record.connection = exchange.connection->id;
  exchange.number = service_.locked([&](World& world) { return world.log.add(std::move(record)); });

  std::optional<Fault> asked;
  if (const auto wanted = header(in, "X-Sandbox-Fault")) asked = read_fault_header(*wanted);
  return service_.locked([&](World& world) {
    const auto fault = asked ? asked : world.faults.take(area_of(exchange.target));
    RequestRecord* noted = world.log.find(exchange.number);
    if (fault && noted != nullptr) noted->fault = name_of(fault->kind);
    return fault;
  });
}

// Returns false when the body did not come to its end, or was not to.
bool MediumSurface::read(Exchange& exchange, const httplib::ContentReader* reader) {
  std::optional<std::size_t> limit;
  if (exchange.fault && exchange.fault->kind == FaultKind::reset_mid_body) limit = exchange.fault->bytes.value_or(1);
  RequestBody body = read_body(exchange.in, reader, limit);
  Request& request = exchange.request;
  request.method = exchange.in.method;
  request.path = exchange.in.path;
  request.user_agent = header(exchange.in, "User-Agent");
  request.authorization = header(exchange.in, "Authorization");
  if (exchange.in.has_param("accessToken")) request.query_token = exchange.in.get_param_value("accessToken");
  request.body = std::move(body.bytes);
  request.parts = std::move(body.parts);
  service_.locked([&](World& world) {
    RequestRecord* noted = world.log.find(exchange.number);
    if (noted == nullptr) return 0;
    noted->body_complete = body.complete;
    noted->body_bytes = body.received;
    if (body.complete) noted->body_at = real_time();
    return 0;
  });
  return body.complete;
}

// What Medium answers, with the images of a new story fetched on the way: one that does not answer makes the request
// hang.
Reply MediumSurface::answer(Exchange& exchange) {
  if (exchange.fault && exchange.fault->kind == FaultKind::revoke_token) {
    service_.locked([&](World& world) { return world.state.revoke(token_of(exchange.request), 6003); });
  }
  if (exchange.fault && !exchange.fault->stores) return data_reply(201, Json::object());
  Answer answer = decide(exchange);
  if (!answer.story_id) return std::move(answer.reply);
  Settings settings;
  std::vector<std::string> images;
  service_.locked([&](World& world) {
    settings = world.state.settings;
    if (const Story* story = world.state.story(*answer.story_id))
      images = image_addresses(story->content, story->format);
    if (RequestRecord* noted = world.log.find(exchange.number)) noted->story_id = answer.story_id;
    return 0;
  });
  if (const auto dead = first_dead_image(images, settings)) {
    if (!exchange.fault) exchange.fault = Fault{FaultKind::hang_after, true, {}, {}, {}, {}};
    service_.locked([&](World& world) {
      RequestRecord* noted = world.log.find(exchange.number);
      if (noted == nullptr) return 0;
      noted->dead_image = *dead;
      noted->fault = name_of(exchange.fault->kind);
      return 0;
    });
  }
  return std::move(answer.reply);
}

Answer MediumSurface::decide(Exchange& exchange) {
  return service_.locked([&](World& world) -> Answer {
    const Instant now = world.clock.now();
    if (belongs_to_api(exchange.target)) return answer_api(exchange.request, world.state, now);
    if (exchange.target.place == Place::feed && polls_too_often(world, exchange.target.id, now)) {
      return {html_reply(429, "<h1>429 Too Many Requests</h1>\n"), std::nullopt};
    }
    return {answer_site(exchange.target, world.state, now), std::nullopt};
  });
}

void MediumSurface::hang(Exchange& exchange, std::optional<std::chrono::milliseconds> time) {
  if (!time) time = service_.locked([](World& world) { return world.state.settings.edge_cut; });
  service_.waiting_room.wait(exchange.connection, time);
  if (exchange.connection) close_silently(*exchange.connection);
}

void MediumSurface::send(Exchange& exchange, Reply reply) {
  service_.locked([&](World& world) {
    RequestRecord* noted = world.log.find(exchange.number);
    if (noted == nullptr) return 0;
    noted->status = reply.status;
    noted->answered_at = real_time();
    return 0;
  });
  exchange.out.status = reply.status;
  for (const auto& [name, value] : reply.headers) exchange.out.set_header(name, value);
  exchange.out.set_header("date", format_rfc822(real_time()));
  if (!reply.content_type.empty()) exchange.out.set_header("content-type", reply.content_type);
  exchange.out.body = std::move(reply.body);
}

void MediumSurface::spoil_on_the_wire(Exchange& exchange, Reply reply) {
  const Fault& fault = *exchange.fault;
  const bool hangs = fault.kind == FaultKind::hang_before || fault.kind == FaultKind::hang_after;
  if (hangs) return hang(exchange, fault.delay);
  if (fault.delay && fault.kind != FaultKind::slow_drip) service_.waiting_room.wait(exchange.connection, fault.delay);
  reply = spoil(fault, std::move(reply), base_ + exchange.in.path);
  switch (fault.kind) {
    case FaultKind::reset_before:
    case FaultKind::reset_after:
      if (exchange.connection) reset(*exchange.connection);
      return;
    case FaultKind::close_after:
      if (exchange.connection) close_silently(*exchange.connection);
      return;
    case FaultKind::slow_drip:
      return drip(exchange, reply);
    case FaultKind::reset_mid_answer:
      return break_off(exchange, reply);
    default:
      return send(exchange, std::move(reply));
  }
}

void MediumSurface::drip(Exchange& exchange, const Reply& reply) {
  send(exchange, reply);
  exchange.out.body.clear();
  const auto pause = exchange.fault->delay.value_or(usual_drip);
  exchange.out.set_content_provider(reply.body.size(), reply.content_type,
                                    [this, pause, body = reply.body, connection = exchange.connection](
                                        std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                      const auto left = service_.waiting_room.wait(connection, pause);
                                      return left != WaitingRoom::Left::client_gone &&
                                             sink.write(body.data() + offset, 1);
                                    });
}

void MediumSurface::break_off(Exchange& exchange, const Reply& reply) {
  send(exchange, reply);
  exchange.out.body.clear();
  const std::size_t cut = std::min(exchange.fault->bytes.value_or(reply.body.size() / 2), reply.body.size());
  exchange.out.set_content_provider(
      reply.body.size(), reply.content_type,
      [cut, body = reply.body, connection = exchange.connection](std::size_t, std::size_t, httplib::DataSink& sink) {
        if (cut > 0) sink.write(body.data(), cut);
        if (connection) reset(*connection);
        return false;
      });
}

}  // namespace mediumsync::sandbox
