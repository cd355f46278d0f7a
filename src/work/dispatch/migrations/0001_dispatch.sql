CREATE TABLE job_offer (
  id INTEGER PRIMARY KEY,
  job_id bigint NOT NULL,
  request_id bigint NOT NULL,
  programme_id bigint NOT NULL,
  worker_id bigint NOT NULL,
  decision_id bigint NOT NULL,
  state text NOT NULL,
  made_at bigint NOT NULL,
  answer_by bigint NOT NULL,
  called_at bigint,
  settled_at bigint,
  reason text NOT NULL,
  start_at bigint NOT NULL,
  finish_at bigint NOT NULL,
  distance_m bigint NOT NULL,
  travel_ms bigint NOT NULL
);
CREATE INDEX job_offer_by_job ON job_offer (job_id, id);
CREATE INDEX job_offer_open ON job_offer (worker_id, id) WHERE state = 'open';

CREATE TABLE dispatch_decision (
  id INTEGER PRIMARY KEY,
  job_id bigint NOT NULL,
  request_id bigint NOT NULL,
  at bigint NOT NULL,
  kind text NOT NULL,
  worker_id bigint,
  actor_id bigint NOT NULL,
  reason text NOT NULL,
  record BLOB NOT NULL
);
CREATE INDEX dispatch_decision_by_request ON dispatch_decision (request_id, id);

-- When a worker last finished a job for a client: continuity, and whom to ask about the client.
CREATE TABLE served (
  client_id bigint NOT NULL,
  worker_id bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (client_id, worker_id)
) WITHOUT ROWID;
