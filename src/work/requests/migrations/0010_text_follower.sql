-- The text index is a follower of the journal from here on (background.cpp): it goes on where its own cursor stood. What that had passed over
-- is found and added at the next start.
INSERT INTO follower (name, kinds, cursor, single_until, state, attempts, error, failing_event, retry_at, parked_at)
  SELECT 'requests.text', '[]', event_id, 0, 'running', 0, '', 0, 0, 0 FROM request_text_cursor WHERE event_id > 0;
DROP TABLE request_text_cursor;
