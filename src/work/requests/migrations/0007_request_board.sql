-- What was done last comes first on the board. Only the rows that are done at present stand in it. With `state` among its columns it is a
-- better match than the index by state, from which the rows would have to be sorted.
CREATE INDEX request_done ON request (state, done_at, id) WHERE state = 'done';
CREATE INDEX request_done_by_programme ON request (programme_id, state, done_at, id) WHERE state = 'done';
-- The late ones are counted in their indexes alone when these know `late` too.
DROP INDEX request_late_by_state;
DROP INDEX request_late_by_programme;
CREATE INDEX request_late_by_state ON request (state, late, id) WHERE late = 1;
CREATE INDEX request_late_by_programme ON request (programme_id, state, late, id) WHERE late = 1;
