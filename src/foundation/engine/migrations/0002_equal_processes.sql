-- Until when a process that is sending this effect has it for itself; 0: nobody has.
ALTER TABLE outbox ADD COLUMN claimed_until bigint NOT NULL DEFAULT 0;

-- What one of several equal processes may do alone, e.g. the rounds of dispatch.
CREATE TABLE lease (
  name text PRIMARY KEY,
  holder text NOT NULL,
  token bigint NOT NULL,
  until bigint NOT NULL
) WITHOUT ROWID;

-- One row; its version grows when something changes that the processes keep in their memory. latest_at: the moment of the last change that
-- any process has made, because their clocks differ a little and what comes after must not be dated before.
CREATE TABLE kept_version (
  id INTEGER PRIMARY KEY,
  version bigint NOT NULL,
  latest_at bigint NOT NULL
);
INSERT INTO kept_version (id, version, latest_at) VALUES (1, 0, 0);
