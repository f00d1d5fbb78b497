#include "queue/kin.hpp"

#include <algorithm>

#include "core/document_codec.hpp"
#include "queue/arrival_rule.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

using core::SamePost;

// Those that share a key with the arrival, so many of each kind at most: a feed may give all its entries one title.
// Within one source only an address makes two posts one, so its own titles and texts are passed over in the index.
constexpr std::string_view ids_of_candidates =
    "SELECT id FROM (SELECT id FROM post WHERE address_key = ?1 AND state NOT IN ('failed', 'skipped') ORDER BY id "
    "DESC LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE title_key = ?2 AND source < ?4 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY source DESC, id DESC LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE title_key = ?2 AND source > ?4 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY source DESC, id DESC LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE text_key = ?3 AND source < ?4 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY source DESC, id DESC LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE text_key = ?3 AND source > ?4 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY source DESC, id DESC LIMIT 64)";

// The same within the arrival's own source, where its posts are compared.
constexpr std::string_view ids_of_siblings =
    "SELECT id FROM (SELECT id FROM post WHERE title_key = ?1 AND source = ?3 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY id DESC LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE text_key = ?2 AND source = ?3 AND state NOT IN ('failed', 'skipped') "
    "ORDER BY id DESC LIMIT 64)";

// Those that nobody wants sent: a person has said so, or they were there when their source was first seen.
constexpr std::string_view ids_of_kept =
    "SELECT id FROM (SELECT id FROM post WHERE address_key = ?1 AND state = 'skipped' AND (cause = 'person' OR "
    "cause = 'baseline') LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE title_key = ?2 AND state = 'skipped' AND (cause = 'person' OR "
    "cause = 'baseline') LIMIT 64) UNION ALL "
    "SELECT id FROM (SELECT id FROM post WHERE text_key = ?3 AND state = 'skipped' AND (cause = 'person' OR "
    "cause = 'baseline') LIMIT 64)";

void add_ids(Rows rows, std::vector<core::PostId>& ids) {
  while (rows.next()) ids.push_back({rows.get<std::int64_t>(0)});
}

// First those that are on their way or there.
std::vector<core::PostId> candidates(Store& store, const Keys& keys, const Arrival& arrival, core::PostId self) {
  std::vector<core::PostId> ids;
  add_ids(store.query(ids_of_candidates, keys.address, keys.title, keys.text, arrival.source), ids);
  if (arrival.siblings == Siblings::compared)
    add_ids(store.query(ids_of_siblings, keys.title, keys.text, arrival.source), ids);
  const auto in_order = [](auto from, auto to) {
    std::sort(from, to);
    return std::unique(from, to);
  };
  ids.erase(in_order(ids.begin(), ids.end()), ids.end());
  const auto wanted = static_cast<std::ptrdiff_t>(ids.size());
  add_ids(store.query(ids_of_kept, keys.address, keys.title, keys.text), ids);
  ids.erase(in_order(ids.begin() + wanted, ids.end()), ids.end());
  std::erase(ids, self);
  return ids;
}

// What of another post is compared.
struct Candidate {
  std::string account;
  std::string source;
  std::string origin;
  Standing standing;
  core::Likeness likeness;
};

Candidate candidate(Store& store, core::PostId id) {
  Rows rows = store.query(
      "SELECT account, source, origin, state, cause, canonical_url, title, sketch FROM post JOIN text ON text.id = "
      "post.text WHERE post.id = ?1",
      id.value);
  rows.next();
  Candidate found{rows.get<std::string>(0),
                  rows.get<std::string>(1),
                  rows.get<std::string>(2),
                  {to_state(rows.get<std::string>(3)), to_cause(rows.get<std::string>(4))},
                  {}};
  const auto address = rows.get<std::optional<std::string>>(5);
  if (address) found.likeness.address = core::comparable_address(*address);
  found.likeness.title = core::comparable_title(rows.get<std::string>(6));
  const auto sketch = rows.get<std::optional<sqlite::Blob>>(7);
  if (sketch) found.likeness.text = core::Sketch::from(sketch->bytes);
  return found;
}

// Within one source an address is not enough: there are feeds in which every entry has the same.
bool is_the_same(const SamePost& same, const core::Likeness& one, const Candidate& other, const Arrival& arrival) {
  if (other.source != arrival.source) return true;
  if (arrival.siblings == Siblings::compared && same.by != SamePost::By::address) return true;
  constexpr int half = 50;
  return same.by == SamePost::By::address && (one.title == other.likeness.title || same.percent >= half);
}

