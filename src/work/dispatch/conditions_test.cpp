#include "dispatch/conditions.h"

#include "dispatch/random_world.h"
#include "dispatch/round.h"

#include <gtest/gtest.h>

#include <functional>

namespace bellman::dispatch {
namespace {

constexpr Instant now{1'700'000'000'000};
constexpr std::int64_t minute = 60'000, hour = 60 * minute;
constexpr Instant in(std::int64_t ms) { return {now.ms + ms}; }

// A worker who can do `plain_job` and stands at its door.
WorkerView plain_worker() {
  WorkerView worker;
  worker.id = WorkerId(1);
  worker.skills = {{SkillId(1), 3, {}}};
  worker.regions = {RegionId(1)};
  worker.languages = {"en"};
  worker.teams = {TeamId(1)};
  worker.shifts = {{in(-hour), in(7 * hour)}};
  worker.place = Place{42.35, -71.06};
  worker.capacity = 2;
  worker.stock = {{PartId(1), 2}};
  return worker;
}

JobView plain_job() {
  JobView job;
  job.id = JobId(1);
  job.client = ClientId(1);
  job.place = Place{42.35, -71.06};
  job.region = RegionId(1);
  job.skills = {{SkillId(1), 2}};
  job.parts = {{PartId(1), 2, true}};
  job.duration_ms = hour;
  job.waiting_since = now;
  return job;
}

struct Case {
  const char* name;
  std::function<void(WorkerView&, JobView&)> change;
  std::optional<Reason> reason;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"plain", [](WorkerView&, JobView&) {}, {}},
      {"refused", [](WorkerView&, JobView& j) { j.refused = {WorkerId(1)}; }, Reason::refused_by_client},
      {"another refused", [](WorkerView&, JobView& j) { j.refused = {WorkerId(2)}; }, {}},
      {"asked", [](WorkerView&, JobView& j) { j.asked = {WorkerId(1)}; }, Reason::already_asked},
      {"team", [](WorkerView&, JobView& j) { j.only_team = TeamId(2); }, Reason::wrong_team},
      {"own team", [](WorkerView&, JobView& j) { j.only_team = TeamId(1); }, {}},
      {"region", [](WorkerView&, JobView& j) { j.region = RegionId(2); }, Reason::wrong_region},
      {"no region asked", [](WorkerView& w, JobView& j) { w.regions = {}; j.region = {}; }, {}},
      {"bound to no region", [](WorkerView& w, JobView&) { w.regions = {}; }, {}},
      {"another programme", [](WorkerView& w, JobView& j) { w.programmes = {ProgrammeId(1)}; j.programme = ProgrammeId(2); }, Reason::wrong_programme},
      {"its programme", [](WorkerView& w, JobView& j) { w.programmes = {ProgrammeId(1), ProgrammeId(2)}; j.programme = ProgrammeId(2); }, {}},
      {"bound to no programme", [](WorkerView&, JobView& j) { j.programme = ProgrammeId(2); }, {}},
      {"no skill", [](WorkerView& w, JobView&) { w.skills = {}; }, Reason::missing_skill},
      {"one of two skills", [](WorkerView&, JobView& j) { j.skills.push_back({SkillId(2), 1}); }, Reason::missing_skill},
      {"level below", [](WorkerView& w, JobView&) { w.skills[0].level = 1; }, Reason::skill_level_too_low},
      {"level equal", [](WorkerView& w, JobView&) { w.skills[0].level = 2; }, {}},
      {"expired at this moment", [](WorkerView& w, JobView&) { w.skills[0].expires = now; }, Reason::certificate_expired},
      {"expires before the end of work", [](WorkerView& w, JobView&) { w.skills[0].expires = in(30 * minute); }, Reason::certificate_expired},
      {"expires later", [](WorkerView& w, JobView&) { w.skills[0].expires = in(2 * hour); }, {}},
      {"renewed certificate", [](WorkerView& w, JobView&) { w.skills[0].expires = now; w.skills.push_back({SkillId(1), 3, in(9 * hour)}); }, {}},
      {"language wished only", [](WorkerView&, JobView& j) { j.language = "es"; }, {}},
      {"language required", [](WorkerView&, JobView& j) { j.language = "es"; j.language_required = true; }, Reason::wrong_language},
      {"no part", [](WorkerView& w, JobView&) { w.stock = {}; }, Reason::missing_part},
      {"too few parts", [](WorkerView& w, JobView&) { w.stock[0].quantity = 1; }, Reason::missing_part},
      {"nice part missing", [](WorkerView& w, JobView& j) { w.stock = {}; j.parts[0].must_have = false; }, {}},
      {"paused", [](WorkerView& w, JobView&) { w.paused = true; }, Reason::paused},
      {"absent", [](WorkerView& w, JobView&) { w.absences = {{in(-1), in(hour)}}; }, Reason::absent},
      {"absence over", [](WorkerView& w, JobView&) { w.absences = {{in(-hour), now}}; }, {}},
      {"before the shift", [](WorkerView& w, JobView&) { w.shifts = {{in(1), in(8 * hour)}}; }, Reason::off_shift},
      {"at the end of the shift", [](WorkerView& w, JobView&) { w.shifts = {{in(-8 * hour), now}}; }, Reason::off_shift},
      {"first moment of the shift", [](WorkerView& w, JobView&) { w.shifts = {{now, in(8 * hour)}}; }, {}},
      {"on call", [](WorkerView& w, JobView&) { w.shifts[0].on_call = true; }, Reason::off_shift},
      {"on call for an urgent job", [](WorkerView& w, JobView& j) { w.shifts[0].on_call = true; j.urgent = true; }, {}},
      {"full", [](WorkerView& w, JobView&) { w.open_jobs = 2; }, Reason::at_capacity},
      {"one place left", [](WorkerView& w, JobView&) { w.open_jobs = 1; }, {}},
      {"asked for another job", [](WorkerView& w, JobView&) { w.open_offers = 1; }, Reason::has_open_offer},
      {"shift too short", [](WorkerView& w, JobView&) { w.shifts = {{in(-hour), in(20 * minute)}}; }, Reason::shift_ends_too_soon},
      {"within the overtime", [](WorkerView& w, JobView&) { w.shifts = {{in(-hour), in(40 * minute)}}; }, {}},
      {"long work may go on tomorrow", [](WorkerView& w, JobView& j) { w.shifts = {{in(-hour), in(3 * hour)}}; j.duration_ms = 20 * hour; }, {}},
      {"next shift fits", [](WorkerView& w, JobView&) { w.shifts = {{in(-hour), in(minute)}, {in(20 * hour), in(28 * hour)}}; }, {}},
      {"window missed", [](WorkerView&, JobView& j) { j.latest = in(2 * minute); }, Reason::cannot_arrive_in_window},
      {"window just met", [](WorkerView&, JobView& j) { j.latest = in(3 * minute); }, {}},
      {"busy past the window", [](WorkerView& w, JobView& j) { w.open_jobs = 1; w.next_free_at = in(2 * hour); j.latest = in(hour); }, Reason::cannot_arrive_in_window},
      {"window after the shift", [](WorkerView&, JobView& j) { j.earliest = in(9 * hour); j.latest = in(10 * hour); }, Reason::shift_ends_too_soon},
      {"window over", [](WorkerView&, JobView& j) { j.latest = in(-1); }, Reason::cannot_arrive_in_window},
      {"first in the order counts", [](WorkerView& w, JobView& j) { w.paused = true; w.skills = {}; j.region = RegionId(2); }, Reason::wrong_region},
      {"for ever on shift", [](WorkerView& w, JobView&) { w.shifts = {{Instant::min(), Instant::max()}}; }, {}},
      {"for ever busy", [](WorkerView& w, JobView&) { w.open_jobs = 1; w.next_free_at = Instant::max(); }, Reason::shift_ends_too_soon},
  };
  return all;
}

