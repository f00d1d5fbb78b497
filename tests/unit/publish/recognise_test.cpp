#include "publish/recognise.hpp"

#include <doctest/doctest.h>

#include "core/time.hpp"

namespace mediumsync::publish {
namespace {

core::TimePoint at(const char* text) {
  return *core::parse_rfc3339(text);
}

core::Document body(const std::string& text) {
  return {{{core::Paragraph{{core::Run{text, core::Marks::none, std::nullopt}}}}}, {}};
}

const std::string words = "Nobody reads a feed to its end, and so the last line is where secrets are kept by everyone.";
const std::string others = "Another text altogether speaks of gardens, of rain and of what grows when it has fallen.";

// A row is a story on Medium beside the post "Secrets" of `words`, from https://blog.example/secrets, sent at 10:00.
struct Row {
  std::string name;
  std::string title = "Secrets";
  std::string text = words;
  std::optional<std::string> canonical_url = std::nullopt;
  const char* published_at = "2026-03-03T10:00:05Z";
  core::Draft draft = core::Draft::no;
  bool is_it = true;
};

}  // namespace

TEST_CASE("a story is the post that was sent when words or address and the time agree") {
  const Row rows[] = {
      {.name = "title and words"},
      {.name = "the title in other letters", .title = "SECRETS"},
      {.name = "words that were touched up", .text = words + " Or so they say."},
      {.name = "the address alone",
       .title = "Else",
       .text = others,
       .canonical_url = "http://www.blog.example/secrets/?utm_source=x"},
      {.name = "the title alone", .text = others, .is_it = false},
      {.name = "nothing at all", .title = "Else", .text = others, .is_it = false},
      {.name = "long before", .published_at = "2026-03-03T09:50:00Z", .is_it = false},
      {.name = "our clock is ahead", .published_at = "2026-03-03T09:58:00Z"},
      {.name = "an hour later", .published_at = "2026-03-03T11:00:00Z", .is_it = false},
      {.name = "a draft", .draft = core::Draft::yes, .is_it = false},
  };
  Sought sought{core::likeness_of("Secrets", "https://blog.example/secrets", body(words)),
                core::Draft::no,
                {{at("2026-03-03T09:55:00Z"), at("2026-03-03T10:16:00Z")}}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::vector<queue::KnownStory> stories{{.id = "a1",
                                                  .title = row.title,
                                                  .canonical_url = row.canonical_url,
                                                  .published_at = at(row.published_at),
                                                  .draft = row.draft,
                                                  .text = core::Sketch::of(body(row.text))}};
    CHECK(recognise(sought, stories).size() == (row.is_it ? 1 : 0));
  }
}

TEST_CASE("without a span any time will do and a story without a date has none") {
  const std::vector<queue::KnownStory> stories{{.id = "a1",
                                                .title = "Secrets",
                                                .published_at = at("2001-01-01T00:00:00Z"),
                                                .text = core::Sketch::of(body(words))},
                                               {.id = "a2", .title = "Secrets", .text = core::Sketch::of(body(words))}};
  const core::Likeness likeness = core::likeness_of("Secrets", std::nullopt, body(words));
  const std::vector<queue::KnownStory> drafts{
      {.id = "a3", .title = "Secrets", .draft = core::Draft::yes, .text = core::Sketch::of(body(words))}};
  CHECK(recognise({likeness, core::Draft::yes, {{at("2026-03-03T09:55:00Z"), at("2026-03-03T10:16:00Z")}}}, drafts)
            .size() == 1);
  CHECK(recognise({likeness, core::Draft::no, {}}, stories).size() == 2);
  CHECK(recognise({likeness, core::Draft::no, {{at("2026-03-03T09:55:00Z"), at("2026-03-03T10:16:00Z")}}}, stories)
            .empty());
}

}  // namespace mediumsync::publish
