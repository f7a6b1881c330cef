-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files, by content, in chunks, in any order, so that a cut line costs one chunk. The registry computes the hash of the whole
-- before anything may refer to it. Answers: "have" (yours), "send" (with the ranges that are missing), "prove" (it is here; show
-- that you have it too), "bad" (what arrived is not what was announced; begin again).

CREATE FUNCTION api._blob_bytes(p_sha bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(string_agg(data, ''::bytea ORDER BY idx), ''::bytea) FROM gu.blob_chunk WHERE sha256 = p_sha
$$;

CREATE FUNCTION api._blob_prove(p_me gu.login, p_sha bytea) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_nonce bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
BEGIN
  INSERT INTO gu.blob_challenge (institution, sha256, nonce) VALUES (p_me.institution, p_sha, v_nonce)
  ON CONFLICT (institution, sha256) DO UPDATE SET nonce = excluded.nonce, at = now();
  RETURN jsonb_build_object('state', 'prove', 'nonce', encode(v_nonce, 'hex'));
END
$$;

CREATE FUNCTION api._blob_missing(p_b gu.blob) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_array(lower(r), upper(r)) ORDER BY r), '[]'::jsonb)
  FROM unnest(int4multirange(int4range(0, (((p_b).size + (p_b).chunk - 1) / (p_b).chunk)::int))
              - coalesce((SELECT range_agg(int4range(idx, idx + 1)) FROM gu.blob_chunk WHERE sha256 = (p_b).sha256), '{}'::int4multirange)) AS r
$$;

