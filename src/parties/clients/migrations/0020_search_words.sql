-- Clients are found by the middle of a word and the tail of a number too: their words are made anew in the background (background.cpp).
INSERT INTO timer (kind, subject_id, due, data, attempts, error)
  SELECT 'client.words', 0, 0, '{}', 0, '' WHERE EXISTS (SELECT 1 FROM client) ON CONFLICT (kind, subject_id) DO NOTHING;
