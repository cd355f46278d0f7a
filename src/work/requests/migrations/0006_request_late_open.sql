-- The late ones that are open are found by their states.
DROP INDEX request_late_open;