std::string why(const SamePost& same, const Arrival& arrival) {
  switch (same.by) {
    case SamePost::By::address:
      return "both have the address " + *arrival.post->canonical_url;
    case SamePost::By::title_and_text:
      return "the same title and " + std::to_string(same.percent) + " % of the text";
    case SamePost::By::text:
      return std::to_string(same.percent) + " % of the text under another title";
  }
  return {};
}

std::string same_post_as(core::PostId id, std::string_view source, std::string_view origin) {
  return "the same post as " + std::to_string(id.value) + " (" + std::string(source) + ": " + std::string(origin) + ")";
}

std::string why_kept(const Standing& standing) {
  if (!is_kept(standing)) return {};
  return standing.cause == Cause::person ? ", which a person skipped"
                                         : ", which was there when its source was first seen";
}

struct Unsketched {
  std::int64_t text;
  std::string account;
  std::string title;
  std::optional<std::string> canonical_url;
  std::string document;
};

std::vector<Unsketched> next_unsketched(Store& store) {
  std::vector<Unsketched> texts;
  Rows rows = store.query(
      "SELECT text.id, account, title, canonical_url, document FROM text JOIN post ON post.id = text.post WHERE sketch "
      "IS NULL AND document IS NOT NULL LIMIT 500");
  while (rows.next()) {
    texts.push_back({rows.get<std::int64_t>(0), rows.get<std::string>(1), rows.get<std::string>(2),
                     rows.get<std::optional<std::string>>(3), rows.get<sqlite::Blob>(4).bytes});
  }
  return texts;
}

void sketch(Store& store, const Unsketched& text) {
  // One that is damaged says so when it is to be sent.
  const core::Document body = core::decode_document(text.document).value_or(core::Document{});
  const core::Likeness likeness = core::likeness_of(text.title, text.canonical_url, body);
  const Keys keys = keys_of(likeness, text.account);
  store.run("UPDATE text SET address_key = ?2, title_key = ?3, text_key = ?4, sketch = ?5 WHERE id = ?1", text.text,
            keys.address, keys.title, keys.text, sqlite::Blob{likeness.text.bytes()});
  store.run(
      "UPDATE post SET address_key = ?2, title_key = ?3, text_key = ?4 WHERE id = (SELECT post FROM text WHERE id = "
      "?1) AND text = ?1",
      text.text, keys.address, keys.title, keys.text);
}

}  // namespace

Keys keys_of(const core::Likeness& likeness, std::string_view account) {
  const std::string in_account = std::string(account) + '\n';
  Keys keys;
  if (likeness.address) keys.address = core::lookup_key(in_account + *likeness.address);
  if (!likeness.title.empty()) keys.title = core::lookup_key(in_account + likeness.title);
  if (likeness.text.telling()) keys.text = likeness.text.smallest();
  return keys;
}

core::Likeness likeness_of(Store& store, core::PostId id) {
  return candidate(store, id).likeness;
}

bool resembles(const core::Likeness& one, const core::Likeness& other) {
  constexpr double a_part = 0.2;
  return (!one.title.empty() && one.title == other.title) || one.text.resemblance(other.text) >= a_part;
}

bool is_kept(const Standing& standing) {
  return standing.state == core::State::skipped &&
         (standing.cause == Cause::person || standing.cause == Cause::baseline);
}

bool still_resembles(Store& store, const core::Likeness& likeness, const Record& twin) {
  return resembles(likeness, likeness_of(store, twin.id));
}

std::string same_post_as(const Record& post) {
  return same_post_as(post.id, post.source, post.origin);
}

std::optional<Twin> find_copy(Store& store, const Arrival& arrival, core::PostId self, KeptPosts kept) {
  const auto twin_in = [](Rows rows) -> std::optional<Twin> {
    if (!rows.next()) return std::nullopt;
    const core::PostId id{rows.get<std::int64_t>(0)};
    const Standing standing{to_state(rows.get<std::string>(2)), to_cause(rows.get<std::string>(3))};
    return Twin{id, "the same text as post " + std::to_string(id.value) + " (" + rows.get<std::string>(1) + ")" +
                        why_kept(standing)};
  };
  auto twin = twin_in(store.query(
      "SELECT id, origin, state, cause FROM post WHERE account = ?1 AND digest = ?2 AND state NOT IN ('failed', "
      "'skipped') AND id <> ?3 ORDER BY id LIMIT 1",
      arrival.account, arrival.digest, self.value));
  if (twin || kept == KeptPosts::not_looked_at) return twin;
  return twin_in(store.query(
      "SELECT id, origin, state, cause FROM post WHERE account = ?1 AND digest = ?2 AND state = 'skipped' AND "
      "(cause = 'person' OR cause = 'baseline') AND id <> ?3 LIMIT 1",
      arrival.account, arrival.digest, self.value));
}

