// The tables of dispatch.
#pragma once
#include "db/migration.h"
#include "db/typed.h"
#include "dispatch/model.h"
#include "dispatch/offer_model.h"

namespace bellman::dispatch {

const db::Migrations& migrations();

}  // namespace bellman::dispatch

namespace bellman::dispatch::store {

Result<std::optional<JobOffer>> find_offer(db::Session& session, JobOfferId id);
Result<> insert_offer(db::Session& session, const JobOffer& offer);
Result<> update_offer(db::Session& session, const JobOffer& offer);
Result<std::vector<JobOffer>> open_of_job(db::Session& session, JobId job);
Result<std::vector<JobOffer>> open_of_worker(db::Session& session, WorkerId worker);
Result<std::vector<JobOffer>> of_job(db::Session& session, JobId job);

Result<> insert_decision(db::Session& session, const StoredDecision& decision);
Result<std::vector<StoredDecision>> decisions_of(db::Session& session, RequestId request);

Result<> note_served(db::Session& session, ClientId client, WorkerId worker, Instant at);
// The latest first, at most 20.
struct ServedBy {
  WorkerId worker_id;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(ServedBy, (), (worker_id, at))
Result<std::vector<ServedBy>> served_by(db::Session& session, ClientId client);

}  // namespace bellman::dispatch::store
