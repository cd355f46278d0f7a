// How long dispatch thinks: processor time of a decision about 1,000 workers, of a whole round, and what matching together saves.
#include "dispatch/random_world.h"

#include "dispatch/explanation.h"
#include "dispatch/matching.h"
#include "dispatch/round.h"
#include "dispatch/score.h"
#include "figure.h"

#include <algorithm>

namespace bellman::bench {
namespace {

using namespace dispatch;

constexpr std::int64_t workers = 1000, jobs_of_round = 200;

// Each waiting request decided by itself, with the record that answers "why this worker?" written as bytes.
void single_decisions(const Roster& roster, const RandomWorld& world, Prng& prng, int count) {
  const Weights weights;
  const std::vector<JobView> jobs = random_jobs(prng, world, count);
  std::vector<double> times_ms;
  std::size_t bytes = 0;
  for (const JobView& job : jobs) {
    const std::vector<JobView> one{job};
    const double began = thread_cpu_s();
    const RoundPlan plan = plan_round(roster, one, weights, world.now);
    bytes += encode(plan.records.front()).size();
    times_ms.push_back((thread_cpu_s() - began) * 1000);
  }
  print_times("dispatch decision of one request, 1,000 workers, processor time", std::move(times_ms), 1.0);
  print({"dispatch record of a decision", static_cast<double>(bytes) / count, "bytes", std::nullopt, std::nullopt});
}

// What the round matches: for each job its workers at their costs, cheapest first.
MatchingProblem problem_of(const Roster& roster, const std::vector<JobView>& jobs, Instant now) {
  const Weights weights;
  MatchingProblem problem;
  problem.columns = roster.slots();
  Sieve sieve;
  for (const JobView& job : jobs) {
    apply_conditions(roster, job, weights, now, sieve);
    const Scorer scorer(roster, job, weights, now);
    std::vector<Edge> edges;
    for (const Sieve::Fit& fit : sieve.fits) edges.push_back({static_cast<std::uint32_t>(fit.slot), total_of(scorer.terms(fit.slot, fit.schedule))});
    if (edges.empty()) continue;
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return std::tie(a.cost, a.column) < std::tie(b.cost, b.column); });
    problem.leave.push_back(edges.front().cost + std::int64_t{weights.leave_waiting});
    problem.rows.push_back(std::move(edges));
  }
  return problem;
}

void rounds(const Roster& roster, const RandomWorld& world, Prng& prng, int count) {
  std::vector<double> round_ms, matching_ms, per_request_ms;
  double least = 0, greedy = 0;
  for (int i = 0; i < count; ++i) {
    const std::vector<JobView> jobs = random_jobs(prng, world, jobs_of_round);
    double began = thread_cpu_s();
    const RoundPlan plan = plan_round(roster, jobs, Weights{}, world.now);
    round_ms.push_back((thread_cpu_s() - began) * 1000);
    per_request_ms.push_back(round_ms.back() / static_cast<double>(plan.records.size()));
    const MatchingProblem problem = problem_of(roster, jobs, world.now);
    began = thread_cpu_s();
    const Matching matching = match(problem);
    matching_ms.push_back((thread_cpu_s() - began) * 1000);
    least += static_cast<double>(matching.total);
    greedy += static_cast<double>(match_greedily(problem).total);
  }
  print_times("dispatch round of 200 requests, 1,000 workers, processor time", std::move(round_ms), std::nullopt);
  print_times("the same round, for each request", std::move(per_request_ms), 1.0);
  print_times("matching alone, 200 x 1,000, processor time", std::move(matching_ms), std::nullopt);
  print({"cost of greedy in arrival order over least total cost", (greedy / least - 1) * 100, "%", std::nullopt, std::nullopt});
}

void run(bool quick) {
  Prng prng(7);
  RandomWorld world;
  world.workers = workers;
  const double began = thread_cpu_s();
  const Roster roster(random_workers(prng, world));
  print({"roster of 1,000 workers compiled from nothing, processor time", (thread_cpu_s() - began) * 1000, "ms", std::nullopt, std::nullopt});
  single_decisions(roster, world, prng, quick ? 300 : 5000);
  rounds(roster, world, prng, quick ? 5 : 100);
}

}  // namespace
}  // namespace bellman::bench

int main(int argc, char** argv) {
  bellman::bench::run(bellman::bench::has_flag(argc, argv, "--quick"));
  return 0;
}
