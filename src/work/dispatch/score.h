// What it costs, in milli-minutes, that a certain worker does a certain job; less is better. README.md explains each term.
#pragma once
#include "dispatch/conditions.h"
#include "dispatch/model.h"

namespace bellman::dispatch {

// The penalty of beginning and ending at these moments against reach_due and solve_due: the worse of the two, times the
// factor of the criticality. With s = deadline - moment and m = deadline_margin:
//   s >= m: 0;   0 <= s < m: deadline_near x ((m - s) / m)^2;   s < 0: deadline_near + late_once + |s| x late_per_mille.
std::int64_t deadline_penalty(const JobView& job, const Weights& weights, Instant start, Instant finish);

// Each term, held within ±term_limit; the total is their sum by definition. Pure: the same for the same arguments.
Terms score(const WorkerView& worker, const JobView& job, const Schedule& schedule, const Weights& weights, Instant now);

// The same from the compiled roster (the job compiled once, then called for each worker that fits).
class Scorer {
 public:
  Scorer(const Roster& roster, const JobView& job, const Weights& weights, Instant now);
  Terms terms(std::size_t slot, const Schedule& schedule) const;

 private:
  const Roster& roster;
  const JobView& job;
  const Weights& weights;
  Instant now;
  WorkerSet wished;
};

// The factor of the job's criticality, per mille.
std::int32_t criticality_factor(const JobView& job, const Weights& weights);

inline std::int64_t total_of(const Terms& terms) {
  std::int64_t sum = 0;
  for (const std::int32_t term : terms) sum += term;
  return sum;
}

}  // namespace bellman::dispatch
