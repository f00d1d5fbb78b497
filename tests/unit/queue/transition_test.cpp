#include "queue/transition.hpp"

#include <string>

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;
using queue::all_verbs;
using queue::objection;
using queue::Verb;

TEST_CASE("which verb may be used in which state") {
  struct Row {
    State state;
    // columns: hold release skip retry publish_now move_to move resolve_published resolve_not_published
    // acknowledge_drift done
    const char* allowed;
    const char* instead;  // what the refusal names
  };
  for (const Row& row :
       {Row{State::queued, "y.yyyyy...y", "mediumsyncctl publish 7"},
        Row{State::held, "yyy.y.....y", "mediumsyncctl release 7"},
        Row{State::publishing, "...........", "wait for the outcome"},
        Row{State::in_doubt, ".......yy.y", "mediumsyncctl resolve 7 --published URL | --not-published"},
        Row{State::handed_off, "..y......yy", "mediumsyncctl done 7 URL"},
        Row{State::published, ".........y.", "published already"},
        Row{State::failed, "..yyy.....y", "mediumsyncctl retry 7"},
        Row{State::skipped, ".yy.y......", "mediumsyncctl release 7"}}) {
    CAPTURE(row.state);
    std::string found;
    for (const Verb verb : all_verbs) {
      const auto why = objection(PostId{7}, row.state, verb);
      found += why ? '.' : 'y';
      if (why) {
        CHECK(why->find("post 7 ") == 0);
        CHECK(why->find(row.instead) != std::string::npos);
      }
    }
    CHECK(found == row.allowed);
  }
}
