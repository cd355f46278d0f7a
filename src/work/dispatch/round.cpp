#include "dispatch/round.h"

#include "dispatch/matching.h"
#include "dispatch/score.h"

#include <algorithm>

namespace bellman::dispatch {

namespace {

struct Candidate {
  std::int64_t total;
  WorkerId worker;
  std::uint32_t slot;

  // A total order: equal costs go to the lower id.
  bool operator<(const Candidate& other) const { return std::tie(total, worker) < std::tie(other.total, other.worker); }
};

struct Considered {
  const JobView* job = nullptr;
  std::vector<Candidate> candidates;  // by slot
  std::vector<Candidate> offered;     // in the order of asking
  std::vector<LeftOut> left_out;
  std::optional<Instant> retry_at;
};

// The moment by which work should begin to keep both promises.
std::optional<Instant> latest_begin(const JobView& job) {
  std::optional<Instant> latest = job.reach_due;
  if (job.solve_due) {
    const Instant begin = shifted(*job.solve_due, -std::max<std::int64_t>(job.duration_ms, 0));
    if (!latest || begin < *latest) latest = begin;
  }
  return latest;
}

bool more_pressing(const JobView& a, const JobView& b) {
  const auto key = [](const JobView& job) {
    return std::tuple(!job.urgent, -job.criticality, latest_begin(job).value_or(Instant::max()), job.waiting_since, job.id);
  };
  return key(a) < key(b);
}

std::vector<LeftOut> left_out_of(const Roster& roster, const Sieve& sieve) {
  std::vector<LeftOut> groups;
  for (std::size_t i = 0; i < reason_count; ++i) {
    const std::size_t count = sieve.left_out[i].count();
    if (count == 0) continue;
    LeftOut& group = groups.emplace_back();
    group.reason = static_cast<Reason>(i);
    group.workers.reserve(count);
    sieve.left_out[i].each([&](std::size_t slot) { group.workers.push_back(roster.id_at(slot)); });
    // Slots follow the ids except for workers who joined later.
    if (!std::is_sorted(group.workers.begin(), group.workers.end())) std::sort(group.workers.begin(), group.workers.end());
  }
  return groups;
}

class Round {
 public:
  Round(const Roster& all_workers, const Weights& the_weights, Instant moment) : roster(all_workers), weights(the_weights), now(moment) {
    asked.resize(roster.slots());
  }

  RoundPlan plan(const std::vector<JobView>& jobs) {
    consider_all(jobs);
    ask_for_urgent();
    match_the_rest();
    ask_in_parallel();
    RoundPlan result;
    result.records.reserve(considered.size());
    for (const Considered& one : considered) result.records.push_back(record_of(one));
    return result;
  }

 private:
  const Roster& roster;
  const Weights& weights;
  Instant now;
  Sieve sieve;
  WorkerSet asked;  // in this round
  std::vector<Considered> considered;  // by job id
  std::vector<Considered*> pressing;   // the same, most pressing first

  void consider_all(const std::vector<JobView>& jobs) {
    std::vector<const JobView*> ordered;
    for (const JobView& job : jobs) ordered.push_back(&job);
    std::stable_sort(ordered.begin(), ordered.end(), [](const JobView* a, const JobView* b) { return a->id < b->id; });
    ordered.erase(std::unique(ordered.begin(), ordered.end(), [](const JobView* a, const JobView* b) { return a->id == b->id; }), ordered.end());
    considered.reserve(ordered.size());
    for (const JobView* job : ordered) consider(*job);
    for (Considered& one : considered) pressing.push_back(&one);
    std::sort(pressing.begin(), pressing.end(), [](const Considered* a, const Considered* b) { return more_pressing(*a->job, *b->job); });
  }

  void consider(const JobView& job) {
    Considered& one = considered.emplace_back();
    one.job = &job;
    apply_conditions(roster, job, weights, now, sieve);
    const Scorer scorer(roster, job, weights, now);
    one.candidates.reserve(sieve.fits.size());
    for (const Sieve::Fit& fit : sieve.fits)
      one.candidates.push_back({total_of(scorer.terms(fit.slot, fit.schedule)), roster.id_at(fit.slot), static_cast<std::uint32_t>(fit.slot)});
    one.left_out = left_out_of(roster, sieve);
    if (one.candidates.empty()) one.retry_at = retry_moment(roster, job, weights, now, sieve);
  }

  void ask(Considered& one, const Candidate& candidate) {
    one.offered.push_back(candidate);
    asked.insert(candidate.slot);
  }

