CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  programme_id bigint NOT NULL,
  client_id bigint NOT NULL,
  site_id bigint,
  asset_id bigint,
  service_id bigint NOT NULL,
  channel text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  fields text NOT NULL,
  fault_kind text NOT NULL,
  criticality text NOT NULL,
  service_level text NOT NULL,
  region_id bigint,
  place_lat double precision,
  place_lon double precision,
  address text NOT NULL,
  language text NOT NULL,
  wished_from bigint,
  wished_until bigint,
  state text NOT NULL,
  resume_state text NOT NULL,
  owes text NOT NULL,
  step text NOT NULL,
  owed_by bigint,
  worker_id bigint,
  filed_at bigint NOT NULL,
  reach_due bigint,
  solve_due bigint,
  late bigint NOT NULL,
  assigned_at bigint,
  done_at bigint,
  closed_at bigint,
  reason text NOT NULL,
  merged_into bigint,
  split_from bigint,
  reopened bigint NOT NULL,
  external_id text NOT NULL,
  changed_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX request_by_state ON request (state, id);
CREATE INDEX request_by_programme ON request (programme_id, state, id);
CREATE INDEX request_by_client ON request (client_id, id);
CREATE INDEX request_by_worker ON request (worker_id, id) WHERE worker_id IS NOT NULL;
CREATE INDEX request_late ON request (programme_id, id) WHERE late = 1;
CREATE UNIQUE INDEX request_by_external ON request (programme_id, external_id) WHERE external_id <> '';
CREATE INDEX request_merged ON request (merged_into, id) WHERE merged_into IS NOT NULL;

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES request (id),
  name text NOT NULL,
  content_type text NOT NULL,
  size_bytes bigint NOT NULL,
  hash text NOT NULL,
  added_at bigint NOT NULL
);
CREATE INDEX attachment_by_request ON attachment (request_id, id);
CREATE INDEX attachment_by_hash ON attachment (hash);
