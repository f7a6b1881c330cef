-- SPDX-License-Identifier: GPL-3.0-or-later
-- The feed gives out the journal of a dossier whole. Lines that were written before the dossier was registered are older than
-- the cursor of who hears of it for the first time; lines that come when nothing else of it changes are news of it too. What
-- a desk has already it knows by origin and number.

CREATE FUNCTION api._event_is_news() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- In one order everywhere, so that two desks do not wait for each other.
  PERFORM FROM gu.dossier d
  WHERE d.id IN (SELECT e.dossier_id FROM news e) AND d.chg <> pg_current_xact_id()
  ORDER BY d.id FOR UPDATE;
  UPDATE gu.dossier d SET chg = pg_current_xact_id()
  WHERE d.id IN (SELECT e.dossier_id FROM news e) AND d.chg <> pg_current_xact_id();
  RETURN NULL;
END
$$;
ALTER FUNCTION api._event_is_news() OWNER TO gu_api;
REVOKE ALL ON FUNCTION api._event_is_news() FROM PUBLIC;
CREATE TRIGGER is_news AFTER INSERT ON gu.event REFERENCING NEW TABLE AS news FOR EACH STATEMENT EXECUTE FUNCTION api._event_is_news();

-- What other workstations did to a dossier, in the form of the outbox: the dossier, papers since @p_since, registration, all events.
CREATE OR REPLACE FUNCTION api._feed_changes(p_d gu.dossier, p_origin uuid, p_since xid8) RETURNS SETOF jsonb
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
   FROM gu.event e WHERE e.dossier_id = (p_d).id AND e.origin <> p_origin
   ORDER BY e.origin, e.seq)
$$;
