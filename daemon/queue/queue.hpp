// The durable queue: the only place with SQL. Every verb is one transaction that is on the disk (synchronous=FULL) when
// it returns.
// **Throws** sqlite::Error from any of them when the database can't do it: then nothing has changed.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/expected.hpp"
#include "core/post.hpp"
#include "queue/account_record.hpp"
#include "queue/arrival.hpp"
#include "queue/attempt.hpp"
#include "queue/known_story.hpp"
#include "queue/notice_record.hpp"
#include "queue/record.hpp"
#include "queue/source_record.hpp"

namespace mediumsync::queue {

// In headers of their own: only those who ask need them.
struct History;           // queue/history.hpp
struct ImportPart;        // queue/import.hpp
struct MediumChange;      // queue/medium_change.hpp
struct Statistics;        // queue/statistics.hpp
struct StatisticsWanted;  // queue/statistics.hpp

// Why a verb was refused, with what to do instead.
struct Refusal {
  enum class Kind { not_found, wrong_state } kind = Kind::wrong_state;
  std::string message;
};
using Changed = core::Expected<Record, Refusal>;

// ---- images

struct AssetRecord {
  std::string path;    // as LocalImage has it
  std::string digest;  // SHA-256, hex
  std::string media_type;
  std::optional<std::string> url;  // on Medium, once uploaded
};

// ---- the database itself

// The queue was put back to what it was at a time; since then nothing goes that a person has not let go.
struct Setback {
  core::TimePoint to;
  std::int64_t held = 0;  // posts that may be on Medium since
};

// The last time that every page was looked at.
struct Examination {
  core::TimePoint at;
  std::optional<std::string> damage;  // what is wrong with it
};

struct ListFilter {
  std::optional<core::State> state;
  std::optional<std::string> source;
  std::size_t limit = 100;
};

enum class Move { first, last };

// The queue. Owned by the composition root, outlives everything that uses it. Not for threads.
class Queue {
 public:
  // Opens or makes STATE_DIR/queue.db, migrates it, checks it (quick), and sorts what a crash left in `publishing`:
  // without a sending mark back to queued, with one to in_doubt. **Throws** std::runtime_error (a newer schema, a
  // corrupt database, with how to mend it).
  Queue(const std::filesystem::path& database, core::TimePoint now);
  ~Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // Called after a commit for every event in it, in order. It may call the queue; those events follow.
  void set_observer(std::function<void(const Event&)> observer);

  // Writing the write-ahead log back into the database takes tens of milliseconds, for which a commit would wait. Once
  // this is set, `start` is called instead when the log has grown: it shall have another thread call write_back(), and
  // this one written_back() after that.
  void set_write_back(std::function<void()> start);
  static void write_back(const std::filesystem::path& database);  // **Throws** sqlite::Error when an fsync failed
  void written_back();
  // Who has much to commit had better wait until then: the log would grow as fast as it is written back.
  bool is_written_back_now() const;

  // Everything called while it lives is one transaction; destroyed without commit() it never was. One within another is
  // part of it. After a verb has thrown within it, it can only be given up.
  class Batch {
   public:
    explicit Batch(Queue& queue);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;
    void commit();

   private:
    struct Guard;
    std::unique_ptr<Guard> guard_;
  };

  // Whatever happens while it lives, what observers do of it apart, happened because somebody asked for it at the
  // control socket. One at a time.
  class OnBehalfOf {
   public:
    OnBehalfOf(Queue& queue, std::string who);
    ~OnBehalfOf();
    OnBehalfOf(const OnBehalfOf&) = delete;
    OnBehalfOf& operator=(const OnBehalfOf&) = delete;

   private:
    Queue& queue_;
  };

