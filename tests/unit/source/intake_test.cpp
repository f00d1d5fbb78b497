#include "source/intake.hpp"

#include <array>
#include <doctest/doctest.h>

#include "lib/crypto/digest.hpp"
#include "support/printing.hpp"

using namespace mediumsync;
using namespace mediumsync::source;

namespace {

const core::TimePoint now{std::chrono::seconds(1'800'000'000)};

core::SourceRules rules_of(core::Strictness strictness) {
  core::SourceRules rules;
  rules.source = "drop";
  rules.account = "main";
  rules.strictness = strictness;
  return rules;
}

Intake intake_of(const core::SourceRules& rules) {
  return {.origin = "post.md", .fallback_title = "post", .rules = rules, .plan = std::nullopt, .reason = std::nullopt};
}

core::Item item_of(const std::string& text) {
  core::Item item;
  item.title = "A title";
  item.tags = {"one", "two"};
  item.date = now - std::chrono::hours(1);
  item.body.blocks.push_back({core::Paragraph{{core::Run{text, core::Marks::none, std::nullopt}}}});
  return item;
}

core::Asset asset_of(const std::string& bytes) {
  return {"a.png", "image/png", bytes, crypto::sha256_hex(bytes)};
}

std::string digest(core::Item item, std::vector<core::Asset> assets = {}, Dates dates = Dates::part_of_post) {
  const core::SourceRules rules = rules_of(core::Strictness::lenient);
  return arrive(intake_of(rules), std::move(item), std::move(assets), dates, now).digest;
}

}  // namespace

TEST_CASE("what an item says of itself decides its state") {
  struct Row {
    std::string what;
    core::State state;
    queue::Cause cause;
    void (*change)(core::Item&);
    core::Strictness strictness = core::Strictness::lenient;
  };
  const auto warn = [](core::Item& item) {
    item.findings.push_back({core::Severity::warning, "image-missing", "an image is missing", std::nullopt});
  };
  const std::array rows{
      Row{"nothing", core::State::queued, queue::Cause::none, [](core::Item&) {}},
      Row{"a draft", core::State::skipped, queue::Cause::draft,
          [](core::Item& item) { item.draft = core::Draft::yes; }},
      Row{"not to Medium", core::State::skipped, queue::Cause::author,
          [](core::Item& item) { item.medium.skip = core::Skip::yes; }},
      Row{"nothing to say", core::State::failed, queue::Cause::invalid, [](core::Item& item) { item.body = {}; }},
      Row{"a warning where that is all right", core::State::queued, queue::Cause::none, warn},
      Row{"a warning where that is not", core::State::held, queue::Cause::findings, warn, core::Strictness::strict},
      Row{"an error anywhere", core::State::held, queue::Cause::findings,
          [](core::Item& item) {
            item.findings.push_back({core::Severity::error, "encoding", "its characters are wrong", std::nullopt});
          }},
      Row{"advice alone", core::State::queued, queue::Cause::none,
          [](core::Item& item) {
            item.findings.push_back({core::Severity::advice, "image-alt", "an image has no words", std::nullopt});
          },
          core::Strictness::strict}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    core::Item item = item_of("Words.");
    row.change(item);
    const core::SourceRules rules = rules_of(row.strictness);
    const queue::Arrival arrival = arrive(intake_of(rules), std::move(item), {}, Dates::part_of_post, now);
    CHECK(arrival.state == row.state);
    CHECK(arrival.cause == row.cause);
    CHECK(arrival.reason.has_value() == (row.state != core::State::queued));
    CHECK(arrival.title == "A title");
    CHECK(arrival.source == "drop");
    CHECK(arrival.account == "main");
  }
}

TEST_CASE("what was there first stays the baseline whatever is wrong with it") {
  const core::SourceRules rules = rules_of(core::Strictness::strict);
  Intake in = intake_of(rules);
  in.state = core::State::skipped;
  in.cause = queue::Cause::baseline;
  in.reason = "was there";
  core::Item draft = item_of("Words.");
  draft.draft = core::Draft::yes;
  CHECK(arrive(in, std::move(draft), {}, Dates::ignored, now).cause == queue::Cause::baseline);
  CHECK(broken(in, "line 1: no", "digest").cause == queue::Cause::baseline);
  CHECK(broken(in, "line 1: no", "digest").state == core::State::skipped);
}

TEST_CASE("a broken file is failed with its reason and under its own name") {
  const core::SourceRules rules = rules_of(core::Strictness::lenient);
  const queue::Arrival arrival = broken(intake_of(rules), "line 2: a tab", "of its bytes");
  CHECK(arrival.state == core::State::failed);
  CHECK(arrival.cause == queue::Cause::invalid);
  CHECK(arrival.reason == "line 2: a tab");
  CHECK(arrival.digest == "of its bytes");
  CHECK(arrival.title == "post");
  CHECK_FALSE(arrival.post);
}

TEST_CASE("an entry that a machine re-dates is the same and a file that its author re-dates is not") {
  core::Item later = item_of("Words.");
  later.date = now;
  CHECK(digest(later, {}, Dates::ignored) == digest(item_of("Words."), {}, Dates::ignored));
  CHECK(digest(later) != digest(item_of("Words.")));
}

TEST_CASE("every change of what would be sent changes the digest") {
  const std::string before = digest(item_of("Words."), {asset_of("bytes")});
  CHECK(digest(item_of("Words."), {asset_of("bytes")}) == before);
  CHECK(digest(item_of("Other words."), {asset_of("bytes")}) != before);
  CHECK(digest(item_of("Words."), {asset_of("other bytes")}) != before);
  CHECK(digest(item_of("Words."), {}) != before);
  using Change = void (*)(core::Item&);
  const std::array<Change, 8> changes{[](core::Item& item) { item.title = "Another"; },
                                      [](core::Item& item) { item.subtitle = "Beneath"; },
                                      [](core::Item& item) { item.tags = {"onetwo"}; },
                                      [](core::Item& item) { item.canonical_url = "https://a.example/x"; },
                                      [](core::Item& item) { item.license = core::License::cc_40_by; },
                                      [](core::Item& item) { item.medium.publication = "Small Machines"; },
                                      [](core::Item& item) { item.medium.status = core::PublishStatus::unlisted; },
                                      [](core::Item& item) { item.medium.publish_at = now; }};
  for (const Change change : changes) {
    core::Item item = item_of("Words.");
    change(item);
    CHECK(digest(item, {asset_of("bytes")}) != before);
  }
}

TEST_CASE("a mistake is told with its place where that is known") {
  CHECK(to_string(parse::ParseError{"front-matter", "a tab", 3, 5}) == "line 3, column 5: a tab");
  CHECK(to_string(parse::ParseError{"front-matter", "a tab", 3, std::nullopt}) == "line 3: a tab");
  CHECK(to_string(parse::ParseError{"front-matter", "a tab", std::nullopt, std::nullopt}) == "a tab");
}
