-- SPDX-License-Identifier: GPL-3.0-or-later
-- A registry that was restored from an older copy, or failed over and lost its last commits, has forgotten blocks of numbers that
-- desks hold and have printed numbers of. The desk claims such a block again. Where it was meanwhile given to somebody else
-- the claim fails, and the registrations made from it come back to the desk with the reason.
CREATE FUNCTION api.lease_claim(p_lease uuid, p_origin uuid, p_register text, p_year int, p_first bigint, p_last bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
BEGIN
  IF p_lease IS NULL OR (p_first >= 1 AND p_last - p_first BETWEEN 0 AND 999) IS NOT TRUE
     OR (p_register ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$') IS NOT TRUE OR (p_year BETWEEN 2000 AND 2200) IS NOT TRUE THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'this is not a block of numbers';
  END IF;
  PERFORM api._origin(me, p_origin);
  IF EXISTS (SELECT FROM gu.lease WHERE id = p_lease) THEN
    RETURN jsonb_build_object('state', 'known');
  END IF;
  INSERT INTO gu.register (institution, code) VALUES (me.institution, p_register) ON CONFLICT DO NOTHING;
  INSERT INTO gu.counter (institution, register, year) VALUES (me.institution, p_register, p_year) ON CONFLICT DO NOTHING;
  PERFORM FROM gu.counter WHERE institution = me.institution AND register = p_register AND year = p_year FOR UPDATE;
  IF EXISTS (SELECT FROM gu.lease
             WHERE institution = me.institution AND register = p_register AND year = p_year AND first <= p_last AND last >= p_first) THEN
    RETURN jsonb_build_object('state', 'overlaps');
  END IF;
  INSERT INTO gu.lease (id, institution, register, year, first, last, origin, desk)
  VALUES (p_lease, me.institution, p_register, p_year, p_first, p_last, p_origin, me.desk);
  UPDATE gu.counter SET next_number = greatest(next_number, p_last + 1)
  WHERE institution = me.institution AND register = p_register AND year = p_year;
  RETURN jsonb_build_object('state', 'claimed');
END
$$;
ALTER FUNCTION api.lease_claim(uuid, uuid, text, int, bigint, bigint) OWNER TO gu_api;
REVOKE ALL ON FUNCTION api.lease_claim(uuid, uuid, text, int, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.lease_claim(uuid, uuid, text, int, bigint, bigint) TO gu_desk;
