#include "dispatch/round.h"

#include "dispatch/explanation.h"
#include "dispatch/random_world.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <set>

namespace bellman::dispatch {
namespace {

constexpr Instant now{1'700'000'000'000};
constexpr std::int64_t minute = 60'000, hour = 60 * minute;
constexpr Instant in(std::int64_t ms) { return {now.ms + ms}; }

struct Drawn {
  RandomWorld world;
  std::vector<WorkerView> workers;
  std::vector<JobView> jobs;
};

Drawn draw() {
  Prng prng(*rc::gen::arbitrary<std::uint64_t>());
  Drawn drawn;
  drawn.world.workers = *rc::gen::inRange<std::int64_t>(0, 60);
  drawn.workers = random_workers(prng, drawn.world);
  drawn.world.workers = std::max<std::int64_t>(drawn.world.workers, 1);
  drawn.jobs = random_jobs(prng, drawn.world, *rc::gen::inRange<std::int64_t>(0, 25));
  return drawn;
}

bool has(const std::vector<WorkerId>& list, WorkerId worker) { return std::find(list.begin(), list.end(), worker) != list.end(); }

// The hard conditions again, straight from the views and by other means than the roster.
void check_may_be_asked(const WorkerView& worker, const JobView& job, const ScoredWorker& scored, Instant moment) {
  RC_ASSERT(!has(job.refused, worker.id));
  RC_ASSERT(!has(job.asked, worker.id));
  if (job.only_team) RC_ASSERT(std::count(worker.teams.begin(), worker.teams.end(), *job.only_team) > 0);
  if (job.region) RC_ASSERT(worker.regions.empty() || std::count(worker.regions.begin(), worker.regions.end(), *job.region) > 0);
  for (const NeededSkill& needed : job.skills)
    RC_ASSERT(std::any_of(worker.skills.begin(), worker.skills.end(), [&](const HeldSkill& held) {
      return held.skill == needed.skill && held.level >= needed.min_level && (!held.expires || *held.expires >= scored.finish_at);
    }));
  for (const NeededPart& needed : job.parts) {
    int carried = 0;
    for (const Stock& stock : worker.stock) carried += stock.part == needed.part ? stock.quantity : 0;
    RC_ASSERT(!needed.must_have || carried >= needed.quantity);
  }
  if (job.language_required && !job.language.empty())
    RC_ASSERT(std::count(worker.languages.begin(), worker.languages.end(), job.language) > 0);
  RC_ASSERT(!worker.paused);
  RC_ASSERT(worker.open_jobs < worker.capacity);
  RC_ASSERT(worker.open_offers == 0);
  const auto on_shift = [&](Instant at) {
    return std::any_of(worker.shifts.begin(), worker.shifts.end(), [&](const Shift& shift) {
      return shift.from <= at && at < shift.until && (!shift.on_call || job.urgent);
    }) && std::none_of(worker.absences.begin(), worker.absences.end(), [&](const Window& away) { return away.from <= at && at < away.until; });
  };
  RC_ASSERT(on_shift(moment));
  RC_ASSERT(on_shift(scored.start_at));
  if (job.earliest) RC_ASSERT(scored.start_at >= *job.earliest);
  if (job.latest) RC_ASSERT(scored.start_at <= *job.latest);
  RC_ASSERT(scored.start_at >= moment + Milliseconds(scored.travel_ms));
}

RC_GTEST_PROP(Round, AsksOnlyThoseWhoMayAndEachOnce, ()) {
  const Drawn drawn = draw();
  const Weights weights;
  const RoundPlan plan = plan_round(Roster(drawn.workers), drawn.jobs, weights, drawn.world.now);
  RC_ASSERT(plan.records.size() == drawn.jobs.size());
  std::set<WorkerId> asked;
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const DispatchRecord& record = plan.records[i];
    const JobView& job = drawn.jobs[i];
    RC_ASSERT(record.job == job.id);
    RC_ASSERT(record.considered() == drawn.workers.size());
    for (const ScoredWorker& scored : record.top) {
      check_may_be_asked(drawn.workers[static_cast<std::size_t>(scored.worker.value) - 1], job, scored, drawn.world.now);
      if (scored.fate == Fate::offered) RC_ASSERT(asked.insert(scored.worker).second);
    }
    const int offers = static_cast<int>(record.offered().size());
    RC_ASSERT(offers <= offers_wanted(job, weights, drawn.world.now));
    RC_ASSERT((record.outcome == Outcome::offered) == (offers > 0));
    RC_ASSERT((record.outcome == Outcome::exhausted) == (record.fitting() == 0));
    RC_ASSERT(!record.retry_at || (record.outcome == Outcome::exhausted && *record.retry_at > drawn.world.now));
  }
}

RC_GTEST_PROP(Round, TotalsAreTheSumsOfTermsAndTheRestCostsMore, ()) {
  const Drawn drawn = draw();
  const Roster roster(drawn.workers);
  for (const DispatchRecord& record : plan_round(roster, drawn.jobs, Weights{}, drawn.world.now).records) {
    const JobView& job = drawn.jobs[static_cast<std::size_t>(record.job.value) - 1];
    std::int64_t before = INT64_MIN;
    for (const ScoredWorker& scored : record.top) {
      const auto appraisal = appraise(roster, job, Weights{}, drawn.world.now, scored.worker);
      RC_ASSERT(appraisal && !appraisal->reason && appraisal->scored.terms == scored.terms);
      RC_ASSERT(scored.total() == std::accumulate(scored.terms.begin(), scored.terms.end(), std::int64_t{0}));
      if (scored.fate == Fate::offered) continue;
      RC_ASSERT(scored.total() >= before);
      before = scored.total();
    }
    for (const RankedWorker& ranked : record.rest) {
      const std::int64_t total = appraise(roster, job, Weights{}, drawn.world.now, ranked.worker)->scored.total();
      RC_ASSERT(total >= before);
      RC_ASSERT(total - ranked.tenths * std::int64_t{100} >= 0);
      RC_ASSERT(total - ranked.tenths * std::int64_t{100} < 100);
    }
  }
}

RC_GTEST_PROP(Round, OrderOfInputDoesNotMatter, ()) {
  Drawn drawn = draw();
  const RoundPlan plan = plan_round(Roster(drawn.workers), drawn.jobs, Weights{}, drawn.world.now);
  Prng prng(*rc::gen::arbitrary<std::uint64_t>());
  const auto shuffle = [&](auto& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[prng.below(static_cast<std::uint32_t>(i))]);
  };
  shuffle(drawn.workers);
  shuffle(drawn.jobs);
  RC_ASSERT(plan_round(Roster(drawn.workers), drawn.jobs, Weights{}, drawn.world.now).records == plan.records);
  Roster grown;  // slots in another order than the ids
  for (const WorkerView& worker : drawn.workers) grown.update(worker);
  RC_ASSERT(plan_round(grown, drawn.jobs, Weights{}, drawn.world.now).records == plan.records);
}

