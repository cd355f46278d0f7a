-- A worker who has lost a job may still send the sheet of what was done: kept beside the one that finishes the job.
DROP INDEX sheet_by_client;
DROP INDEX sheet_by_worker;
DROP INDEX sheet_by_request;
ALTER TABLE service_sheet RENAME TO service_sheet_before;
CREATE TABLE service_sheet (
  id INTEGER PRIMARY KEY,
  job_id bigint NOT NULL REFERENCES job (id),
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
  filed_at bigint NOT NULL,
  late bigint NOT NULL
);
INSERT INTO service_sheet (id, job_id, request_id, programme_id, client_id, worker_id, work_done, parts, started_at, finished_at, photos, signer, signature, filed_at, late)
  SELECT id, job_id, request_id, programme_id, client_id, worker_id, work_done, parts, started_at, finished_at, photos, signer, signature, filed_at, 0
  FROM service_sheet_before;
DROP TABLE service_sheet_before;
CREATE UNIQUE INDEX sheet_of_job ON service_sheet (job_id) WHERE late = 0;
CREATE UNIQUE INDEX late_sheet_of_job ON service_sheet (job_id, worker_id) WHERE late = 1;
CREATE INDEX sheet_by_client ON service_sheet (client_id, id);
CREATE INDEX sheet_by_worker ON service_sheet (worker_id, id);
CREATE INDEX sheet_by_request ON service_sheet (request_id, id);
