#include "sandbox/server/service.hpp"

#include <random>

namespace mediumsync::sandbox {
namespace {

std::uint64_t choose_id_seed(const Json& seed) {
  if (seed.contains("id_seed")) return seed.at("id_seed").get<std::uint64_t>();
  std::random_device random;
  return (std::uint64_t{random()} << 32U) | random();
}

}  // namespace

Service::Service(Json seed) : seed_(std::move(seed)), world_(begin(seed_)) {}

void Service::reset() {
  World fresh = begin(seed_);
  locked([&](World& world) {
    fresh.log = std::move(world.log);
    fresh.log.clear();
    world = std::move(fresh);
    return 0;
  });
  waiting_room.release_all();
}

void Service::begin_anew(Json seed) {
  seed_ = std::move(seed);
  reset();
}

World Service::begin(const Json& seed) {
  return {load_seed(seed, choose_id_seed(seed), real_time()), {}, {}, {}, {}, {}, {}};
}

}  // namespace mediumsync::sandbox