WorkerView worker_at(std::int64_t id, double lat) {
  WorkerView worker;
  worker.id = WorkerId(id);
  worker.shifts = {{in(-hour), in(7 * hour)}};
  worker.place = Place{lat, -71};
  return worker;
}

JobView job_at(std::int64_t id, double lat) {
  JobView job;
  job.id = JobId(id);
  job.place = Place{lat, -71};
  job.waiting_since = now;
  return job;
}

std::vector<WorkerId> asked(const RoundPlan& plan, std::size_t at) { return plan.records.at(at).offered(); }

TEST(Round, MatchesTogetherInsteadOfInTurn) {
  // Worker 1 is nearest to both jobs; job 2 has only a far alternative.
  const Roster roster({worker_at(1, 42.30), worker_at(2, 42.27)});
  const RoundPlan plan = plan_round(roster, {job_at(1, 42.29), job_at(2, 42.35)}, Weights{}, now);
  EXPECT_EQ(asked(plan, 0), std::vector{WorkerId(2)});
  EXPECT_EQ(asked(plan, 1), std::vector{WorkerId(1)});
  EXPECT_EQ(plan.records[0].top[1].fate, Fate::taken);
}

TEST(Round, UrgentJobsChooseFirst) {
  const Roster roster({worker_at(1, 42.30), worker_at(2, 42.27)});
  JobView urgent = job_at(1, 42.29);
  urgent.urgent = true;
  const RoundPlan plan = plan_round(roster, {urgent, job_at(2, 42.35)}, Weights{}, now);
  EXPECT_EQ(asked(plan, 0), std::vector{WorkerId(1)});
  EXPECT_EQ(asked(plan, 1), std::vector{WorkerId(2)});
}

