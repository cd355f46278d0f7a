CREATE TABLE skill (
  id INTEGER PRIMARY KEY,
  key text NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX skill_by_key ON skill (key);

CREATE TABLE part (
  id INTEGER PRIMARY KEY,
  key text NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX part_by_key ON part (key);

CREATE TABLE team (
  id INTEGER PRIMARY KEY,
  name text NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX team_by_name ON team (name);

CREATE TABLE worker (
  id INTEGER PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  team_id bigint REFERENCES team (id),
  phone text NOT NULL,
  languages text NOT NULL,
  regions text NOT NULL,
  skills text NOT NULL,
  programmes text NOT NULL,
  shifts text NOT NULL,
  zone text NOT NULL,
  stock text NOT NULL,
  home_lat double precision NOT NULL,
  home_lon double precision NOT NULL,
  capacity bigint NOT NULL,
  speed_kmh bigint NOT NULL,
  cost_per_job_minor bigint NOT NULL,
  cost_per_job_currency text NOT NULL,
  cost_per_hour_minor bigint NOT NULL,
  cost_per_hour_currency text NOT NULL,
  rating_centi bigint NOT NULL,
  paused bigint NOT NULL,
  active bigint NOT NULL,
  external_id text NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX worker_by_team ON worker (team_id, id);
CREATE UNIQUE INDEX worker_by_external_id ON worker (external_id) WHERE external_id <> '';

-- worker.skills once more, to find by skill and by the end of a certificate. Written with the worker's row.
CREATE TABLE worker_skill (
  skill_id bigint NOT NULL REFERENCES skill (id),
  worker_id bigint NOT NULL REFERENCES worker (id),
  level bigint NOT NULL,
  expires bigint,
  PRIMARY KEY (skill_id, worker_id)
) WITHOUT ROWID;
CREATE INDEX worker_skill_by_worker ON worker_skill (worker_id);
CREATE INDEX worker_skill_by_expiry ON worker_skill (expires, worker_id, skill_id);

-- What changes by the minute stands apart, so that it can be written without touching the worker's row.
CREATE TABLE worker_state (
  worker_id INTEGER PRIMARY KEY REFERENCES worker (id),
  place_lat double precision NOT NULL,
  place_lon double precision NOT NULL,
  place_at bigint NOT NULL,
  open_jobs bigint NOT NULL,
  open_offers bigint NOT NULL,
  free_at bigint NOT NULL,
  free_place_lat double precision NOT NULL,
  free_place_lon double precision NOT NULL,
  offered bigint NOT NULL,
  accepted bigint NOT NULL,
  refused bigint NOT NULL,
  silent bigint NOT NULL,
  done bigint NOT NULL,
  changed bigint NOT NULL,
  defined bigint NOT NULL
);
CREATE INDEX worker_state_by_changed ON worker_state (changed);
CREATE INDEX worker_state_by_defined ON worker_state (defined);

-- One row: the last number given to a change. Holding this row until the commit makes the numbers visible in their order.
CREATE TABLE worker_change (
  id INTEGER PRIMARY KEY,
  last bigint NOT NULL
);
INSERT INTO worker_change (id, last) VALUES (1, 0);

CREATE TABLE absence (
  id INTEGER PRIMARY KEY,
  worker_id bigint NOT NULL REFERENCES worker (id),
  kind text NOT NULL,
  from_at bigint NOT NULL,
  until_at bigint NOT NULL,
  note text NOT NULL
);
CREATE INDEX absence_by_worker ON absence (worker_id, until_at, id);
CREATE INDEX absence_by_end ON absence (until_at, worker_id, id);
