// The tables of the workers' room. Reads run on any session, writes in the writer's transaction.
#pragma once
#include "db/migration.h"
#include "db/typed.h"
#include "workers/rules.h"

#include <set>

namespace bellman::workers {

const db::Migrations& migrations();

namespace store {

// What follows the columns in the reads that run often; their plans are tested.
namespace sql {
inline constexpr std::string_view list_skills = "FROM skill WHERE key > $1 ORDER BY key LIMIT $2";
inline constexpr std::string_view list_parts = "FROM part WHERE key > $1 ORDER BY key LIMIT $2";
inline constexpr std::string_view list_teams = "FROM team WHERE name > $1 ORDER BY name LIMIT $2";
inline constexpr std::string_view by_external_id = "FROM worker WHERE external_id = $1 AND external_id <> ''";
inline constexpr std::string_view list_workers = "FROM worker WHERE id > $1 ORDER BY id LIMIT $2";
inline constexpr std::string_view list_team = "FROM worker WHERE team_id = $1 AND id > $2 ORDER BY id LIMIT $3";
inline constexpr std::string_view certificates =
    "FROM worker_skill WHERE (expires, worker_id, skill_id) > ($1, $2, $3) AND expires < $4 ORDER BY expires, worker_id, skill_id LIMIT $5";
inline constexpr std::string_view states_changed = "FROM worker_state WHERE changed > $1 ORDER BY changed, worker_id";
inline constexpr std::string_view absences_of = "FROM absence WHERE worker_id = $1 AND until_at > $2 ORDER BY until_at, id";
inline constexpr std::string_view list_absences =
    "FROM absence WHERE worker_id = $1 AND (until_at, id) < ($2, $3) ORDER BY until_at DESC, id DESC LIMIT $4";
inline constexpr std::string_view list_skilled =
    "FROM worker_skill k JOIN worker w ON w.id = k.worker_id WHERE k.skill_id = $1 AND k.worker_id > $2 ORDER BY k.worker_id LIMIT $3";
inline constexpr std::string_view workers_defined =
    "FROM worker_state s JOIN worker w ON w.id = s.worker_id WHERE s.defined > $1 ORDER BY s.defined, s.worker_id";
inline constexpr std::string_view absent_at = "FROM absence WHERE until_at > $1 AND from_at <= $1 ORDER BY until_at, worker_id, id";
}  // namespace sql

// ---- skills, parts, teams: lists in the order of their key (team: name), after `after` ----

Result<std::vector<Skill>> list_skills(db::Session& session, std::string_view after, std::int64_t limit);
Result<std::vector<Part>> list_parts(db::Session& session, std::string_view after, std::int64_t limit);
Result<std::vector<Team>> list_teams(db::Session& session, std::string_view after, std::int64_t limit);
Result<std::optional<Skill>> skill_by_key(db::Session& session, std::string_view key);
Result<std::optional<Part>> part_by_key(db::Session& session, std::string_view key);
Result<std::optional<Team>> team_by_name(db::Session& session, std::string_view name);

// ---- workers ----

// The worker's row, its skills for searching and its first state.
Result<> insert_worker(db::Session& session, const Worker& worker, const WorkerState& state);
// The row, and the skills for searching when they are not those of `before`.
Result<> update_worker(db::Session& session, const Worker& before, const Worker& worker);
// Only these columns; the version grows by one.
Result<> update_paused(db::Session& session, WorkerId worker_id, bool paused);
Result<> update_stock(db::Session& session, WorkerId worker_id, const std::vector<StockItem>& stock);
Result<> update_rating(db::Session& session, WorkerId worker_id, std::int64_t rating_centi);
Result<std::optional<Worker>> worker_by_external_id(db::Session& session, std::string_view external_id);

// By id, after `after`; those of one team; those who have a skill.
Result<std::vector<Worker>> list_workers(db::Session& session, WorkerId after, std::int64_t limit);
Result<std::vector<Worker>> list_team(db::Session& session, TeamId team_id, WorkerId after, std::int64_t limit);
Result<std::vector<Worker>> list_skilled(db::Session& session, SkillId skill_id, WorkerId after, std::int64_t limit);

// The states of the workers with ids in [from, to].
Result<std::vector<WorkerState>> states_between(db::Session& session, WorkerId from, WorkerId to);

// A certificate with an end, for the list of those that run out.
struct Certificate {
  Instant expires;
  WorkerId worker_id;
  SkillId skill_id;
  std::int64_t level = 1;
};
BOOST_DESCRIBE_STRUCT(Certificate, (), (expires, worker_id, skill_id, level))
// In the order of the end, then worker, then skill, after the given one, up to `until` (not included).
Result<std::vector<Certificate>> certificates(db::Session& session, const Certificate& after, Instant until, std::int64_t limit);

// ---- changes ----

// The next number of the changes. Every write below takes it.
Result<std::int64_t> next_change(db::Session& session);
// 0 before the first change.
Result<std::int64_t> last_change(db::Session& session);
// The worker's row or absences have changed. False: there is no such worker.
Result<bool> mark_defined(db::Session& session, WorkerId worker_id, std::int64_t change);

// What a use case of the hot path writes, in one statement.
struct StateWrite {
  LoadChange load;
  std::optional<Instant> free_at;
  std::optional<Place> free_place;
  std::optional<Place> place;
  std::optional<Instant> place_at;
};
// False: there is no such worker, or open_jobs or open_offers would fall below 0. Nothing is written then.
Result<bool> write_state(db::Session& session, WorkerId worker_id, const StateWrite& write, std::int64_t change);
// False: there is no such worker, or a later place is known.
Result<bool> write_place(db::Session& session, WorkerId worker_id, Place place, Instant at, std::int64_t change);

// States changed after `since`, in the order of their change.
Result<std::vector<WorkerState>> states_changed(db::Session& session, std::int64_t since);
// The rows of the workers, and the absences that are not over at `now`, of those whose definition changed after `since`.
Result<std::vector<Worker>> workers_defined(db::Session& session, std::int64_t since);
Result<std::vector<Absence>> absences_defined(db::Session& session, std::int64_t since, Instant now);

// ---- absences ----

// Those not over at `now`, by their end.
Result<std::vector<Absence>> absences_of(db::Session& session, WorkerId worker_id, Instant now);
// All of a worker, the latest end first, before the given one.
Result<std::vector<Absence>> list_absences(db::Session& session, WorkerId worker_id, Instant before_until, AbsenceId before_id, std::int64_t limit);
Result<std::set<WorkerId>> absent_at(db::Session& session, Instant now);

// ---- near ----

struct Position {
  WorkerId worker_id;
  Place place;
  std::vector<StockItem> stock;  // only when asked for
};
BOOST_DESCRIBE_STRUCT(Position, (), (worker_id, place, stock))
// Of every active worker who is not absent.
Result<std::vector<Position>> positions(db::Session& session, Instant now, bool with_stock);

}  // namespace store
}  // namespace bellman::workers
