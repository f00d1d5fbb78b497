#include "queue/text.hpp"

#include <stdexcept>

#include "core/document_codec.hpp"
#include "queue/kin.hpp"
#include "queue/row.hpp"
#include "queue/strings.hpp"

namespace mediumsync::queue {
namespace {

// One of the two texts a post may have.
std::optional<TextId> text_id(Rows rows) {
  if (!rows.next()) return std::nullopt;
  const auto id = rows.get<std::optional<std::int64_t>>(0);
  return id ? std::optional(TextId{*id}) : std::nullopt;
}
std::optional<TextId> current_text(Store& store, core::PostId post) {
  return text_id(store.query("SELECT text FROM post WHERE id = ?1", post.value));
}
std::optional<TextId> newer_text(Store& store, core::PostId post) {
  return text_id(store.query("SELECT newer FROM post WHERE id = ?1", post.value));
}

enum class FoundIn { text, images };

void add_findings(Store& store, TextId text, const core::Findings& findings, FoundIn where) {
  for (const core::Finding& finding : findings) {
    store.run(
        "INSERT INTO finding (text, ordinal, severity, code, message, line, of_images) VALUES "
        "(?1, (SELECT coalesce(max(ordinal), -1) + 1 FROM finding WHERE text = ?1), ?2, ?3, ?4, ?5, ?6)",
        text.value, core::to_string(finding.severity), finding.code, finding.message,
        finding.line ? std::optional<std::int64_t>(*finding.line) : std::nullopt, where == FoundIn::images ? 1 : 0);
  }
}

core::Findings load_findings(Store& store, TextId text) {
  core::Findings findings;
  Rows rows =
      store.query("SELECT severity, code, message, line FROM finding WHERE text = ?1 ORDER BY ordinal", text.value);
  while (rows.next()) {
    const auto line = rows.get<std::optional<std::int64_t>>(3);
    findings.push_back({core::parse_severity(rows.get<std::string>(0)).value_or(core::Severity::warning),
                        rows.get<std::string>(1), rows.get<std::string>(2),
                        line ? std::optional(static_cast<int>(*line)) : std::nullopt});
  }
  return findings;
}

// What a text's source wanted with it.
struct Asked {
  core::State state = core::State::queued;
  Cause cause = Cause::none;
  std::optional<std::string> reason;
};
Asked asked_with(Store& store, TextId text) {
  Rows rows = store.query("SELECT asked_state, asked_cause, asked_reason FROM text WHERE id = ?1", text.value);
  rows.next();
  return {to_state(rows.get<std::string>(0)), to_cause(rows.get<std::string>(1)),
          rows.get<std::optional<std::string>>(2)};
}

core::Document decode(const std::string& bytes, core::PostId post) {
  auto document = core::decode_document(bytes);
  if (!document) {
    throw std::runtime_error("the text of post " + std::to_string(post.value) +
                             " is damaged: " + document.error().message);
  }
  return std::move(*document);
}

// std::nullopt: it can't be read as a post.
std::optional<core::Post> load_text(Store& store, TextId text, core::PostId id) {
  core::Post post;
  {
    Rows rows = store.query(
        "SELECT document, title, subtitle, tags, canonical_url, status, license, publication, notify_followers, "
        "disclaimer, not_before, published_at, strict FROM text WHERE id = ?1",
        text.value);
    rows.next();
    const auto document = rows.get<std::optional<sqlite::Blob>>(0);
    if (!document) return std::nullopt;
    post.title = rows.get<std::string>(1);
    post.subtitle = rows.get<std::optional<std::string>>(2);
    post.tags = decode_strings(rows.get<std::string>(3));
    post.canonical_url = rows.get<std::optional<std::string>>(4);
    post.status = to_publish_status(rows.get<std::string>(5));
    post.license = to_license(rows.get<std::string>(6));
    post.publication = rows.get<std::optional<std::string>>(7);
    post.notify_followers = rows.get<std::int64_t>(8) != 0 ? core::NotifyFollowers::yes : core::NotifyFollowers::no;
    post.disclaimer = rows.get<std::int64_t>(9) != 0 ? core::Disclaimer::yes : core::Disclaimer::no;
    post.not_before = to_time(rows.get<std::optional<std::int64_t>>(10));
    post.published_at = to_time(rows.get<std::optional<std::int64_t>>(11));
    post.strictness = rows.get<std::int64_t>(12) != 0 ? core::Strictness::strict : core::Strictness::lenient;
    post.body = decode(document->bytes, id);
  }
  post.findings = load_findings(store, text);
  return post;
}

// Points the post to another text; what was left out of the old one is tried with the new one.
void point_to(Store& store, core::PostId post, TextId text) {
  store.run(
      "UPDATE post SET text = ?2, (digest, address_key, title_key, text_key) = (SELECT digest, address_key, title_key, "
      "text_key FROM text WHERE id = ?2), without_tags = 0, without_published_at = 0 WHERE id = ?1",
      post.value, text.value);
}

}  // namespace

TextId add_text(Store& store, core::PostId post_id, const Arrival& arrival, const Prepared& prepared) {
  const core::Post none;
  const core::Post& post = arrival.post ? *arrival.post : none;
  std::optional<sqlite::Blob> document;
  std::optional<sqlite::Blob> sketch;
  if (arrival.post) {
    document = sqlite::Blob{prepared.document};
    sketch = sqlite::Blob{prepared.likeness.text.bytes()};
  }
  const Keys keys = keys_of(prepared.likeness, arrival.account);
  std::optional<sqlite::Blob> raw;
  if (arrival.raw) raw = sqlite::Blob{*arrival.raw};
  store.run(
      "INSERT INTO text (post, digest, asked_state, asked_cause, asked_reason, title, canonical_url, tags, status, "
      "license, "
      "publication, subtitle, notify_followers, disclaimer, not_before, published_at, document, strict, raw, "
      "address_key, title_key, text_key, sketch, rules) VALUES "
      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)",
      post_id.value, arrival.digest, core::to_string(arrival.state), to_string(arrival.cause), arrival.reason,
      arrival.post ? post.title : arrival.title, arrival.post ? post.canonical_url : arrival.canonical_url,
      encode_strings(post.tags), core::to_string(post.status), core::to_string(post.license), post.publication,
      post.subtitle, post.notify_followers == core::NotifyFollowers::yes ? 1 : 0,
      post.disclaimer == core::Disclaimer::yes ? 1 : 0, to_column(post.not_before), to_column(post.published_at),
      document, post.strictness == core::Strictness::strict ? 1 : 0, raw, keys.address, keys.title, keys.text, sketch,
      arrival.rules);
  const TextId text{store.last_insert_id()};
  add_findings(store, text, post.findings, FoundIn::text);
  add_assets(store, text, arrival.assets);
  return text;
}

