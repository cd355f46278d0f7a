// The hard conditions: who may be asked for a job at all, and for everyone else the first reason why not.
//
// Order of checking (the first failing one is the reason on record):
//   refused_by_client, already_asked, wrong_programme, wrong_team, wrong_region, missing_skill, skill_level_too_low, certificate_expired,
//   wrong_language, missing_part                      : what no waiting cures
//   paused, absent, off_shift, at_capacity, has_open_offer   : what passes by itself
//   shift_ends_too_soon, cannot_arrive_in_window, certificate_expired (again, at the predicted end of work)   : the schedule
// What no waiting cures stands first, so that a worker left out for a passing reason would otherwise qualify, and
// "try again when their shift begins" is worth doing.
#pragma once
#include "dispatch/model.h"
#include "dispatch/roster.h"

#include <array>
#include <optional>
#include <vector>

namespace bellman::dispatch {

// When and how a worker would do the job.
struct Schedule {
  std::int64_t distance_m = 0;
  std::int64_t travel_ms = 0;
  std::int64_t wait_ms = 0;  // delay that is neither travel nor the client's wish: busy, or the shift begins later
  Instant start_at;          // begin of work
  Instant finish_at;         // begin + duration, breaks between shifts not counted
};

// The outcome for one job. Reusable: apply_conditions() clears it and keeps its memory.
struct Sieve {
  struct Fit {
    std::size_t slot;
    Schedule schedule;
  };
  std::vector<Fit> fits;  // by slot, rising
  std::array<WorkerSet, reason_count> left_out;

  WorkerSet alive;  // scratch
};

// On duty at a moment: the end of the duty window around it, or nothing. On-call time counts for urgent jobs only.
std::optional<Instant> duty_end(const Roster& roster, std::size_t slot, bool urgent, Instant at);

// The earliest way for this worker to do the job within duty, or the reason why there is none
// (shift_ends_too_soon, cannot_arrive_in_window). Looks at no other condition.
struct Planned {
  std::optional<Reason> reason;
  Schedule schedule;  // only without a reason
};
Planned plan_schedule(const Roster& roster, std::size_t slot, const JobView& job, const Weights& weights, Instant now);

void apply_conditions(const Roster& roster, const JobView& job, const Weights& weights, Instant now, Sieve& sieve);

// After apply_conditions() left nobody: the first moment at which a left-out worker may become available by itself
// (shift or absence ends, pause ends, a job or an open offer ends; recheck_ms from now when that moment is not known),
// or nothing when waiting cannot help or the client's window is over by then.
std::optional<Instant> retry_moment(const Roster& roster, const JobView& job, const Weights& weights, Instant now, const Sieve& sieve);

}  // namespace bellman::dispatch
