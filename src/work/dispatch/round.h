// One round of dispatch: all jobs that wait now, against all workers, decided together. Pure.
#pragma once
#include "dispatch/conditions.h"
#include "dispatch/model.h"
#include "dispatch/roster.h"

#include <optional>
#include <vector>

namespace bellman::dispatch {

struct RoundPlan {
  std::vector<DispatchRecord> records;  // one for each job, by job id
};

// 1. Urgent jobs choose first, the worst (criticality, then latest begin, then waiting longest) before the others.
// 2. The rest is matched together at least total cost; a job yields all its workers only where that saves the others
//    more than leave_waiting x criticality factor + what it has waited.
// 3. Jobs near their deadline, and urgent ones, get their further parallel offers from whoever is not asked yet.
// Within a round a worker is asked for one job at most. Job ids must be distinct (of several the first counts).
// The order of jobs and workers does not change the plan; equal costs are decided by the lower worker id.
RoundPlan plan_round(const Roster& roster, const std::vector<JobView>& jobs, const Weights& weights, Instant now);

// How many workers plan_round() asks at once for this job.
int offers_wanted(const JobView& job, const Weights& weights, Instant now);

// What a person who overrules should see before: the first hard condition this worker fails, or the cost.
struct Appraisal {
  std::optional<Reason> reason;
  ScoredWorker scored;  // terms and times; only without a reason
};
// Nothing when the worker is not on the roster.
std::optional<Appraisal> appraise(const Roster& roster, const JobView& job, const Weights& weights, Instant now, WorkerId worker);

// The record of a person's own choice: the worker with the cost, or with the condition that would have left the worker out.
DispatchRecord record_of_choice(const JobView& job, WorkerId worker, const std::optional<Appraisal>& appraisal, const Weights& weights, Instant now);

}  // namespace bellman::dispatch
