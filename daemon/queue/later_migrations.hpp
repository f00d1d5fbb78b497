// The steps of the schema by which it came to know what became of a post: on Medium, with the people who were told, and
// in figures. Written as the first ones are.
#pragma once

#include <string_view>

namespace mediumsync::queue {

// Stories that are looked for on Medium: those of posts that are in doubt, were handed off or published just now.
inline constexpr std::string_view version_11 = R"sql(
CREATE TABLE unreconciled (
  post INTEGER PRIMARY KEY REFERENCES post (id),
  -- when it was sent, handed off or published
  since INTEGER NOT NULL,
  looks INTEGER NOT NULL,
  -- absent: nothing is left to try
  next_look INTEGER
) STRICT;
CREATE INDEX unreconciled_wanted ON unreconciled (next_look) WHERE next_look IS NOT NULL;
CREATE TRIGGER post_reconciled AFTER UPDATE OF state ON post WHEN old.state <> new.state BEGIN
  DELETE FROM unreconciled WHERE post = new.id;
END;
CREATE INDEX post_medium ON post (medium_id) WHERE medium_id IS NOT NULL;
INSERT INTO unreconciled SELECT post.id, max(sending_at), 0, max(sending_at)
  FROM post JOIN text ON text.id = post.text JOIN attempt ON attempt.post = post.id
  WHERE state = 'in_doubt' AND status = 'public' AND sending_at IS NOT NULL GROUP BY post.id;
)sql";

inline constexpr std::string_view version_12 = R"sql(
CREATE TABLE receiver (
  name TEXT PRIMARY KEY,
  -- the kinds of event that it is told of: some happen before the settings are known
  kinds TEXT NOT NULL,
  -- its notices, and how many more came than are kept: since the open message was made, and in it
  waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  beyond INTEGER NOT NULL DEFAULT 0,
  beyond_open INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  failing TEXT,
  failing_since INTEGER,
  next_try INTEGER,
  given_up INTEGER NOT NULL DEFAULT 0
) STRICT;
-- who is still to be told of which event; no foreign key: events are pruned
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  receiver TEXT NOT NULL REFERENCES receiver (name),
  event INTEGER NOT NULL,
  at INTEGER NOT NULL,
  post INTEGER,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  -- 1: part of the message that is being tried
  open INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1))
) STRICT;
CREATE INDEX notice_receiver ON notice (receiver, open, id);
)sql";

inline constexpr std::string_view version_13 = R"sql(
-- since when a person has had it to publish by hand, and when that was last recalled
ALTER TABLE post ADD COLUMN handed_off_at INTEGER;
ALTER TABLE post ADD COLUMN reminded_at INTEGER;
CREATE INDEX post_unreminded ON post (handed_off_at) WHERE state = 'handed_off' AND reminded_at IS NULL;
-- since when it can't publish, pauses in a row counted as one
ALTER TABLE account ADD COLUMN blocked_since INTEGER;
)sql";

// Who asked for what, whether slots were kept, and what stories came to.
inline constexpr std::string_view version_14 = R"sql(
-- who asked for it at the control socket
ALTER TABLE event ADD COLUMN actor TEXT;
CREATE INDEX event_post ON event (post) WHERE post IS NOT NULL;
-- the slot that was given to the first post of a line, and the rules that it followed from
CREATE TABLE promise (
  account TEXT NOT NULL,
  -- '': the account's own
  plan TEXT NOT NULL,
  post INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rules TEXT NOT NULL,
  PRIMARY KEY (account, plan)
) STRICT, WITHOUT ROWID;
-- of one that went by the schedule: the first slot that it was given
ALTER TABLE post ADD COLUMN slot_at INTEGER;
CREATE INDEX post_published ON post (published_at) WHERE state = 'published';
-- what an import found of a published post's story
ALTER TABLE post ADD COLUMN medium_change TEXT CHECK (medium_change = 'edited' OR medium_change = 'deleted');
ALTER TABLE post ADD COLUMN medium_change_what TEXT;
ALTER TABLE post ADD COLUMN medium_change_at INTEGER;
-- 1: a person knows of it
ALTER TABLE post ADD COLUMN medium_change_settled INTEGER NOT NULL DEFAULT 0 CHECK (medium_change_settled IN (0, 1));
CREATE INDEX post_changed_on_medium ON post (id) WHERE medium_change IS NOT NULL AND medium_change_settled = 0;
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  -- as whoever imported calls it
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (account, name)
) STRICT;
-- stands for all words of the story, and the last import that told of it
ALTER TABLE story ADD COLUMN words INTEGER;
ALTER TABLE story ADD COLUMN seen INTEGER;
-- what a story came to, by import
CREATE TABLE figure (
  account TEXT NOT NULL,
  -- Medium's id
  story TEXT NOT NULL,
  import INTEGER NOT NULL,
  at INTEGER NOT NULL,
  title TEXT NOT NULL,
  views INTEGER,
  reads INTEGER,
  claps INTEGER,
  earned INTEGER,
  currency TEXT,
  PRIMARY KEY (account, story, import),
  CHECK ((earned IS NULL) = (currency IS NULL))
) STRICT, WITHOUT ROWID;
)sql";

// An older import takes back nothing that a newer one told.
inline constexpr std::string_view version_15 = R"sql(
-- of a whole export: when Medium made it, at the earliest
ALTER TABLE import ADD COLUMN made_at INTEGER;
-- when what is known of the story was so
ALTER TABLE story ADD COLUMN told_at INTEGER;
)sql";

}  // namespace mediumsync::queue
