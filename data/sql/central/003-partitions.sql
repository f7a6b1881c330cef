-- SPDX-License-Identifier: GPL-3.0-or-later
-- Partitions by year, a default one for ids that no clock should make, and the append-only guard of the journal.
SET ROLE gu_owner;

CREATE FUNCTION gu.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION SQLSTATE 'GU002' USING MESSAGE = 'append-only';
END
$$;
REVOKE ALL ON FUNCTION gu.refuse_change() FROM PUBLIC;

-- The smallest UUIDv7 of a year: its local midnight in milliseconds, in the first 48 bits.
CREATE FUNCTION gu.year_start(p_year int) RETURNS uuid LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (lpad(to_hex((extract(epoch FROM make_timestamp(p_year, 1, 1, 0, 0, 0) AT TIME ZONE 'Europe/Bucharest') * 1000)::bigint), 12, '0')
          || '00000000000000000000')::uuid
$$;
REVOKE ALL ON FUNCTION gu.year_start(int) FROM PUBLIC;

-- TRUNCATE of one partition passes by the guard of its parent, so each has its own.
CREATE FUNCTION gu.guard_event(p_table text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON gu.%I FOR EACH STATEMENT EXECUTE FUNCTION gu.refuse_change()', p_table);
END
$$;
REVOKE ALL ON FUNCTION gu.guard_event(text) FROM PUBLIC;

-- Makes the partitions of a year unless they are there. Rows of that year that were already put into the default partition
-- stay there and work as before; then that one table keeps to it.
CREATE FUNCTION gu.ensure_year(p_year int) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t text;
  child text;
BEGIN
  FOREACH t IN ARRAY ARRAY['dossier', 'dossier_person', 'document', 'event'] LOOP
    child := format('%s_%s', t, p_year);
    CONTINUE WHEN to_regclass('gu.' || child) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE gu.%I PARTITION OF gu.%I FOR VALUES FROM (%L) TO (%L)',
                     child, t, gu.year_start(p_year), gu.year_start(p_year + 1));
      IF t = 'event' THEN
        PERFORM gu.guard_event(child);
      END IF;
    EXCEPTION WHEN check_violation THEN
      RAISE NOTICE 'The year % of % stays in its default partition', p_year, t;
    END;
  END LOOP;
  child := format('registration_%s', p_year);
  IF to_regclass('gu.' || child) IS NULL THEN
    BEGIN
      EXECUTE format('CREATE TABLE gu.%I PARTITION OF gu.registration FOR VALUES FROM (%s) TO (%s)', child, p_year, p_year + 1);
    EXCEPTION WHEN check_violation THEN
      RAISE NOTICE 'The year % of registration stays in its default partition', p_year;
    END;
  END IF;
END
$$;
REVOKE ALL ON FUNCTION gu.ensure_year(int) FROM PUBLIC;

CREATE TABLE gu.dossier_default PARTITION OF gu.dossier DEFAULT;
CREATE TABLE gu.dossier_person_default PARTITION OF gu.dossier_person DEFAULT;
CREATE TABLE gu.document_default PARTITION OF gu.document DEFAULT;
CREATE TABLE gu.event_default PARTITION OF gu.event DEFAULT;
CREATE TABLE gu.registration_default PARTITION OF gu.registration DEFAULT;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON gu.event FOR EACH ROW EXECUTE FUNCTION gu.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON gu.event FOR EACH STATEMENT EXECUTE FUNCTION gu.refuse_change();
SELECT gu.guard_event('event_default');

SELECT gu.ensure_year(y) FROM generate_series(extract(year FROM now())::int - 1, extract(year FROM now())::int + 1) AS y;

RESET ROLE;