TEST(Round, AsksSeveralNearTheDeadlineButNeverTheOnlyOneOfAnother) {
  Weights weights;
  weights.parallel_offers = 3;
  JobView near = job_at(1, 42.30);
  near.reach_due = in(weights.parallel_within_ms);
  std::vector<WorkerView> workers{worker_at(1, 42.30), worker_at(2, 42.31), worker_at(3, 42.33)};
  RoundPlan plan = plan_round(Roster(workers), {near, job_at(2, 42.33)}, weights, now);
  EXPECT_EQ(asked(plan, 0), (std::vector{WorkerId(1), WorkerId(2)}));
  EXPECT_EQ(asked(plan, 1), std::vector{WorkerId(3)});
  near.reach_due = in(weights.parallel_within_ms + 1);
  EXPECT_EQ(asked(plan_round(Roster(workers), {near}, weights, now), 0), std::vector{WorkerId(1)});
  near.solve_due = in(weights.parallel_within_ms + near.duration_ms);  // the end is promised: begin by then
  EXPECT_EQ(asked(plan_round(Roster(workers), {near}, weights, now), 0).size(), 3U);
}

TEST(Round, AJobWhoseWorkersAreAllTakenWaitsAndTheOlderGoesFirst) {
  JobView older = job_at(2, 42.30);
  older.waiting_since = in(-hour);
  const RoundPlan plan = plan_round(Roster({worker_at(1, 42.30)}), {job_at(1, 42.30), older}, Weights{}, now);
  EXPECT_EQ(plan.records[0].outcome, Outcome::waiting);
  EXPECT_FALSE(plan.records[0].retry_at);
  EXPECT_EQ(plan.records[1].outcome, Outcome::offered);
}

TEST(Round, ALongOverdueJobIsStillGivenToSomebody) {
  JobView late = job_at(1, 42.30);
  late.criticality = 4;
  late.reach_due = in(-40 * 24 * hour);
  EXPECT_EQ(asked(plan_round(Roster({worker_at(1, 42.90)}), {late}, Weights{}, now), 0), std::vector{WorkerId(1)});
}

TEST(Round, EqualCostsGoToTheLowerId) {
  EXPECT_EQ(asked(plan_round(Roster({worker_at(7, 42.3), worker_at(3, 42.3), worker_at(5, 42.3)}), {job_at(1, 42.3)}, Weights{}, now), 0),
            std::vector{WorkerId(3)});
}

TEST(Round, NobodyAtAllIsExhausted) {
  const RoundPlan plan = plan_round(Roster{}, {job_at(1, 42.3)}, Weights{}, now);
  EXPECT_EQ(plan.records[0].outcome, Outcome::exhausted);
  EXPECT_FALSE(plan.records[0].retry_at);
  EXPECT_TRUE(plan_round(Roster{}, {}, Weights{}, now).records.empty());
}

double cpu_us() {
  std::timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

TEST(Round, PrintsItsFigures) {
  Prng prng(1);
  const RandomWorld world{.workers = 1000};
  const Roster roster(random_workers(prng, world));
  const auto jobs = random_jobs(prng, world, 200);
  std::vector<double> spent;
  std::size_t bytes = 0, fitting = 0;
  for (const JobView& job : jobs) {
    const double begin = cpu_us();
    const RoundPlan plan = plan_round(roster, {job}, Weights{}, world.now);
    const std::string blob = encode(plan.records[0]);
    spent.push_back(cpu_us() - begin);
    bytes += blob.size();
    fitting += plan.records[0].fitting();
  }
  JobView open = jobs[0];  // everybody on duty fits: the dearest case
  open.region = {}, open.skills = {}, open.parts = {}, open.only_team = {}, open.earliest = open.latest = {}, open.language_required = false;
  const double before_open = cpu_us();
  const RoundPlan open_plan = plan_round(roster, {open}, Weights{}, world.now);
  const double open_us = cpu_us() - before_open;
  const double before = cpu_us();
  EXPECT_EQ(plan_round(roster, jobs, Weights{}, world.now).records.size(), 200U);
  const double together_us = cpu_us() - before;
  std::sort(spent.begin(), spent.end());
  std::printf("one job x 1000 workers with record: p50 %.0f us, p99 %.0f us; %zu fit on average, record %zu bytes\n", spent[100], spent[198],
              fitting / 200, bytes / 200);
  std::printf("a job open to all: %zu fit, %.0f us, record %zu bytes; a round of 200 jobs: %.0f us\n", open_plan.records[0].fitting(), open_us,
              encode(open_plan.records[0]).size(), together_us);
}

}  // namespace
}  // namespace bellman::dispatch