Kin find_kin(Store& store, const Arrival& arrival, const core::Likeness& likeness, core::PostId self) {
  Kin kin;
  for (const core::PostId id : candidates(store, keys_of(likeness, arrival.account), arrival, self)) {
    const Candidate other = candidate(store, id);
    if (other.account != arrival.account) continue;
    const auto same = core::same_post(likeness, other.likeness);
    if (!same || !is_the_same(*same, likeness, other, arrival)) continue;
    if (arrival.state == core::State::queued && held_by_its_content(other.standing)) {
      kin.outdone.push_back(id);
    } else if (!kin.twin) {
      kin.twin = Twin{
          id, same_post_as(id, other.source, other.origin) + why_kept(other.standing) + ": " + why(*same, arrival)};
    }
  }
  return kin;
}

namespace {

bool have_something_in_common(const core::Likeness& one, const core::Likeness& other) {
  constexpr double a_part = 0.2;
  return (one.address && one.address == other.address) || (!one.title.empty() && one.title == other.title) ||
         one.text.resemblance(other.text) >= a_part;
}

core::Likeness likeness_of(const Arrival& arrival) {
  return arrival.prepared ? arrival.prepared->likeness : prepare(arrival.post.value()).likeness;
}

// Of its own source, which find_kin() passes over.
std::vector<core::PostId> own_candidates(Store& store, const Keys& keys, const Arrival& arrival,
                                         const std::vector<core::PostId>& left) {
  std::vector<core::PostId> ids;
  Rows rows = store.query(
      "SELECT id FROM (SELECT id FROM post WHERE title_key = ?1 AND source = ?3 AND state NOT IN ('failed', 'skipped') "
      "ORDER BY id DESC LIMIT 64) UNION ALL SELECT id FROM (SELECT id FROM post WHERE text_key = ?2 AND source = ?3 "
      "AND "
      "state NOT IN ('failed', 'skipped') ORDER BY id DESC LIMIT 64)",
      keys.title, keys.text, arrival.source);
  while (rows.next()) ids.push_back({rows.get<std::int64_t>(0)});
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  for (const core::PostId id : left) {
    Rows found = store.query("SELECT 1 FROM post WHERE id = ?1 AND source = ?4 AND (title_key = ?2 OR text_key = ?3)",
                             id.value, keys.title, keys.text, arrival.source);
    if (found.next()) ids.push_back(id);
  }
  return ids;
}

}  // namespace

std::vector<Record> Queue::kin_of(const Arrival& arrival, const std::vector<core::PostId>& left) {
  std::vector<Record> kin;
  if (!arrival.post) return kin;
  const core::Likeness likeness = likeness_of(arrival);
  for (const core::PostId id : own_candidates(*impl_, keys_of(likeness, arrival.account), arrival, left)) {
    if (core::same_post(likeness, candidate(*impl_, id).likeness)) kin.push_back(find_record(*impl_, id).value());
  }
  return kin;
}

bool Queue::is_like(core::PostId id, const Arrival& arrival) {
  return have_something_in_common(likeness_of(arrival), candidate(*impl_, id).likeness);
}

bool Queue::newer_is_like(core::PostId id) {
  Rows rows = impl_->query(
      "SELECT canonical_url, title, sketch FROM post JOIN text ON text.id = post.newer WHERE post.id = ?1", id.value);
  if (!rows.next()) return true;
  core::Likeness newer;
  const auto address = rows.get<std::optional<std::string>>(0);
  if (address) newer.address = core::comparable_address(*address);
  newer.title = core::comparable_title(rows.get<std::string>(1));
  const auto sketch = rows.get<std::optional<sqlite::Blob>>(2);
  if (!sketch) return true;  // it can't be read: nobody knows what it is
  newer.text = core::Sketch::from(sketch->bytes);
  return have_something_in_common(newer, candidate(*impl_, id).likeness);
}

void sketch_older_texts(Store& store) {
  while (true) {
    const std::vector<Unsketched> texts = next_unsketched(store);
    if (texts.empty()) return;
    Work work(store);
    for (const Unsketched& text : texts) sketch(store, text);
    work.commit();
  }
}

}  // namespace mediumsync::queue
