// The schema of the queue, and the steps by which it came to know feeds, twins and what moves between folders.
//
// Times are milliseconds since the epoch. Lists of texts are netstrings. What a partial index stands on is written in
// the same words in the queries that use it. Of a list of words (IN) SQLite would make a table for each row that it
// checks; compared one by one they cost next to nothing.
#pragma once

#include <string_view>

namespace mediumsync::queue {

inline constexpr std::string_view version_1 = R"sql(
CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  origin TEXT NOT NULL,
  -- its text's, once more: what tells a duplicate is looked for here
  digest TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'queued' OR state = 'held' OR state = 'publishing' OR state = 'in_doubt'
    OR state = 'handed_off' OR state = 'published' OR state = 'failed' OR state = 'skipped'),
  cause TEXT NOT NULL CHECK (cause = 'none' OR cause = 'person' OR cause = 'baseline' OR cause = 'draft' OR cause = 'author'
    OR cause = 'duplicate' OR cause = 'gone' OR cause = 'excerpt' OR cause = 'flood'
    OR cause = 'findings' OR cause = 'invalid' OR cause = 'refused' OR cause = 'network'
    OR cause = 'doubt'),
  reason TEXT,
  -- a person's hold outlives the file's absence (cause 'gone')
  held_while_gone INTEGER NOT NULL DEFAULT 0 CHECK (held_while_gone IN (0, 1)),
  plan TEXT,
  lane TEXT NOT NULL DEFAULT 'scheduled' CHECK (lane IN ('scheduled', 'personal')),
  position INTEGER NOT NULL,
  not_before INTEGER,
  -- 0 until not_before has come: those that may go are found without looking at those that may not
  ripe INTEGER NOT NULL DEFAULT 1 CHECK (ripe IN (0, 1)),
  -- of the text table, but no foreign keys: for each text that goes every post would be looked at
  text INTEGER NOT NULL,
  -- what its source has handed over since it was sent: the post has drifted
  newer INTEGER,
  without_tags INTEGER NOT NULL DEFAULT 0 CHECK (without_tags IN (0, 1)),
  without_published_at INTEGER NOT NULL DEFAULT 0 CHECK (without_published_at IN (0, 1)),
  medium_id TEXT,
  url TEXT,
  created_at INTEGER NOT NULL,
  published_at INTEGER,
  -- of one source and account: what a person adds (source 'added') may go to several accounts
  UNIQUE (source, origin, account),
  CHECK (lane = 'scheduled' OR not_before IS NOT NULL)
) STRICT;
CREATE INDEX post_state ON post (state);
CREATE INDEX post_source ON post (source, state);
CREATE INDEX post_text ON post (account, digest) WHERE state NOT IN ('failed', 'skipped');
CREATE INDEX post_line ON post (account, plan, ripe, position) WHERE state = 'queued' AND lane = 'scheduled';
CREATE INDEX post_dated ON post (account, plan, ripe, not_before, position) WHERE state = 'queued' AND lane = 'scheduled';
CREATE INDEX post_personal ON post (account, not_before, position) WHERE state = 'queued' AND lane = 'personal';
CREATE INDEX post_personal_plan ON post (account, plan, not_before, position) WHERE state = 'queued' AND lane = 'personal';

CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL,
  digest TEXT NOT NULL,
  -- what its source asked for with it: tells a new wish from one that a person has overruled
  asked_state TEXT NOT NULL CHECK (asked_state = 'queued' OR asked_state = 'held' OR asked_state = 'failed' OR asked_state = 'skipped'),
  asked_cause TEXT NOT NULL,
  asked_reason TEXT,
  title TEXT NOT NULL,
  canonical_url TEXT,
  tags TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status = 'public' OR status = 'unlisted' OR status = 'draft'),
  license TEXT NOT NULL,
  publication TEXT,
  subtitle TEXT,
  notify_followers INTEGER NOT NULL CHECK (notify_followers IN (0, 1)),
  disclaimer INTEGER NOT NULL CHECK (disclaimer IN (0, 1)),
  not_before INTEGER,
  published_at INTEGER,
  -- absent: it can't be read as a post
  document BLOB
) STRICT;