void drop_text(Store& store, TextId text) {
  const std::vector<AssetRecord> assets = assets_of(store, text);
  store.run("DELETE FROM text WHERE id = ?1", text.value);
  drop_unnamed_assets(store, assets);
}

void replace_text(Store& store, core::PostId post, const Arrival& arrival, const Prepared& prepared) {
  const TextId old = current_text(store, post).value();
  point_to(store, post, add_text(store, post, arrival, prepared));
  drop_text(store, old);
}

void set_newer(Store& store, core::PostId post, const Arrival& arrival, const Prepared& prepared) {
  forget_newer(store, post);
  store.run("UPDATE post SET newer = ?2 WHERE id = ?1", post.value, add_text(store, post, arrival, prepared).value);
}

void forget_newer(Store& store, core::PostId post) {
  const std::optional<TextId> newer = newer_text(store, post);
  if (!newer) return;
  store.run("UPDATE post SET newer = NULL WHERE id = ?1", post.value);
  drop_text(store, *newer);
}

void settle_newer(Store& store, core::PostId post) {
  const TextId newer = newer_text(store, post).value();
  const TextId old = current_text(store, post).value();
  store.run("UPDATE post SET newer = NULL WHERE id = ?1", post.value);
  point_to(store, post, newer);
  drop_text(store, old);
}

void take_newer(Store& store, core::PostId post, core::TimePoint now) {
  const std::optional<TextId> newer = newer_text(store, post);
  if (!newer) return;
  settle_newer(store, post);
  const Record record = find_record(store, post).value();
  const Asked asked = asked_with(store, *newer);
  if (asked.state == record.state) {
    const std::optional<core::TimePoint> author = author_not_before(store, post, now);
    if (record.lane == Lane::scheduled && author && record.not_before.value_or(now) < *author) {
      put_in_line(store, record, {Lane::scheduled, author, position_of(store, post)}, record.cause, record.reason, now);
    }
    store.emit("superseded", record.title, post, now);
    return;
  }
  if (asked.state == core::State::queued) {
    put_in_line(store, record, at_the_end(store, record, now), Cause::none, std::nullopt, now);
  } else {
    set_state(store, post, asked.state, asked.cause, asked.reason);
  }
  store.emit(core::to_string(asked.state), asked.reason.value_or(record.title), post, now);
}

