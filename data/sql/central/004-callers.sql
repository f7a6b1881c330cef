-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is calling, and what each role of this house may touch. Everything below the functions is refused to desks; what the
-- functions may touch is granted here, table by table, and cut to the caller's institution by row-level security.

-- Functions whose names begin with "_" are for other functions only.
CREATE FUNCTION api._caller(p_action text) RETURNS gu.login
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login;
BEGIN
  SELECT * INTO me FROM gu.login WHERE login = session_user AND now() BETWEEN valid_from AND valid_to;
  IF NOT FOUND THEN
    RAISE EXCEPTION SQLSTATE 'GU007' USING MESSAGE = 'this login has no desk';
  END IF;
  IF NOT (CASE p_action
            WHEN 'read' THEN true
            WHEN 'write' THEN me.role IN ('clerk', 'reviewer', 'signatory', 'supervisor', 'administrator')
            WHEN 'register' THEN me.role IN ('supervisor', 'administrator')
            WHEN 'audit' THEN me.role IN ('supervisor', 'auditor', 'archivist', 'administrator')
            ELSE false
          END) THEN
    RAISE EXCEPTION SQLSTATE 'GU008' USING MESSAGE = 'the role may not do this';
  END IF;
  RETURN me;
END
$$;

-- Asked once by every statement through the policies below; in this language the plan is kept.
CREATE FUNCTION api._institution() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN (SELECT institution::text FROM gu.login WHERE login = session_user AND now() BETWEEN valid_from AND valid_to);
END
$$;

ALTER FUNCTION api._caller(text) OWNER TO gu_api;
ALTER FUNCTION api._institution() OWNER TO gu_api;
REVOKE ALL ON FUNCTION api._caller(text), api._institution() FROM PUBLIC;

SET ROLE gu_owner;
GRANT SELECT ON gu.meta, gu.institution, gu.desk, gu.login TO gu_api;
GRANT SELECT, INSERT ON gu.batch, gu.rejection, gu.conflict, gu.register, gu.event, gu.registration, gu.lease_gap, gu.blob_holder TO gu_api;
GRANT SELECT, INSERT, UPDATE ON gu.origin, gu.counter, gu.lease, gu.dossier, gu.dossier_person, gu.document TO gu_api;
GRANT UPDATE (resolved_at) ON gu.conflict TO gu_api;
GRANT SELECT, INSERT ON gu.blob TO gu_api;
GRANT UPDATE (finished_at) ON gu.blob TO gu_api;
GRANT SELECT, INSERT, DELETE ON gu.blob_chunk TO gu_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON gu.blob_challenge TO gu_api;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['origin', 'batch', 'rejection', 'conflict', 'register', 'counter', 'lease', 'lease_gap', 'registration',
                           'dossier', 'dossier_person', 'document', 'event', 'blob_holder', 'blob_challenge'] LOOP
    EXECUTE format('ALTER TABLE gu.%I ENABLE ROW LEVEL SECURITY', t);
    -- The sub-select makes it one look-up per statement, not one per row.
    EXECUTE format('CREATE POLICY own_institution ON gu.%I FOR ALL TO gu_api USING (institution = (SELECT api._institution()))', t);
  END LOOP;
END
$$;
RESET ROLE;