CREATE TABLE finding (
  text INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  severity TEXT NOT NULL CHECK (severity = 'error' OR severity = 'warning' OR severity = 'advice'),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  line INTEGER,
  PRIMARY KEY (text, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES post (id),
  account TEXT NOT NULL,
  number INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL,
  sending_at INTEGER,
  finished_at INTEGER,
  outcome TEXT,
  detail TEXT,
  -- 1 from the sending mark on, until it is known that no story came of it
  may_exist INTEGER NOT NULL DEFAULT 0 CHECK (may_exist IN (0, 1) AND (may_exist = 0 OR sending_at IS NOT NULL)),
  CHECK ((finished_at IS NULL) = (outcome IS NULL)),
  UNIQUE (post, number)
) STRICT;
CREATE INDEX attempt_sent ON attempt (account, sending_at) WHERE may_exist = 1;

CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  post INTEGER REFERENCES post (id),
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE asset (
  digest TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  bytes BLOB,
  url TEXT,
  CHECK (bytes IS NOT NULL OR url IS NOT NULL)
) STRICT;

CREATE TABLE text_asset (
  text INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  path TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES asset (digest),
  PRIMARY KEY (text, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX text_asset_digest ON text_asset (digest);

CREATE TABLE source (
  name TEXT PRIMARY KEY,
  baselined_at INTEGER,
  last_checked INTEGER,
  next_check INTEGER,
  failing TEXT,
  failures INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT,
  moved_to TEXT,
  url TEXT
) STRICT;

CREATE TABLE file (
  source TEXT NOT NULL,
  path TEXT NOT NULL,
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  size INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  changed_ns INTEGER NOT NULL,
  PRIMARY KEY (source, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  name TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state = 'ready' OR state = 'paused' OR state = 'stopped'),
  reason TEXT,
  until INTEGER,
  pauses INTEGER NOT NULL,
  user_id TEXT,
  username TEXT
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE tally (
  source TEXT NOT NULL,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  posts INTEGER NOT NULL CHECK (posts >= 0),
  PRIMARY KEY (source, account, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER post_added AFTER INSERT ON post BEGIN
  INSERT INTO tally VALUES (new.source, new.account, new.state, 1) ON CONFLICT DO UPDATE SET posts = posts + 1;
END;
CREATE TRIGGER post_changed AFTER UPDATE OF source, account, state ON post
WHEN (old.source, old.account, old.state) <> (new.source, new.account, new.state) BEGIN
  UPDATE tally SET posts = posts - 1 WHERE source = old.source AND account = old.account AND state = old.state;
  INSERT INTO tally VALUES (new.source, new.account, new.state, 1) ON CONFLICT DO UPDATE SET posts = posts + 1;
END;
CREATE TRIGGER post_removed AFTER DELETE ON post BEGIN
  UPDATE tally SET posts = posts - 1 WHERE source = old.source AND account = old.account AND state = old.state;
END;
)sql";

// Posts that have drifted are told of by `status`, among however many there are.
inline constexpr std::string_view version_2 = R"sql(
CREATE INDEX post_drifted ON post (id) WHERE newer IS NOT NULL;
)sql";

inline constexpr std::string_view version_3 = R"sql(
-- 1: found when the images were looked at, right before the story went or was to go
ALTER TABLE finding ADD COLUMN of_images INTEGER NOT NULL DEFAULT 0 CHECK (of_images IN (0, 1));
-- 1: its source is strict, what can't be carried over is not sent
ALTER TABLE text ADD COLUMN strict INTEGER NOT NULL DEFAULT 0 CHECK (strict IN (0, 1));
)sql";

// A file that has another name is known by its text, also when its post was skipped or has failed.
inline constexpr std::string_view version_4 = R"sql(
DROP INDEX post_text;
CREATE INDEX post_text ON post (account, digest);
)sql";

inline constexpr std::string_view version_5 = R"sql(
-- what an entry is read from once somebody wants it; absent: it has been read
ALTER TABLE text ADD COLUMN raw BLOB;
-- an id under which a source's item came later, and the origin of the post that it is
CREATE TABLE other_id (
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;
-- the page of an entry that is only a teaser
CREATE TABLE article (
  post INTEGER PRIMARY KEY REFERENCES post (id),
  source TEXT NOT NULL,
  -- the entry, as text.raw has it, and its digest
  entry BLOB NOT NULL,
  digest TEXT NOT NULL,
  -- 1: the post's text came from the page
  taken INTEGER NOT NULL CHECK (taken IN (0, 1)),
  attempts INTEGER NOT NULL,
  -- absent: nothing is left to try
  next_try INTEGER
) STRICT;
CREATE INDEX article_wanted ON article (next_try) WHERE next_try IS NOT NULL;
-- of a feed: how often it posts and asks to be asked, the feed found on the page that is configured, its WebSub hub,
-- and whether it said that it is gone for good
ALTER TABLE source ADD COLUMN usual_gap INTEGER;
ALTER TABLE source ADD COLUMN asked_pause INTEGER;
ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN found_at TEXT;
ALTER TABLE source ADD COLUMN also_found TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN hub TEXT;
ALTER TABLE source ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
)sql";

// What tells the same post from another source. A key stands for an address, a title, a text; `sketch` is what texts
// are compared by (core/likeness.hpp). Posts of before are given theirs when the queue is opened.
inline constexpr std::string_view version_6 = R"sql(
ALTER TABLE text ADD COLUMN address_key INTEGER;
ALTER TABLE text ADD COLUMN title_key INTEGER;
ALTER TABLE text ADD COLUMN text_key INTEGER;
ALTER TABLE text ADD COLUMN sketch BLOB;
CREATE INDEX text_unsketched ON text (id) WHERE sketch IS NULL AND document IS NOT NULL;
-- its text's, once more
ALTER TABLE post ADD COLUMN address_key INTEGER;
ALTER TABLE post ADD COLUMN title_key INTEGER;
ALTER TABLE post ADD COLUMN text_key INTEGER;
-- of one that is skipped as a duplicate: the post that it is the same as
ALTER TABLE post ADD COLUMN twin INTEGER;
CREATE INDEX post_address ON post (address_key) WHERE address_key IS NOT NULL AND state NOT IN ('failed', 'skipped');
CREATE INDEX post_title ON post (title_key) WHERE title_key IS NOT NULL AND state NOT IN ('failed', 'skipped');
CREATE INDEX post_words ON post (text_key) WHERE text_key IS NOT NULL AND state NOT IN ('failed', 'skipped');
CREATE INDEX post_twin ON post (twin) WHERE twin IS NOT NULL;
)sql";

// With the source: within one source neither a title nor a text makes two posts one, so that those of a whole folder
// need not be looked at for every file of it.
inline constexpr std::string_view version_7 = R"sql(
DROP INDEX post_title;
DROP INDEX post_words;
CREATE INDEX post_title ON post (title_key, source) WHERE title_key IS NOT NULL AND state NOT IN ('failed', 'skipped');
CREATE INDEX post_words ON post (text_key, source) WHERE text_key IS NOT NULL AND state NOT IN ('failed', 'skipped');
)sql";

