-- SPDX-License-Identifier: GPL-3.0-or-later
-- The tables. Ids are UUIDv7 made by the desks: they are the key of idempotence, and their leading bits are the time, so that
-- a range of ids is a year. What belongs to a dossier carries the dossier's id first and lies in the same year's partition.
SET ROLE gu_owner;

CREATE DOMAIN gu.code AS text CHECK (VALUE ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$');
CREATE DOMAIN gu.state AS text CHECK (VALUE IN (
  'ciorna', 'inregistrat', 'in-verificare', 'complet', 'incomplet-notificat', 'completat', 'in-analiza', 'in-avizare',
  'in-redactare', 'la-semnat', 'emis', 'comunicat', 'publicat', 'arhivat',
  'suspendat', 'respins', 'retras', 'clasat', 'conexat', 'redirectionat'));
CREATE DOMAIN gu.sha256 AS bytea CHECK (octet_length(VALUE) = 32);

-- One row: what this registry is. The epoch changes when it is restored from a copy, so that feed cursors start again.
CREATE TABLE gu.meta (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch        uuid NOT NULL DEFAULT gen_random_uuid(),
  protocol_min int NOT NULL,
  protocol_max int NOT NULL,
  max_blob     bigint NOT NULL DEFAULT 536870912
);
INSERT INTO gu.meta (protocol_min, protocol_max) VALUES (1, 1);

CREATE TABLE gu.institution (
  code          gu.code PRIMARY KEY,
  name          text NOT NULL CHECK (name <> ''),
  -- Whether a desk that asks for numbers of a register not seen before opens it.
  open_register boolean NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE gu.desk (
  institution gu.code NOT NULL REFERENCES gu.institution,
  code        gu.code NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, code)
);

-- Who is calling comes from session_user, which authentication sets; this says what that means.
CREATE TABLE gu.login (
  login       text PRIMARY KEY CHECK (login ~ '^[a-z_][a-z0-9_]{0,59}$'),
  institution gu.code NOT NULL REFERENCES gu.institution,
  desk        gu.code NOT NULL,
  role        text NOT NULL CHECK (role IN ('clerk', 'reviewer', 'signatory', 'supervisor', 'archivist', 'auditor', 'administrator')),
  valid_from  timestamptz NOT NULL DEFAULT now(),
  valid_to    timestamptz NOT NULL DEFAULT 'infinity',
  FOREIGN KEY (institution, desk) REFERENCES gu.desk
);

-- An origin is one workstation's store: one outbox, one journal.
CREATE TABLE gu.origin (
  id          uuid PRIMARY KEY,
  institution gu.code NOT NULL REFERENCES gu.institution,
  desk        gu.code NOT NULL,
  last_batch  bigint NOT NULL DEFAULT 0,
  last_seq    bigint NOT NULL DEFAULT 0,
  last_hash   text NOT NULL DEFAULT repeat('0', 64),
  first_seen  timestamptz NOT NULL DEFAULT now(),
  last_seen   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- The stored answer to every batch: the same bytes sent again get it again.
CREATE TABLE gu.batch (
  origin      uuid NOT NULL,
  batch       bigint NOT NULL,
  institution gu.code NOT NULL,
  sha256      gu.sha256 NOT NULL,
  reply       jsonb NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, batch)
);

-- What was returned to a desk is kept here too, with what it had sent: nothing disappears.
CREATE TABLE gu.rejection (
  origin      uuid NOT NULL,
  batch       bigint NOT NULL,
  row_id      uuid NOT NULL,
  institution gu.code NOT NULL,
  dossier_id  uuid,
  code        text NOT NULL,
  detail      text,
  sent        jsonb,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (origin, batch, row_id)
);

-- Registers, their counters, the blocks that desks hold, and why a number of a block was not used.
CREATE TABLE gu.register (
  institution gu.code NOT NULL REFERENCES gu.institution,
  code        gu.code NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, code)
);
CREATE TABLE gu.counter (
  institution gu.code NOT NULL,
  register    gu.code NOT NULL,
  year        int NOT NULL CHECK (year BETWEEN 2000 AND 2200),
  next_number bigint NOT NULL DEFAULT 1,
  closed_at   timestamptz,
  PRIMARY KEY (institution, register, year),
  FOREIGN KEY (institution, register) REFERENCES gu.register
) WITH (fillfactor = 10);
CREATE TABLE gu.lease (
  id          uuid PRIMARY KEY,
  institution gu.code NOT NULL,
  register    gu.code NOT NULL,
  year        int NOT NULL,
  first       bigint NOT NULL,
  last        bigint NOT NULL,
  origin      uuid NOT NULL,
  desk        gu.code NOT NULL,
  granted_at  timestamptz NOT NULL DEFAULT now(),
  returned_at timestamptz,
  CHECK (first >= 1 AND last >= first - 1),
  FOREIGN KEY (institution, register, year) REFERENCES gu.counter
);
CREATE INDEX lease_open ON gu.lease (institution, origin) WHERE returned_at IS NULL;
CREATE TABLE gu.lease_gap (
  institution gu.code NOT NULL,
  register    gu.code NOT NULL,
  year        int NOT NULL,
  number      bigint NOT NULL,
  reason      text NOT NULL CHECK (btrim(reason) <> ''),
  origin      uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, register, year, number)
);
CREATE TABLE gu.registration (
  institution   gu.code NOT NULL,
  register      gu.code NOT NULL,
  year          int NOT NULL,
  number        bigint NOT NULL CHECK (number >= 1),
  dossier_id    uuid NOT NULL,
  origin        uuid NOT NULL,
  lease_id      uuid NOT NULL,
  -- As printed on the receipt.
  display       text NOT NULL,
  registered_at bigint NOT NULL,
  received_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, register, year, number)
) PARTITION BY RANGE (year);
CREATE INDEX registration_by_dossier ON gu.registration (institution, dossier_id);

