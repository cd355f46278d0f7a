-- Lists of a period and of a service, what was filed last first.
CREATE INDEX request_by_filing ON request (filed_at, id);
CREATE INDEX request_of_service ON request (service_id, filed_at, id);
