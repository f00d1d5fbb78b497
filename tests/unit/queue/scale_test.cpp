// A million posts: no verb looks at more of them than it tells about. SQLite itself counts the steps of every
// statement.
#include <algorithm>
#include <chrono>
#include <functional>
#include <sqlite3.h>

#include "core/document_codec.hpp"
#include "core/likeness.hpp"
#include "lib/sqlite/database.hpp"
#include "queue/kin.hpp"
#include "unit/queue/fixture.hpp"

using namespace mediumsync;
using namespace mediumsync::test;

namespace {

// The dearest statement since the last look.
struct Cost {
  std::string sql;
  int steps = 0;       // of SQLite's virtual machine
  int full_scans = 0;  // rows stepped over in a scan of a whole table
  int sorted = 0;      // sorts that no index spared
};
Cost dearest;

int note_cost(unsigned, void*, void* statement, void*) {
  auto* const done = static_cast<sqlite3_stmt*>(statement);
  Cost cost;
  cost.steps = sqlite3_stmt_status(done, SQLITE_STMTSTATUS_VM_STEP, 1);
  cost.full_scans = sqlite3_stmt_status(done, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
  cost.sorted = sqlite3_stmt_status(done, SQLITE_STMTSTATUS_SORT, 1);
  cost.sql = sqlite3_sql(done);
  dearest.full_scans = std::max(dearest.full_scans, cost.full_scans);
  dearest.sorted = std::max(dearest.sorted, cost.sorted);
  if (cost.steps <= dearest.steps) return 0;
  dearest.steps = cost.steps;
  dearest.sql = cost.sql;
  return 0;
}

int watch(sqlite3* database, char**, const void*) {
  return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, note_cost, nullptr);
}

// Every connection opened while it lives has its statements counted.
class StatementWatch {
 public:
  StatementWatch() { sqlite3_auto_extension(as_extension()); }
  ~StatementWatch() { sqlite3_cancel_auto_extension(as_extension()); }
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;

 private:
  using Extension = void (*)();
  static Extension as_extension() { return reinterpret_cast<Extension>(watch); }
};

// 400,000 skipped, 300,000 published, 100,000 failed; of those that wait 100,000 may go, 50,000 are dated and behind no
// other, 50,000 have a person's time. One source in ten has a schedule of its own, and one gives all its posts one
// title.
constexpr const char* a_million_posts = R"sql(
BEGIN;
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i FROM n;
INSERT INTO text (id, post, digest, asked_state, asked_cause, title, tags, status, license, notify_followers, disclaimer, document, title_key, sketch)
  SELECT i, i, 'd' || i, 'queued', 'none', 'Title ' || i, '', 'public', 'all-rights-reserved', 0, 1, document, i, X'' FROM n, empty;
INSERT INTO post (id, account, source, origin, digest, state, cause, plan, lane, position, not_before, ripe, text, created_at, title_key)
  SELECT i, 'main', 's' || ((i - 1) / 100000), 'o' || (1000000 + i), 'd' || i,
    CASE WHEN i % 10 < 4 THEN 'skipped' WHEN i % 10 < 7 THEN 'published' WHEN i % 10 < 8 THEN 'failed' ELSE 'queued' END, 'none',
    CASE WHEN i % 7 = 0 THEN 's8' END, CASE WHEN i % 40 = 9 OR i % 40 = 18 THEN 'personal' ELSE 'scheduled' END, i * 1048576,
    CASE WHEN i % 40 IN (9, 18) THEN 1800000000000 + i WHEN i % 40 IN (19, 28) THEN 1900000000000 - i END,
    CASE WHEN i % 40 IN (19, 28) THEN 0 ELSE 1 END, i, 0, CASE (i - 1) / 100000 WHEN 2 THEN one_title ELSE i END FROM n, empty;
INSERT INTO attempt (post, account, number, claimed_at, sending_at, finished_at, outcome, may_exist)
  SELECT id, 'main', 1, id * 1000, id * 1000, id * 1000, 'published', 1 FROM post WHERE state = 'published';
INSERT INTO tally SELECT source, account, state, count(*) FROM post GROUP BY 1, 2, 3;
INSERT INTO source (name, failures) VALUES ('s1', 0);
COMMIT;
)sql";

