CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  parent_id bigint REFERENCES service (id),
  programmes text NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  area text NOT NULL,
  kind text NOT NULL,
  fields text NOT NULL,
  skills text NOT NULL,
  parts text NOT NULL,
  fault_kinds text NOT NULL,
  criticality text NOT NULL,
  criticality_rules text NOT NULL,
  regions text NOT NULL,
  policy text NOT NULL,
  refusal text NOT NULL,
  dispatch_mode text NOT NULL,
  sla_policy_id bigint,
  duration_minutes bigint NOT NULL,
  answer_minutes bigint NOT NULL,
  parallel_offers bigint NOT NULL,
  active bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX service_by_key ON service (key);
CREATE INDEX service_by_parent ON service (parent_id, id);

-- One row. The fingerprint is a hash over all changes of all services in their order: equal ones mean equal catalogues,
-- so a copy in memory knows whether it is still good.
CREATE TABLE catalogue_state (
  id INTEGER PRIMARY KEY,
  fingerprint text NOT NULL
);
INSERT INTO catalogue_state (id, fingerprint) VALUES (1, '');
