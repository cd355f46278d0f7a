// The tables of jobs and service sheets.
#pragma once
#include "db/migration.h"
#include "db/typed.h"
#include "jobs/model.h"

namespace bellman::jobs {

const db::Migrations& migrations();

}  // namespace bellman::jobs

namespace bellman::jobs::store {

Result<std::optional<Job>> find(db::Session& session, JobId id);
// The latest job of a request.
Result<std::optional<Job>> of_request(db::Session& session, RequestId request);
Result<std::vector<Job>> all_of_request(db::Session& session, RequestId request);
Result<> insert(db::Session& session, const Job& job);
Result<> update(db::Session& session, const Job& job);
// Waiting, automatic, to be tried by `now`; in the order of their ids.
Result<std::vector<Job>> waiting(db::Session& session, Instant now, std::int64_t limit);
// The earliest moment after `now` at which a waiting job is to be tried.
Result<std::optional<Instant>> next_try(db::Session& session, Instant now);
Result<> try_all_now(db::Session& session);
// Accepted and not finished, by id.
Result<std::vector<Job>> of_worker(db::Session& session, WorkerId worker);

// The data (Released) of each time a worker lost it, oldest first.
Result<std::vector<codec::RawJson>> releases_of(db::Session& session, JobId job);
Result<> insert_sheet(db::Session& session, const ServiceSheet& sheet);
Result<std::vector<ServiceSheet>> sheets_of_request(db::Session& session, RequestId request);
// Newest first, below `before`.
Result<std::vector<ServiceSheet>> sheets_of_client(db::Session& session, ClientId client, SheetId before, std::int64_t limit);
Result<std::vector<ServiceSheet>> sheets_of_worker(db::Session& session, WorkerId worker, SheetId before, std::int64_t limit);

}  // namespace bellman::jobs::store
