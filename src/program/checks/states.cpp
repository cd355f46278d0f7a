// Requests, jobs, offers and loads must say the same.
#include "checks/parts.h"
#include "jobs/rules.h"
#include "requests/rules.h"

#include <fmt/format.h>

namespace bellman::checks {

namespace {

using jobs::JobState;
using requests::RequestState;

// Whether a request in this state may have a live job in that state.
bool fits(const RequestRow& request, JobState job) {
  switch (request.state) {
    case RequestState::waiting_for_dispatch: return job == JobState::waiting;
    case RequestState::offered: return job == JobState::offered;
    case RequestState::assigned: return job == JobState::assigned;
    case RequestState::travelling: return job == JobState::travelling;
    case RequestState::in_work: return job == JobState::in_work;
    // Whoever has accepted keeps the job while the request waits.
    case RequestState::waiting_for_client:
    case RequestState::waiting_for_supplier: return job == JobState::held || jobs::has_worker(job);
    default: return false;
  }
}

// At the desk no worker is sent.
bool needs_job(const RequestRow& request) {
  switch (request.state) {
    case RequestState::waiting_for_dispatch:
    case RequestState::offered:
    case RequestState::assigned:
    case RequestState::travelling: return true;
    case RequestState::in_work: return request.owes == requests::Owing::worker;
    default: return false;
  }
}

void check_request(const RequestRow& request, std::span<const JobRow> of_request, Findings& findings) {
  const JobRow* live = nullptr;
  int owners = 0;
  for (const JobRow& job : of_request) {
    owners += jobs::has_worker(job.state);
    if (!jobs::is_live(job.state)) continue;
    if (live != nullptr) findings.add("state.two_jobs", "request", request.id, fmt::format("Jobs {} and {} are both live.", live->id.value, job.id.value));
    live = &job;
  }
  if (owners > 1) findings.add("assignment.double", "request", request.id, fmt::format("{} workers have it at once.", owners));
  if (live == nullptr) {
    if (needs_job(request)) findings.add("state.no_job", "request", request.id, fmt::format("The request is {} but has no live job.", codec::enum_name(request.state)));
    return;
  }
  if (!fits(request, live->state))
    findings.add("state.job", "request", request.id,
                 fmt::format("The request is {} but its job {} is {}.", codec::enum_name(request.state), live->id.value, codec::enum_name(live->state)));
  if (jobs::has_worker(live->state) && live->worker_id != request.worker_id)
    findings.add("state.worker", "request", request.id,
                 fmt::format("The request names worker {}, its job {} worker {}.", request.worker_id.value, live->id.value, live->worker_id.value));
}

void check_requests(const Snapshot& snapshot, Findings& findings) {
  // Both lists are in the order of the request.
  auto job = snapshot.jobs.begin();
  for (const RequestRow& request : snapshot.requests) {
    for (; job != snapshot.jobs.end() && job->request_id < request.id; ++job) findings.add("state.no_request", "job", job->id, "The job's request is not there.");
    const auto first = job;
    while (job != snapshot.jobs.end() && job->request_id == request.id) ++job;
    check_request(request, {first, job}, findings);
    const bool into_known = snapshot.request(request.merged_into) != nullptr;
    if ((request.state == RequestState::merged) != into_known)
      findings.add("state.merged", "request", request.id, "A merged request, and no other, names the one it was merged into.");
  }
  for (; job != snapshot.jobs.end(); ++job) findings.add("state.no_request", "job", job->id, "The job's request is not there.");
}

void check_job(const JobRow& job, std::span<const OfferRow> offers, const Snapshot& snapshot, Findings& findings) {
  int open = 0;
  for (const OfferRow& offer : offers) {
    open += offer.state == dispatch::OfferState::open;
    if (offer.state != dispatch::OfferState::accepted || !jobs::has_worker(job.state) || offer.worker_id == job.worker_id) continue;
    if (offer.settled_at && job.assigned_at && *offer.settled_at > *job.assigned_at)
      findings.add("assignment.double", "job", job.id, fmt::format("Worker {} accepted after it was given to worker {}.", offer.worker_id.value, job.worker_id.value));
  }
  if (open > 0 && job.state != JobState::offered)
    findings.add("state.open_offer", "job", job.id, fmt::format("{} offers are open for a job that is {}.", open, codec::enum_name(job.state)));
  if (open == 0 && job.state == JobState::offered) findings.add("state.no_open_offer", "job", job.id, "The job is offered, but nobody is being asked.");
  if (jobs::has_worker(job.state) != static_cast<bool>(job.worker_id) && job.state != JobState::done && job.state != JobState::cancelled)
    findings.add("state.job_worker", "job", job.id, fmt::format("A job that is {} has worker {}.", codec::enum_name(job.state), job.worker_id.value));
  if ((job.state == JobState::done) != snapshot.sheets.contains(job.id))
    findings.add("sheet.missing", "job", job.id, "A job that is done, and no other, has a service sheet.");
}

void check_jobs(const Snapshot& snapshot, Findings& findings) {
  std::unordered_map<JobId, std::pair<std::size_t, std::size_t>> ranges;  // the offers of a job
  for (std::size_t i = 0; i < snapshot.offers.size(); ++i) {
    const auto [range, fresh] = ranges.try_emplace(snapshot.offers[i].job_id, i, i);
    range->second.second = i + 1;
    if (fresh && snapshot.job(snapshot.offers[i].job_id) == nullptr) findings.add("state.no_job", "offer", snapshot.offers[i].id, "The offer's job is not there.");
  }
  for (const JobRow& job : snapshot.jobs) {
    const auto range = ranges.find(job.id);
    if (range == ranges.end()) check_job(job, {}, snapshot, findings);
    else check_job(job, std::span(snapshot.offers).subspan(range->second.first, range->second.second - range->second.first), snapshot, findings);
  }
}

void check_loads(const Snapshot& snapshot, Findings& findings) {
  std::unordered_map<WorkerId, LoadRow> counted;
  for (const JobRow& job : snapshot.jobs)
    if (jobs::has_worker(job.state)) counted[job.worker_id].open_jobs += 1;
  for (const OfferRow& offer : snapshot.offers)
    if (offer.state == dispatch::OfferState::open) counted[offer.worker_id].open_offers += 1;
  for (const LoadRow& load : snapshot.loads) {
    const LoadRow& is = counted[load.worker_id];
    if (is.open_jobs != load.open_jobs || is.open_offers != load.open_offers)
      findings.add("state.load", "worker", load.worker_id,
                   fmt::format("The worker's row counts {} jobs and {} offers; there are {} and {}.", load.open_jobs, load.open_offers, is.open_jobs, is.open_offers));
  }
}

}  // namespace

void check_states(const Snapshot& snapshot, Findings& findings) {
  check_requests(snapshot, findings);
  check_jobs(snapshot, findings);
  check_loads(snapshot, findings);
}

}  // namespace bellman::checks