// Triggers and indices are made anew afterwards: ten times as fast.
void fill(const std::filesystem::path& path) {
  sqlite::Database database(path);
  std::vector<std::pair<std::string, std::string>> schema;
  {
    auto statement = database.prepare(
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL");
    while (statement.step()) schema.emplace_back(statement.get<std::string>(0), statement.get<std::string>(1));
  }
  database.execute(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY");
  database.execute("PRAGMA foreign_keys = OFF; CREATE TEMP TABLE empty (document BLOB, one_title INTEGER)");
  const auto one_title = queue::keys_of(core::likeness_of("One title", std::nullopt, {}), "main").title;
  database.prepare("INSERT INTO empty VALUES (?1, ?2)")
      .bind(sqlite::Blob{core::encode(core::Document{})}, one_title)
      .run();
  for (const auto& [name, sql] : schema) database.execute("DROP " + name);
  database.execute(a_million_posts);
  for (const auto& [name, sql] : schema) database.execute(sql);
  database.execute("PRAGMA journal_mode = WAL");
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "with a million posts no verb looks at more than it tells") {
  opened.reset();
  fill(path);
  const StatementWatch watching;
  dearest = {};
  const auto before = std::chrono::steady_clock::now();
  opened = std::make_unique<queue::Queue>(path, at(0));
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(2));
  // A thousand of each kind are read to see whether they can be.
  CAPTURE(dearest.sql);
  CHECK(dearest.steps < 100'000);

  const PostId queued{8};
  // Nothing but the adoption of plans may depend on how many posts there are: that looks at every one that waits, once
  // a start or reload.
  struct Row {
    std::string what;
    std::function<void()> call;
    int steps = 500;
    int sorts = 0;
  };
  const std::vector<Row> rows{
      {"counts", [&] { CHECK(queue().counts()[State::skipped] == 400'000); }},
      {"items", [&] { CHECK(queue().items("s1") == 100'000); }},
      {"outlook", [&] { CHECK(queue().outlook("main", std::nullopt).ready == TimePoint{}); }},
      {"outlook of a plan", [&] { CHECK(queue().outlook("main", "s8").personal); }},
      {"sent", [&] { CHECK(queue().sent("main", TimePoint(core::Duration(999990000))).size() < 10); }},
      {"sent long ago", [&] { CHECK(queue().sent("main", at(0)).size() == 1); }},
      {"list", [&] { CHECK(queue().list({}).size() == 100); }, 4'000},
      {"list a state",
       [&] {
         CHECK(queue().list({State::failed, std::nullopt, 100}).size() == 100);
       },
       10'000},
      {"list a rare state",
       [&] {
         CHECK(queue().list({State::in_doubt, std::nullopt, 100}).empty());
       }},
      {"list a rare state of a source",
       [&] {
         CHECK(queue().list({State::in_doubt, "s1", 100}).empty());
       }},
      {"list a source",
       [&] {
         CHECK(queue().list({std::nullopt, "s9", 100}).size() == 100);
       },
       10'000},
      {"list a state of a source",
       [&] {
         CHECK(queue().list({State::skipped, "s1", 100}).size() == 100);
       },
       10'000},
      {"waiting", [&] { CHECK(queue().waiting("main", std::nullopt, 100).size() == 300); }, 4'000},
      {"find", [&] { CHECK(queue().find(queued)); }},
      {"knows", [&] { CHECK(queue().knows("s0", "o1000001")); }},
      {"enqueue new",
       [&] { CHECK(std::holds_alternative<queue::Added>(queue().enqueue(arrival("new.md", "new"), at(1)))); }},
      {"enqueue again",
       [&] { CHECK(std::holds_alternative<queue::Unchanged>(queue().enqueue(arrival("new.md", "new"), at(1)))); }},
      {"enqueue an edit",
       [&] { CHECK(std::holds_alternative<queue::Superseded>(queue().enqueue(arrival("new.md", "x"), at(1)))); }},
      {"enqueue a copy",
       [&] { CHECK(std::holds_alternative<queue::Duplicate>(queue().enqueue(arrival("copy.md", "x"), at(1)))); }},
      {"enqueue one of a hundred thousand that share a title",
       [&] {
         Arrival one = arrival("one.md", "one");
         one.source = "s2";
         one.post->title = "One title";
         CHECK(std::holds_alternative<queue::Added>(queue().enqueue(one, at(1))));
       }},
      {"hold", [&] { CHECK(queue().hold(queued, at(1))); }},
      {"release", [&] { CHECK(queue().release(queued, at(1))); }},
      {"move first", [&] { CHECK(queue().move(queued, queue::Move::first, at(1))); }},
      {"move last", [&] { CHECK(queue().move(queued, queue::Move::last, at(1))); }},
      {"release skipped", [&] { CHECK(queue().release(PostId{1}, at(1))); }},
      {"adopt plans", [&] { queue().adopt_plans({}); }, 2'000'000},
      {"adopt the same plans", [&] { queue().adopt_plans({}); }, 600'000},
      {"claim, mark, settle", [&] { send(at(2), settlement(State::published, "published")); }},
      {"claim a personal one", [&] { CHECK(claim(at(1'000'000), Lane::personal)); }},
      {"gone", [&] { CHECK(queue().source_item_gone("s0", "o1000018", at(3))); }},
      {"events", [&] { CHECK(queue().events(0, 10).size() == 10); }},
      {"answers", [&] { CHECK(queue().answers()); }},
      {"note", [&] { queue().note("noted", "", std::nullopt, at(3)); }},
  };
  for (const Row& row : rows) {
    dearest = {};
    row.call();
    CAPTURE(row.what);
    CAPTURE(dearest.sql);
    CHECK(dearest.steps < row.steps);
    CHECK(dearest.sorted <= row.sorts);
  }
}
