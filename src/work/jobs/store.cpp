#include "jobs/store.h"

namespace bellman::jobs::store {

using Jobs = db::Select<Job>;
using Sheets = db::Select<ServiceSheet>;

Result<std::optional<Job>> find(db::Session& session, JobId id) { return db::find<Job>(session, id); }

Result<std::optional<Job>> of_request(db::Session& session, RequestId request) {
  static const Jobs select("job.of_request", "FROM job WHERE request_id = $1 ORDER BY id DESC LIMIT 1");
  return select.first(session, request);
}

Result<std::vector<Job>> all_of_request(db::Session& session, RequestId request) {
  static const Jobs select("job.all_of_request", "FROM job WHERE request_id = $1 ORDER BY id");
  return select.all(session, request);
}

Result<> insert(db::Session& session, const Job& job) { return db::insert(session, job); }
Result<> update(db::Session& session, const Job& job) { return db::update(session, job); }

Result<std::vector<Job>> waiting(db::Session& session, Instant now, std::int64_t limit) {
  static const Jobs select("job.waiting", "FROM job WHERE state = 'waiting' AND automatic = 1 AND (try_at IS NULL OR try_at <= $1) ORDER BY id LIMIT $2");
  return select.all(session, now, limit);
}

Result<std::optional<Instant>> next_try(db::Session& session, Instant now) {
  static constexpr db::Query query{"job.next_try", "SELECT try_at FROM job WHERE state = 'waiting' AND automatic = 1 AND try_at > $1 ORDER BY try_at, id LIMIT 1"};
  return db::first<Instant>(session, query, now);
}

Result<> try_all_now(db::Session& session) {
  static constexpr db::Query query{"job.try_all_now", "UPDATE job SET try_at = NULL WHERE state = 'waiting' AND automatic = 1 AND try_at IS NOT NULL"};
  TRY_DO(db::post(session, query));
  return ok();
}

Result<std::vector<Job>> of_worker(db::Session& session, WorkerId worker) {
  static const Jobs select("job.of_worker", "FROM job WHERE worker_id = $1 AND state IN ('assigned', 'travelling', 'in_work') ORDER BY id");
  return select.all(session, worker);
}

Result<std::vector<codec::RawJson>> releases_of(db::Session& session, JobId job) {
  static const db::Select<engine::Event> select("job.releases", "FROM event WHERE subject = 'job' AND subject_id = $1 AND kind = 'job.released' ORDER BY id");
  TRY(events, select.all(session, job));
  std::vector<codec::RawJson> released;
  for (engine::Event& event : events) released.push_back(std::move(event.data));
  return released;
}

Result<> insert_sheet(db::Session& session, const ServiceSheet& sheet) { return db::insert(session, sheet); }

Result<std::vector<ServiceSheet>> sheets_of_request(db::Session& session, RequestId request) {
  static const Sheets select("sheet.of_request", "FROM service_sheet WHERE request_id = $1 ORDER BY id");
  return select.all(session, request);
}

Result<std::vector<ServiceSheet>> sheets_of_client(db::Session& session, ClientId client, SheetId before, std::int64_t limit) {
  static const Sheets select("sheet.of_client", "FROM service_sheet WHERE client_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
  return select.all(session, client, before ? before : SheetId(std::numeric_limits<std::int64_t>::max()), limit);
}

Result<std::vector<ServiceSheet>> sheets_of_worker(db::Session& session, WorkerId worker, SheetId before, std::int64_t limit) {
  static const Sheets select("sheet.of_worker", "FROM service_sheet WHERE worker_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
  return select.all(session, worker, before ? before : SheetId(std::numeric_limits<std::int64_t>::max()), limit);
}

}  // namespace bellman::jobs::store