  bool ask_cheapest(Considered& one) {
    const Candidate* cheapest = nullptr;
    for (const Candidate& candidate : one.candidates)
      if (!asked.has(candidate.slot) && (cheapest == nullptr || candidate < *cheapest)) cheapest = &candidate;
    if (cheapest == nullptr) return false;
    ask(one, *cheapest);
    return true;
  }

  void ask_for_urgent() {
    for (Considered* one : pressing)
      if (one->job->urgent) ask_cheapest(*one);
  }

  // A second offer never takes the only worker of another job: everyone has had a first one by now.
  void ask_in_parallel() {
    for (Considered* one : pressing) {
      if (one->offered.empty()) continue;
      const int wanted = offers_wanted(*one->job, weights, now);
      for (int i = 1; i < wanted; ++i)
        if (!ask_cheapest(*one)) break;
    }
  }

  // The cheapest `limit` not asked yet, sorted.
  std::vector<Candidate> cheapest_free(const Considered& one, std::size_t limit) const {
    std::vector<Candidate> free;
    for (const Candidate& candidate : one.candidates)
      if (!asked.has(candidate.slot)) free.push_back(candidate);
    if (free.size() > limit) {
      std::nth_element(free.begin(), free.begin() + static_cast<std::ptrdiff_t>(limit), free.end());
      free.resize(limit);
    }
    std::sort(free.begin(), free.end());
    return free;
  }

  std::int64_t leave_cost(const JobView& job, std::int64_t cheapest) const {
    const std::int64_t waited_ms = std::clamp<std::int64_t>(ms_from(job.waiting_since, now), 0, 366LL * 86'400'000);
    return cheapest + std::int64_t{weights.leave_waiting} * criticality_factor(job, weights) / 1000 + waited_ms * weights.waited_per_mille / 60'000;
  }

  void match_the_rest() {
    std::vector<Considered*> rows;
    for (Considered& one : considered)
      if (!one.job->urgent && !one.candidates.empty()) rows.push_back(&one);
    // Among n jobs each can always have one of its own n cheapest workers, so no more are needed for the exact optimum.
    const std::size_t limit = std::min(rows.size(), static_cast<std::size_t>(weights.candidates_per_job));
    std::vector<std::vector<Candidate>> free;
    for (const Considered* one : rows) free.push_back(cheapest_free(*one, limit));

    const MatchingProblem problem = problem_of(rows, free);
    const Matching matching = match(problem);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (matching.column_of[row] == left_waiting) continue;
      const auto column = static_cast<std::uint32_t>(matching.column_of[row]);
      const auto& edges = problem.rows[row];
      const auto chosen = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.column == column; });
      ask(*rows[row], free[row][static_cast<std::size_t>(chosen - edges.begin())]);
    }
  }

  MatchingProblem problem_of(const std::vector<Considered*>& rows, const std::vector<std::vector<Candidate>>& free) const {
    const std::vector<std::uint32_t> column_of_slot = columns_by_id();
    MatchingProblem problem;
    problem.columns = column_of_slot.size();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      std::vector<Edge>& edges = problem.rows.emplace_back();
      edges.reserve(free[row].size());
      for (const Candidate& candidate : free[row]) edges.push_back({column_of_slot[candidate.slot], candidate.total});
      problem.leave.push_back(leave_cost(*rows[row]->job, edges.empty() ? 0 : edges.front().cost));
    }
    return problem;
  }

  // Columns in the order of worker ids, so that ties do not depend on when a worker joined the roster.
  std::vector<std::uint32_t> columns_by_id() const {
    std::vector<std::uint32_t> slots(roster.slots()), column_of_slot(roster.slots());
    for (std::uint32_t slot = 0; slot < slots.size(); ++slot) slots[slot] = slot;
    std::sort(slots.begin(), slots.end(), [&](std::uint32_t a, std::uint32_t b) { return roster.id_at(a) < roster.id_at(b); });
    for (std::uint32_t column = 0; column < slots.size(); ++column) column_of_slot[slots[column]] = column;
    return column_of_slot;
  }

  ScoredWorker scored(const Considered& one, const Scorer& scorer, const Candidate& candidate, Fate fate) const {
    const Planned planned = plan_schedule(roster, candidate.slot, *one.job, weights, now);
    return {candidate.worker, fate, scorer.terms(candidate.slot, planned.schedule), planned.schedule.distance_m,
            planned.schedule.travel_ms, planned.schedule.start_at, planned.schedule.finish_at};
  }

  DispatchRecord record_of(const Considered& one) const {
    DispatchRecord record;
    record.job = one.job->id;
    record.decided_at = now;
    record.weights_version = weights.version;
    record.outcome = !one.offered.empty() ? Outcome::offered : one.candidates.empty() ? Outcome::exhausted : Outcome::waiting;
    record.due = one.job->reach_due ? one.job->reach_due : one.job->solve_due;
    record.retry_at = one.retry_at;
    record.left_out = one.left_out;
    rank(one, record);
    return record;
  }

  void rank(const Considered& one, DispatchRecord& record) const {
    const Scorer scorer(roster, *one.job, weights, now);
    const auto is_offered = [&](const Candidate& candidate) {
      return std::any_of(one.offered.begin(), one.offered.end(), [&](const Candidate& other) { return other.slot == candidate.slot; });
    };
    std::vector<Candidate> others;
    others.reserve(one.candidates.size());
    for (const Candidate& candidate : one.candidates)
      if (!is_offered(candidate)) others.push_back(candidate);
    const auto kept = static_cast<std::ptrdiff_t>(std::min(others.size(), static_cast<std::size_t>(weights.runners_up)));
    if (kept < static_cast<std::ptrdiff_t>(others.size())) std::nth_element(others.begin(), others.begin() + kept, others.end());
    std::sort(others.begin(), others.begin() + kept);

    for (const Candidate& candidate : one.offered) record.top.push_back(scored(one, scorer, candidate, Fate::offered));
    for (auto it = others.begin(); it != others.begin() + kept; ++it)
      record.top.push_back(scored(one, scorer, *it, asked.has(it->slot) ? Fate::taken : Fate::runner_up));

    record.rest.reserve(others.size() - static_cast<std::size_t>(kept));
    for (auto it = others.begin() + kept; it != others.end(); ++it)
      record.rest.push_back({it->worker, tenths(it->total), asked.has(it->slot)});
    std::sort(record.rest.begin(), record.rest.end(), [](const RankedWorker& a, const RankedWorker& b) { return a.worker < b.worker; });
  }

  static std::int32_t tenths(std::int64_t total) {
    return static_cast<std::int32_t>(total >= 0 ? total / 100 : -((-total + 99) / 100));
  }
};

}  // namespace

