-- SPDX-License-Identifier: GPL-3.0-or-later
-- What other desks do: their journal lines, and the fields where their change met one of ours.

CREATE TABLE foreign_event (
  origin     TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  dossier_id TEXT,
  kind       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  who        TEXT NOT NULL,
  desk       TEXT NOT NULL,
  body       TEXT NOT NULL,
  prev_hash  TEXT NOT NULL,
  hash       TEXT NOT NULL,
  PRIMARY KEY (origin, seq)
) WITHOUT ROWID;

CREATE INDEX foreign_event_dossier ON foreign_event (dossier_id);

CREATE TRIGGER foreign_event_no_update BEFORE UPDATE ON foreign_event
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;

CREATE TRIGGER foreign_event_no_delete BEFORE DELETE ON foreign_event
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;

-- Both values of a field, until a person chooses; then they stay here as the record of the choice.
CREATE TABLE conflict (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  dossier_id   TEXT NOT NULL REFERENCES dossier (id),
  field        TEXT NOT NULL,
  local_value  TEXT NOT NULL,
  remote_value TEXT NOT NULL,
  remote_rev   INTEGER NOT NULL,
  origin       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  resolved_at  INTEGER,
  choice       TEXT CHECK (choice IN ('local', 'remote')),
  UNIQUE (dossier_id, field, origin, remote_rev)
);

CREATE INDEX conflict_open ON conflict (dossier_id) WHERE resolved_at IS NULL;

ALTER TABLE dossier ADD COLUMN conflicts INTEGER NOT NULL DEFAULT 0;