TEST(Conditions, EachHasItsReason) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.name);
    WorkerView worker = plain_worker();
    JobView job = plain_job();
    one.change(worker, job);
    const auto appraisal = appraise(Roster({worker}), job, Weights{}, now, WorkerId(1));
    ASSERT_TRUE(appraisal);
    EXPECT_EQ(appraisal->reason ? to_text(*appraisal->reason) : "fits", one.reason ? to_text(*one.reason) : "fits");
  }
}

TEST(Conditions, EveryReasonStandsInTheTable) {
  for (std::size_t i = 0; i < reason_count; ++i)
    EXPECT_TRUE(std::any_of(cases().begin(), cases().end(), [&](const Case& one) { return one.reason == static_cast<Reason>(i); }))
        << to_text(static_cast<Reason>(i));
}

TEST(Conditions, EverybodyEitherFitsOrHasOneReason) {
  Prng prng(3);
  const RandomWorld world{.workers = 300};
  const Roster roster(random_workers(prng, world));
  Sieve sieve;
  for (const JobView& job : random_jobs(prng, world, 200)) {
    apply_conditions(roster, job, Weights{}, world.now, sieve);
    std::vector<int> seen(roster.slots(), 0);
    for (const Sieve::Fit& fit : sieve.fits) ++seen[fit.slot];
    for (const WorkerSet& set : sieve.left_out) set.each([&](std::size_t slot) { ++seen[slot]; });
    EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), 300);
  }
}