int offers_wanted(const JobView& job, const Weights& weights, Instant now) {
  const std::optional<Instant> begin = latest_begin(job);
  const bool near = begin && ms_from(now, *begin) <= weights.parallel_within_ms;
  return std::max({1, near ? (job.parallel_offers > 0 ? job.parallel_offers : weights.parallel_offers) : 1, job.urgent ? weights.urgent_offers : 1});
}

RoundPlan plan_round(const Roster& roster, const std::vector<JobView>& jobs, const Weights& weights, Instant now) {
  return Round(roster, weights, now).plan(jobs);
}

std::optional<Appraisal> appraise(const Roster& roster, const JobView& job, const Weights& weights, Instant now, WorkerId worker) {
  const auto slot = roster.slot_of(worker);
  if (!slot) return std::nullopt;
  Sieve sieve;
  apply_conditions(roster, job, weights, now, sieve);
  Appraisal appraisal;
  for (std::size_t i = 0; i < reason_count; ++i)
    if (sieve.left_out[i].has(*slot)) {
      appraisal.reason = static_cast<Reason>(i);
      return appraisal;
    }
  const Schedule schedule = plan_schedule(roster, *slot, job, weights, now).schedule;
  appraisal.scored = {worker, Fate::runner_up, Scorer(roster, job, weights, now).terms(*slot, schedule),
                      schedule.distance_m, schedule.travel_ms, schedule.start_at, schedule.finish_at};
  return appraisal;
}

DispatchRecord record_of_choice(const JobView& job, WorkerId worker, const std::optional<Appraisal>& appraisal, const Weights& weights, Instant now) {
  DispatchRecord record;
  record.job = job.id;
  record.decided_at = now;
  record.weights_version = weights.version;
  record.outcome = Outcome::offered;
  record.due = job.reach_due ? job.reach_due : job.solve_due;
  if (!appraisal) return record;
  if (appraisal->reason) {
    record.left_out.push_back({*appraisal->reason, {worker}});
  } else {
    record.top.push_back(appraisal->scored);
    record.top.back().fate = Fate::offered;
  }
  return record;
}

}  // namespace bellman::dispatch
