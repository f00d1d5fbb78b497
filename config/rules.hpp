// What an account says about its posts and a source may say again: account → source → core::SourceRules.
#pragma once

#include "config/section.hpp"
#include "core/post.hpp"

namespace mediumsync::config {

// `base`, overridden by what the section says. Tags are added: the section's own come before the base's, as only the
// first three count. Of two entries of a tag map for one category the section's own holds.
core::SourceRules read_rules(const Section& section, core::SourceRules base);

// `strict`, which only sources have.
core::Strictness read_strictness(const Section& section);

}  // namespace mediumsync::config
