#include <array>
#include <string_view>

#include "queue/first_migrations.hpp"
#include "queue/later_migrations.hpp"
#include "queue/schema.hpp"

namespace mediumsync::queue {
namespace {

constexpr std::array<std::string_view, 15> all_migrations{version_1,  version_2,  version_3,  version_4,  version_5,
                                                          version_6,  version_7,  version_8,  version_9,  version_10,
                                                          version_11, version_12, version_13, version_14, version_15};

}  // namespace

std::span<const std::string_view> migrations() {
  return all_migrations;
}

}  // namespace mediumsync::queue
