-- Newest first of one programme, and what is late in all of them, without sorting or passing over the rest.
CREATE INDEX request_of_programme ON request (programme_id, id);
CREATE INDEX request_late_all ON request (id) WHERE late = 1;
