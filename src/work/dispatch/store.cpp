#include "dispatch/store.h"

namespace bellman::dispatch::store {

using Offers = db::Select<JobOffer>;

Result<std::optional<JobOffer>> find_offer(db::Session& session, JobOfferId id) { return db::find<JobOffer>(session, id); }
Result<> insert_offer(db::Session& session, const JobOffer& offer) { return db::insert(session, offer); }
Result<> update_offer(db::Session& session, const JobOffer& offer) { return db::update(session, offer); }

Result<std::vector<JobOffer>> open_of_job(db::Session& session, JobId job) {
  static const Offers select("job_offer.open_of_job", "FROM job_offer WHERE job_id = $1 AND state = 'open' ORDER BY id");
  return select.all(session, job);
}

Result<std::vector<JobOffer>> open_of_worker(db::Session& session, WorkerId worker) {
  static const Offers select("job_offer.open_of_worker", "FROM job_offer WHERE worker_id = $1 AND state = 'open' ORDER BY id");
  return select.all(session, worker);
}

Result<std::vector<JobOffer>> of_job(db::Session& session, JobId job) {
  static const Offers select("job_offer.of_job", "FROM job_offer WHERE job_id = $1 ORDER BY id");
  return select.all(session, job);
}

Result<> insert_decision(db::Session& session, const StoredDecision& decision) {
  static constexpr db::Query query{"dispatch_decision.insert",
                                   "INSERT INTO dispatch_decision (id, job_id, request_id, at, kind, worker_id, actor_id, reason, record)"
                                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
  TRY_DO(db::post(session, query, decision.id, decision.job_id, decision.request_id, decision.at, decision.kind, decision.worker_id, decision.actor_id,
                     decision.reason, db::Blob{decision.record}));
  return ok();
}

Result<std::vector<StoredDecision>> decisions_of(db::Session& session, RequestId request) {
  static const db::Select<StoredDecision> select("dispatch_decision.of_request", "FROM dispatch_decision WHERE request_id = $1 ORDER BY id LIMIT 200");
  return select.all(session, request);
}

Result<> note_served(db::Session& session, ClientId client, WorkerId worker, Instant at) {
  static constexpr db::Query query{"served.note",
                                   "INSERT INTO served (client_id, worker_id, at) VALUES ($1, $2, $3)"
                                   " ON CONFLICT (client_id, worker_id) DO UPDATE SET at = excluded.at"};
  TRY_DO(db::post(session, query, client, worker, at));
  return ok();
}

Result<std::vector<ServedBy>> served_by(db::Session& session, ClientId client) {
  static constexpr db::Query query{"served.by", "SELECT worker_id, at FROM served WHERE client_id = $1 ORDER BY at DESC, worker_id LIMIT 20"};
  return db::all<ServedBy>(session, query, client);
}

}  // namespace bellman::dispatch::store
