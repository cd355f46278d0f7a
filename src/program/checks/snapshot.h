// What the checks need of the tables, read once: narrow rows, so that a hundred thousand of them are small.
#pragma once
#include "codec/types.h"
#include "db/typed.h"
#include "dispatch/offer_model.h"
#include "jobs/model.h"
#include "requests/model.h"
#include "sla/model.h"
#include "workers/model.h"

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace bellman::checks {

struct RequestRow {
  RequestId id;
  ClientId client_id;
  requests::RequestState state{};
  requests::Owing owes{};
  std::string step;
  std::optional<Instant> owed_by;
  WorkerId worker_id;
  std::optional<Instant> reach_due;
  std::optional<Instant> solve_due;
  RequestId merged_into;
};
BOOST_DESCRIBE_STRUCT(RequestRow, (), (id, client_id, state, owes, step, owed_by, worker_id, reach_due, solve_due, merged_into))

struct JobRow {
  JobId id;
  RequestId request_id;
  ProgrammeId programme_id;
  ClientId client_id;
  RegionId region_id;
  std::vector<catalogue::SkillNeed> skills;
  bool automatic = true;
  jobs::JobState state{};
  WorkerId worker_id;
  bool handed_over = false;
  std::optional<Instant> try_at;
  std::optional<Instant> assigned_at;
};
BOOST_DESCRIBE_STRUCT(JobRow, (), (id, request_id, programme_id, client_id, region_id, skills, automatic, state, worker_id, handed_over, try_at, assigned_at))

struct OfferRow {
  JobOfferId id;
  JobId job_id;
  RequestId request_id;
  WorkerId worker_id;
  DecisionId decision_id;
  dispatch::OfferState state{};
  Instant made_at;
  std::optional<Instant> settled_at;
  Instant finish_at;
};
BOOST_DESCRIBE_STRUCT(OfferRow, (), (id, job_id, request_id, worker_id, decision_id, state, made_at, settled_at, finish_at))

struct DeadlineRow {
  RequestId request_id;
  sla::DeadlineKind kind{};
  Instant started;
  std::int64_t allowance_ms = 0;
  sla::Clock clock{};
  Instant due;
  std::vector<sla::Pause> pauses;
  sla::DeadlineState state{};
  std::optional<Instant> breached_at;
};
BOOST_DESCRIBE_STRUCT(DeadlineRow, (), (request_id, kind, started, allowance_ms, clock, due, pauses, state, breached_at))

struct TimerRow {
  std::string kind;
  std::int64_t subject_id = 0;
  Instant due;
  std::int64_t attempts = 0;
  std::string error;
};
BOOST_DESCRIBE_STRUCT(TimerRow, (), (kind, subject_id, due, attempts, error))

struct LoadRow {
  WorkerId worker_id;
  std::int64_t open_jobs = 0;
  std::int64_t open_offers = 0;
};
BOOST_DESCRIBE_STRUCT(LoadRow, (), (worker_id, open_jobs, open_offers))

struct Snapshot {
  Instant now;
  Milliseconds round_patience{};       // as the caller gave it
  std::vector<RequestRow> requests;    // by id
  std::vector<JobRow> jobs;            // by request, then id
  std::vector<OfferRow> offers;        // by job, then id
  std::vector<DeadlineRow> deadlines;  // by request, then kind
  std::map<std::pair<std::string, std::int64_t>, TimerRow> timers;
  std::vector<workers::Worker> workers;
  std::vector<workers::Absence> absences;
  std::vector<LoadRow> loads;
  std::set<std::pair<ClientId, WorkerId>> refused_pairs;
  std::unordered_set<JobId> sheets;    // the jobs that have one
  std::unordered_map<RequestId, std::size_t> request_at;
  std::unordered_map<JobId, std::size_t> job_at;
  std::unordered_map<WorkerId, std::size_t> worker_at;

  const TimerRow* timer(std::string_view kind, std::int64_t subject) const;
  const RequestRow* request(RequestId id) const;
  const JobRow* job(JobId id) const;
  const workers::Worker* worker(WorkerId id) const;
};

Result<Snapshot> take_snapshot(db::Session& session, Instant now);

}  // namespace bellman::checks
