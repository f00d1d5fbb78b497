// The step of the schema by which it learned who asked for what, whether slots were kept and what stories came to.
#pragma once

#include <string_view>

namespace mediumsync::queue {

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

}  // namespace mediumsync::queue
