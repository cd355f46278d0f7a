// The use cases of jobs. Each keeps three rows in step: the job, its request (requests/service.h) and the worker's
// load (workers/service.h).
#pragma once
#include "engine/registry.h"
#include "engine/tx.h"
#include "jobs/model.h"
#include "requests/rules.h"

namespace bellman::jobs {

// "job.unknown" when there is none.
Result<Job> load(db::Session& session, JobId id);
Result<std::optional<Job>> of_request(db::Session& session, RequestId request);
Result<std::optional<Job>> of_request(engine::Tx& tx, RequestId request);  // without reading what this use case has just made
Result<std::vector<Job>> waiting(db::Session& session, Instant now, std::int64_t limit);
Result<std::optional<Instant>> next_try(db::Session& session, Instant now);
Result<std::vector<Job>> of_worker(db::Session& session, WorkerId worker);

// ---- for dispatch ----
Result<Job> offer(engine::Tx& tx, const Job& job, WorkerId worker, Instant answer_by);
// A robot calls the worker about it, who may answer until `answer_by`.
Result<> called(engine::Tx& tx, JobId id, Instant answer_by);
// These may be asked again: they were asked for a time that no longer holds, and have not declined.
Result<> ask_again(engine::Tx& tx, JobId id, const std::vector<WorkerId>& workers);
// Nobody who was asked is left; looked at again by the next round.
Result<Job> lapse(engine::Tx& tx, const Job& job, std::string reason);
Result<Job> assign(engine::Tx& tx, const Job& job, WorkerId worker, Instant start_at, Instant finish_at);
Result<Job> release(engine::Tx& tx, const Job& job, std::string reason);
Result<Job> postpone(engine::Tx& tx, const Job& job, Instant try_at);
// Nobody can be asked: a dispatcher owes the next step from here on. The rounds go on looking from `try_at`.
Result<Job> hand_over(engine::Tx& tx, const Job& job, std::string reason, Instant try_at);
// A worker has become available: every waiting job is looked at by the next round.
Result<> try_all_now(engine::Tx& tx);

// ---- for the worker ----
Result<Job> travel(engine::Tx& tx, JobId id, WorkerId worker);
Result<Job> start(engine::Tx& tx, JobId id, WorkerId worker);
// The sheet of who has the job finishes it, whatever the request waits for; a start that was lost on the way is made good. The sheet of who
// had it and lost it (released, cancelled) is kept as a late one, with a note for the desk. Anybody else: "job.unknown".
Result<ServiceSheet> finish(engine::Tx& tx, JobId id, WorkerId worker, const FinishCommand& command, const requests::LifeSettings& settings);

// Jobs follow their requests: filed and reopened make one, cancelled and merged end it, waits hold it.
void subscribe(engine::Registry& registry);

}  // namespace bellman::jobs
