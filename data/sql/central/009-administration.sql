-- SPDX-License-Identifier: GPL-3.0-or-later
-- What administrators and auditors ask, and who may call what.

-- Computes the chain of a workstation's journal again from its first line.
CREATE FUNCTION api.journal_check(p_origin uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('audit');
  n bigint;
  broken bigint;
  head text;
  o gu.origin;
BEGIN
  SELECT * INTO o FROM gu.origin WHERE id = p_origin;
  SELECT count(*), min(seq) FILTER (WHERE (seq = row_no AND prev_hash = want_prev AND hash = want_hash) IS NOT TRUE),
         (array_agg(hash ORDER BY seq DESC))[1]
  INTO n, broken, head
  FROM (SELECT e.seq, e.prev_hash, e.hash,
               row_number() OVER w AS row_no,
               coalesce(lag(e.hash) OVER w, repeat('0', 64)) AS want_prev,
               encode(sha256(convert_to(
                 e.prev_hash || api._netstring(e.origin::text) || api._netstring(e.seq::text)
                 || api._netstring(CASE WHEN e.dossier_id = '00000000-0000-0000-0000-000000000000' THEN '' ELSE e.dossier_id::text END)
                 || api._netstring(e.kind) || api._netstring(e.at::text) || api._netstring(e.who) || api._netstring(e.desk)
                 || api._netstring(e.body), 'UTF8')), 'hex') AS want_hash
        FROM gu.event e WHERE e.institution = me.institution AND e.origin = p_origin
        WINDOW w AS (ORDER BY e.seq)) AS chain;
  IF broken IS NULL AND (n <> o.last_seq OR (n > 0 AND head <> o.last_hash)) THEN
    broken := n + 1;
  END IF;
  RETURN jsonb_build_object('origin', p_origin, 'events', n, 'intact', broken IS NULL, 'broken_seq', broken, 'head', head);
END
$$;

CREATE FUNCTION api.status() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('read');
  answer jsonb;
BEGIN
  answer := (SELECT jsonb_build_object('institution', i.code, 'institution_name', i.name, 'desk', me.desk, 'role', me.role)
             FROM gu.institution i WHERE i.code = me.institution);
  RETURN answer || (SELECT jsonb_build_object('protocol_min', protocol_min, 'protocol_max', protocol_max, 'epoch', epoch) FROM gu.meta);
END
$$;

-- For the administrator of the whole registry: counts, no content.
CREATE FUNCTION gu.admin_status() RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT jsonb_build_object(
    'dossiers', (SELECT count(*) FROM gu.dossier),
    'documents', (SELECT count(*) FROM gu.document),
    'events', (SELECT count(*) FROM gu.event),
    'files', (SELECT count(*) FROM gu.blob WHERE finished_at IS NOT NULL),
    'file_bytes', (SELECT coalesce(sum(size), 0) FROM gu.blob WHERE finished_at IS NOT NULL),
    'institutions', (SELECT count(*) FROM gu.institution),
    'logins', (SELECT count(*) FROM gu.login WHERE now() BETWEEN valid_from AND valid_to),
    'workstations', (SELECT count(*) FROM gu.origin),
    'rejected', (SELECT count(*) FROM gu.rejection),
    'open_conflicts', (SELECT count(*) FROM gu.conflict WHERE resolved_at IS NULL),
    'open_leases', (SELECT count(*) FROM gu.lease WHERE returned_at IS NULL),
    'in_default_partitions', (SELECT count(*) FROM gu.dossier_default),
    'database_bytes', pg_database_size(current_database()))
$$;

-- An institution, a desk and a login in one; the PostgreSQL role itself is made by the caller, who needs the right to.
CREATE FUNCTION gu.admin_login(p_login text, p_institution text, p_name text, p_desk text, p_role text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO gu.institution AS i (code, name) VALUES (p_institution, coalesce(p_name, p_institution))
  ON CONFLICT (code) DO UPDATE SET name = coalesce(p_name, i.name) WHERE i.name IS DISTINCT FROM coalesce(p_name, i.name);
  INSERT INTO gu.desk (institution, code) VALUES (p_institution, p_desk) ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT FROM gu.login WHERE login = p_login AND institution <> p_institution) THEN
    RAISE EXCEPTION SQLSTATE 'GU008' USING MESSAGE = 'the login belongs to another institution';
  END IF;
  INSERT INTO gu.login (login, institution, desk, role) VALUES (p_login, p_institution, p_desk, p_role)
  ON CONFLICT (login) DO UPDATE SET desk = excluded.desk, role = excluded.role, valid_to = 'infinity';
END
$$;

-- After the registry was restored from a copy that pg_dump made: transaction numbers of the old server mean nothing on the new
-- one, and every desk reads the feed from its beginning.
CREATE FUNCTION gu.admin_restored() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ALTER TABLE gu.event DISABLE TRIGGER refuse_change;
  UPDATE gu.event SET chg = pg_current_xact_id();
  ALTER TABLE gu.event ENABLE TRIGGER refuse_change;
  UPDATE gu.document SET chg = pg_current_xact_id();
  UPDATE gu.dossier SET chg = pg_current_xact_id();
  UPDATE gu.meta SET epoch = gen_random_uuid();
END
$$;

ALTER FUNCTION gu.admin_status() OWNER TO gu_owner;
ALTER FUNCTION gu.admin_login(text, text, text, text, text) OWNER TO gu_owner;
ALTER FUNCTION gu.admin_restored() OWNER TO gu_owner;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace IN ('api'::regnamespace, 'gu'::regnamespace) LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'api'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO gu_api', f);
  END LOOP;
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'api'::regnamespace AND left(p.proname, 1) <> '_' LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO gu_desk', f);
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION api.status() TO gu_admin;