Place at_the_end(Store& store, const Record& record, core::TimePoint now) {
  return {Lane::scheduled, author_not_before(store, record.id, now),
          position_behind_all(store, {record.account, plan_of(store, record.source, record.plan)})};
}

void drop_newer_images(Store& store, core::PostId post) {
  const std::optional<TextId> newer = newer_text(store, post);
  if (!newer) return;
  const std::vector<AssetRecord> assets = assets_of(store, *newer);
  store.run("DELETE FROM text_asset WHERE text = ?1", newer->value);
  drop_unnamed_assets(store, assets);
}

std::optional<core::Post> load_post(Store& store, core::PostId id) {
  const std::optional<TextId> text = current_text(store, id);
  if (!text) return std::nullopt;
  std::optional<core::Post> post = load_text(store, *text, id);
  if (!post) return std::nullopt;
  Rows rows = store.query("SELECT without_tags, without_published_at FROM post WHERE id = ?1", id.value);
  rows.next();
  if (rows.get<std::int64_t>(0) != 0) post->tags.clear();
  if (rows.get<std::int64_t>(1) != 0) post->published_at.reset();
  return post;
}

bool is_readable(Store& store, core::PostId post) {
  return store
      .query("SELECT 1 FROM post JOIN text ON text.id = post.text WHERE post.id = ?1 AND document IS NOT NULL",
             post.value)
      .next();
}

std::optional<core::TimePoint> author_not_before(Store& store, core::PostId post, core::TimePoint now) {
  Rows rows =
      store.query("SELECT text.not_before FROM post JOIN text ON text.id = post.text WHERE post.id = ?1", post.value);
  if (!rows.next()) return std::nullopt;
  const std::optional<core::TimePoint> not_before = to_time(rows.get<std::optional<std::int64_t>>(0));
  return not_before && *not_before > now ? not_before : std::nullopt;
}

// ---- Queue

void Queue::set_image_findings(core::PostId id, const core::Findings& findings) {
  Work work(*impl_);
  if (const std::optional<TextId> text = current_text(*impl_, id)) {
    impl_->run("DELETE FROM finding WHERE text = ?1 AND of_images = 1", text->value);
    add_findings(*impl_, *text, findings, FoundIn::images);
  }
  work.commit();
}

void Queue::warn_of_story(core::PostId id, const core::Finding& finding, core::TimePoint now) {
  Work work(*impl_);
  if (const std::optional<TextId> text = current_text(*impl_, id)) {
    add_findings(*impl_, *text, {finding}, FoundIn::text);
    impl_->emit(finding.code, finding.message, id, now);
  }
  work.commit();
}

std::optional<core::Post> Queue::post(core::PostId id) {
  return load_post(*impl_, id);
}
std::optional<Queue::Raw> Queue::raw(core::PostId id) {
  Rows rows = impl_->query(
      "SELECT source, raw FROM post JOIN text ON text.id = post.text WHERE post.id = ?1 AND raw IS NOT NULL", id.value);
  if (!rows.next()) return std::nullopt;
  return Raw{rows.get<std::string>(0), rows.get<sqlite::Blob>(1).bytes};
}
core::Sketch Queue::sketch(core::PostId id) {
  Rows rows = impl_->query(
      "SELECT sketch FROM post JOIN text ON text.id = coalesce(newer, post.text) WHERE post.id = ?1", id.value);
  if (!rows.next()) return {};
  const auto bytes = rows.get<std::optional<sqlite::Blob>>(0);
  return bytes ? core::Sketch::from(bytes->bytes) : core::Sketch();
}
core::Findings Queue::findings(core::PostId id) {
  const std::optional<TextId> text = current_text(*impl_, id);
  return text ? load_findings(*impl_, *text) : core::Findings{};
}
std::optional<Queue::Newer> Queue::newer(core::PostId id) {
  const std::optional<TextId> text = newer_text(*impl_, id);
  if (!text) return std::nullopt;
  return Newer{load_text(*impl_, *text, id), asked_with(*impl_, *text).reason};
}

}  // namespace mediumsync::queue
