#include "queue/stories.hpp"

#include <algorithm>

#include "queue/kin.hpp"
#include "queue/medium_changes.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

using core::SamePost;

constexpr std::string_view columns =
    "SELECT account, id, url, title, canonical_url, published_at, draft, sketch, words FROM story ";

KnownStory read_story(const Rows& rows) {
  const auto words = rows.get<std::optional<std::int64_t>>(8);
  return {rows.get<std::string>(0),
          rows.get<std::string>(1),
          rows.get<std::string>(2),
          rows.get<std::string>(3),
          rows.get<std::optional<std::string>>(4),
          to_time(rows.get<std::optional<std::int64_t>>(5)),
          rows.get<std::int64_t>(6) != 0 ? core::Draft::yes : core::Draft::no,
          core::Sketch::from(rows.get<sqlite::Blob>(7).bytes),
          words ? std::optional(static_cast<std::uint32_t>(*words)) : std::nullopt};
}

std::optional<KnownStory> load(Store& store, std::string_view account, std::string_view id) {
  static const std::string sql = std::string(columns) + "WHERE account = ?1 AND id = ?2";
  Rows rows = store.query(sql, account, id);
  if (!rows.next()) return std::nullopt;
  return read_story(rows);
}

void save(Store& store, const KnownStory& story) {
  const Keys keys = keys_of(likeness_of(story), story.account);
  store.run(
      "INSERT INTO story (account, id, url, title, canonical_url, published_at, draft, sketch, address_key, title_key, "
      "text_key, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO UPDATE SET "
      "url = excluded.url, title = excluded.title, canonical_url = excluded.canonical_url, published_at = "
      "excluded.published_at, draft = excluded.draft, sketch = excluded.sketch, address_key = excluded.address_key, "
      "title_key = excluded.title_key, text_key = excluded.text_key, words = excluded.words",
      story.account, story.id, story.url, story.title, story.canonical_url, to_column(story.published_at),
      story.draft == core::Draft::yes ? 1 : 0, sqlite::Blob{story.text.bytes()}, keys.address, keys.title, keys.text,
      story.words ? std::optional<std::int64_t>(*story.words) : std::nullopt);
}

// When what is known of the story was so, as far as anybody tells.
std::optional<core::TimePoint> told_at(Store& store, const KnownStory& story) {
  Rows rows = store.query("SELECT told_at FROM story WHERE account = ?1 AND id = ?2", story.account, story.id);
  return rows.next() ? to_time(rows.get<std::optional<std::int64_t>>(0)) : std::nullopt;
}

void mark_told(Store& store, const KnownStory& story, core::TimePoint at) {
  store.run("UPDATE story SET told_at = ?3 WHERE account = ?1 AND id = ?2 AND ifnull(told_at, ?3 - 1) < ?3",
            story.account, story.id, to_column(at));
}

// A feed knows no canonical address and an older export less than a newer one: what one of them tells stays known.
KnownStory merged(const KnownStory& known, KnownStory told) {
  const bool short_address = told.url.find("/p/") != std::string::npos;
  if (short_address) told.url = known.url;
  if (!told.canonical_url) told.canonical_url = known.canonical_url;
  if (!told.published_at) told.published_at = known.published_at;
  if (known.draft == core::Draft::no) told.draft = core::Draft::no;
  if (told.text.empty()) told.text = known.text;
  if (!told.words) told.words = known.words;
  return told;
}

// There are sites all of whose posts name one address.
bool is_shared(Store& store, std::string_view account, const core::Likeness& likeness) {
  const Keys keys = keys_of({likeness.address, {}, {}}, account);
  Rows rows = store.query("SELECT count(*) FROM story WHERE address_key = ?1", keys.address);
  return rows.next() && rows.get<std::int64_t>(0) > 1;
}

std::string on_medium(const KnownStory& story) {
  return (story.draft == core::Draft::yes ? "on Medium already as a draft: " : "on Medium already: ") + story.url;
}

std::optional<std::string> why_the_same(Store& store, const KnownStory& story, const core::Likeness& post) {
  const core::Likeness known = likeness_of(story);
  const auto same = core::same_post(post, known);
  if (same && same->by == SamePost::By::address) {
    constexpr int half = 50;
    if (known.title == post.title || same->percent >= half || !is_shared(store, story.account, known))
      return "both have the address " + *story.canonical_url;
    return std::nullopt;
  }
  if (same && same->by == SamePost::By::title_and_text)
    return "the same title and " + std::to_string(same->percent) + " % of the text";
  if (same) return std::to_string(same->percent) + " % of the text under another title";
  if (story.text.empty() && !known.title.empty() && known.title == post.title)
    return "the same title; its text is not known";
  return std::nullopt;
}

// Drafts keep nothing from being sent, unless the queue was put back: then they may be what it has sent since.
enum class Drafts { no, yes };
Drafts drafts_that_count(Store& store) {
  return store.set_back_to() ? Drafts::yes : Drafts::no;
}