  // -- coming in
  Enqueued enqueue(const Arrival& arrival, core::TimePoint now);
  // Its file is gone, or no post any more: one that waits is skipped (Cause::gone) with the reason, one that was sent
  // stays. False: no such post, or nothing to do.
  bool source_item_gone(std::string_view source, std::string_view origin, core::TimePoint now,
                        const std::string& reason = "its file was deleted before it was sent");
  bool knows(std::string_view source, std::string_view origin);
  bool is_empty();  // there never was a post
  // The origins of its posts that have a text, may still be sent and were understood under other rules than these.
  std::vector<std::string> under_other_rules(std::string_view source, std::string_view rules);
  // The post that an origin names.
  std::optional<Record> find_origin(std::string_view source, std::string_view origin);
  // Every post of an account with this text, whatever has become of it (the first hundred).
  std::vector<Record> with_text(std::string_view account, std::string_view digest);
  // The posts of its source that are the same one as the arrival by their title and text: of those that go or went, and
  // of these that left.
  std::vector<Record> kin_of(const Arrival& arrival, const std::vector<core::PostId>& left);
  // Whether a post has anything in common with the arrival, which has a text: its address, its title, a part of its
  // words; and one that has drifted with its newer text.
  bool is_like(core::PostId id, const Arrival& arrival);
  bool newer_is_like(core::PostId id);
  // Others of its account with its text.
  std::vector<Record> copies_of(core::PostId id);
  // Its file lies elsewhere from now on, perhaps in another folder. False: another post is known by that place.
  bool relocate(core::PostId id, std::string_view source, std::string_view origin, core::TimePoint now);
  // The posts that were published and have not changed since, and those that failed, whose origins do not begin with
  // `published` or `failed`.
  std::vector<core::PostId> ended_in_place(std::string_view source, std::string_view published,
                                           std::string_view failed);
  std::optional<KnownItem> known_item(std::string_view source, std::string_view origin);
  // An item that was not read when it came, because nobody was expected to want it.
  struct Raw {
    std::string source;
    std::string bytes;
  };
  std::optional<Raw> raw(core::PostId id);
  // Its source has read it: the post is in the state it was in, and has a text now (or, as before, none).
  void read_in(core::PostId id, const Arrival& arrival);
  // An id that means the item of another origin, once the source has said so.
  std::optional<std::string> origin_of(std::string_view source, std::string_view other_id);
  void remember_other_id(std::string_view source, std::string_view other_id, std::string_view origin);
  std::vector<KnownItem> known_items(std::string_view source, std::size_t limit);  // newest first
  // Of the text that its source handed over last; an empty one while that has not been read.
  core::Sketch sketch(core::PostId id);

  // -- on Medium already
  // Stories that are there without having been sent from here. The posts that are the same and wait are skipped; those
  // that are being sent or in doubt stay as they are.
  StoriesTaken take_stories(const std::vector<KnownStory>& stories, core::TimePoint now);
  std::optional<KnownStory> story(std::string_view account, std::string_view id);
  // The same with the figures that were saved beside them; the last part of a whole export tells what is gone, too.
  StoriesTaken take_import(const ImportPart& part, core::TimePoint now);
  // What the last imports found of a published post's story: absent while it is as it was.
  std::optional<MediumChange> medium_change(core::PostId id);
  std::vector<std::pair<Record, MediumChange>> medium_changes(std::size_t limit);  // the newest posts first

  // -- going out
  Outlook outlook(std::string_view account, const std::optional<std::string>& plan);
  // Commits `publishing` and an open attempt for the first post that may go; the sending mark comes later.
  std::optional<Claim> claim_due(std::string_view account, const std::optional<std::string>& plan, Lane lane,
                                 core::TimePoint now);
  void mark_sending(core::AttemptId attempt, core::TimePoint now);
  void settle(const Claim& claim, const Settlement& settlement, core::TimePoint now);
  // The slot that the first of a line was given, and under which rules. It stays the first one that the post was given
  // under these rules, whatever keeps it from going then: by that it is told whether the schedule was kept.
  void promise(std::string_view account, const std::optional<std::string>& plan, core::TimePoint slot,
               std::string_view rules);
  // A person wants nothing to go for now: that keeps no promise from being kept. Without a name, of all accounts.
  void forget_promises(const std::optional<std::string>& account);
  // When stories of an account were sent or may have been: since `since`, and the newest one, ascending.
  std::vector<core::TimePoint> sent(std::string_view account, core::TimePoint since);
  // Gives the first post that may go to a person, who publishes it by hand: `handed_off` from here on, and counted with
  // what was sent. std::nullopt: nothing may go, or `most_open` of the account are handed off and not done.
  std::optional<Record> hand_off(std::string_view account, const std::optional<std::string>& plan, Lane lane,
                                 std::int64_t most_open, core::TimePoint now);
  std::int64_t hand_offs_open(std::string_view account);
  // Recalls, once each, the posts that were handed off at `before` or earlier and are not done.
  void remind_of_hand_offs(core::TimePoint before, core::TimePoint now);
  // When the first one that has not been recalled was handed off.
  std::optional<core::TimePoint> oldest_unreminded_hand_off();
  // Posts of sources named here follow those sources' own schedules, all others their account's.
  void adopt_plans(const std::vector<std::string>& sources_with_plans);

