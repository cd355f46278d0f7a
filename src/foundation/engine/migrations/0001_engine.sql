-- Identifiers are taken in blocks: `next` is the first number nobody has reserved.
CREATE TABLE id_sequence (
  name text PRIMARY KEY,
  next bigint NOT NULL
) WITHOUT ROWID;

-- The journal. Rows are only ever added.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at bigint NOT NULL,
  kind text NOT NULL,
  subject text NOT NULL,
  subject_id bigint NOT NULL,
  programme_id bigint,
  actor_kind text NOT NULL,
  actor_id bigint NOT NULL,
  audience text NOT NULL,
  data text NOT NULL
);
CREATE INDEX event_by_subject ON event (subject, subject_id, id);

-- Everything that will happen by itself. One timer of a kind for a subject.
CREATE TABLE timer (
  kind text NOT NULL,
  subject_id bigint NOT NULL,
  due bigint NOT NULL,
  data text NOT NULL,
  attempts bigint NOT NULL,
  error text NOT NULL,
  PRIMARY KEY (kind, subject_id)
) WITHOUT ROWID;
CREATE INDEX timer_by_due ON timer (due, kind, subject_id);

-- What is to be sent after the commit. A delivered row is deleted; a hopeless one is parked and stays visible.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  kind text NOT NULL,
  key text NOT NULL,
  data text NOT NULL,
  created_at bigint NOT NULL,
  due bigint NOT NULL,
  attempts bigint NOT NULL,
  state text NOT NULL,
  error text NOT NULL
);
CREATE UNIQUE INDEX outbox_by_key ON outbox (kind, key);
CREATE INDEX outbox_by_due ON outbox (state, due, id);
-- Each channel is served on its own.
CREATE INDEX outbox_by_kind ON outbox (state, kind, due, id);

-- The answer to a request with an Idempotency-Key, so that a repeated one gets the same.
CREATE TABLE idempotency (
  account_id bigint NOT NULL,
  key text NOT NULL,
  fingerprint bigint NOT NULL,
  status bigint NOT NULL,
  body text NOT NULL,
  version bigint,
  created_at bigint NOT NULL,
  PRIMARY KEY (account_id, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (created_at);
