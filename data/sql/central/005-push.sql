-- SPDX-License-Identifier: GPL-3.0-or-later
-- Push: one call per frozen batch. Sending twice changes nothing; every item is accepted or returned with a reason; the
-- journal is kept in either case.

-- First contact of a connection: what the desk and the registry are to each other.
CREATE FUNCTION api.hello(p_protocol int, p_origin uuid, p_desk text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('read');
  m gu.meta;
  o gu.origin;
BEGIN
  SELECT * INTO m FROM gu.meta;
  IF p_protocol NOT BETWEEN m.protocol_min AND m.protocol_max THEN
    RETURN jsonb_build_object('status', CASE WHEN p_protocol < m.protocol_min THEN 'upgrade_desk' ELSE 'upgrade_central' END,
                              'min', m.protocol_min, 'max', m.protocol_max);
  END IF;
  IF me.desk <> p_desk THEN
    RAISE EXCEPTION SQLSTATE 'GU008' USING MESSAGE = 'the login belongs to another desk';
  END IF;
  o := api._origin(me, p_origin);
  RETURN jsonb_build_object(
    'status', 'ok', 'schema', (SELECT max(version) FROM gu.schema_version), 'epoch', m.epoch, 'institution', me.institution, 'desk', me.desk, 'role', me.role,
    'max_blob', m.max_blob, 'now', (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
    'last_batch', o.last_batch, 'last_seq', o.last_seq,
    'channel', api._channel(me.institution),
    'leases', coalesce((SELECT jsonb_agg(jsonb_build_object('lease', l.id, 'register', l.register, 'year', l.year, 'first', l.first, 'last', l.last) ORDER BY l.granted_at)
                        FROM gu.lease l WHERE l.institution = me.institution AND l.origin = p_origin AND l.returned_at IS NULL), '[]'::jsonb));
END
$$;

CREATE FUNCTION api._channel(p_institution text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'gu_' || p_institution
$$;

-- The row of a workstation, locked; made at first sight. One that belongs to another institution cannot be seen from here.
CREATE FUNCTION api._origin(p_me gu.login, p_origin uuid) RETURNS gu.origin
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  o gu.origin;
BEGIN
  INSERT INTO gu.origin (id, institution, desk) VALUES (p_origin, p_me.institution, p_me.desk) ON CONFLICT (id) DO NOTHING;
  SELECT * INTO o FROM gu.origin WHERE id = p_origin FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION SQLSTATE 'GU008' USING MESSAGE = 'the workstation belongs to another institution';
  END IF;
  RETURN o;
END
$$;

CREATE FUNCTION api._netstring(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT octet_length(coalesce(p_text, '')) || ':' || coalesce(p_text, '') || ','
$$;

-- Takes the journal lines of a batch, which must continue the chain of the origin line by line.
CREATE FUNCTION api._push_events(p_me gu.login, INOUT p_o gu.origin, p_rows jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n bigint;
  wrong bigint;
  top_seq bigint;
  top_hash text;
BEGIN
  WITH e AS MATERIALIZED (
    SELECT x.*,
           coalesce(lag(x.hash) OVER w, p_o.last_hash) AS want_prev,
           p_o.last_seq + row_number() OVER w AS want_seq
    FROM jsonb_array_elements(p_rows) AS r(v),
         jsonb_to_record(r.v -> 'payload')
           AS x(seq bigint, dossier_id text, kind text, at bigint, who text, desk text, body_text text, prev_hash text, hash text)
    WHERE r.v ->> 'kind' = 'event'
    WINDOW w AS (ORDER BY x.seq)
  ), put AS (
    INSERT INTO gu.event (dossier_id, origin, seq, institution, kind, at, who, desk, body, prev_hash, hash)
    SELECT coalesce(nullif(e.dossier_id, ''), '00000000-0000-0000-0000-000000000000')::uuid, p_o.id, e.seq, p_me.institution,
           e.kind, e.at, coalesce(e.who, ''), coalesce(e.desk, ''), coalesce(e.body_text, ''), e.prev_hash, e.hash
    FROM e
  )
  SELECT count(*),
         count(*) FILTER (WHERE (seq = want_seq AND prev_hash = want_prev
           AND hash = encode(sha256(convert_to(concat(
                 prev_hash,
                 octet_length(p_o.id::text), ':', p_o.id, ',', octet_length(seq::text), ':', seq, ',',
                 coalesce(octet_length(dossier_id), 0), ':', dossier_id, ',', coalesce(octet_length(kind), 0), ':', kind, ',',
                 octet_length(at::text), ':', at, ',', coalesce(octet_length(who), 0), ':', who, ',',
                 coalesce(octet_length(desk), 0), ':', desk, ',', coalesce(octet_length(body_text), 0), ':', body_text, ','),
               'UTF8')), 'hex')) IS NOT TRUE),
         max(seq),
         (array_agg(hash ORDER BY seq DESC))[1]
  INTO n, wrong, top_seq, top_hash
  FROM e;
  IF wrong > 0 THEN
    RAISE EXCEPTION SQLSTATE 'GU004' USING MESSAGE = 'the journal does not continue';
  END IF;
  IF n > 0 THEN
    p_o.last_seq := top_seq;
    p_o.last_hash := top_hash;
  END IF;
END
$$;

CREATE FUNCTION api._refuse(p_code text, p_detail text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION SQLSTATE 'GU100' USING MESSAGE = p_code, DETAIL = coalesce(p_detail, '');
END
$$;

-- What has no column of its own.
CREATE FUNCTION api._body(p_dossier jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_dossier - ARRAY['id', 'rev', 'base_rev', 'procedure', 'regime', 'state', 'filed_on', 'register', 'year', 'number', 'registration',
                           'registered_at', 'officer', 'desk', 'applicant', 'representative', 'property', 'documents', 'sync_state']
$$;

-- The dossier's own fields. Compare and set on the revision: whoever did not know the present state gets a conflict, never
-- the last word.
CREATE FUNCTION api._push_dossier(p_me gu.login, p_origin uuid, p_dossier uuid, d jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_rev bigint := (d ->> 'rev')::bigint;
  v_base bigint := coalesce((d ->> 'base_rev')::bigint, 0);
  cur gu.dossier;
BEGIN
  IF v_rev IS NULL OR (d ->> 'id')::uuid IS DISTINCT FROM p_dossier THEN
    PERFORM api._refuse('malformed');
  END IF;
  INSERT INTO gu.dossier (id, institution, rev, base_rev, procedure, regime, state, filed_on, officer, desk, body, last_origin)
  VALUES (p_dossier, p_me.institution, v_rev, v_base, d ->> 'procedure', d ->> 'regime', d ->> 'state', nullif(d ->> 'filed_on', '')::date,
          d ->> 'officer', d ->> 'desk', api._body(d), p_origin)
  ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    SELECT * INTO cur FROM gu.dossier WHERE id = p_dossier FOR UPDATE;
    IF NOT FOUND THEN
      PERFORM api._refuse('not-yours');
    END IF;
    IF v_rev <= cur.rev AND cur.last_origin = p_origin THEN
      RETURN; -- sent before
    END IF;
    IF v_rev <= cur.rev OR NOT (cur.last_origin = p_origin OR v_base = cur.rev) THEN
      PERFORM api._refuse('conflict', cur.rev::text);
    END IF;
    UPDATE gu.dossier
    SET rev = v_rev, base_rev = cur.rev, procedure = d ->> 'procedure', regime = d ->> 'regime', state = d ->> 'state',
        filed_on = nullif(d ->> 'filed_on', '')::date, officer = d ->> 'officer', desk = d ->> 'desk', body = api._body(d),
        last_origin = p_origin, received_at = now(), chg = pg_current_xact_id()
    WHERE id = p_dossier;
    UPDATE gu.conflict SET resolved_at = now() WHERE dossier_id = p_dossier AND origin = p_origin AND resolved_at IS NULL;
  END IF;

  INSERT INTO gu.dossier_person AS p (dossier_id, institution, applicant, representative, property)
  VALUES (p_dossier, p_me.institution, d -> 'applicant', d -> 'representative', d -> 'property')
  ON CONFLICT (dossier_id) DO UPDATE
    SET applicant = excluded.applicant, representative = excluded.representative, property = excluded.property
    WHERE (p.applicant, p.representative, p.property) IS DISTINCT FROM (excluded.applicant, excluded.representative, excluded.property);
END
$$;

-- Papers of a dossier; @p_rows are their outbox rows. The file goes before the paper.
CREATE FUNCTION api._push_documents(p_me gu.login, p_origin uuid, p_dossier uuid, p_rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  missing text;
BEGIN
  SELECT string_agg(DISTINCT x.v -> 'payload' ->> 'sha256', ' ') INTO missing
  FROM jsonb_array_elements(p_rows) AS x(v)
  WHERE NOT EXISTS (SELECT FROM gu.blob_holder h
                    WHERE h.institution = p_me.institution AND h.sha256 = decode(x.v -> 'payload' ->> 'sha256', 'hex'));
  IF missing IS NOT NULL THEN
    PERFORM api._refuse('blob-missing', missing);
  END IF;

  INSERT INTO gu.document AS d (dossier_id, id, institution, sha256, name, media_type, size, pages, role, body, rev, last_origin)
  SELECT p_dossier, (v ->> 'id')::uuid, p_me.institution, decode(v ->> 'sha256', 'hex'), coalesce(v ->> 'name', ''),
         coalesce(v ->> 'media_type', ''), (v ->> 'size')::bigint, (v ->> 'pages')::int, coalesce(v ->> 'role', 'submitted'),
         v - ARRAY['id', 'dossier_id', 'sha256', 'name', 'media_type', 'size', 'pages', 'role'], version, p_origin
  FROM (SELECT DISTINCT ON (x.v -> 'payload' ->> 'id') x.v -> 'payload' AS v, (x.v ->> 'version')::bigint AS version
        FROM jsonb_array_elements(p_rows) AS x(v)
        ORDER BY x.v -> 'payload' ->> 'id', (x.v ->> 'version')::bigint DESC) AS latest
  ON CONFLICT (dossier_id, id) DO UPDATE
    SET sha256 = excluded.sha256, name = excluded.name, media_type = excluded.media_type, size = excluded.size, pages = excluded.pages,
        role = excluded.role, body = excluded.body, rev = excluded.rev, last_origin = excluded.last_origin, chg = pg_current_xact_id()
    WHERE d.rev < excluded.rev;
END
$$;

-- A number is good when it comes from a block that this workstation holds and nobody has used it. The counter itself is not
-- touched here, so desks do not wait for each other.
CREATE FUNCTION api._push_registration(p_me gu.login, p_origin uuid, p_dossier uuid, p jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_register text := p ->> 'register';
  v_year int := (p ->> 'year')::int;
  v_number bigint := (p ->> 'number')::bigint;
  named text := format('%s/%s/%s', p ->> 'register', p ->> 'year', p ->> 'number');
  had gu.registration;
BEGIN
  SELECT * INTO had FROM gu.registration WHERE institution = p_me.institution AND dossier_id = p_dossier;
  IF FOUND THEN
    IF (had.register::text, had.year, had.number) IS DISTINCT FROM (v_register, v_year, v_number) THEN
      PERFORM api._refuse('renumbered', format('%s/%s/%s', had.register, had.year, had.number));
    END IF;
    RETURN;
  END IF;
  PERFORM FROM gu.lease l
  WHERE l.id = (p ->> 'lease_id')::uuid AND l.institution = p_me.institution AND l.origin = p_origin
    AND l.register = v_register AND l.year = v_year AND v_number BETWEEN l.first AND l.last;
  IF NOT FOUND THEN
    PERFORM api._refuse('number-not-leased', named);
  END IF;
  IF EXISTS (SELECT FROM gu.lease_gap g
             WHERE g.institution = p_me.institution AND g.register = v_register AND g.year = v_year AND g.number = v_number) THEN
    PERFORM api._refuse('number-cancelled', named);
  END IF;
  INSERT INTO gu.registration (institution, register, year, number, dossier_id, origin, lease_id, display, registered_at)
  VALUES (p_me.institution, v_register, v_year, v_number, p_dossier, p_origin, (p ->> 'lease_id')::uuid,
          coalesce(p ->> 'registration', ''), (p ->> 'registered_at')::bigint)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    PERFORM api._refuse('number-taken', named);
  END IF;
  UPDATE gu.dossier SET register = v_register, year = v_year, number = v_number, chg = pg_current_xact_id() WHERE id = p_dossier;
END
$$;

-- A number that a desk gave up, with its reason. Saying it twice is fine; giving up a used one is not.
CREATE FUNCTION api._push_cancelled(p_me gu.login, p_origin uuid, p jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  l gu.lease;
  v_number bigint := (p ->> 'number')::bigint;
BEGIN
  SELECT * INTO l FROM gu.lease
  WHERE id = (p ->> 'lease_id')::uuid AND institution = p_me.institution AND origin = p_origin AND v_number BETWEEN first AND last;
  IF NOT FOUND THEN
    PERFORM api._refuse('number-not-leased', v_number::text);
  END IF;
  IF EXISTS (SELECT FROM gu.registration r
             WHERE r.institution = l.institution AND r.register = l.register AND r.year = l.year AND r.number = v_number) THEN
    PERFORM api._refuse('number-used', v_number::text);
  END IF;
  INSERT INTO gu.lease_gap (institution, register, year, number, reason, origin)
  VALUES (l.institution, l.register, l.year, v_number, p ->> 'reason', p_origin)
  ON CONFLICT (institution, register, year, number) DO NOTHING;
END
$$;

-- The end of a block that a desk will not use: each number is a gap with its reason. Those of a past year that nobody was given
-- numbers after are taken back by the counter, so that the register of that year ends with its last entry.
CREATE FUNCTION api._push_returned(p_me gu.login, p_origin uuid, p jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  l gu.lease;
  v_from bigint := (p ->> 'from')::bigint;
  v_to bigint := (p ->> 'to')::bigint;
BEGIN
  SELECT * INTO l FROM gu.lease
  WHERE id = (p ->> 'lease_id')::uuid AND institution = p_me.institution AND origin = p_origin FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM api._refuse('number-not-leased');
  END IF;
  IF l.returned_at IS NOT NULL THEN
    RETURN;
  END IF;
  IF v_from <= v_to THEN
    IF v_from < l.first OR v_to <> l.last THEN
      PERFORM api._refuse('number-not-leased', format('%s-%s', v_from, v_to));
    END IF;
    IF EXISTS (SELECT FROM gu.registration r
               WHERE r.institution = l.institution AND r.register = l.register AND r.year = l.year AND r.number BETWEEN v_from AND v_to) THEN
      PERFORM api._refuse('number-used', format('%s-%s', v_from, v_to));
    END IF;
    UPDATE gu.counter SET next_number = v_from
    WHERE institution = l.institution AND register = l.register AND year = l.year AND next_number = v_to + 1 AND closed_at IS NULL
      AND l.year < extract(year FROM now() AT TIME ZONE 'Europe/Bucharest');
    IF FOUND THEN
      UPDATE gu.lease SET last = v_from - 1 WHERE id = l.id;
    ELSE
      INSERT INTO gu.lease_gap (institution, register, year, number, reason, origin)
      SELECT l.institution, l.register, l.year, n, p ->> 'reason', p_origin FROM generate_series(v_from, v_to) AS n
      ON CONFLICT (institution, register, year, number) DO NOTHING;
    END IF;
  END IF;
  UPDATE gu.lease SET returned_at = now() WHERE id = l.id;
END
$$;

-- One row of the outbox, other than an event.
CREATE FUNCTION api._push_row(p_me gu.login, p_origin uuid, p_row jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_kind text := p_row ->> 'kind';
  v_dossier uuid := nullif(p_row ->> 'dossier_id', '')::uuid;
BEGIN
  IF v_kind IN ('document', 'registration') AND NOT EXISTS (SELECT FROM gu.dossier WHERE id = v_dossier) THEN
    PERFORM api._refuse('no-dossier');
  END IF;
  IF v_kind = 'dossier' THEN
    PERFORM api._push_dossier(p_me, p_origin, v_dossier, p_row -> 'payload');
  ELSIF v_kind = 'document' THEN
    PERFORM api._push_documents(p_me, p_origin, v_dossier, jsonb_build_array(p_row));
  ELSIF v_kind = 'registration' THEN
    PERFORM api._push_registration(p_me, p_origin, v_dossier, p_row -> 'payload');
  ELSIF v_kind = 'number-cancelled' THEN
    PERFORM api._push_cancelled(p_me, p_origin, p_row -> 'payload');
  ELSIF v_kind = 'lease-returned' THEN
    PERFORM api._push_returned(p_me, p_origin, p_row -> 'payload');
  ELSE
    PERFORM api._refuse('unknown-kind', left(v_kind, 40));
  END IF;
END
$$;

-- Keeps what is returned to the desk.
CREATE FUNCTION api._reject(p_me gu.login, p_origin uuid, p_batch bigint, p_row jsonb, p_code text, p_detail text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_dossier uuid := nullif(p_row ->> 'dossier_id', '')::uuid;
BEGIN
  INSERT INTO gu.rejection (origin, batch, row_id, institution, dossier_id, code, detail, sent)
  VALUES (p_origin, p_batch, (p_row ->> 'id')::uuid, p_me.institution, v_dossier, p_code, p_detail, p_row);
  IF p_code = 'conflict' THEN
    INSERT INTO gu.conflict (origin, batch, row_id, institution, dossier_id, base_rev, central_rev, theirs)
    VALUES (p_origin, p_batch, (p_row ->> 'id')::uuid, p_me.institution, v_dossier,
            (p_row -> 'payload' ->> 'base_rev')::bigint, p_detail::bigint, p_row -> 'payload');
  END IF;
  RETURN jsonb_build_object('id', p_row -> 'id', 'version', p_row -> 'version', 'code', p_code, 'detail', p_detail);
END
$$;

-- The common case: a batch of new dossiers with their papers and registrations, in one statement. FALSE when it is anything else,
-- or when anything in it would be refused: the caller then takes back what was done and goes row by row.
CREATE FUNCTION api._push_new(p_me gu.login, p_origin uuid, p_rows jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  fine boolean;
BEGIN
  WITH r AS MATERIALIZED (
    SELECT v ->> 'kind' AS kind, nullif(v ->> 'dossier_id', '')::uuid AS dossier, (v ->> 'version')::bigint AS version, v -> 'payload' AS p
    FROM jsonb_array_elements(p_rows) AS x(v) WHERE v ->> 'kind' <> 'event'
  ), g AS MATERIALIZED (
    SELECT r.dossier, l.id AS lease_id, l.register, l.year, (r.p ->> 'number')::bigint AS number,
           coalesce(r.p ->> 'registration', '') AS display, (r.p ->> 'registered_at')::bigint AS registered_at
    FROM r
    JOIN gu.lease l ON l.id = (r.p ->> 'lease_id')::uuid AND l.institution = p_me.institution AND l.origin = p_origin
                   AND l.register = r.p ->> 'register' AND l.year = (r.p ->> 'year')::int AND (r.p ->> 'number')::bigint BETWEEN l.first AND l.last
    WHERE r.kind = 'registration'
      AND NOT EXISTS (SELECT FROM gu.lease_gap x WHERE x.institution = l.institution AND x.register = l.register AND x.year = l.year
                      AND x.number = (r.p ->> 'number')::bigint)
  ), d AS (
    INSERT INTO gu.dossier (id, institution, rev, base_rev, procedure, regime, state, filed_on, register, year, number, officer, desk, body, last_origin)
    SELECT r.dossier, p_me.institution, (p ->> 'rev')::bigint, 0, p ->> 'procedure', p ->> 'regime', p ->> 'state', nullif(p ->> 'filed_on', '')::date,
           g.register, g.year, g.number, p ->> 'officer', p ->> 'desk', api._body(p), p_origin
    FROM r LEFT JOIN g ON g.dossier = r.dossier WHERE r.kind = 'dossier' AND (p ->> 'id')::uuid = r.dossier
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  ), person AS (
    INSERT INTO gu.dossier_person (dossier_id, institution, applicant, representative, property)
    SELECT dossier, p_me.institution, p -> 'applicant', p -> 'representative', p -> 'property' FROM r WHERE kind = 'dossier'
  ), doc AS (
    INSERT INTO gu.document (dossier_id, id, institution, sha256, name, media_type, size, pages, role, body, rev, last_origin)
    SELECT dossier, (p ->> 'id')::uuid, p_me.institution, decode(p ->> 'sha256', 'hex'), coalesce(p ->> 'name', ''), coalesce(p ->> 'media_type', ''),
           (p ->> 'size')::bigint, (p ->> 'pages')::int, coalesce(p ->> 'role', 'submitted'),
           p - ARRAY['id', 'dossier_id', 'sha256', 'name', 'media_type', 'size', 'pages', 'role'], version, p_origin
    FROM r WHERE kind = 'document'
  ), reg AS (
    INSERT INTO gu.registration (institution, register, year, number, dossier_id, origin, lease_id, display, registered_at)
    SELECT p_me.institution, register, year, number, dossier, p_origin, lease_id, display, registered_at FROM g
  ), n AS (
    SELECT count(*) FILTER (WHERE kind = 'dossier') AS dossiers, count(DISTINCT dossier) AS ids, count(dossier) AS with_id, count(*) AS rows,
           count(*) FILTER (WHERE kind = 'registration') AS registrations,
           count(DISTINCT dossier) FILTER (WHERE kind = 'registration') AS registered,
           bool_and(kind IN ('dossier', 'document', 'registration')) AS kinds
    FROM r
  )
  SELECT n.kinds AND n.with_id = n.rows AND n.dossiers = n.ids AND n.registrations = n.registered
         AND (SELECT count(*) FROM d) = n.dossiers AND (SELECT count(*) FROM g) = n.registrations
         AND NOT EXISTS (SELECT FROM (SELECT DISTINCT p ->> 'sha256' AS sha FROM r WHERE kind = 'document') AS s
                         WHERE NOT EXISTS (SELECT FROM gu.blob_holder h WHERE h.institution = p_me.institution AND h.sha256 = decode(s.sha, 'hex')))
  INTO fine
  FROM n;
  RETURN coalesce(fine, false);
END
$$;

-- The rows of one dossier (or of none), in order, row by row: a bad row takes no other with it except those that build on it,
-- which are neither accepted nor refused and wait at the desk. Passing troubles (locks, deadlocks, a full disk) are no reason
-- to refuse: they end the call, and the desk repeats it.
CREATE FUNCTION api._push_group(p_me gu.login, p_origin uuid, p_batch bigint, p_rows jsonb, INOUT p_answer jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  r jsonb;
  v_code text;
  v_detail text;
  held boolean := false;
  v_dossier uuid := nullif(p_rows -> 0 ->> 'dossier_id', '')::uuid;
BEGIN
  FOR r IN SELECT v FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS x(v, n) ORDER BY n LOOP
    v_code := NULL;
    IF held THEN
      p_answer := jsonb_set(p_answer, '{waiting}', (p_answer -> 'waiting') || jsonb_build_array(jsonb_build_object('id', r -> 'id', 'version', r -> 'version')));
      CONTINUE;
    END IF;
    BEGIN
      PERFORM api._push_row(p_me, p_origin, r);
    EXCEPTION
      WHEN SQLSTATE 'GU100' THEN
        GET STACKED DIAGNOSTICS v_code = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL;
      WHEN data_exception OR integrity_constraint_violation THEN
        v_code := 'malformed';
        GET STACKED DIAGNOSTICS v_detail = RETURNED_SQLSTATE;
    END;
    IF v_code IS NULL THEN
      p_answer := jsonb_set(p_answer, '{accepted}', (p_answer -> 'accepted') || jsonb_build_array(jsonb_build_object('id', r -> 'id', 'version', r -> 'version')));
    ELSE
      p_answer := jsonb_set(p_answer, '{rejected}', (p_answer -> 'rejected') || jsonb_build_array(api._reject(p_me, p_origin, p_batch, r, v_code, v_detail)));
      held := v_dossier IS NOT NULL;
    END IF;
  END LOOP;
  IF v_dossier IS NOT NULL THEN
    -- A paper added later is news of its dossier too.
    UPDATE gu.dossier SET chg = pg_current_xact_id() WHERE id = v_dossier AND chg <> pg_current_xact_id();
  END IF;
END
$$;

-- What a batch must be before anything in it is looked at.
CREATE FUNCTION api._read_batch(p_batch text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  b jsonb;
BEGIN
  IF octet_length(p_batch) > 67108864 THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'the batch is too large';
  END IF;
  BEGIN
    b := p_batch::jsonb;
    IF jsonb_typeof(b) = 'object' AND (b ->> 'batch')::bigint >= 1 AND (b ->> 'origin')::uuid IS NOT NULL AND jsonb_typeof(b -> 'rows') = 'array'
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(b -> 'rows') AS x(v)
                       WHERE (jsonb_typeof(v) = 'object' AND (v ->> 'id')::uuid IS NOT NULL AND (v ->> 'version')::bigint >= 0
                              AND v ->> 'kind' <> '' AND jsonb_typeof(v -> 'payload') = 'object'
                              AND (nullif(v ->> 'dossier_id', '')::uuid IS NULL OR true)) IS NOT TRUE) THEN
      RETURN b;
    END IF;
  EXCEPTION WHEN data_exception OR program_limit_exceeded OR statement_too_complex THEN
    NULL;
  END;
  RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'this is not a batch';
END
$$;

-- All rows other than events, which are taken already. Every row ends in one of the three lists of the answer.
CREATE FUNCTION api._push_rows(p_me gu.login, p_origin uuid, p_batch bigint, p_rows jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  answer jsonb := jsonb_build_object('status', 'ok', 'batch', p_batch, 'rejected', '[]'::jsonb, 'waiting', '[]'::jsonb);
  v_rows jsonb;
BEGIN
  BEGIN
    IF NOT api._push_new(p_me, p_origin, p_rows) THEN
      PERFORM api._refuse('row by row');
    END IF;
    RETURN answer || jsonb_build_object('accepted', (SELECT jsonb_agg(jsonb_build_object('id', v -> 'id', 'version', v -> 'version'))
                                                     FROM jsonb_array_elements(p_rows) AS x(v)));
  EXCEPTION WHEN SQLSTATE 'GU100' OR data_exception OR integrity_constraint_violation THEN
    NULL;
  END;
  answer := answer || jsonb_build_object('accepted', coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', v -> 'id', 'version', v -> 'version'))
    FROM jsonb_array_elements(p_rows) AS x(v) WHERE v ->> 'kind' = 'event'), '[]'::jsonb));
  FOR v_rows IN
    SELECT jsonb_agg(v ORDER BY n)
    FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS x(v, n)
    WHERE v ->> 'kind' <> 'event'
    GROUP BY coalesce(v ->> 'dossier_id', '')
    ORDER BY min(n)
  LOOP
    answer := api._push_group(p_me, p_origin, p_batch, v_rows, answer);
  END LOOP;
  RETURN answer;
END
$$;

-- The push itself. A text, not jsonb: the very bytes are what makes a batch the same batch.
CREATE FUNCTION api.sync_push(p_protocol int, p_batch text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  b jsonb;
  m gu.meta;
  o gu.origin;
  v_no bigint;
  v_sha bytea;
  had gu.batch;
  answer jsonb;
BEGIN
  SELECT * INTO m FROM gu.meta;
  IF (p_protocol BETWEEN m.protocol_min AND m.protocol_max) IS NOT TRUE THEN
    RETURN jsonb_build_object('status', CASE WHEN p_protocol > m.protocol_max THEN 'upgrade_central' ELSE 'upgrade_desk' END,
                              'min', m.protocol_min, 'max', m.protocol_max);
  END IF;
  b := api._read_batch(p_batch);
  v_no := (b ->> 'batch')::bigint;
  v_sha := sha256(convert_to(p_batch, 'UTF8'));

  o := api._origin(me, (b ->> 'origin')::uuid);
  IF v_no <= o.last_batch THEN
    SELECT * INTO had FROM gu.batch WHERE origin = o.id AND batch = v_no;
    IF NOT FOUND OR had.sha256 <> v_sha THEN
      RAISE EXCEPTION SQLSTATE 'GU003' USING MESSAGE = 'this batch was sent before with other content';
    END IF;
    RETURN had.reply;
  END IF;
  IF v_no > o.last_batch + 1 THEN
    RETURN jsonb_build_object('status', 'want', 'batch', o.last_batch + 1);
  END IF;

  BEGIN
    o := api._push_events(me, o, b -> 'rows');
  EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'a journal line is malformed';
  END;
  answer := api._push_rows(me, o.id, v_no, b -> 'rows');

  INSERT INTO gu.batch (origin, batch, institution, sha256, reply) VALUES (o.id, v_no, me.institution, v_sha, answer);
  UPDATE gu.origin SET last_batch = v_no, last_seq = o.last_seq, last_hash = o.last_hash, last_seen = now() WHERE id = o.id;
  -- Once per batch and without content: a wake-up, the truth is in the feed.
  PERFORM pg_notify(api._channel(me.institution), '');
  RETURN answer;
END
$$;
