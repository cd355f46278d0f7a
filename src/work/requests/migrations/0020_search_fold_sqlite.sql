-- The text index anew: the words of a request (title, description, address, outside id, form fields, file names) folded by the server, so that
-- both engines find the same. It is filled from the requests themselves, in the background.
DROP TABLE request_text;
CREATE VIRTUAL TABLE request_text USING fts5 (words, tokenize = 'ascii', prefix = '2 3', detail = none);
-- Each word with its endings of three letters and more, cut to twelve: the middle of a word is the beginning of one of them.
CREATE TABLE request_text_ending (
  ending text NOT NULL,
  word text NOT NULL,
  PRIMARY KEY (ending, word)
) WITHOUT ROWID;
INSERT INTO timer (kind, subject_id, due, data, attempts, error)
  SELECT 'request.index', 0, 0, '{}', 0, '' WHERE EXISTS (SELECT 1 FROM request) ON CONFLICT (kind, subject_id) DO NOTHING;
