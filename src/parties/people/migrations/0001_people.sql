CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  login text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  all_programmes bigint NOT NULL,
  programmes text NOT NULL,
  client_id bigint,
  worker_id bigint,
  language text NOT NULL,
  password_hash text NOT NULL,
  active bigint NOT NULL,
  created_at bigint NOT NULL,
  version bigint NOT NULL
);
CREATE UNIQUE INDEX account_by_login ON account (login);
CREATE INDEX account_by_role ON account (role, id);

-- Tokens are random; only their hashes are kept.
CREATE TABLE session (
  token_hash text PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  csrf_hash text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id),
  name text NOT NULL,
  token_hash text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint
);
CREATE INDEX api_token_by_account ON api_token (account_id, id);

-- Failed log-ins in a row, of a login ("login:anna") and of an address ("address:10.0.0.1").
CREATE TABLE login_attempt (
  key text PRIMARY KEY,
  failures bigint NOT NULL,
  blocked_until bigint NOT NULL,
  last_at bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_attempt_by_age ON login_attempt (last_at);
