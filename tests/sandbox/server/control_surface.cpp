#include "sandbox/server/control_surface.hpp"

#include <stdexcept>
#include <utility>

#include "sandbox/model/account_export.hpp"
#include "sandbox/server/http_server.hpp"
#include "sandbox/server/served_files.hpp"
#include "sandbox/server/state_view.hpp"

namespace mediumsync::sandbox {
namespace {

constexpr std::size_t pool_threads = 32;
constexpr const char* json_type = "application/json; charset=utf-8";

Json ok() {
  return {{"ok", true}};
}

const User& user_named(const World& world, const std::string& name) {
  const User* user = world.state.user_named(name);
  if (user == nullptr) user = world.state.user(name);
  if (user == nullptr) throw std::runtime_error("no user " + name);
  return *user;
}

Story& story_at(World& world, const httplib::Request& request) {
  Story* story = world.state.story(request.matches[1].str());
  if (story == nullptr) throw std::runtime_error("no story " + request.matches[1].str());
  return *story;
}

Json view_clock(const World& world) {
  return {{"now", format_rfc3339(world.clock.now())}, {"frozen", world.clock.is_frozen()}};
}

Json set_clock(World& world, const Json& body) {
  if (body.contains("now")) {
    const auto now = parse_instant(body.at("now").get<std::string>());
    if (!now) throw std::runtime_error("now is no RFC 3339 time");
    if (body.value("frozen", false)) {
      world.clock.freeze_at(*now);
    } else {
      world.clock.run_from(*now);
    }
  }
  if (body.contains("advance_s")) {
    world.clock.advance(
        std::chrono::milliseconds{static_cast<std::int64_t>(body.at("advance_s").get<double>() * 1000)});
  }
  if (body.value("real", false)) world.clock = Clock{};
  return view_clock(world);
}

Json change_settings(World& world, const Json& body) {
  if (const auto wrong = change(world.state.settings, body)) throw std::runtime_error(*wrong);
  return to_json(world.state.settings);
}

Json view_counts(const World& world, std::size_t hanging) {
  Json out = world.log.counts();
  out["hanging"] = hanging;
  out["stories"] = world.state.stories().size();
  out["images"] = world.state.images().size();
  out["files"] = world.file_hits;
  out["files_not_modified"] = world.files_not_modified;
  return out;
}

Json edit(World& world, const Json& body, const httplib::Request& request) {
  Story& story = story_at(world, request);
  if (body.value("delete", false)) {
    world.state.remove_story(story.id);
    return ok();
  }
  Story edited = story;
  edit_story(edited, body, world.state, world.clock.now());
  story = std::move(edited);
  return view_story(world.state, story);
}

}  // namespace

ControlSurface::ControlSurface(Service& service, std::optional<std::filesystem::path> files)
    : service_(service), files_(std::move(files)) {
  prepare(server_, pool_threads);
  route_views();
  route_clock_and_faults();
  route_authors();
  route_downloads();
}

int ControlSurface::bind(const std::string& address, std::optional<int> port) {
  return sandbox::bind(server_, address, port);
}

httplib::Server::Handler ControlSurface::handler(Act act) {
  return [this, act = std::move(act)](const httplib::Request& request, httplib::Response& response) {
    try {
      const Json body = request.body.empty() ? Json::object() : Json::parse(request.body);
      const Json answer = service_.locked([&](World& world) { return act(world, body, request); });
      response.set_content(answer.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n", json_type);
    } catch (const std::exception& error) {
      response.status = 400;
      response.set_content(Json{{"error", error.what()}}.dump() + "\n", json_type);
    }
  };
}

void ControlSurface::route_views() {
  server_.Get("/state", handler([](World& world, const Json&, const httplib::Request&) { return view_state(world); }));
  server_.Get("/requests", handler([](World& world, const Json&, const httplib::Request& request) {
                const std::string after = request.get_param_value("after");
                return world.log.to_json(after.empty() ? 0 : std::stoull(after));
              }));
  server_.Delete("/requests", handler([](World& world, const Json&, const httplib::Request&) {
                   world.log.clear();
                   return ok();
                 }));
  server_.Get("/counts", handler([this](World& world, const Json&, const httplib::Request&) {
                return view_counts(world, service_.waiting_room.waiting());
              }));
  server_.Get(R"(/stories/([^/]+))", handler([](World& world, const Json&, const httplib::Request& request) {
                return view_story(world.state, story_at(world, request));
              }));
}

void ControlSurface::route_clock_and_faults() {
  server_.Get("/clock", handler([](World& world, const Json&, const httplib::Request&) { return view_clock(world); }));
  server_.Post("/clock",
               handler([](World& world, const Json& body, const httplib::Request&) { return set_clock(world, body); }));
  server_.Get("/settings", handler([](World& world, const Json&, const httplib::Request&) {
                return to_json(world.state.settings);
              }));
  server_.Post("/settings", handler([](World& world, const Json& body, const httplib::Request&) {
                 return change_settings(world, body);
               }));
  server_.Get("/faults",
              handler([](World& world, const Json&, const httplib::Request&) { return world.faults.to_json(); }));
  server_.Post("/faults", handler([](World& world, const Json& body, const httplib::Request&) {
                 world.faults.add(body);
                 return world.faults.to_json();
               }));
  server_.Delete("/faults", handler([this](World& world, const Json&, const httplib::Request&) {
                   world.faults.clear();
                   service_.waiting_room.release_all();
                   return ok();
                 }));
  server_.Post("/reset", [this](const httplib::Request&, httplib::Response& response) {
    service_.reset();
    response.set_content(ok().dump() + "\n", json_type);
  });
}

void ControlSurface::route_authors() {
  server_.Post("/tokens", handler([](World& world, const Json& body, const httplib::Request&) {
                 world.state.add_token(body.at("token").get<std::string>(),
                                       user_named(world, body.at("user").get<std::string>()).id);
                 return ok();
               }));
  server_.Post("/tokens/revoke", handler([](World& world, const Json& body, const httplib::Request&) {
                 if (!world.state.revoke(body.at("token").get<std::string>(), body.value("code", 6003))) {
                   throw std::runtime_error("no such token");
                 }
                 return ok();
               }));
  server_.Post(R"(/users/([^/]+))", handler([](World& world, const Json& body, const httplib::Request& request) {
                 User user = user_named(world, request.matches[1].str());
                 user.api_disabled = body.value("api_disabled", user.api_disabled);
                 user.scopes = body.value("scopes", user.scopes);
                 world.state.add_user(user);
                 return ok();
               }));
  server_.Post("/stories", handler([](World& world, const Json& body, const httplib::Request&) {
                 return view_story(world.state,
                                   world.state.add_story(read_story(body, world.state, world.clock.now())));
               }));
  server_.Post(R"(/stories/([^/]+))", handler(edit));
  server_.Delete(R"(/stories/([^/]+))", handler([](World& world, const Json&, const httplib::Request& request) {
                   world.state.remove_story(story_at(world, request).id);
                   return ok();
                 }));
}

void ControlSurface::route_downloads() {
  const auto download = [this](auto make, const char* type) {
    return [this, make, type](const httplib::Request& request, httplib::Response& response) {
      try {
        response.set_content(
            service_.locked([&](World& world) { return make(world, user_named(world, request.matches[1].str())); }),
            type);
      } catch (const std::exception& error) {
        response.status = 404;
        response.set_content(Json{{"error", error.what()}}.dump() + "\n", json_type);
      }
    };
  };
  server_.Get(R"(/export/@([^/]+)\.zip)", download(
                                              [](const World& world, const User& user) {
                                                return make_zip(export_files(world.state, user, world.clock.now()),
                                                                world.clock.now());
                                              },
                                              "application/zip"));
  server_.Get(R"(/stats/@([^/]+)\.json)",
              download([](const World& world, const User& user) { return stats_json(world.state, user); }, json_type));
  if (!files_) return;
  server_.Get(R"(/files/(.+))", [this](const httplib::Request& request, httplib::Response& response) {
    const std::string name = request.matches[1].str();
    serve_file(*files_, name, request, response);
    service_.locked([&](World& world) {
      if (response.status == 304) ++world.files_not_modified[name];
      return ++world.file_hits[name];
    });
  });
}

}  // namespace mediumsync::sandbox
