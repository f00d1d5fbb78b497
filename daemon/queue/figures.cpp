// What imports tell of stories: which there are, what they came to, and which are there no more.
#include <algorithm>

#include "queue/import.hpp"
#include "queue/medium_changes.hpp"
#include "queue/stories.hpp"

namespace mediumsync::queue {
namespace {

// Of one story: a year of monthly imports.
constexpr std::int64_t kept_figures = 12;
constexpr std::int64_t kept_imports = 200;  // of one account, by name: the same one again is the same one

std::int64_t import_number(Store& store, const ImportPart& part, std::optional<Made> made, core::TimePoint now) {
  // Only a whole export is one that another can be older than: the others tell of some stories.
  const auto at = part.whole_until && made ? std::optional(made->at) : std::nullopt;
  store.run(
      "INSERT INTO import (account, name, at, made_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET made_at = "
      "coalesce(excluded.made_at, made_at)",
      part.account, part.import, to_column(now), to_column(at));
  store.run(
      "DELETE FROM import WHERE account = ?1 AND id <= (SELECT id FROM import WHERE account = ?1 ORDER BY id DESC "
      "LIMIT "
      "1 OFFSET ?2)",
      part.account, kept_imports);
  Rows rows = store.query("SELECT id FROM import WHERE account = ?1 AND name = ?2", part.account, part.import);
  rows.next();
  return rows.get<std::int64_t>(0);
}

std::optional<core::TimePoint> newest_export(Store& store, const std::string& account) {
  Rows rows = store.query("SELECT max(made_at) FROM import WHERE account = ?1", account);
  return rows.next() ? to_time(rows.get<std::optional<std::int64_t>>(0)) : std::nullopt;
}

// Whoever made it may live further east or have a clock that is ahead. A day that has not begun anywhere tells nothing.
std::optional<Made> believed(const std::optional<Made>& made, core::TimePoint now) {
  if (!made || made->at > now + std::chrono::days(1)) return std::nullopt;
  return Made{std::min(made->at, now), std::min(made->until, now)};
}

bool has_figures(Store& store, const std::string& account, const StoryFigures& story) {
  return store.query("SELECT 1 FROM figure WHERE account = ?1 AND story = ?2", account, story.id).next();
}

void save(Store& store, const std::string& account, std::int64_t import, const StoryFigures& story,
          core::TimePoint now) {
  const auto cents = story.earned ? std::optional(story.earned->cents) : std::nullopt;
  const auto currency = story.earned ? std::optional(story.earned->currency) : std::nullopt;
  store.run(
      "INSERT INTO figure (account, story, import, at, title, views, reads, claps, earned, currency) VALUES (?1, ?2, "
      "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO UPDATE SET title = excluded.title, views = "
      "coalesce(excluded.views, views), reads = coalesce(excluded.reads, reads), claps = coalesce(excluded.claps, "
      "claps), earned = coalesce(excluded.earned, earned), currency = coalesce(excluded.currency, currency)",
      account, story.id, import, to_column(now), story.title, story.views, story.reads, story.claps, cents, currency);
  store.run(
      "DELETE FROM figure WHERE account = ?1 AND story = ?2 AND import <= (SELECT import FROM figure WHERE account = "
      "?1 "
      "AND story = ?2 ORDER BY import DESC LIMIT 1 OFFSET ?3)",
      account, story.id, kept_figures);
}

void mark_seen(Store& store, const ImportPart& part, std::int64_t import) {
  for (const KnownStory& story : part.stories) {
    // What is a draft there is nothing that readers see.
    if (story.draft == core::Draft::yes) continue;
    store.run("UPDATE story SET seen = ?3 WHERE account = ?1 AND id = ?2", part.account, story.id, import);
  }
}

}  // namespace

StoriesTaken Queue::take_import(const ImportPart& part, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Made> made = believed(part.made, now);
  const auto newest = newest_export(*impl_, part.account);
  const bool older = made && newest && made->until < *newest;
  const std::int64_t import = import_number(*impl_, part, made, now);
  StoriesTaken taken = take_in(*impl_, part.stories, made, newest, now);
  if (older) taken.newer = std::max(taken.newer, newest);
  if (!older) mark_seen(*impl_, part, import);
  for (const StoryFigures& story : part.figures) {
    if (older && has_figures(*impl_, part.account, story)) continue;
    save(*impl_, part.account, import, story, now);
    ++taken.figures;
  }
  if (part.whole_until && !older) {
    for (const core::PostId id : find_deleted(*impl_, part.account, import, *part.whole_until, now))
      taken.changed.push_back(id);
  }
  work.commit();
  return taken;
}

}  // namespace mediumsync::queue
