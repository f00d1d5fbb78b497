#include "core/state.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

#include "core/finding.hpp"

namespace mediumsync::core {
namespace {

TEST_CASE("every state has a name of its own that reads back") {
  std::set<std::string_view> names;
  for (const State state : all_states) {
    CHECK(parse_state(to_string(state)) == state);
    names.insert(to_string(state));
  }
  CHECK(names == std::set<std::string_view>{"queued", "held", "publishing", "in_doubt", "handed_off", "published",
                                            "failed", "skipped"});
}

TEST_CASE("every licence reads back as Medium spells it") {
  for (const License license : all_licenses) CHECK(parse_license(to_string(license)) == license);
  CHECK(to_string(License::cc_40_by_nc_sa) == "cc-40-by-nc-sa");
  CHECK(to_string(License::public_domain) == "public-domain");
}

TEST_CASE("publish statuses and severities read back") {
  for (const char* name : {"public", "unlisted", "draft"}) CHECK(to_string(*parse_publish_status(name)) == name);
  for (const char* name : {"error", "warning", "advice"}) CHECK(to_string(*parse_severity(name)) == name);
}

TEST_CASE("a word that is none of the vocabulary has no value") {
  CHECK_FALSE(parse_state(""));
  CHECK_FALSE(parse_state("Queued"));
  CHECK_FALSE(parse_publish_status("public_"));
  CHECK_FALSE(parse_license("cc-by"));
  CHECK_FALSE(parse_severity("info"));
}

}  // namespace
}  // namespace mediumsync::core
