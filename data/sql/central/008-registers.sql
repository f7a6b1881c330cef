-- SPDX-License-Identifier: GPL-3.0-or-later
-- Registers. A desk takes numbers in blocks, so that it can register while the line is down; every number of a block is used,
-- given back, or explained.

-- The same lease id gives the same block again: a desk that did not hear the answer asks once more.
CREATE FUNCTION api.lease_numbers(p_lease uuid, p_origin uuid, p_register text, p_year int, p_count int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  l gu.lease;
  v_next bigint;
  v_closed timestamptz;
  v_now int := extract(year FROM now() AT TIME ZONE 'Europe/Bucharest');
BEGIN
  IF p_lease IS NULL OR (p_count BETWEEN 1 AND 1000) IS NOT TRUE OR (p_year BETWEEN v_now - 1 AND v_now + 1) IS NOT TRUE
     OR (p_register ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$') IS NOT TRUE THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'this is not a request for numbers';
  END IF;
  PERFORM api._origin(me, p_origin);
  SELECT * INTO l FROM gu.lease WHERE id = p_lease;
  IF FOUND THEN
    IF l.origin <> p_origin OR l.register <> p_register OR l.year <> p_year THEN
      RAISE EXCEPTION SQLSTATE 'GU003' USING MESSAGE = 'this lease was asked for before, otherwise';
    END IF;
  ELSE
    IF NOT EXISTS (SELECT FROM gu.register WHERE institution = me.institution AND code = p_register) THEN
      IF NOT (SELECT open_register FROM gu.institution WHERE code = me.institution) THEN
        RAISE EXCEPTION SQLSTATE 'GU011' USING MESSAGE = 'there is no such register';
      END IF;
      INSERT INTO gu.register (institution, code) VALUES (me.institution, p_register) ON CONFLICT DO NOTHING;
    END IF;
    INSERT INTO gu.counter (institution, register, year) VALUES (me.institution, p_register, p_year) ON CONFLICT DO NOTHING;
    -- The row stays locked until the commit of this short call: no number twice, none skipped.
    UPDATE gu.counter SET next_number = next_number + CASE WHEN closed_at IS NULL THEN p_count ELSE 0 END
    WHERE institution = me.institution AND register = p_register AND year = p_year
    RETURNING next_number, closed_at INTO v_next, v_closed;
    IF v_closed IS NOT NULL THEN
      RAISE EXCEPTION SQLSTATE 'GU005' USING MESSAGE = 'the register is closed';
    END IF;
    INSERT INTO gu.lease (id, institution, register, year, first, last, origin, desk)
    VALUES (p_lease, me.institution, p_register, p_year, v_next - p_count, v_next - 1, p_origin, me.desk)
    RETURNING * INTO l;
  END IF;
  RETURN jsonb_build_object('lease', l.id, 'register', l.register, 'year', l.year, 'first', l.first, 'last', l.last);
END
$$;

-- Every number below the counter that is not registered, with its reason or with who holds it.
CREATE FUNCTION api.register_gaps(p_register text, p_year int) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('audit');
BEGIN
  RETURN coalesce((
    SELECT jsonb_agg(jsonb_build_object('number', n, 'reason', g.reason, 'desk', l.desk,
                                        'explained', g.number IS NOT NULL, 'held', g.number IS NULL AND l.returned_at IS NULL) ORDER BY n)
    FROM gu.lease l
    CROSS JOIN LATERAL generate_series(l.first, l.last) AS n
    LEFT JOIN gu.lease_gap g ON g.institution = l.institution AND g.register = l.register AND g.year = l.year AND g.number = n
    WHERE l.institution = me.institution AND l.register = p_register AND l.year = p_year
      AND NOT EXISTS (SELECT FROM gu.registration r
                      WHERE r.institution = l.institution AND r.register = l.register AND r.year = l.year AND r.number = n)), '[]'::jsonb);
END
$$;

-- "Prezentul registru a fost închis la nr. …": once every block has come back.
CREATE FUNCTION api.register_close(p_register text, p_year int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('register');
  c gu.counter;
  v_open jsonb;
BEGIN
  SELECT * INTO c FROM gu.counter WHERE institution = me.institution AND register = p_register AND year = p_year FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION SQLSTATE 'GU011' USING MESSAGE = 'there is no such register';
  END IF;
  SELECT jsonb_agg(jsonb_build_object('desk', desk, 'first', first, 'last', last) ORDER BY first) INTO v_open
  FROM gu.lease l
  WHERE institution = me.institution AND register = p_register AND year = p_year AND returned_at IS NULL
    AND EXISTS (SELECT FROM generate_series(l.first, l.last) AS n
                WHERE NOT EXISTS (SELECT FROM gu.registration r WHERE r.institution = l.institution AND r.register = l.register AND r.year = l.year AND r.number = n)
                  AND NOT EXISTS (SELECT FROM gu.lease_gap g WHERE g.institution = l.institution AND g.register = l.register AND g.year = l.year AND g.number = n));
  IF v_open IS NOT NULL THEN
    RETURN jsonb_build_object('status', 'open', 'leases', v_open);
  END IF;
  UPDATE gu.counter SET closed_at = coalesce(closed_at, now())
  WHERE institution = me.institution AND register = p_register AND year = p_year;
  RETURN jsonb_build_object('status', 'closed', 'last', c.next_number - 1);
END
$$;
