CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  request_id bigint NOT NULL,
  programme_id bigint NOT NULL,
  client_id bigint NOT NULL,
  site_id bigint,
  service_id bigint NOT NULL,
  region_id bigint,
  place_lat double precision,
  place_lon double precision,
  skills text NOT NULL,
  parts text NOT NULL,
  duration_minutes bigint NOT NULL,
  answer_minutes bigint NOT NULL,
  parallel_offers bigint NOT NULL,
  criticality text NOT NULL,
  language text NOT NULL,
  wished_from bigint,
  wished_until bigint,
  reach_due bigint,
  solve_due bigint,
  automatic bigint NOT NULL,
  state text NOT NULL,
  worker_id bigint,
  asked text NOT NULL,
  offers_made bigint NOT NULL,
  calls_made bigint NOT NULL,
  waiting_since bigint NOT NULL,
  try_at bigint,
  handed_over bigint NOT NULL,
  start_at bigint,
  finish_at bigint,
  assigned_at bigint,
  travelling_at bigint,
  started_at bigint,
  done_at bigint,
  version bigint NOT NULL
);
CREATE INDEX job_by_request ON job (request_id, id);
-- What a round of dispatch looks at, and what a worker has ahead: both short lists out of a long table.
CREATE INDEX job_waiting ON job (id) WHERE state = 'waiting';
CREATE INDEX job_of_worker ON job (worker_id, id) WHERE state IN ('assigned', 'travelling', 'in_work');

CREATE TABLE service_sheet (
  id INTEGER PRIMARY KEY,
  job_id bigint NOT NULL UNIQUE REFERENCES job (id),
  request_id bigint NOT NULL,
  programme_id bigint NOT NULL,
  client_id bigint NOT NULL,
  worker_id bigint NOT NULL,
  work_done text NOT NULL,
  parts text NOT NULL,
  started_at bigint NOT NULL,
  finished_at bigint NOT NULL,
  photos text NOT NULL,
  signer text NOT NULL,
  signature text NOT NULL,
  filed_at bigint NOT NULL
);
CREATE INDEX sheet_by_client ON service_sheet (client_id, id);
CREATE INDEX sheet_by_worker ON service_sheet (worker_id, id);
CREATE INDEX sheet_by_request ON service_sheet (request_id, id);
