#include "upkeep/examiner.hpp"

#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

constexpr std::chrono::seconds patience{20};
constexpr std::chrono::hours a_week{7 * 24};

TimePoint wall_clock() {
  return std::chrono::time_point_cast<core::Duration>(std::chrono::system_clock::now());
}

struct Examined : Fixture {
  Examined() {
    for (int i = 0; i < 300; ++i) add("post " + std::to_string(i) + std::string(500, 'y'));
    reopen(at(1));  // the log is in the file now
  }
  bool wait_for(const std::function<bool()>& predicate) { return uv::run_until(loop, predicate, patience); }
  uv::Loop loop;
};

}  // namespace

TEST_CASE_FIXTURE(Examined, "a week after the last look every page is looked at again") {
  const TimePoint begun = wall_clock();
  queue().save_examination({begun - a_week - std::chrono::hours(1), std::nullopt});
  reopen(at(2));
  upkeep::Examiner examiner(loop, queue(), path, wall_clock);
  CHECK(wait_for([&] { return queue().examination()->at >= begun; }));
  CHECK_FALSE(queue().examination()->damage);
  CHECK_FALSE(queue().paused());
}

TEST_CASE_FIXTURE(Examined, "a page that went bad while it ran is found and pauses everything") {
  queue().save_examination({wall_clock() - a_week - std::chrono::hours(1), std::nullopt});
  spoil_page_with(path, "digest of post 120");
  upkeep::Examiner examiner(loop, queue(), path, wall_clock);
  CHECK(wait_for([&] { return queue().examination()->damage.has_value(); }));
  CHECK(queue().paused());
}

TEST_CASE_FIXTURE(Examined, "before a week is over nothing is looked at") {
  const TimePoint last = wall_clock() - a_week + std::chrono::hours(1);
  queue().save_examination({last, std::nullopt});
  upkeep::Examiner examiner(loop, queue(), path, wall_clock);
  uv::run_until(
      loop, [] { return false; }, std::chrono::milliseconds(50));
  CHECK(queue().examination()->at == last);
}