CREATE FUNCTION api._sha(p_sha text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (p_sha ~ '^[0-9a-f]{64}$') IS NOT TRUE THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'this is not a hash';
  END IF;
  RETURN decode(p_sha, 'hex');
END
$$;

-- Which of these files the caller's institution does not hold yet: one question for a whole batch.
CREATE FUNCTION api.blobs_wanted(p_shas text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
BEGIN
  RETURN coalesce((
    SELECT jsonb_agg(s) FROM unnest(p_shas) AS s
    WHERE NOT EXISTS (SELECT FROM gu.blob_holder WHERE institution = me.institution AND sha256 = api._sha(s))), '[]'::jsonb);
END
$$;

CREATE FUNCTION api.blob_begin(p_sha text, p_size bigint, p_chunk int) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  v_sha bytea := api._sha(p_sha);
  b gu.blob;
BEGIN
  IF EXISTS (SELECT FROM gu.blob_holder WHERE institution = me.institution AND sha256 = v_sha) THEN
    RETURN jsonb_build_object('state', 'have');
  END IF;
  IF p_size IS NULL OR p_size < 0 OR p_size > (SELECT max_blob FROM gu.meta) THEN
    RAISE EXCEPTION SQLSTATE 'GU010' USING MESSAGE = 'the file is too large';
  END IF;
  IF (p_chunk BETWEEN 65536 AND 4194304) IS NOT TRUE THEN
    RAISE EXCEPTION SQLSTATE 'GU001' USING MESSAGE = 'the chunk size is out of range';
  END IF;
  INSERT INTO gu.blob (sha256, size, chunk) VALUES (v_sha, p_size, p_chunk) ON CONFLICT (sha256) DO NOTHING;
  SELECT * INTO b FROM gu.blob WHERE sha256 = v_sha;
  IF b.size <> p_size THEN
    RAISE EXCEPTION SQLSTATE 'GU006' USING MESSAGE = 'this hash was announced with another size';
  END IF;
  IF b.finished_at IS NOT NULL THEN
    RETURN api._blob_prove(me, v_sha);
  END IF;
  RETURN jsonb_build_object('state', 'send', 'chunk', b.chunk, 'missing', api._blob_missing(b));
END
$$;

-- Called with binary parameters: text would double the bytes.
CREATE FUNCTION api.blob_chunk(p_sha bytea, p_idx int, p_data bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  b gu.blob;
BEGIN
  SELECT * INTO b FROM gu.blob WHERE sha256 = p_sha;
  IF NOT FOUND THEN
    RAISE EXCEPTION SQLSTATE 'GU006' USING MESSAGE = 'this file was not announced';
  END IF;
  IF b.finished_at IS NOT NULL THEN
    RETURN;
  END IF;
  IF (octet_length(p_data) = least(b.chunk, b.size - p_idx::bigint * b.chunk) AND p_idx >= 0) IS NOT TRUE THEN
    RAISE EXCEPTION SQLSTATE 'GU006' USING MESSAGE = 'this chunk does not fit';
  END IF;
  INSERT INTO gu.blob_chunk (sha256, idx, institution, data) VALUES (p_sha, p_idx, me.institution, p_data)
  ON CONFLICT (sha256, idx) DO NOTHING;
END
$$;

CREATE FUNCTION api.blob_finish(p_sha text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  v_sha bytea := api._sha(p_sha);
  b gu.blob;
  missing jsonb;
BEGIN
  SELECT * INTO b FROM gu.blob WHERE sha256 = v_sha FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION SQLSTATE 'GU006' USING MESSAGE = 'this file was not announced';
  END IF;
  IF b.finished_at IS NULL THEN
    missing := api._blob_missing(b);
    IF missing <> '[]'::jsonb THEN
      RETURN jsonb_build_object('state', 'send', 'chunk', b.chunk, 'missing', missing);
    END IF;
    IF sha256(api._blob_bytes(v_sha)) <> v_sha THEN
      DELETE FROM gu.blob_chunk WHERE sha256 = v_sha;
      RETURN jsonb_build_object('state', 'bad');
    END IF;
    UPDATE gu.blob SET finished_at = now() WHERE sha256 = v_sha;
  ELSIF EXISTS (SELECT FROM gu.blob_holder WHERE institution = me.institution AND sha256 = v_sha) THEN
    RETURN jsonb_build_object('state', 'have');
  END IF;
  -- Whoever sent every byte has the file; whoever only completed it must show that.
  IF EXISTS (SELECT FROM gu.blob_chunk WHERE sha256 = v_sha AND institution <> me.institution)
     OR (b.size = 0 AND b.finished_at IS NOT NULL) THEN
    RETURN api._blob_prove(me, v_sha);
  END IF;
  INSERT INTO gu.blob_holder (institution, sha256) VALUES (me.institution, v_sha) ON CONFLICT DO NOTHING;
  RETURN jsonb_build_object('state', 'have');
END
$$;

-- @p_proof is the SHA-256 of the nonce's 32 bytes followed by the file.
CREATE FUNCTION api.blob_prove(p_sha text, p_proof text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('write');
  v_sha bytea := api._sha(p_sha);
  v_nonce bytea;
BEGIN
  -- One try for each nonce.
  DELETE FROM gu.blob_challenge
  WHERE institution = me.institution AND sha256 = v_sha AND at > now() - interval '10 minutes' RETURNING nonce INTO v_nonce;
  IF v_nonce IS NULL THEN
    RETURN jsonb_build_object('state', 'refused');
  END IF;
  IF sha256(v_nonce || api._blob_bytes(v_sha)) IS DISTINCT FROM api._sha(p_proof) THEN
    RETURN jsonb_build_object('state', 'refused');
  END IF;
  INSERT INTO gu.blob_holder (institution, sha256) VALUES (me.institution, v_sha) ON CONFLICT DO NOTHING;
  RETURN jsonb_build_object('state', 'have');
END
$$;

-- Rights to a file come from a paper of the caller's institution, never from knowing its hash.
CREATE FUNCTION api._may_read_blob(p_me gu.login, p_sha bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM gu.document WHERE institution = (p_me).institution AND sha256 = p_sha)
$$;

CREATE FUNCTION api.blob_info(p_sha text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('read');
  v_sha bytea := api._sha(p_sha);
BEGIN
  IF NOT api._may_read_blob(me, v_sha) THEN
    RAISE EXCEPTION SQLSTATE 'GU009' USING MESSAGE = 'no such file';
  END IF;
  RETURN (SELECT jsonb_build_object('size', size, 'chunk', chunk) FROM gu.blob WHERE sha256 = v_sha AND finished_at IS NOT NULL);
END
$$;

CREATE FUNCTION api.blob_read(p_sha bytea, p_idx int) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me gu.login := api._caller('read');
BEGIN
  IF NOT api._may_read_blob(me, p_sha) THEN
    RAISE EXCEPTION SQLSTATE 'GU009' USING MESSAGE = 'no such file';
  END IF;
  RETURN (SELECT data FROM gu.blob_chunk WHERE sha256 = p_sha AND idx = p_idx);
END
$$;
