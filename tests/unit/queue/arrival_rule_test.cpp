#include "queue/arrival_rule.hpp"

#include <array>
#include <string>

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::KeepsPlace;
using queue::meet;
using queue::Meeting;
using queue::News;
using queue::Standing;

namespace {

constexpr Standing queued{State::queued, Cause::none};
constexpr Standing held_by_person{State::held, Cause::person};
constexpr Standing excerpt{State::held, Cause::excerpt};
constexpr Standing strict{State::held, Cause::findings};
constexpr Standing flood{State::held, Cause::flood};
constexpr Standing invalid{State::failed, Cause::invalid};
constexpr Standing refused{State::failed, Cause::refused};
constexpr Standing by_person{State::skipped, Cause::person};
constexpr Standing baseline{State::skipped, Cause::baseline};
constexpr Standing draft{State::skipped, Cause::draft};
constexpr Standing author{State::skipped, Cause::author};
constexpr Standing duplicate{State::skipped, Cause::duplicate};
constexpr Standing gone{State::skipped, Cause::gone};
constexpr Standing publishing{State::publishing, Cause::none};
constexpr Standing in_doubt{State::in_doubt, Cause::doubt};
constexpr Standing handed_off{State::handed_off, Cause::none};
constexpr Standing published{State::published, Cause::none};

// What an arrival may ask for, one column each.
constexpr std::array asked{queued, excerpt, draft, author, invalid, baseline};

char letter(Meeting meeting) {
  switch (meeting) {
    case Meeting::nothing:
      return '.';
    case Meeting::enter:
      return 'e';
    case Meeting::new_text:
      return 't';
    case Meeting::drift:
      return 'd';
    case Meeting::as_sent:
      return '=';
  }
  return '?';
}

struct Row {
  Standing known;
  const char* nothing;  // per asked: the meeting when nothing is new, and when nothing but its rules is
  const char* wish;
  const char* text;
};

}  // namespace

TEST_CASE("what becomes of a known post that arrives again") {
  // columns: queued, excerpt, draft, author, invalid, baseline
  for (const Row& row : {Row{queued, "......", "eeeeet", "eeeeet"}, Row{held_by_person, "......", "tttttt", "tttttt"},
                         Row{excerpt, "......", "eeeeet", "eeeeet"}, Row{strict, "......", "eeeeet", "eeeeet"},
                         Row{flood, "......", "tttttt", "tttttt"}, Row{invalid, "......", "eeeeet", "eeeeet"},
                         Row{refused, "......", "eeeeet", "eeeeet"}, Row{by_person, "......", "tttttt", "tttttt"},
                         Row{baseline, "......", "tttttt", "tttttt"}, Row{draft, "......", "eeeeet", "eeeeet"},
                         Row{author, "......", "eeetet", "eeetet"}, Row{duplicate, "......", "tttttt", "eeeeet"},
                         Row{gone, "eeeeee", "eeeeee", "eeeeee"}, Row{publishing, "======", "======", "dddddd"},
                         Row{in_doubt, "======", "======", "dddddd"}, Row{handed_off, "======", "======", "dddddd"},
                         Row{published, "======", "======", "dddddd"}}) {
    CAPTURE(row.known.state);
    CAPTURE(row.known.cause);
    for (const auto& [news, expected] :
         {std::pair{News::nothing, row.nothing}, {News::wish, row.wish}, {News::text, row.text}}) {
      std::string found;
      for (const Standing& arrival : asked) found += letter(meet(row.known, news, arrival));
      CHECK(found == expected);
    }
  }
}

TEST_CASE("which posts keep their place in the line") {
  for (const Standing& known : {queued, held_by_person, excerpt, flood, gone, invalid})
    CHECK(keeps_place(known) == KeepsPlace::yes);
  for (const Standing& known : {refused, draft, author, duplicate}) CHECK(keeps_place(known) == KeepsPlace::no);
}