  // -- looking for stories on Medium
  // The ones that are still looked for, the next one first.
  std::vector<Unreconciled> unreconciled(std::string_view account, std::size_t limit);
  // Whose fate is open, looked for or not: in doubt or handed off, the oldest first, and published at an address that
  // nobody told.
  std::vector<Unreconciled> in_question(std::string_view account, std::size_t limit);
  // Absent: it is not looked for any more.
  void looked(core::PostId id, int looks, std::optional<core::TimePoint> next_look);
  // A post of the account is this story.
  bool has_story(std::string_view account, std::string_view medium_id);
  // What was in doubt or handed off, or was published at an address that nobody told, is on Medium. False: somebody
  // else has said what became of it.
  bool discovered(core::PostId id, const PublishedStory& story, const std::string& how, core::TimePoint now);
  // What is known by now about a post that stays in doubt.
  void explain_doubt(core::PostId id, const std::string& reason, core::TimePoint now);
  // Something is wrong with the story of a post that was published; an event called by the finding's code.
  void warn_of_story(core::PostId id, const core::Finding& finding, core::TimePoint now);

  // -- people's verbs
  Changed hold(core::PostId id, core::TimePoint now);
  Changed release(core::PostId id, core::TimePoint now);  // held, or skipped: back to queued
  Changed skip(core::PostId id, core::TimePoint now);
  Changed retry(core::PostId id, core::TimePoint now);  // failed, or waiting for a retry: queued, not before now
  Changed publish_now(core::PostId id, core::TimePoint now);
  Changed move_to(core::PostId id, core::TimePoint at, core::TimePoint now);
  Changed move(core::PostId id, Move where, core::TimePoint now);
  Changed resolve_published(core::PostId id, const PublishedStory& story, core::TimePoint now);
  Changed resolve_not_published(core::PostId id, core::TimePoint now);
  // A person has published it by hand; also one that waits, is held, is in doubt or has failed.
  Changed done(core::PostId id, const PublishedStory& story, core::TimePoint now);
  // The story on Medium was brought up to date by hand, or is right as it is: the newer text is the known one from now
  // on, and what was found to have been changed there is no news any more.
  Changed acknowledge_drift(core::PostId id, core::TimePoint now);

  // -- looking
  Counts counts();
  // The accounts that posts wait for.
  std::vector<std::string> accounts_waited_for();
  // The sources that posts wait from, configured or not.
  std::vector<std::string> sources_waited_from();
  std::int64_t items(std::string_view source);
  // What came in the last four weeks, by the week and by source, without what was there when the source was first
  // seen. A source that has not been seen yet is not among them.
  std::map<std::string, double, std::less<>> new_per_week(core::TimePoint now);
  std::optional<Record> find(core::PostId id);
  std::optional<core::Post> post(core::PostId id);
  std::vector<Record> list(const ListFilter& filter);  // newest first
  // The queued posts of an account and plan: first the personal ones by their times, then the scheduled ones in their
  // order, whether their not_before has come or not. Up to `limit` of each kind (personal, free to go, waiting for a
  // date): enough to tell the next `limit` to go.
  std::vector<Record> waiting(std::string_view account, const std::optional<std::string>& plan, std::size_t limit);
  std::vector<AttemptRecord> attempts(core::PostId id);
  core::Findings findings(core::PostId id);
  // What its source has handed over since the post was sent.
  struct Newer {
    std::optional<core::Post> post;     // absent: it can't be read
    std::optional<std::string> reason;  // then: why
  };
  std::optional<Newer> newer(core::PostId id);     // absent: the post has not drifted
  std::vector<Record> drifted(std::size_t limit);  // newest first
  std::vector<Event> events(std::int64_t after_sequence, std::size_t limit);
  std::int64_t last_event();
  // What happened to a post, its newest `limit` events among it; absent when there is no such post.
  std::optional<History> history(core::PostId id, std::size_t limit);
  // Looks at what is new enough alone, by indices, and at so much of it at most.
  Statistics statistics(const StatisticsWanted& wanted);
  void note(std::string_view kind, std::string_view detail, std::optional<core::PostId> post, core::TimePoint now);
  // True when the database answers: what the watchdog asks before it pats.
  bool answers();

