-- A long list of one client or worker is gone through in its index alone, also when only one state of it is wanted.
DROP INDEX request_by_client;
CREATE INDEX request_by_client ON request (client_id, id, state, late);
DROP INDEX request_by_worker;
CREATE INDEX request_by_worker ON request (worker_id, id, state, late) WHERE worker_id IS NOT NULL;
-- Most of what was late once is closed by now.
CREATE INDEX request_late_by_state ON request (state, id) WHERE late = 1;
CREATE INDEX request_late_by_programme ON request (programme_id, state, id) WHERE late = 1;
CREATE INDEX request_late_open ON request (programme_id, id) WHERE late = 1 AND state NOT IN ('refused', 'done', 'closed', 'cancelled', 'merged');
