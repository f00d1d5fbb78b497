#pragma once

#include <filesystem>
#include <functional>
#include <httplib.h>
#include <optional>
#include <string>

#include "sandbox/model/json.hpp"
#include "sandbox/server/service.hpp"

namespace mediumsync::sandbox {

// The port that is no part of Medium: tests look at everything and play author, clock and weather through it. Owned by
// main.
class ControlSurface {
 public:
  ControlSurface(Service& service, std::optional<std::filesystem::path> files);

  // Returns the port that was bound. **Throws** std::runtime_error when it can't be had.
  int bind(const std::string& address, std::optional<int> port);
  void run() { server_.listen_after_bind(); }

 private:
  // Answers with what it returns; what it throws becomes 400 {"error"}. It runs while no other thread may touch the
  // world.
  using Act = std::function<Json(World& world, const Json& body, const httplib::Request& request)>;

  httplib::Server::Handler handler(Act act);
  void route_views();
  void route_clock_and_faults();
  void route_authors();
  void route_downloads();

  Service& service_;
  std::optional<std::filesystem::path> files_;
  httplib::Server server_;
};

}  // namespace mediumsync::sandbox