CREATE TABLE gu.dossier (
  id          uuid PRIMARY KEY,
  institution gu.code NOT NULL,
  rev         bigint NOT NULL CHECK (rev >= 1),
  base_rev    bigint NOT NULL DEFAULT 0,
  procedure   gu.code NOT NULL,
  regime      gu.code NOT NULL,
  state       gu.state NOT NULL,
  filed_on    date,
  -- Set by the registration, not by the desk's copy of the dossier.
  register    gu.code,
  year        int,
  number      bigint,
  officer     text,
  desk        text,
  -- Facts and whatever else the desks keep, except people, papers and what has a column.
  body        jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
  last_origin uuid NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  chg         xid8 NOT NULL DEFAULT pg_current_xact_id()
) PARTITION BY RANGE (id);
CREATE INDEX dossier_feed ON gu.dossier (institution, chg, id);
CREATE INDEX dossier_state ON gu.dossier (institution, state);

-- People and addresses apart: their rights are not those of the dossier.
CREATE TABLE gu.dossier_person (
  dossier_id     uuid PRIMARY KEY,
  institution    gu.code NOT NULL,
  applicant      jsonb,
  representative jsonb,
  property       jsonb
) PARTITION BY RANGE (dossier_id);

CREATE TABLE gu.document (
  dossier_id  uuid NOT NULL,
  id          uuid NOT NULL,
  institution gu.code NOT NULL,
  sha256      gu.sha256 NOT NULL,
  name        text NOT NULL,
  media_type  text NOT NULL,
  size        bigint NOT NULL CHECK (size >= 0),
  pages       int,
  role        gu.code NOT NULL,
  body        jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
  rev         bigint NOT NULL,
  last_origin uuid NOT NULL,
  chg         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (dossier_id, id)
) PARTITION BY RANGE (dossier_id);
CREATE INDEX document_by_content ON gu.document (institution, sha256);

-- The journal: the exact bytes that were hashed, one chain per origin, checked when it arrives.
CREATE TABLE gu.event (
  dossier_id  uuid NOT NULL,
  origin      uuid NOT NULL,
  seq         bigint NOT NULL,
  institution gu.code NOT NULL,
  kind        text NOT NULL,
  at          bigint NOT NULL,
  who         text NOT NULL,
  desk        text NOT NULL,
  body        text NOT NULL,
  prev_hash   text NOT NULL,
  hash        text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  chg         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (dossier_id, origin, seq)
) PARTITION BY RANGE (dossier_id);
CREATE INDEX event_chain ON gu.event (origin, seq);

-- Two desks changed one dossier: what lost the race waits here, whole, for a person to decide.
CREATE TABLE gu.conflict (
  origin      uuid NOT NULL,
  batch       bigint NOT NULL,
  row_id      uuid NOT NULL,
  institution gu.code NOT NULL,
  dossier_id  uuid NOT NULL,
  base_rev    bigint,
  central_rev bigint NOT NULL,
  theirs      jsonb NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  PRIMARY KEY (origin, batch, row_id)
);
CREATE INDEX conflict_open ON gu.conflict (institution, dossier_id) WHERE resolved_at IS NULL;

-- Files, by content, in chunks. Who knows a hash does not have the file: an institution holds it only after it sent all of it
-- or proved that it has it.
CREATE TABLE gu.blob (
  sha256      gu.sha256 PRIMARY KEY,
  size        bigint NOT NULL CHECK (size >= 0),
  chunk       int NOT NULL CHECK (chunk BETWEEN 65536 AND 4194304),
  finished_at timestamptz,
  begun_at    timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE gu.blob_holder (
  institution gu.code NOT NULL,
  sha256      gu.sha256 NOT NULL,
  since       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, sha256)
);
CREATE TABLE gu.blob_challenge (
  institution gu.code NOT NULL,
  sha256      gu.sha256 NOT NULL,
  nonce       bytea NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (institution, sha256)
);
CREATE TABLE gu.blob_chunk (
  sha256      bytea NOT NULL,
  idx         int NOT NULL CHECK (idx >= 0),
  institution text NOT NULL,
  data        bytea NOT NULL,
  PRIMARY KEY (sha256, idx)
) PARTITION BY HASH (sha256);
DO $$
BEGIN
  FOR i IN 0..7 LOOP
    EXECUTE format('CREATE TABLE gu.blob_chunk_%s PARTITION OF gu.blob_chunk FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);
    -- JPEG and PDF are compressed already.
    EXECUTE format('ALTER TABLE gu.blob_chunk_%s ALTER COLUMN data SET STORAGE EXTERNAL', i);
  END LOOP;
END
$$;
ALTER TABLE gu.blob_chunk ALTER COLUMN data SET STORAGE EXTERNAL;

RESET ROLE;
