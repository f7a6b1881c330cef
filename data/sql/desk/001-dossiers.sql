-- SPDX-License-Identifier: GPL-3.0-or-later
-- The desk's own work: dossiers and their papers, journal, registration numbers, outbox, settings.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What lists show, sort and filter by stands here; the rest of a dossier in dossier_body, so that this table stays narrow.
CREATE TABLE dossier (
  row            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  rev            INTEGER NOT NULL CHECK (rev > 0),
  synced_rev     INTEGER NOT NULL DEFAULT 0, -- the last rev that the central acknowledged
  procedure      TEXT NOT NULL,
  regime         TEXT,
  pack_id        TEXT,
  pack_version   TEXT,
  state          TEXT NOT NULL,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  filed_on       TEXT,
  due_on         TEXT,
  register       TEXT,
  year           INTEGER NOT NULL DEFAULT 0,
  number         INTEGER NOT NULL DEFAULT 0,
  registered_at  INTEGER NOT NULL DEFAULT 0,
  registration   TEXT,
  officer        TEXT,
  desk           TEXT,
  sync_state     TEXT NOT NULL CHECK (sync_state IN ('local', 'queued', 'synced', 'rejected')),
  applicant_name TEXT,
  address        TEXT,
  sort_number    INTEGER NOT NULL,
  sort_due       TEXT NOT NULL,
  sort_applicant TEXT NOT NULL,
  sort_state     INTEGER NOT NULL,
  search_key     TEXT NOT NULL
);

CREATE INDEX dossier_registration ON dossier (number, year) WHERE number > 0;
CREATE INDEX dossier_state ON dossier (state);

-- One index per order, each with all that a list is filtered by: a keystroke walks one index and needs neither the table nor a sort.
CREATE INDEX dossier_by_number ON dossier (sort_number, row, search_key, state, procedure, sync_state);
CREATE INDEX dossier_by_due ON dossier (sort_due, row, search_key, state, procedure, sync_state);
CREATE INDEX dossier_by_applicant ON dossier (sort_applicant, row, search_key, state, procedure, sync_state);
CREATE INDEX dossier_by_state ON dossier (sort_state, row, search_key, state, procedure, sync_state);

CREATE TABLE dossier_body (
  row   INTEGER PRIMARY KEY REFERENCES dossier (row) ON DELETE CASCADE,
  parts TEXT NOT NULL, -- JSON: applicant, representative, property, facts
  cnp   TEXT           -- of the applicant, for the search of those who may
);

CREATE INDEX dossier_body_cnp ON dossier_body (cnp) WHERE cnp IS NOT NULL;

CREATE TABLE document (
  row        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  rev        INTEGER NOT NULL CHECK (rev > 0),
  sha256     TEXT NOT NULL CHECK (length (sha256) = 64),
  size       INTEGER NOT NULL,
  role       TEXT NOT NULL,
  body       TEXT NOT NULL -- JSON of the whole document
);

CREATE INDEX document_dossier ON document (dossier_id, row);
CREATE INDEX document_sha256 ON document (sha256);

-- Append-only and chained: each line is hashed together with the hash of the line before.
CREATE TABLE event (
  seq        INTEGER PRIMARY KEY,
  dossier_id TEXT,
  kind       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  who        TEXT NOT NULL,
  desk       TEXT NOT NULL,
  body       TEXT NOT NULL, -- exactly the bytes that were hashed
  prev_hash  TEXT NOT NULL,
  hash       TEXT NOT NULL
);

CREATE INDEX event_dossier ON event (dossier_id, seq);

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;

-- Blocks of registration numbers lent by the central.
CREATE TABLE lease (
  id        TEXT PRIMARY KEY,
  register  TEXT NOT NULL,
  year      INTEGER NOT NULL,
  first     INTEGER NOT NULL CHECK (first > 0),
  last      INTEGER NOT NULL CHECK (last >= first),
  next      INTEGER NOT NULL CHECK (next BETWEEN first AND last + 1),
  added_at  INTEGER NOT NULL,
  closed_at INTEGER
) WITHOUT ROWID;

-- Every number that was taken out of a lease: kept for a dossier, used, or an explained gap. The key is what makes a number unique.
CREATE TABLE number (
  register   TEXT NOT NULL,
  year       INTEGER NOT NULL,
  number     INTEGER NOT NULL,
  lease_id   TEXT NOT NULL REFERENCES lease (id),
  dossier_id TEXT NOT NULL REFERENCES dossier (id),
  state      TEXT NOT NULL CHECK (state IN ('reserved', 'used', 'cancelled')),
  reason     TEXT,
  at         INTEGER NOT NULL,
  PRIMARY KEY (register, year, number)
) WITHOUT ROWID;

CREATE UNIQUE INDEX number_dossier ON number (dossier_id) WHERE state <> 'cancelled';

-- A batch is frozen before it is first sent: its bytes stay the same however often it has to be sent.
CREATE TABLE outbox_batch (
  number      INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256      TEXT NOT NULL,
  content     BLOB NOT NULL,
  n_rows      INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  finished_at INTEGER
);

CREATE TABLE outbox (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  id         TEXT NOT NULL UNIQUE,
  dossier_id TEXT NOT NULL, -- '' for none
  kind       TEXT NOT NULL,
  entity_id  TEXT NOT NULL,
  version    INTEGER NOT NULL,
  payload    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('pending', 'frozen', 'rejected')),
  reason     TEXT,
  hint       TEXT,
  attempts   INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  batch      INTEGER REFERENCES outbox_batch (number)
);

CREATE INDEX outbox_state ON outbox (state, seq);
CREATE INDEX outbox_dossier ON outbox (dossier_id, kind, state);
CREATE INDEX outbox_batch_rows ON outbox (batch) WHERE batch IS NOT NULL;

CREATE TABLE feed (
  name   TEXT PRIMARY KEY,
  cursor TEXT NOT NULL
) WITHOUT ROWID;