TEST(Schedule, WaitsForTheShiftTheOpenJobsAndTheClient) {
  Weights weights;
  JobView job = plain_job();
  WorkerView worker = plain_worker();
  const auto schedule = [&] { return plan_schedule(Roster({worker}), 0, job, weights, now).schedule; };
  EXPECT_EQ(schedule().start_at, in(3 * minute));  // at the door: access only
  EXPECT_EQ(schedule().wait_ms, 0);
  EXPECT_EQ(schedule().finish_at, in(63 * minute));

  worker.open_jobs = 1;
  worker.next_free_at = in(50 * minute);
  worker.free_place = Place{42.45, -71.06};  // 11.1 km away
  EXPECT_EQ(schedule().wait_ms, 50 * minute);
  EXPECT_NEAR(static_cast<double>(schedule().distance_m), 11'119, 2);

  job.earliest = in(2 * hour);  // the client's own wish is nobody's delay
  EXPECT_EQ(schedule().start_at, in(2 * hour));
  EXPECT_EQ(schedule().wait_ms, 0);
}

TEST(Schedule, UnknownOrStalePlacesTakeTheStatedTime) {
  Weights weights;
  JobView job = plain_job();
  WorkerView worker = plain_worker();
  const auto travel = [&] { return plan_schedule(Roster({worker}), 0, job, weights, now).schedule.travel_ms; };
  worker.position_at = in(-weights.position_stale_ms);
  EXPECT_EQ(travel(), weights.access_ms);
  worker.position_at = in(-weights.position_stale_ms - 1);
  EXPECT_EQ(travel(), weights.unknown_travel_ms);
  worker.place = {};
  EXPECT_EQ(travel(), weights.unknown_travel_ms);
  job.place = {};
  EXPECT_EQ(travel(), 0);
}

struct RetryCase {
  const char* name;
  std::function<void(WorkerView&, JobView&)> change;
  std::optional<Instant> retry_at;
};

TEST(Retry, IsTheFirstMomentSomethingChanges) {
  const Weights weights;
  const RetryCase retries[] = {
      {"shift begins", [](WorkerView& w, JobView&) { w.shifts = {{in(hour), in(9 * hour)}}; }, in(hour)},
      {"shift begins after the client's window", [](WorkerView& w, JobView& j) { w.shifts = {{in(hour), in(9 * hour)}}; j.latest = in(minute); }, {}},
      {"no shift to come", [](WorkerView& w, JobView&) { w.shifts = {}; }, {}},
      {"absence ends", [](WorkerView& w, JobView&) { w.absences = {{in(-hour), in(2 * hour)}}; }, in(2 * hour)},
      {"paused without end", [](WorkerView& w, JobView&) { w.paused = true; }, {}},
      {"pause ends", [](WorkerView& w, JobView&) { w.paused = true; w.paused_until = in(5 * minute); }, in(5 * minute)},
      {"job ends", [](WorkerView& w, JobView&) { w.open_jobs = 2; w.next_free_at = in(40 * minute); }, in(40 * minute)},
      {"job should have ended", [](WorkerView& w, JobView&) { w.open_jobs = 2; w.next_free_at = in(-minute); }, in(minute)},
      {"no capacity at all", [](WorkerView& w, JobView&) { w.open_jobs = 0; w.capacity = 0; }, {}},
      {"offer lapses", [](WorkerView& w, JobView&) { w.open_offers = 1; w.offer_ends_at = in(4 * minute); }, in(4 * minute)},
      {"skill never comes", [](WorkerView& w, JobView&) { w.skills = {}; }, {}},
      {"asked is asked", [](WorkerView&, JobView& j) { j.asked = {WorkerId(1)}; }, {}},
  };
  for (const RetryCase& one : retries) {
    SCOPED_TRACE(one.name);
    WorkerView worker = plain_worker();
    JobView job = plain_job();
    one.change(worker, job);
    const RoundPlan plan = plan_round(Roster({worker}), {job}, weights, now);
    EXPECT_EQ(plan.records[0].outcome, Outcome::exhausted);
    EXPECT_EQ(plan.records[0].retry_at, one.retry_at);
  }
}

TEST(Duty, IsShiftsLessAbsences) {
  const auto duty = duty_windows({{in(0), in(10)}, {in(5), in(20)}, {in(30), in(25)}, {in(40), in(50), true}}, {{in(3), in(4)}, {in(15), in(45)}}, true);
  EXPECT_EQ(duty, (std::vector<Window>{{in(0), in(3)}, {in(4), in(15)}, {in(45), in(50)}}));
  EXPECT_EQ(duty_windows({{in(0), in(10)}, {in(40), in(50), true}}, {}, false), (std::vector<Window>{{in(0), in(10)}}));
  EXPECT_TRUE(duty_windows({{in(0), in(10)}}, {{in(-5), in(50)}}, true).empty());
}

}  // namespace
}  // namespace bellman::dispatch
