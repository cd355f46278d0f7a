-- Who reads the journal behind the commits, and how far each has come (engine/followers.h).
CREATE TABLE follower (
  name text PRIMARY KEY,
  kinds text NOT NULL,
  cursor bigint NOT NULL,
  single_until bigint NOT NULL,
  state text NOT NULL,
  attempts bigint NOT NULL,
  error text NOT NULL,
  failing_event bigint NOT NULL,
  retry_at bigint NOT NULL,
  parked_at bigint NOT NULL
) WITHOUT ROWID;
