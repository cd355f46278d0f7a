// The use cases of the workers' room and what other rooms may ask of it.
//
// Events it records, all typed and of the subject "worker" (subscribe to them with engine::Registry::on_event<WorkerPaused>):
//   WorkerCreated, WorkerChanged            the definition
//   WorkerPaused, WorkerResumed             takes no more offers; the pause is over, though an absence may go on
//   WorkerAvailable                         nothing keeps the worker from work any more
//   WorkerAbsent                            from now until `until_at` (also when a planned absence begins)
//   AbsencePlanned                          begins later
//   AbsenceEnded                            sooner than planned, or taken back
//   PartsMoved, StockSet, StockShort        the van
// Places and loads change by the minute and leave no event: ask changes_since().
#pragma once
#include "db/session.h"
#include "engine/registry.h"
#include "engine/tx.h"
#include "workers/rules.h"

#include <functional>

namespace bellman::workers {

struct WorkerNotice {
  WorkerId worker_id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(WorkerNotice, (), (worker_id, name))
struct WorkerCreated : WorkerNotice {
  static constexpr std::string_view kind = "worker.created", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerCreated, (WorkerNotice), ())
struct WorkerChanged : WorkerNotice {
  static constexpr std::string_view kind = "worker.changed", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerChanged, (WorkerNotice), ())
struct WorkerPaused : WorkerNotice {
  static constexpr std::string_view kind = "worker.paused", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerPaused, (WorkerNotice), ())
struct WorkerResumed : WorkerNotice {
  static constexpr std::string_view kind = "worker.resumed", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerResumed, (WorkerNotice), ())
struct WorkerAvailable : WorkerNotice {
  static constexpr std::string_view kind = "worker.available", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerAvailable, (WorkerNotice), ())

// Without kind and note: why somebody is absent is nobody's business but the planner's.
struct AbsenceNotice {
  WorkerId worker_id;
  AbsenceId absence_id;
  Instant from_at;
  Instant until_at;
};
BOOST_DESCRIBE_STRUCT(AbsenceNotice, (), (worker_id, absence_id, from_at, until_at))
struct WorkerAbsent : AbsenceNotice {
  static constexpr std::string_view kind = "worker.absent", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(WorkerAbsent, (AbsenceNotice), ())
struct AbsencePlanned : AbsenceNotice {
  static constexpr std::string_view kind = "worker.absence_planned", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(AbsencePlanned, (AbsenceNotice), ())
struct AbsenceEnded : AbsenceNotice {
  static constexpr std::string_view kind = "worker.absence_ended", subject = "worker";
};
BOOST_DESCRIBE_STRUCT(AbsenceEnded, (AbsenceNotice), ())

struct StockSet {
  static constexpr std::string_view kind = "worker.stock_set", subject = "worker";
  WorkerId worker_id;
  std::vector<StockItem> stock;
};
BOOST_DESCRIBE_STRUCT(StockSet, (), (worker_id, stock))

struct PartsMoved {
  static constexpr std::string_view kind = "worker.parts_moved", subject = "worker";
  WorkerId from_worker_id;
  WorkerId to_worker_id;
  PartId part_id;
  std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(PartsMoved, (), (from_worker_id, to_worker_id, part_id, quantity))

// More was used than the van held by our books: somebody should count.
struct StockShort {
  static constexpr std::string_view kind = "worker.stock_short", subject = "worker";
  WorkerId worker_id;
  PartId part_id;
  std::int64_t missing = 0;
};
BOOST_DESCRIBE_STRUCT(StockShort, (), (worker_id, part_id, missing))

// ---- skills, parts, teams ----
// Errors: key.malformed, skill.exists / part.exists / team.exists, skill.unknown / part.unknown / team.unknown.

Result<Skill> create_skill(engine::Tx& tx, std::string key, std::string name);
Result<Part> create_part(engine::Tx& tx, std::string key, std::string name);
Result<Team> create_team(engine::Tx& tx, std::string name);
Result<Skill> rename_skill(engine::Tx& tx, SkillId skill_id, std::string name);
Result<Part> rename_part(engine::Tx& tx, PartId part_id, std::string name);
Result<Team> rename_team(engine::Tx& tx, TeamId team_id, std::string name);
Result<Skill> load_skill(db::Session& session, SkillId skill_id);
Result<Part> load_part(db::Session& session, PartId part_id);
Result<Team> load_team(db::Session& session, TeamId team_id);
Result<std::optional<Skill>> skill_by_key(db::Session& session, std::string_view key);
Result<std::optional<Part>> part_by_key(db::Session& session, std::string_view key);
Result<std::optional<Team>> team_by_name(db::Session& session, std::string_view name);

// ---- the definition ----

// The id, the version and `paused` of the draft are not read; the phone is brought into E.164. The worker stands at home, free. Errors: check_worker's,
// worker.unknown_team, worker.unknown_skill, worker.unknown_part, worker.unknown_region, worker.unknown_programme (with their fields),
// worker.external_id_taken.
Result<Worker> create_worker(engine::Tx& tx, Worker draft);
// Replaces everything but the id, `paused` and the version, which grows by one. Errors: as create_worker, worker.unknown,
// and worker.has_open_jobs when `active` ends while jobs are open.
Result<Worker> update_worker(engine::Tx& tx, Worker changed);
// The clients' mark, 100..500.
Result<> set_rating(engine::Tx& tx, WorkerId worker_id, std::int64_t rating_centi);

// Error: worker.unknown (not found).
Result<Worker> load_worker(db::Session& session, WorkerId worker_id);
// What a card shows of one, without reading the rest; empty when there is none.
Result<std::string> worker_name(db::Session& session, WorkerId worker_id);
Result<WorkerState> load_state(db::Session& session, WorkerId worker_id);
Result<std::optional<Worker>> worker_by_external_id(db::Session& session, std::string_view external_id);
// By id, for going through all of them.
Result<std::vector<Worker>> list_workers(db::Session& session, WorkerId after, std::int64_t limit);

// ---- place, pause, absence ----

// An older place than the known one is passed over (a phone that was off-line sends late); a future one counts as of now.
Result<> set_place(engine::Tx& tx, WorkerId worker_id, Place place, Instant at);
// Nothing happens, and no event, when it is so already.
Result<Worker> pause(engine::Tx& tx, WorkerId worker_id);
Result<Worker> resume(engine::Tx& tx, WorkerId worker_id);

// "Falls ill" is an absence from now on. The id of the draft is not read. Errors: check_absence's, worker.unknown.
Result<Absence> add_absence(engine::Tx& tx, Absence draft);
// Back earlier: the absence ends now; one that has not begun is taken away. Errors: absence.unknown, absence.over.
Result<Absence> end_absence(engine::Tx& tx, AbsenceId absence_id);
Result<Absence> load_absence(db::Session& session, AbsenceId absence_id);
// Those not over at `now`.
Result<std::vector<Absence>> absences_of(db::Session& session, WorkerId worker_id, Instant now);

// The timers "worker.absence_starts" and "worker.absence_ends" (subject: the absence) have come due.
Result<> absence_began(engine::Tx& tx, AbsenceId absence_id);
Result<> absence_over(engine::Tx& tx, AbsenceId absence_id);

// ---- the van ----

// Parts that a job took. Never refused: what was used was used. What our books did not have is recorded as worker.stock_short.
Result<> use_parts(engine::Tx& tx, WorkerId worker_id, const std::vector<StockItem>& used);
// From one van into another. Errors: stock.quantity, stock.not_enough, stock.same_van.
Result<> move_parts(engine::Tx& tx, WorkerId from_worker_id, WorkerId to_worker_id, PartId part_id, std::int64_t quantity);
// What was counted or loaded at the depot. Errors: worker.quantity, worker.twice, worker.unknown_part.
Result<Worker> set_stock(engine::Tx& tx, WorkerId worker_id, std::vector<StockItem> stock);

// ---- load: two statements each ----
// Errors: worker.unknown; worker.load_broken (internal) when what ends was never begun.

// When and where the accepted work is predicted to end.
struct Forecast {
  Instant free_at;
  Place free_place;
};

Result<> offer_made(engine::Tx& tx, WorkerId worker_id);
Result<> offer_settled(engine::Tx& tx, WorkerId worker_id, OfferOutcome outcome);
Result<> job_assigned(engine::Tx& tx, WorkerId worker_id, const Forecast& forecast);
// `remaining`: of the work that is still accepted; nothing: there is none, free from now on.
Result<> job_released(engine::Tx& tx, WorkerId worker_id, const std::optional<Forecast>& remaining);
// `at`: where the job was done, where the worker is now.
Result<> job_done(engine::Tx& tx, WorkerId worker_id, const std::optional<Forecast>& remaining, const std::optional<Place>& at);

// ---- what dispatch keeps in memory ----

struct RosterChange {
  WorkerState state;
  // Set when the definition or the absences changed too; else what is known of them still holds.
  std::optional<Worker> worker;
  std::vector<Absence> absences;  // those not over at `now`; only with `worker`
};
struct RosterChanges {
  std::vector<RosterChange> workers;
  std::int64_t last = 0;  // the `since` of the next call
};
// Everything changed after the change `since`; 0: everybody. One query when nobody's definition changed, three otherwise.
// A cache that calls this inside a use case must forget what it learned when the use case is abandoned (Tx::on_abandon).
Result<RosterChanges> changes_since(db::Session& session, std::int64_t since, Instant now);

// The room's timers (background.cpp).
void subscribe(engine::Registry& registry);

// ---- colleagues ----

struct Colleague {
  WorkerId worker_id;
  std::string name;
  std::string phone;
  WorkerKind kind = WorkerKind::employee;
  Place place;
  std::int64_t distance_m = 0;  // great circle
  std::int64_t quantity = 0;    // of the part asked for
  bool on_shift = false;
  bool paused = false;
};
BOOST_DESCRIBE_STRUCT(Colleague, (), (worker_id, name, phone, kind, place, distance_m, quantity, on_shift, paused))

struct NearQuestion {
  Place place;
  PartId part_id;        // none: whatever they hold
  WorkerId except;       // who asks
  std::int64_t limit = 10;
};
// The nearest active workers who are not absent; with a part, only those whose vans hold it. `visible` says whom the caller
// may see; empty: everybody. Nearest first, then by id.
Result<std::vector<Colleague>> near(db::Session& session, Instant now, const NearQuestion& question,
                                    const std::function<bool(const Worker&)>& visible = {});

}  // namespace bellman::workers
