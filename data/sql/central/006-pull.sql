-- SPDX-License-Identifier: GPL-3.0-or-later
-- Pull: the feed of what changed. A number or a time as cursor loses rows, since a transaction that took the lower one may
-- commit after the higher one was read. So rows carry their transaction, and only transactions older than every running one
-- are given out: what is below the horizon is final.

-- The cursor "EPOCH/TRANSACTION/ID" stands after the last row given; '' stands at the beginning.
CREATE FUNCTION api.sync_pull(p_origin uuid, p_cursor text, p_limit int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('read');
  v_epoch uuid := (SELECT epoch FROM gu.meta);
  v_horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  v_chg xid8 := '0';
  v_id uuid := '00000000-0000-0000-0000-000000000000';
  v_limit int := least(greatest(coalesce(p_limit, 100), 1), 1000);
  parts text[] := string_to_array(p_cursor, '/');
  rows jsonb;
  n int;
BEGIN
  IF array_length(parts, 1) = 3 THEN
    BEGIN
      IF parts[1]::uuid = v_epoch AND parts[2]::xid8 <= v_horizon THEN
        v_chg := parts[2]::xid8;
        v_id := parts[3]::uuid;
      END IF;
    EXCEPTION WHEN data_exception THEN
      RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'this is not a cursor';
    END;
  END IF;

  WITH page AS MATERIALIZED (
    SELECT d.* FROM gu.dossier d
    WHERE d.institution = me.institution AND (d.chg, d.id) > (v_chg, v_id) AND d.chg < v_horizon
    ORDER BY d.chg, d.id
    LIMIT v_limit
  ), last AS (
    SELECT chg, id FROM page ORDER BY chg DESC, id DESC LIMIT 1
  )
  SELECT (SELECT count(*) FROM page),
         coalesce((SELECT chg FROM last), v_chg), coalesce((SELECT id FROM last), v_id),
         coalesce((SELECT jsonb_agg(c.change ORDER BY p.chg, p.id, c.n)
                   FROM page p CROSS JOIN LATERAL api._feed_changes(p, p_origin, v_chg) WITH ORDINALITY AS c(change, n)
                   -- The reader's own changes are no news to him, unless somebody else added to them.
                   WHERE p.last_origin <> p_origin
                      OR EXISTS (SELECT FROM gu.document x WHERE x.dossier_id = p.id AND x.chg >= v_chg AND x.last_origin <> p_origin)
                      OR EXISTS (SELECT FROM gu.event x WHERE x.dossier_id = p.id AND x.chg >= v_chg AND x.origin <> p_origin)), '[]'::jsonb)
  INTO n, v_chg, v_id, rows;
  IF n < v_limit THEN
    -- Everything below the horizon was given: the next call starts at it.
    v_chg := v_horizon;
    v_id := '00000000-0000-0000-0000-000000000000';
  END IF;
  RETURN jsonb_build_object('cursor', format('%s/%s/%s', v_epoch, v_chg, v_id), 'more', n = v_limit, 'rows', n, 'changes', rows);
END
$$;

-- What other workstations did to a dossier since @p_since, in the form of the outbox: the dossier, papers, registration, events.
CREATE FUNCTION api._feed_changes(p_d gu.dossier, p_origin uuid, p_since xid8) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object('kind', 'dossier', 'origin', (p_d).last_origin, 'version', (p_d).rev, 'payload',
           (p_d).body
           || jsonb_build_object('id', (p_d).id, 'rev', (p_d).rev, 'base_rev', (p_d).base_rev, 'procedure', (p_d).procedure, 'regime', (p_d).regime, 'state', (p_d).state)
           || jsonb_strip_nulls(jsonb_build_object(
                'filed_on', (p_d).filed_on, 'register', (p_d).register, 'year', (p_d).year, 'number', (p_d).number,
                'registered_at', r.registered_at, 'registration', r.display, 'officer', (p_d).officer, 'desk', (p_d).desk,
                'applicant', p.applicant, 'representative', p.representative, 'property', p.property)))
  FROM (SELECT 1) AS one
  LEFT JOIN gu.dossier_person p ON p.dossier_id = (p_d).id
  LEFT JOIN gu.registration r ON r.institution = (p_d).institution AND r.register = (p_d).register AND r.year = (p_d).year AND r.number = (p_d).number
  WHERE (p_d).last_origin <> p_origin
  UNION ALL
  (SELECT jsonb_build_object('kind', 'document', 'origin', doc.last_origin, 'version', doc.rev, 'payload',
            doc.body || jsonb_build_object('id', doc.id, 'dossier_id', doc.dossier_id, 'sha256', encode(doc.sha256, 'hex'), 'name', doc.name,
              'media_type', doc.media_type, 'size', doc.size, 'pages', doc.pages, 'role', doc.role))
   FROM gu.document doc WHERE doc.dossier_id = (p_d).id AND doc.chg >= p_since AND doc.last_origin <> p_origin
   ORDER BY doc.id)
  UNION ALL
  SELECT jsonb_build_object('kind', 'registration', 'origin', r.origin, 'version', (p_d).rev, 'payload',
           jsonb_build_object('dossier_id', r.dossier_id, 'register', r.register, 'year', r.year, 'number', r.number,
             'registration', r.display, 'registered_at', r.registered_at, 'lease_id', r.lease_id))
  FROM gu.registration r
  WHERE r.institution = (p_d).institution AND r.register = (p_d).register AND r.year = (p_d).year AND r.number = (p_d).number AND r.origin <> p_origin
  UNION ALL
  (SELECT jsonb_build_object('kind', 'event', 'origin', e.origin, 'version', e.seq, 'payload',
            jsonb_build_object('origin', e.origin, 'seq', e.seq, 'dossier_id', e.dossier_id, 'kind', e.kind, 'at', e.at, 'who', e.who,
              'desk', e.desk, 'body_text', e.body, 'prev_hash', e.prev_hash, 'hash', e.hash))
   FROM gu.event e WHERE e.dossier_id = (p_d).id AND e.chg >= p_since AND e.origin <> p_origin
   ORDER BY e.origin, e.seq)
$$;
