-- The journal in parts by month of `at` (UTC), so that a month which the archive has emptied can be dropped, and the indices in use stay small
-- (docs/decisions/0007). Not one row is copied: what is there becomes the oldest part; its new key and the check of its bound are
-- two passes over it. Nobody can read the journal meanwhile.
SET LOCAL statement_timeout = 0;

ALTER TABLE event RENAME TO event_past;
ALTER TABLE event_past DROP CONSTRAINT event_pkey;
ALTER TABLE event_past ADD CONSTRAINT event_past_pkey PRIMARY KEY (id, at);
ALTER INDEX event_by_subject RENAME TO event_past_by_subject;

CREATE TABLE event (
  id bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id bigint NOT NULL,
  programme_id bigint,
  actor_kind text NOT NULL,
  actor_id bigint NOT NULL,
  audience text NOT NULL,
  data text NOT NULL,
  PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX event_by_subject ON event (subject, subject_id, id);

-- What no month covers: dated far ahead, or the months were not made in time.
CREATE TABLE event_default PARTITION OF event DEFAULT;

DO $$
DECLARE
  bound timestamp := date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month';
  past_to bigint := extract(epoch FROM bound)::bigint * 1000;
BEGIN
  FOR month IN 0..2 LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (%s) TO (%s)', 'event_' || to_char(bound, 'YYYY_MM'),
                   extract(epoch FROM bound)::bigint * 1000, extract(epoch FROM bound + interval '1 month')::bigint * 1000);
    bound := bound + interval '1 month';
  END LOOP;
  -- Few, if any: what is dated ahead goes where it belongs.
  WITH ahead AS (DELETE FROM event_past WHERE at >= past_to RETURNING id, at, kind, subject, subject_id, programme_id, actor_kind, actor_id, audience, data)
  INSERT INTO event (id, at, kind, subject, subject_id, programme_id, actor_kind, actor_id, audience, data) SELECT * FROM ahead;
  EXECUTE format('ALTER TABLE event ATTACH PARTITION event_past FOR VALUES FROM (MINVALUE) TO (%s)', past_to);
END
$$;
