CREATE TABLE household (
  id INTEGER PRIMARY KEY,
  programme_id bigint NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX household_by_programme ON household (programme_id, id);

CREATE TABLE client (
  id INTEGER PRIMARY KEY,
  programme_id bigint NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  tier text NOT NULL,
  organisation_id bigint REFERENCES client (id),
  household_id bigint REFERENCES household (id),
  notes text NOT NULL,
  tastes text NOT NULL,
  external_id text NOT NULL,
  active bigint NOT NULL,
  created_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX client_by_programme ON client (programme_id, id);
CREATE INDEX client_by_organisation ON client (organisation_id, id);
CREATE INDEX client_by_household ON client (household_id, id);
CREATE UNIQUE INDEX client_by_external_id ON client (programme_id, external_id) WHERE external_id <> '';

CREATE TABLE contact_point (
  id INTEGER PRIMARY KEY,
  client_id bigint NOT NULL REFERENCES client (id),
  kind text NOT NULL,
  value text NOT NULL,
  preferred bigint NOT NULL
);
CREATE UNIQUE INDEX contact_point_by_client ON contact_point (client_id, kind, value);
CREATE INDEX contact_point_by_value ON contact_point (kind, value, client_id);

-- What a client is found by: the folded words of its name, its contact points and its number in other systems.
-- Words are compared by their bytes.
CREATE TABLE client_word (
  programme_id bigint NOT NULL,
  word text NOT NULL,
  client_id bigint NOT NULL REFERENCES client (id),
  PRIMARY KEY (programme_id, word, client_id)
) WITHOUT ROWID;
CREATE INDEX client_word_by_word ON client_word (word, client_id);
CREATE INDEX client_word_by_client ON client_word (client_id, word);

CREATE TABLE worker_wish (
  client_id bigint NOT NULL REFERENCES client (id),
  worker_id bigint NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (client_id, worker_id)
) WITHOUT ROWID;

CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  programme_id bigint NOT NULL,
  client_id bigint REFERENCES client (id),
  name text NOT NULL,
  address text NOT NULL,
  place_lat double precision,
  place_lon double precision,
  region_id bigint,
  service_level text NOT NULL,
  calendar_id bigint,
  active bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX site_by_programme ON site (programme_id, id);
CREATE INDEX site_by_client ON site (client_id, id);

CREATE TABLE asset (
  id INTEGER PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  kind text NOT NULL,
  name text NOT NULL,
  serial text NOT NULL,
  active bigint NOT NULL,
  version bigint NOT NULL
);
CREATE INDEX asset_by_site ON asset (site_id, id);
