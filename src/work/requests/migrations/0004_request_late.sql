-- With `late` among its columns it is the best match for the late ones of a programme, better than request_of_programme.
DROP INDEX request_late;
CREATE INDEX request_late ON request (programme_id, late, id) WHERE late = 1;