// Stories that are on Medium and that the author's feed or export told of. The keys and the sketch are those of
// version 6.
inline constexpr std::string_view version_8 = R"sql(
CREATE TABLE story (
  account TEXT NOT NULL,
  -- Medium's
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  canonical_url TEXT,
  published_at INTEGER,
  draft INTEGER NOT NULL CHECK (draft = 0 OR draft = 1),
  -- empty: its text is not known
  sketch BLOB NOT NULL,
  address_key INTEGER,
  title_key INTEGER,
  text_key INTEGER,
  UNIQUE (account, id)
) STRICT;
CREATE INDEX story_address ON story (address_key) WHERE address_key IS NOT NULL;
CREATE INDEX story_title ON story (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX story_words ON story (text_key) WHERE text_key IS NOT NULL;
-- of one that is skipped as a duplicate: the story of the story table that it is
ALTER TABLE post ADD COLUMN story TEXT;
)sql";

inline constexpr std::string_view version_9 = R"sql(
-- a digest of what the configuration said of it when it was read; absent: not known
ALTER TABLE text ADD COLUMN rules TEXT;
-- of a feed: likewise, when it was last read whole
ALTER TABLE source ADD COLUMN rules TEXT;
-- of a folder: the directory itself, as it was when its files were last seen; its path is in url
ALTER TABLE source ADD COLUMN root_device INTEGER;
ALTER TABLE source ADD COLUMN root_inode INTEGER;
CREATE INDEX source_place ON source (url) WHERE url IS NOT NULL;
)sql";

// A source by the same name that is another folder or feed has its first look again. What a person skipped, and what
// was there when its source was first seen, keeps the same post from coming another way.
inline constexpr std::string_view version_10 = R"sql(
ALTER TABLE source ADD COLUMN baselined_place TEXT;
UPDATE source SET baselined_place = 'feed ' || url WHERE url LIKE 'http%';
CREATE INDEX post_kept_address ON post (address_key) WHERE address_key IS NOT NULL AND state = 'skipped' AND (cause = 'person' OR cause = 'baseline');
CREATE INDEX post_kept_title ON post (title_key) WHERE title_key IS NOT NULL AND state = 'skipped' AND (cause = 'person' OR cause = 'baseline');
CREATE INDEX post_kept_words ON post (text_key) WHERE text_key IS NOT NULL AND state = 'skipped' AND (cause = 'person' OR cause = 'baseline');
)sql";

}  // namespace mediumsync::queue
