#include "queue/medium_changes.hpp"

#include "queue/medium_change.hpp"
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

// What was sent and what came of it are never quite the same: tables, notes and players become something else on the
// way. Only later imports can be compared word for word.
constexpr double surely_edited = 0.25;

constexpr std::string_view to_string(MediumChange::Kind kind) {
  return kind == MediumChange::Kind::edited ? "edited" : "deleted";
}

// What a published post is known by.
struct Sent {
  core::PostId id;
  std::string title;
  core::Sketch text;
  std::optional<std::string> change;
};

std::optional<Sent> sent_as(Store& store, const KnownStory& story) {
  Rows rows = store.query(
      "SELECT post.id, title, sketch, medium_change FROM post JOIN text ON text.id = post.text WHERE medium_id = ?2 "
      "AND "
      "account = ?1 AND state = 'published'",
      story.account, story.id);
  if (!rows.next()) return std::nullopt;
  const auto sketch = rows.get<std::optional<sqlite::Blob>>(2);
  return Sent{{rows.get<std::int64_t>(0)},
              rows.get<std::string>(1),
              sketch ? core::Sketch::from(sketch->bytes) : core::Sketch(),
              rows.get<std::optional<std::string>>(3)};
}

std::string percent_changed(const core::Sketch& before, const core::Sketch& after) {
  if (before.empty() || after.empty()) return {};
  constexpr double hundred = 100;
  const int changed = static_cast<int>(hundred * (1 - before.resemblance(after)));
  return changed < 1 ? std::string() : " (about " + std::to_string(changed) + " % of the text)";
}

bool another_title(const std::string& before, const std::string& after) {
  // Medium makes up its own for a longer one.
  if (before.size() > core::max_title_characters) return false;
  return core::comparable_title(before) != core::comparable_title(after);
}

std::string title_now(const KnownStory& told) {
  return "its title there is \"" + told.title + "\" now";
}

std::optional<std::string> edited_since_import(const KnownStory& known, const KnownStory& told) {
  if (known.words && told.words) {
    if (*known.words == *told.words) return std::nullopt;
    if (another_title(known.title, told.title)) return title_now(told);
    return "its words there are others than at the last import" + percent_changed(known.text, told.text);
  }
  if (another_title(known.title, told.title)) return title_now(told);
  if (known.text.empty() || known.text.resemblance(told.text) > surely_edited) return std::nullopt;
  return "its words there are others than at the last import" + percent_changed(known.text, told.text);
}

std::optional<std::string> edited_since_sent(const Sent& sent, const KnownStory& told) {
  if (another_title(sent.title, told.title)) return title_now(told);
  if (!sent.text.telling() || sent.text.resemblance(told.text) > surely_edited) return std::nullopt;
  return "its words there are others than those that were sent" + percent_changed(sent.text, told.text);
}

void remember(Store& store, core::PostId id, const MediumChange& change) {
  store.run(
      "UPDATE post SET medium_change = ?2, medium_change_what = ?3, medium_change_at = ?4, medium_change_settled = 0 "
      "WHERE id = ?1",
      id.value, to_string(change.kind), change.what, to_column(change.seen_at));
  store.emit(finding_of(change, id).code, change.what, id, change.seen_at);
}

void forget(Store& store, core::PostId id) {
  store.run("UPDATE post SET medium_change = NULL, medium_change_what = NULL, medium_change_at = NULL WHERE id = ?1",
            id.value);
}

// The columns from `first` on.
std::optional<MediumChange> read_change(const Rows& rows, int first) {
  const auto kind = rows.get<std::optional<std::string>>(first);
  if (!kind) return std::nullopt;
  return MediumChange{
      *kind == to_string(MediumChange::Kind::edited) ? MediumChange::Kind::edited : MediumChange::Kind::deleted,
      rows.get<std::string>(first + 1), to_time(rows.get<std::int64_t>(first + 2))};
}

}  // namespace

core::Finding finding_of(const MediumChange& change, core::PostId id) {
  const std::string settle = "mediumsyncctl diff " + std::to_string(id.value) + " --ack";
  if (change.kind == MediumChange::Kind::deleted) {
    return {core::Severity::warning, "story-deleted-on-medium",
            change.what + ". It is not published again; once that is known: " + settle, std::nullopt};
  }
  return {core::Severity::warning, "story-edited-on-medium",
          change.what + ". Bring its source up to date, or leave it; then: " + settle, std::nullopt};
}

std::optional<core::PostId> compare_with_post(Store& store, const std::optional<KnownStory>& known,
                                              const KnownStory& told, core::TimePoint now) {
  // Statistics know titles alone, and Medium shortens them there.
  if (told.text.empty() || told.draft == core::Draft::yes) return std::nullopt;
  const auto sent = sent_as(store, told);
  if (!sent) return std::nullopt;
  if (sent->change == to_string(MediumChange::Kind::deleted)) {
    forget(store, sent->id);
    store.emit("story-back-on-medium", told.url, sent->id, now);
  }
  const bool seen_before = known && !known->text.empty();
  const auto what = seen_before ? edited_since_import(*known, told) : edited_since_sent(*sent, told);
  if (!what) return std::nullopt;
  remember(store, sent->id, {MediumChange::Kind::edited, *what, now});
  return sent->id;
}

std::vector<core::PostId> find_deleted(Store& store, std::string_view account, std::int64_t import,
                                       core::TimePoint until, core::TimePoint now) {
  std::vector<core::PostId> gone;
  {
    Rows rows = store.query(
        "SELECT post.id FROM post JOIN text ON text.id = post.text WHERE account = ?1 AND state = 'published' AND "
        "medium_id IS NOT NULL AND post.published_at <= ?3 AND status <> 'draft' AND medium_change IS NOT 'deleted' "
        "AND "
        "NOT EXISTS (SELECT 1 FROM story WHERE story.account = ?1 AND story.id = post.medium_id AND (seen = ?2 OR "
        "told_at > ?3)) "
        "ORDER BY post.id",
        account, import, to_column(until));
    while (rows.next()) gone.push_back({rows.get<std::int64_t>(0)});
  }
  for (const core::PostId id : gone) {
    remember(
        store, id,
        {MediumChange::Kind::deleted,
         "the account's export does not have it any more: it was deleted on Medium, or taken back to a draft", now});
  }
  return gone;
}

// A deletion stays known, so that the next export is no news.
bool settle_medium_change(Store& store, core::PostId id) {
  return store.run(
             "UPDATE post SET medium_change_settled = 1 WHERE id = ?1 AND medium_change IS NOT NULL AND "
             "medium_change_settled = 0",
             id.value) > 0;
}

std::optional<MediumChange> Queue::medium_change(core::PostId id) {
  Rows rows = impl_->query(
      "SELECT medium_change, medium_change_what, medium_change_at FROM post WHERE id = ?1 AND medium_change_settled = "
      "0",
      id.value);
  if (!rows.next()) return std::nullopt;
  return read_change(rows, 0);
}

std::vector<std::pair<Record, MediumChange>> Queue::medium_changes(std::size_t limit) {
  static const std::string sql =
      select_records("WHERE medium_change IS NOT NULL AND medium_change_settled = 0 ORDER BY post.id DESC LIMIT ?1",
                     ", medium_change, medium_change_what, medium_change_at");
  std::vector<std::pair<Record, MediumChange>> found;
  Rows rows = impl_->query(sql, static_cast<std::int64_t>(limit));
  while (rows.next()) {
    if (const auto change = read_change(rows, record_columns)) found.emplace_back(read_record(rows), *change);
  }
  return found;
}

}  // namespace mediumsync::queue
