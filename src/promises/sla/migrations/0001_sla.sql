CREATE TABLE calendar (
  id INTEGER PRIMARY KEY,
  name text NOT NULL,
  zone text NOT NULL,
  weekly_hours text NOT NULL,
  shifts text NOT NULL,
  breaks text NOT NULL,
  holidays text NOT NULL,
  always_open bigint NOT NULL,
  retired bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX calendar_by_name ON calendar (name);

CREATE TABLE sla_policy (
  id INTEGER PRIMARY KEY,
  name text NOT NULL,
  calendar_id bigint REFERENCES calendar (id),
  rules text NOT NULL,
  warning_percents text NOT NULL,
  escalation text NOT NULL,
  retired bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX sla_policy_by_name ON sla_policy (name);

-- Every version that there has been, as JSON. Rows are only ever added: a deadline keeps the versions it was opened with.
CREATE TABLE calendar_edition (
  calendar_id bigint NOT NULL REFERENCES calendar (id),
  version bigint NOT NULL,
  data text NOT NULL,
  PRIMARY KEY (calendar_id, version)
);
CREATE TABLE sla_policy_edition (
  policy_id bigint NOT NULL REFERENCES sla_policy (id),
  version bigint NOT NULL,
  data text NOT NULL,
  PRIMARY KEY (policy_id, version)
);

-- One row; its version grows with every change of any calendar or policy, so that a copy in memory knows whether it is still good.
CREATE TABLE sla_version (
  id INTEGER PRIMARY KEY,
  version bigint NOT NULL
);
INSERT INTO sla_version (id, version) VALUES (1, 1);

CREATE TABLE deadline (
  request_id bigint NOT NULL,
  kind text NOT NULL,
  programme_id bigint,
  policy_id bigint NOT NULL,
  policy_version bigint NOT NULL,
  started bigint NOT NULL,
  allowance_ms bigint NOT NULL,
  clock text NOT NULL,
  calendar_id bigint,
  calendar_version bigint NOT NULL,
  due bigint NOT NULL,
  pauses text NOT NULL,
  state text NOT NULL,
  warned_percent bigint NOT NULL,
  breached_at bigint,
  met_at bigint,
  escalation_level bigint NOT NULL,
  PRIMARY KEY (request_id, kind)
) WITHOUT ROWID;
