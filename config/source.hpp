// The [[folder]] and [[feed]] tables.
#pragma once

#include <vector>

#include "config/section.hpp"
#include "config/settings.hpp"

namespace mediumsync::config {

// What a source is read against: the accounts that the file has (one entry each, whatever else is wrong with it), and
// the limits that hold for all.
struct SourceContext {
  const std::vector<Account>& accounts;
  PrivateNetworks private_networks;
  MachineChecks checks;
};

Folder read_folder(const Section& section, const SourceContext& context);
Feed read_feed(const Section& section, const SourceContext& context);

}  // namespace mediumsync::config
