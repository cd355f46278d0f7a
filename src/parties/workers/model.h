// Who does the work: employees and contractors, what they can, when and where.
#pragma once
#include "codec/describe.h"

namespace bellman::workers {

enum class WorkerKind { employee, contractor };
BOOST_DESCRIBE_ENUM(WorkerKind, employee, contractor)

struct Skill {
  static constexpr std::string_view table = "skill";
  SkillId id;
  std::string key;                        // short and stable, unique
  std::string name;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Skill, (), (id, key, name, version))

struct Part {
  static constexpr std::string_view table = "part";
  PartId id;
  std::string key;                        // short and stable, unique
  std::string name;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Part, (), (id, key, name, version))

struct Team {
  static constexpr std::string_view table = "team";
  TeamId id;
  std::string name;                       // unique
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Team, (), (id, name, version))

struct WorkerSkill {
  SkillId skill_id;
  std::int32_t level = 1;             // 1..5
  std::optional<Instant> expires;     // of the certificate
};
BOOST_DESCRIBE_STRUCT(WorkerSkill, (), (skill_id, level, expires))

// A stretch of the week in the worker's zone, from and until in minutes since Monday 00:00. until may run past the
// week's end (10080) for a shift over Sunday midnight.
struct WeeklyShift {
  std::int32_t from_minute = 0;
  std::int32_t until_minute = 0;
};
BOOST_DESCRIBE_STRUCT(WeeklyShift, (), (from_minute, until_minute))

struct StockItem {
  PartId part_id;
  std::int32_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(StockItem, (), (part_id, quantity))

struct Worker {
  static constexpr std::string_view table = "worker";
  WorkerId id;
  std::string name;
  WorkerKind kind = WorkerKind::employee;
  TeamId team_id;
  std::string phone;                      // E.164, for the robot call
  std::vector<std::string> languages;
  std::vector<RegionId> regions;          // empty: everywhere
  std::vector<WorkerSkill> skills;
  std::vector<ProgrammeId> programmes;    // who serves whom; empty: all
  std::vector<WeeklyShift> shifts;        // empty: always (a contractor on call)
  std::string zone = "UTC";
  std::vector<StockItem> stock;           // in the van
  Place home;
  std::int64_t capacity = 3;              // jobs ahead at most
  std::int64_t speed_kmh = 30;
  Money cost_per_job;                     // of a contractor
  Money cost_per_hour;                    // of an employee
  std::int64_t rating_centi = 400;        // the clients' mark, 100..500
  bool paused = false;
  bool active = true;
  std::string external_id;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Worker, (), (id, name, kind, team_id, phone, languages, regions, skills, programmes, shifts, zone, stock, home, capacity, speed_kmh,
                                   cost_per_job, cost_per_hour, rating_centi, paused, active, external_id, version))

// What changes by the minute, apart from the worker's own row. `changed` grows with every change of the worker, its
// state or its absences, across all workers: a roster asks for what is above the last number it has seen.
struct WorkerState {
  static constexpr std::string_view table = "worker_state";
  WorkerId worker_id;
  Place place;                            // last known
  Instant place_at;                       // 0: never reported, `place` is the home
  std::int64_t open_jobs = 0;             // accepted and not done
  std::int64_t open_offers = 0;
  Instant free_at;                        // predicted end of the accepted work; not after now: free
  Place free_place;                       // where that work ends
  std::int64_t offered = 0, accepted = 0, refused = 0, silent = 0, done = 0;  // counters for "each worker's work"
  std::int64_t changed = 0;
  std::int64_t defined = 0;               // the value of `changed` when the worker's own row or absences last changed
};
BOOST_DESCRIBE_STRUCT(WorkerState, (), (worker_id, place, place_at, open_jobs, open_offers, free_at, free_place, offered, accepted, refused, silent, done, changed, defined))

enum class AbsenceKind { ill, holiday, training, other };
BOOST_DESCRIBE_ENUM(AbsenceKind, ill, holiday, training, other)

struct Absence {
  static constexpr std::string_view table = "absence";
  AbsenceId id;
  WorkerId worker_id;
  AbsenceKind kind = AbsenceKind::other;
  Instant from_at;
  Instant until_at;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(Absence, (), (id, worker_id, kind, from_at, until_at, note))

}  // namespace bellman::workers
