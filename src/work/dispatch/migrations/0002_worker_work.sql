-- What a worker declined, newest first: for the manager's view of each worker's work.
CREATE INDEX job_offer_declined ON job_offer (worker_id, id) WHERE state IN ('refused', 'silent');
