// Dispatch as it lives: rounds over the waiting jobs, offers, answers, and what a person may overrule.
#pragma once
#include "dispatch/model.h"
#include "dispatch/offer_model.h"
#include "dispatch/roster_keeper.h"
#include "dispatch/round.h"
#include "engine/registry.h"
#include "engine/tx.h"
#include "jobs/model.h"

namespace bellman::dispatch {

struct DispatchSettings {
  Milliseconds round_every = 10s;        // waiting jobs are matched together this long after the first of them was filed
  Milliseconds round_near = 2s;          // when a deadline is nearer than `near`
  Milliseconds near = 45min;
  Milliseconds call_wait = 2min;         // for an answer to the robot call
  Milliseconds set_out_grace = 30min;    // after the predicted start, before somebody asks why the worker has not set out
  Milliseconds look_again = 10min;       // for a job that a dispatcher was told of
  std::int64_t jobs_per_round = 100;
  Weights weights{};
};

class Dispatcher {
 public:
  explicit Dispatcher(DispatchSettings wanted = {}) : settings(std::move(wanted)), keeper(settings.weights) {}

  // One round over the jobs that wait at tx.now(). The timer "dispatch.round" calls it. How many offers were made.
  Result<std::int64_t> round(engine::Tx& tx);

  // A worker's answer. The same answer again is answered the same; a late or foreign one is an error and changes nothing.
  Result<jobs::Job> accept(engine::Tx& tx, JobOfferId offer, WorkerId worker);
  Result<> refuse(engine::Tx& tx, JobOfferId offer, WorkerId worker, std::string reason);
  // A worker who has accepted cannot do it after all.
  Result<> give_back(engine::Tx& tx, JobId job, WorkerId worker, std::string reason);

  // A person overrules: `worker` has the job from now on, whatever the rules say; they are kept on the record.
  Result<jobs::Job> assign_by_hand(engine::Tx& tx, RequestId request, WorkerId worker, std::string reason);
  Result<> release_by_hand(engine::Tx& tx, RequestId request, std::string reason);

  // Timers, and the events of requests and workers that dispatch follows.
  void subscribe(engine::Registry& registry);

  const DispatchSettings& configuration() const { return settings; }

 private:
  Result<JobView> view_of(engine::Tx& tx, const jobs::Job& job) const;
  Result<std::int64_t> carry_out(engine::Tx& tx, const jobs::Job& job, const DispatchRecord& record);
  Result<> make_offers(engine::Tx& tx, jobs::Job job, const DispatchRecord& record);
  Result<> nobody(engine::Tx& tx, const jobs::Job& job, const DispatchRecord& record);
  Result<DecisionId> keep_record(engine::Tx& tx, const jobs::Job& job, const DispatchRecord& record, DecisionKind kind, WorkerId worker, std::string reason);
  Result<> withdraw_open(engine::Tx& tx, JobId job, std::string reason);
  Result<> settle(engine::Tx& tx, const JobOffer& offer, const JobOffer& next);
  // Nobody who was asked is left: the job waits again, and the next round comes at once.
  Result<> look_anew(engine::Tx& tx, JobId job, std::string reason);

  Result<> answer_overdue(engine::Tx& tx, const engine::Timer& timer);
  Result<> check_set_out(engine::Tx& tx, const engine::Timer& timer);
  Result<> wake_for(engine::Tx& tx, RequestId request);
  Result<> worker_gone(engine::Tx& tx, WorkerId worker);

  DispatchSettings settings;
  RosterKeeper keeper;
};

// What a worker is asked now.
Result<std::vector<JobOffer>> open_offers(db::Session& session, WorkerId worker);
Result<std::vector<JobOffer>> offers_of_job(db::Session& session, JobId job);
Result<std::vector<StoredDecision>> decisions_of(db::Session& session, RequestId request);

}  // namespace bellman::dispatch
