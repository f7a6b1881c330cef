-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who there is. gu_owner owns the tables, gu_api the functions that desks call: two roles, so that row-level security and
-- narrow grants still hold inside the functions. Nobody logs in as either. gu_desk is the group of desk logins, gu_admin of
-- people who administer the registry. Roles belong to the whole server, so they may be there already.

DO $$
DECLARE
  r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['gu_owner', 'gu_api', 'gu_desk', 'gu_admin'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', r);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  -- An administrator who is not a superuser must be able to give away what he makes.
  FOREACH r IN ARRAY ARRAY['gu_owner', 'gu_api'] LOOP
    IF NOT pg_has_role(current_user, r, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
END
$$;

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO gu_desk, gu_admin', current_database());
  -- Compiling a plan costs tens of milliseconds per call and gains nothing in calls this short.
  EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA gu AUTHORIZATION gu_owner;
CREATE SCHEMA api AUTHORIZATION gu_api;
GRANT USAGE ON SCHEMA gu TO gu_api;
GRANT USAGE ON SCHEMA api TO gu_desk, gu_admin;
-- Policies on the tables call functions of api.
GRANT USAGE ON SCHEMA api TO gu_owner;

-- Which files of this folder were run here; each row commits with its file.
SET ROLE gu_owner;
CREATE TABLE gu.schema_version (
  version    int PRIMARY KEY,
  name       text NOT NULL,
  sha256     text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON gu.schema_version TO gu_api;
RESET ROLE;
