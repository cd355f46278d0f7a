-- When an effect is of no use any more: it is not sent later than that, but stays with the state 'expired'. The default: always of use.
ALTER TABLE outbox ADD COLUMN not_after bigint NOT NULL DEFAULT 9223372036854775807;
-- Pushes and calls that wait for want of a channel are about a moment that has passed: nobody is to be called months later.
UPDATE outbox SET not_after = created_at + 3600000 WHERE kind IN ('push', 'robot_call') AND state = 'parked';