std::vector<KnownStory> candidates(Store& store, std::string_view account, const Keys& keys) {
  static const std::string sql = std::string(columns) +
                                 "WHERE rowid IN (SELECT rowid FROM (SELECT rowid FROM story WHERE address_key = ?1 "
                                 "LIMIT 64) UNION SELECT rowid FROM (SELECT rowid FROM story WHERE title_key = ?2 "
                                 "LIMIT 64) UNION SELECT rowid FROM (SELECT rowid FROM story WHERE text_key = ?3 "
                                 "LIMIT 64)) AND draft <= ?5 AND account = ?4";
  std::vector<KnownStory> stories;
  Rows rows =
      store.query(sql, keys.address, keys.title, keys.text, account, drafts_that_count(store) == Drafts::yes ? 1 : 0);
  while (rows.next()) stories.push_back(read_story(rows));
  std::ranges::sort(stories, std::ranges::greater(), &KnownStory::published_at);
  return stories;
}

// The posts that share a key with the story and wait; those that are being sent or in doubt are not touched.
std::vector<Record> waiting_like(Store& store, const KnownStory& story) {
  const Keys keys = keys_of(likeness_of(story), story.account);
  std::vector<core::PostId> ids;
  {
    Rows rows = store.query(
        "SELECT id FROM (SELECT id FROM post WHERE address_key = ?1 AND state NOT IN ('failed', 'skipped') LIMIT 64) "
        "UNION SELECT id FROM (SELECT id FROM post WHERE title_key = ?2 AND state NOT IN ('failed', 'skipped') LIMIT "
        "64) UNION SELECT id FROM (SELECT id FROM post WHERE text_key = ?3 AND state NOT IN ('failed', 'skipped') "
        "LIMIT 64) ORDER BY id",
        keys.address, keys.title, keys.text);
    while (rows.next()) ids.push_back({rows.get<std::int64_t>(0)});
  }
  std::vector<Record> waiting;
  for (const core::PostId id : ids) {
    Record record = find_record(store, id).value();
    const bool waits = record.state == core::State::queued || record.state == core::State::held;
    if (waits && record.account == story.account) waiting.push_back(std::move(record));
  }
  return waiting;
}

void skip_waiting(Store& store, const KnownStory& story, core::TimePoint now, std::vector<Record>& skipped) {
  for (const Record& record : waiting_like(store, story)) {
    const auto why = why_the_same(store, story, likeness_of(store, record.id));
    if (!why) continue;
    const std::string reason = on_medium(story) + " (" + *why + ")";
    set_state(store, record.id, core::State::skipped, Cause::duplicate, reason);
    store.run("UPDATE post SET story = ?2 WHERE id = ?1", record.id.value, story.id);
    store.emit(core::to_string(core::State::skipped), reason, record.id, now);
    skipped.push_back(find_record(store, record.id).value());
  }
}

}  // namespace

core::Likeness likeness_of(const KnownStory& story) {
  return {story.canonical_url ? core::comparable_address(*story.canonical_url) : std::nullopt,
          core::comparable_title(story.title), story.text};
}

std::optional<OnMedium> find_story(Store& store, const Arrival& arrival, const core::Likeness& likeness) {
  for (const KnownStory& story : candidates(store, arrival.account, keys_of(likeness, arrival.account))) {
    if (const auto why = why_the_same(store, story, likeness))
      return OnMedium{story.id, on_medium(story) + " (" + *why + ")"};
  }
  return std::nullopt;
}

std::optional<OnMedium> still_that_story(Store& store, const Arrival& arrival, const core::Likeness& likeness,
                                         const std::string& story) {
  const auto known = load(store, arrival.account, story);
  if (!known) return std::nullopt;
  const core::Likeness other = likeness_of(*known);
  const bool same_address = other.address && other.address == likeness.address;
  if (!same_address && !resembles(likeness, other)) return std::nullopt;
  return OnMedium{story, on_medium(*known) + ", edited here since"};
}

StoriesTaken take_in(Store& store, const std::vector<KnownStory>& stories, std::optional<Made> made,
                     std::optional<core::TimePoint> newest, core::TimePoint now) {
  StoriesTaken taken;
  for (const KnownStory& told : stories) {
    const auto known = load(store, told.account, told.id);
    const auto newer = std::max(newest, known ? told_at(store, told) : std::nullopt);
    const bool outdated = made && newer && made->until < *newer;
    if (outdated) {
      if (known) ++taken.outdated;
      taken.newer = std::max(taken.newer, newer);
    } else if (const auto post = compare_with_post(store, known, told, now)) {
      taken.changed.push_back(*post);
    }
    const KnownStory story = !known ? told : outdated ? merged(told, *known) : merged(*known, told);
    if (known != story) save(store, story);
    if (made && !(known && outdated)) mark_told(store, story, made->at);
    if (known == story) continue;
    if (!known) ++taken.fresh;
    // One that a person let go in spite of it goes, unless there is news of the story.
    if (story.draft == core::Draft::no || drafts_that_count(store) == Drafts::yes)
      skip_waiting(store, story, now, taken.skipped);
  }
  if (taken.fresh > 0) store.emit("imported", std::to_string(taken.fresh) + " stories", std::nullopt, now);
  return taken;
}

StoriesTaken Queue::take_stories(const std::vector<KnownStory>& stories, core::TimePoint now) {
  Work work(*impl_);
  StoriesTaken taken = take_in(*impl_, stories, Made{now, now}, std::nullopt, now);
  work.commit();
  return taken;
}

std::optional<KnownStory> Queue::story(std::string_view account, std::string_view id) {
  return load(*impl_, account, id);
}

}  // namespace mediumsync::queue
