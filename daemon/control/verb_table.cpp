#include <algorithm>
#include <array>
#include <utility>

#include "control/verbs.hpp"

namespace mediumsync::control {
namespace {

constexpr auto table = std::to_array<std::pair<std::string_view, Verb>>({
    {"Status", status},
    {"List", list},
    {"Show", show},
    {"History", history},
    {"Stats", statistics},
    {"Preview", preview},
    {"Diff", diff},
    {"Add", add},
    {"Import", import_stories},
    {"Hold", hold},
    {"Release", release},
    {"Skip", skip},
    {"Retry", retry},
    {"Publish", publish_now},
    {"Move", move},
    {"Resolve", resolve},
    {"Kit", kit},
    {"Done", done},
    {"Slots", slots},
    {"Sources", sources},
    {"Poll", poll},
    {"Accounts", accounts},
    {"Verify", verify},
    {"Publications", publications},
    {"Pause", pause},
    {"Resume", resume},
    {"Disconnect", disconnect},
    {"Backup", backup},
    {"Reload", reload},
    {"Version", version},
});

}  // namespace

Verb find_verb(std::string_view method) {
  const auto found = std::ranges::find(table, method, &std::pair<std::string_view, Verb>::first);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace mediumsync::control
