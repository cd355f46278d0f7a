CREATE TABLE programme (
  id INTEGER PRIMARY KEY,
  key text NOT NULL,
  name text NOT NULL,
  colour text NOT NULL,
  languages text NOT NULL,
  currency text NOT NULL,
  zone text NOT NULL,
  phone_line text NOT NULL,
  active bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX programme_by_key ON programme (key);

CREATE TABLE region (
  id INTEGER PRIMARY KEY,
  key text NOT NULL,
  name text NOT NULL,
  centre_lat double precision NOT NULL,
  centre_lon double precision NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX region_by_key ON region (key);
