-- Full-text search. Filled by the "request.index" timer from the journal, so that filing does not wait for it.
CREATE VIRTUAL TABLE request_text USING fts5 (title, description, address, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TABLE request_text_cursor (
  id INTEGER PRIMARY KEY,
  event_id bigint NOT NULL
);
INSERT INTO request_text_cursor (id, event_id) VALUES (1, 0);