  // -- images
  std::vector<AssetRecord> assets(core::PostId id);
  std::optional<std::string> asset_bytes(std::string_view digest);
  void asset_uploaded(std::string_view digest, std::string_view url, core::TimePoint now);
  // Of images that are no post's own: fetched from the web, converted and uploaded.
  std::optional<std::string> uploaded_url(std::string_view digest);
  void remember_upload(std::string_view digest, std::string_view media_type, std::string_view url, core::TimePoint now);
  // What looking at the post's images found, right before it goes; in place of what was found the last time.
  void set_image_findings(core::PostId id, const core::Findings& findings);

  // -- sources
  std::optional<SourceRecord> source(std::string_view name);
  void save_source(const SourceRecord& source);
  // The names of those that were configured at this path or URL when they were last saved.
  std::vector<std::string> sources_at(std::string_view place);
  // All that is known of a source, its posts among it, goes by another name, which nothing is known by.
  void rename_source(std::string_view from, std::string_view to);
  // Asked, and nothing was new: all that save_source() would change.
  void save_checked(const SourceRecord& source);
  std::optional<ArticleRecord> article(core::PostId post);
  void save_article(const ArticleRecord& article);
  // The next ones to try, whether their time has come or not.
  std::vector<ArticleRecord> articles_wanted(std::size_t limit);
  // A post that waits for a better text than its teaser is told why it still does; any other is left alone.
  void explain_teaser(core::PostId post, const std::string& reason, core::TimePoint now);
  // A post that would go waits for its page, whose article record is there: it is held, and the page wanted now.
  void hold_for_page(core::PostId post, const std::string& reason, core::TimePoint now);
  std::vector<KnownFile> known_files(std::string_view source);
  void remember_file(std::string_view source, const KnownFile& file);
  void forget_file(std::string_view source, std::string_view path);

  // -- telling people
  // From now on their kinds of event leave a notice, in the event's transaction. What waits for any other is dropped,
  // with an event that says so.
  void adopt_receivers(const std::vector<Receiver>& receivers, core::TimePoint now);
  void try_receivers_again(core::TimePoint now);  // at once, whatever their pauses
  std::vector<ReceiverRecord> receivers();
  std::optional<ReceiverRecord> receiver(std::string_view name);
  // What is to be told next, which stays open until it is settled: the oldest notice, or all of them when they are more
  // than `digest_above`. Should nothing come of it (a crash) it is tried again at `if_unheard`.
  NoticeMessage open_notices(std::string_view receiver, std::int64_t digest_above, core::TimePoint if_unheard);
  void notices_sent(std::string_view receiver, core::TimePoint now);
  void notices_failed(std::string_view receiver, const NoticeFailure& failure, core::TimePoint now);

  // -- accounts
  AccountRecord account(std::string_view name);
  void save_account(const AccountRecord& account);
  bool paused();  // all accounts, by a person
  enum class Paused { no, yes };
  void set_paused(Paused paused, core::TimePoint now);

  // -- the database itself
  // While the queue is set back, what arrives is held too: it may have been sent before.
  std::optional<Setback> setback();
  std::vector<core::PostId> held_since_setback();
  void trust_again(core::TimePoint now);  // a person has looked
  std::optional<Examination> examination();
  void save_examination(const Examination& examination);
  // Writes something to the disk. **Throws** sqlite::Error when it can't be written.
  void try_the_disk(core::TimePoint now);
  // What is stored of an account beside its posts and their attempts: its state, who Medium says it is, its stories
  // that were imported and what they came to. Gives the stories' number.
  std::int64_t forget_account(std::string_view name, core::TimePoint now);
  bool is_stored(std::string_view account);  // there is something to forget

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediumsync::queue
