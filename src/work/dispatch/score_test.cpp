#include "dispatch/score.h"

#include "dispatch/random_world.h"
#include "dispatch/round.h"

#include <gtest/gtest.h>

namespace bellman::dispatch {
namespace {

constexpr Instant now{1'700'000'000'000};
constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
constexpr Instant in(std::int64_t ms) { return {now.ms + ms}; }

struct Given {
  WorkerView worker;
  JobView job;
  Schedule schedule{.start_at = now, .finish_at = now};
  Weights weights;
  std::int32_t term(Term which) const { return score(worker, job, schedule, weights, now)[static_cast<std::size_t>(which)]; }
};

TEST(Score, TravelAndWaitAreMinutesTimesTheirWeight) {
  Given given;
  given.schedule.travel_ms = 90'000;
  given.schedule.wait_ms = 10 * minute;
  EXPECT_EQ(given.term(Term::travel), 1'500);
  EXPECT_EQ(given.term(Term::wait), 5'000);
  given.weights.travel_per_mille = 2000;
  EXPECT_EQ(given.term(Term::travel), 3'000);
}

TEST(Score, DeadlineRisesNearItAndJumpsAtTheBreach) {
  Given given;
  given.job.criticality = 2;  // factor 1
  const auto at_slack = [&](std::int64_t slack_ms) {
    given.job.reach_due = in(slack_ms);
    return given.term(Term::deadline);
  };
  EXPECT_EQ(at_slack(60 * minute), 0);
  EXPECT_EQ(at_slack(30 * minute), 15'000);  // (1/2)^2 of 60
  EXPECT_EQ(at_slack(15 * minute), 33'750);  // (3/4)^2 of 60
  EXPECT_EQ(at_slack(0), 60'000);
  EXPECT_EQ(at_slack(-minute), 60'000 + 60'000 + 5'000);
  EXPECT_EQ(at_slack(-hour), 60'000 + 60'000 + 300'000);
  std::int32_t before = 0;
  for (std::int64_t slack = 90 * minute; slack > -90 * minute; slack -= 20'000) {
    EXPECT_GE(at_slack(slack), before);
    before = at_slack(slack);
  }
  given.job.criticality = 4;
  EXPECT_EQ(at_slack(0), 150'000);
  given.job.criticality = 99;  // out of range: the nearest
  EXPECT_EQ(at_slack(0), 150'000);
}

TEST(Score, TheWorseOfBothDeadlinesCounts) {
  Given given;
  given.job.reach_due = in(2 * hour);
  given.job.solve_due = in(hour);
  given.schedule.finish_at = in(hour);
  EXPECT_EQ(given.term(Term::deadline), 60'000);
  given.job.reach_due = in(-minute);
  EXPECT_EQ(given.term(Term::deadline), 125'000);
  given.job.reach_due = given.job.solve_due = {};
  EXPECT_EQ(given.term(Term::deadline), 0);
}

TEST(Score, LoadIsTheShareOfTheCapacityTaken) {
  Given given;
  given.worker.capacity = 4;
  given.worker.open_jobs = 1;
  EXPECT_EQ(given.term(Term::load), 10'000);
  given.worker.open_jobs = 0;
  EXPECT_EQ(given.term(Term::load), 0);
  given.worker.capacity = 0;
  given.worker.open_jobs = 3;
  EXPECT_EQ(given.term(Term::load), 40'000);
}

TEST(Score, ContinuityFadesWithTime) {
  Given given;
  given.job.client = ClientId(5);
  EXPECT_EQ(given.term(Term::continuity), 0);
  given.worker.id = WorkerId(5);
  given.job.served = {{WorkerId(6), now}};
  EXPECT_EQ(given.term(Term::continuity), 0);
  given.job.served.push_back({WorkerId(5), in(-90 * day)});
  EXPECT_EQ(given.term(Term::continuity), -7'500);
  given.job.served.push_back({WorkerId(5), now});
  EXPECT_EQ(given.term(Term::continuity), -15'000);
  given.job.served = {{WorkerId(5), in(-180 * day)}};
  EXPECT_EQ(given.term(Term::continuity), 0);
}

TEST(Score, WishesOfWorkerAndLanguageAddUp) {
  Given given;
  given.worker.id = WorkerId(9);
  given.worker.languages = {"en"};
  given.job.wished = {WorkerId(8), WorkerId(9)};
  EXPECT_EQ(given.term(Term::wish), -30'000);
  given.job.language = "ru";
  EXPECT_EQ(given.term(Term::wish), -10'000);
  given.job.wished = {};
  EXPECT_EQ(given.term(Term::wish), 20'000);
}

TEST(Score, RatingCountsTheStarsThatAreMissing) {
  Given given;
  EXPECT_EQ(given.term(Term::rating), 6'000);  // not rated: as 4.0
  given.worker.rating_milli = 5000;
  EXPECT_EQ(given.term(Term::rating), 0);
  given.worker.rating_milli = 3500;
  EXPECT_EQ(given.term(Term::rating), 9'000);
  given.worker.rating_milli = 9000;
  EXPECT_EQ(given.term(Term::rating), 0);
}

TEST(Score, MoneyIsPricePlusHoursOverTheValueOfAMinute) {
  Given given;
  given.weights.minor_per_minute = 50;
  given.worker.cost_per_job_minor = 1000;
  given.worker.cost_per_hour_minor = 3000;
  given.job.duration_ms = hour;
  given.schedule.travel_ms = 30 * minute;
  EXPECT_EQ(given.term(Term::money), (1000 + 4500) * 1000 / 50);
  given.worker.kind = WorkerKind::contractor;
  EXPECT_EQ(given.term(Term::money), 110'000 + 10'000);
}

TEST(Score, EachUsefulPartThatIsMissingCosts) {
  Given given;
  given.job.parts = {{PartId(1), 2, false}, {PartId(2), 1, false}, {PartId(3), 1, true}};
  EXPECT_EQ(given.term(Term::parts), 40'000);
  given.worker.stock = {{PartId(1), 1}, {PartId(1), 1}};
  EXPECT_EQ(given.term(Term::parts), 20'000);
}

TEST(Score, ExtremeInputsStayInTheTermLimit) {
  Given given;
  given.worker.cost_per_job_minor = given.worker.cost_per_hour_minor = INT64_MAX;
  given.job.duration_ms = INT64_MAX;
  given.job.reach_due = Instant::min();
  given.job.criticality = 4;
  given.schedule = {.distance_m = 1, .travel_ms = 20LL * 365 * day, .wait_ms = INT64_MAX, .start_at = Instant::max(), .finish_at = Instant::max()};
  const Terms terms = score(given.worker, given.job, given.schedule, given.weights, now);
  for (const std::int32_t term : terms) EXPECT_LE(std::abs(std::int64_t{term}), term_limit);
  EXPECT_LE(total_of(terms), INT32_MAX);
  EXPECT_EQ(given.term(Term::deadline), term_limit);
}

TEST(Score, CompiledAndPlainScoresAreTheSame) {
  Prng prng(11);
  const RandomWorld world{.workers = 200};
  const Roster roster(random_workers(prng, world));
  const Weights weights;
  Sieve sieve;
  int compared = 0;
  for (const JobView& job : random_jobs(prng, world, 200)) {
    apply_conditions(roster, job, weights, world.now, sieve);
    const Scorer scorer(roster, job, weights, world.now);
    for (const Sieve::Fit& fit : sieve.fits) {
      EXPECT_EQ(scorer.terms(fit.slot, fit.schedule), score(roster.view_at(fit.slot), job, fit.schedule, weights, world.now));
      ++compared;
    }
  }
  EXPECT_GT(compared, 500);
}

TEST(Weights, AreCheckedByName) {
  EXPECT_TRUE(check(Weights{}));
  Weights weights;
  weights.minor_per_minute = 0;
  EXPECT_EQ(check(weights).error().field, "minor_per_minute");
  weights = {};
  weights.late_once = -1;
  EXPECT_EQ(check(weights).error().code, "dispatch.weight_out_of_range");
  weights = {};
  weights.criticality_per_mille.pop_back();
  EXPECT_EQ(check(weights).error().field, "criticality_per_mille");
}

}  // namespace
}  // namespace bellman::dispatch
