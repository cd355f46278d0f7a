// What the API takes and shows of workers.
#pragma once
#include "api/call.h"
#include "workers/service.h"

namespace bellman::workers {

// The body of POST and PUT. What is left out is as in a new worker; only `stock`, which has a route of its own, and the
// clients' mark stay as they are in a PUT.
struct WorkerDefinition {
  codec::Text<200, 1> name;
  WorkerKind kind = WorkerKind::employee;
  std::optional<TeamId> team_id;
  std::optional<codec::Text<32>> phone;
  std::vector<codec::Text<35, 2>> languages;
  std::vector<RegionId> regions;
  std::vector<WorkerSkill> skills;
  std::vector<ProgrammeId> programmes;
  std::vector<WeeklyShift> shifts;
  codec::Text<64, 1> zone;
  std::optional<std::vector<StockItem>> stock;
  Place home;
  std::optional<codec::Bounded<1, 100>> capacity;
  std::optional<codec::Bounded<1, 200>> speed_kmh;
  std::optional<Money> cost_per_job;
  std::optional<Money> cost_per_hour;
  std::optional<codec::Bounded<100, 500>> rating_centi;
  std::optional<bool> active;
  std::optional<codec::Text<100>> external_id;
};
BOOST_DESCRIBE_STRUCT(WorkerDefinition, (), (name, kind, team_id, phone, languages, regions, skills, programmes, shifts, zone, stock, home, capacity,
                                             speed_kmh, cost_per_job, cost_per_hour, rating_centi, active, external_id))
Worker worker_from(const WorkerDefinition& definition, const Worker& before);

struct WorkerView {
  Worker worker;
  WorkerState state;
  bool absent = false;
  bool on_shift = false;
  std::vector<WorkerSkill> expiring;  // certificates that run out within 30 days
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(WorkerView, (), (worker, state, absent, on_shift, expiring, version))
Result<WorkerView> view_of(db::Session& session, Worker worker, Instant now);

// A line of a list.
struct WorkerLine {
  WorkerId id;
  std::string name;
  WorkerKind kind = WorkerKind::employee;
  TeamId team_id;
  std::string phone;
  Place place;
  Instant place_at;
  std::int64_t open_jobs = 0;
  std::int64_t open_offers = 0;
  std::int64_t capacity = 0;
  bool active = true;
  bool paused = false;
  bool absent = false;
  bool on_shift = false;
};
BOOST_DESCRIBE_STRUCT(WorkerLine, (), (id, name, kind, team_id, phone, place, place_at, open_jobs, open_offers, capacity, active, paused, absent, on_shift))

enum class WorkerCondition { any, available, busy, paused, absent, inactive };
BOOST_DESCRIBE_ENUM(WorkerCondition, any, available, busy, paused, absent, inactive)

struct WorkerFilter {
  TeamId team_id;
  SkillId skill_id;
  RegionId region_id;   // also finds those who serve everywhere
  std::string typed;    // in any part of the words of the name, of the telephone number or the external id (base/fold.h)
  WorkerCondition condition = WorkerCondition::any;  // any: without the inactive ones
};

// Each worker's work (the counters of the state).
struct WorkerFigures {
  WorkerId id;
  std::string name;
  std::int64_t offered = 0, accepted = 0, refused = 0, silent = 0, done = 0;
  std::int64_t open_jobs = 0;
  std::int64_t rating_centi = 0;
  std::int64_t accepted_permille = 0;  // of the offers answered or left without an answer; 0 when there were none
};
BOOST_DESCRIBE_STRUCT(WorkerFigures, (), (id, name, offered, accepted, refused, silent, done, open_jobs, rating_centi, accepted_permille))
WorkerFigures figures_of(const Worker& worker, const WorkerState& state);

// A worker of all programmes is seen by everybody, and edited by those who may see all programmes.
bool visible(const api::Scope& scope, const Worker& worker);
bool editable(const api::Scope& scope, const Worker& worker);

// Pages by id. A page may be shorter than `limit` and still not the last: `next` says so.
Result<api::Page<WorkerLine>> search(db::Session& session, Instant now, const WorkerFilter& filter, const api::Scope& scope, WorkerId after, std::int64_t limit);
Result<api::Page<WorkerFigures>> figures(db::Session& session, const api::Scope& scope, WorkerId after, std::int64_t limit);

}  // namespace bellman::workers
