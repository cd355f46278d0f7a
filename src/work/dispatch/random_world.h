// Random workers and jobs for tests and benchmarks: a city of 20 x 20 km, dirt included (no place, no shift, no rating).
// The same seed gives the same world everywhere.
#pragma once
#include "base/prng.h"
#include "dispatch/model.h"

namespace bellman::dispatch {

struct RandomWorld {
  std::int64_t skills = 12, regions = 6, parts = 8, clients = 20;
  std::int64_t workers = 40;  // ids 1..workers; JobView lists draw from them
  Instant now{1'700'000'000'000};
};

inline Place random_place(Prng& prng) { return {42.25 + prng.uniform() * 0.18, -71.18 + prng.uniform() * 0.24}; }

inline WorkerView random_worker(Prng& prng, const RandomWorld& world, std::int64_t id) {
  constexpr std::int64_t hour = 3'600'000;
  WorkerView worker;
  worker.id = WorkerId(id);
  worker.kind = prng.chance(0.2) ? WorkerKind::contractor : WorkerKind::employee;
  for (std::int64_t skill = 1; skill <= world.skills; ++skill) {
    if (!prng.chance(0.5)) continue;
    worker.skills.push_back({SkillId(skill), static_cast<int>(prng.between(1, 5)), {}});
    if (prng.chance(0.2)) worker.skills.back().expires = world.now + Milliseconds(prng.between(-48, 240) * hour);
  }
  for (std::int64_t region = 1; region <= world.regions; ++region)
    if (prng.chance(0.6)) worker.regions.push_back(RegionId(region));
  worker.languages = {"en"};
  if (prng.chance(0.3)) worker.languages.emplace_back("es");
  if (prng.chance(0.2)) worker.teams.push_back(TeamId(1));
  const Instant begin = world.now + Milliseconds(prng.between(-7, 2) * hour);
  if (!prng.chance(0.05)) worker.shifts.push_back({begin, begin + Milliseconds(8 * hour), prng.chance(0.1)});
  if (prng.chance(0.5)) worker.shifts.push_back({begin + Milliseconds(24 * hour), begin + Milliseconds(32 * hour)});
  if (prng.chance(0.1)) worker.absences.push_back({world.now + Milliseconds(prng.between(-5, 3) * hour), world.now + Milliseconds(prng.between(-2, 9) * hour)});
  worker.paused = prng.chance(0.05);
  if (worker.paused && prng.chance(0.5)) worker.paused_until = world.now + Milliseconds(hour);
  if (!prng.chance(0.05)) worker.place = random_place(prng);
  if (prng.chance(0.8)) worker.position_at = world.now - Milliseconds(prng.between(0, 14) * hour);
  worker.speed_kmh = prng.chance(0.5) ? static_cast<int>(prng.between(15, 60)) : 0;
  worker.capacity = static_cast<int>(prng.between(1, 4));
  worker.open_jobs = static_cast<int>(prng.between(0, worker.capacity));
  if (worker.open_jobs > 0) worker.next_free_at = world.now + Milliseconds(prng.between(-10, 180) * 60'000);
  worker.open_offers = prng.chance(0.1) ? 1 : 0;
  if (worker.open_offers > 0) worker.offer_ends_at = world.now + Milliseconds(300'000);
  for (std::int64_t part = 1; part <= world.parts; ++part)
    if (prng.chance(0.4)) worker.stock.push_back({PartId(part), static_cast<int>(prng.between(0, 4))});
  if (prng.chance(0.9)) worker.rating_milli = static_cast<int>(prng.between(2500, 5000));
  worker.cost_per_job_minor = worker.kind == WorkerKind::contractor ? prng.between(1000, 6000) : 0;
  worker.cost_per_hour_minor = prng.between(1500, 4000);
  return worker;
}

inline JobView random_job(Prng& prng, const RandomWorld& world, std::int64_t id) {
  constexpr std::int64_t minute = 60'000;
  JobView job;
  job.id = JobId(id);
  job.request = RequestId(id);
  job.client = ClientId(prng.between(1, world.clients));
  for (int i = 0; i < 3; ++i)
    job.served.push_back({WorkerId(prng.between(1, world.workers)), world.now - Milliseconds(prng.between(0, 300) * 24 * 60 * minute)});
  if (!prng.chance(0.05)) job.place = random_place(prng);
  if (!prng.chance(0.1)) job.region = RegionId(prng.between(1, world.regions));
  for (int i = static_cast<int>(prng.below(3)); i > 0; --i)
    job.skills.push_back({SkillId(prng.between(1, world.skills)), static_cast<int>(prng.between(1, 3))});
  if (prng.chance(0.3)) job.parts.push_back({PartId(prng.between(1, world.parts)), static_cast<int>(prng.between(1, 2)), prng.chance(0.5)});
  job.duration_ms = prng.between(15, 240) * minute;
  if (prng.chance(0.8)) job.reach_due = world.now + Milliseconds(prng.between(-60, 480) * minute);
  if (prng.chance(0.5)) job.solve_due = world.now + Milliseconds(prng.between(0, 960) * minute);
  job.criticality = static_cast<int>(prng.between(0, max_criticality));
  job.urgent = prng.chance(0.1);
  if (prng.chance(0.2)) {
    job.earliest = world.now + Milliseconds(prng.between(-60, 120) * minute);
    job.latest = *job.earliest + Milliseconds(prng.between(30, 240) * minute);
  }
  if (prng.chance(0.2)) job.language = "es";
  job.language_required = prng.chance(0.3);
  if (prng.chance(0.05)) job.only_team = TeamId(1);
  const auto someone = [&] { return WorkerId(prng.between(1, world.workers)); };
  if (prng.chance(0.2)) job.wished.push_back(someone());
  if (prng.chance(0.2)) job.refused.push_back(someone());
  for (int i = static_cast<int>(prng.below(4)); i > 0; --i) job.asked.push_back(someone());
  job.waiting_since = world.now - Milliseconds(prng.between(0, 120) * minute);
  return job;
}

inline std::vector<WorkerView> random_workers(Prng& prng, const RandomWorld& world) {
  std::vector<WorkerView> workers;
  for (std::int64_t id = 1; id <= world.workers; ++id) workers.push_back(random_worker(prng, world, id));
  return workers;
}

inline std::vector<JobView> random_jobs(Prng& prng, const RandomWorld& world, std::int64_t count) {
  std::vector<JobView> jobs;
  for (std::int64_t id = 1; id <= count; ++id) jobs.push_back(random_job(prng, world, id));
  return jobs;
}

}  // namespace bellman::dispatch
