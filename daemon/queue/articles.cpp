// What the database remembers of pages that are fetched for the articles of teasers.
#include "queue/row.hpp"

namespace mediumsync::queue {
namespace {

ArticleRecord read_article(const Rows& rows) {
  return {{rows.get<std::int64_t>(0)},
          rows.get<std::string>(1),
          rows.get<sqlite::Blob>(2).bytes,
          rows.get<std::string>(3),
          rows.get<std::int64_t>(4) != 0,
          static_cast<int>(rows.get<std::int64_t>(5)),
          to_time(rows.get<std::optional<std::int64_t>>(6))};
}

}  // namespace

std::optional<ArticleRecord> Queue::article(core::PostId post) {
  Rows rows = impl_->query("SELECT post, source, entry, digest, taken, attempts, next_try FROM article WHERE post = ?1",
                           post.value);
  if (!rows.next()) return std::nullopt;
  return read_article(rows);
}

void Queue::save_article(const ArticleRecord& article) {
  Work work(*impl_);
  impl_->run(
      "INSERT OR REPLACE INTO article (post, source, entry, digest, taken, attempts, next_try) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      article.post.value, article.source, sqlite::Blob{article.entry}, article.digest, article.taken ? 1 : 0,
      article.attempts, to_column(article.next_try));
  work.commit();
}

std::vector<ArticleRecord> Queue::articles_wanted(std::size_t limit) {
  std::vector<ArticleRecord> articles;
  Rows rows = impl_->query(
      "SELECT post, source, entry, digest, taken, attempts, next_try FROM article WHERE next_try IS NOT NULL "
      "ORDER BY next_try LIMIT ?1",
      static_cast<std::int64_t>(limit));
  while (rows.next()) articles.push_back(read_article(rows));
  return articles;
}

void Queue::hold_for_page(core::PostId post, const std::string& reason, core::TimePoint now) {
  Work work(*impl_);
  set_state(*impl_, post, core::State::held, Cause::excerpt, reason);
  impl_->run("UPDATE article SET next_try = ?2, attempts = 0 WHERE post = ?1", post.value, to_column(now));
  impl_->emit(core::to_string(core::State::held), reason, post, now);
  work.commit();
}

void Queue::explain_teaser(core::PostId post, const std::string& reason, core::TimePoint now) {
  Work work(*impl_);
  const std::optional<Record> record = find_record(*impl_, post);
  if (!record || record->state != core::State::held || record->cause != Cause::excerpt) return;
  set_state(*impl_, post, core::State::held, Cause::excerpt, reason);
  if (record->reason != reason) impl_->emit(core::to_string(core::State::held), reason, post, now);
  work.commit();
}

}  // namespace mediumsync::queue
