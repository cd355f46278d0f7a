-- Full-text search, as 0002_search_sqlite. The words are folded by the server, so PostgreSQL needs no dictionary and no extension.
CREATE TABLE request_text (
  id bigint PRIMARY KEY,
  words tsvector NOT NULL
);
CREATE INDEX request_text_by_words ON request_text USING gin (words);
CREATE TABLE request_text_cursor (
  id bigint PRIMARY KEY,
  event_id bigint NOT NULL
);
INSERT INTO request_text_cursor (id, event_id) VALUES (1, 0);
