#include "workers/store.h"

namespace bellman::workers::store {
namespace {

using db::Query;
using db::Select;

constexpr Query insert_skill{"worker_skill.insert", "INSERT INTO worker_skill (skill_id, worker_id, level, expires) VALUES ($1, $2, $3, $4)"};
constexpr Query delete_skills{"worker_skill.delete", "DELETE FROM worker_skill WHERE worker_id = $1"};
constexpr Query set_paused{"worker.set_paused", "UPDATE worker SET paused = $2, version = version + 1 WHERE id = $1"};
constexpr Query set_stock{"worker.set_stock", "UPDATE worker SET stock = $2, version = version + 1 WHERE id = $1"};
constexpr Query set_rating{"worker.set_rating", "UPDATE worker SET rating_centi = $2, version = version + 1 WHERE id = $1"};

constexpr Query take_change{"worker_change.take", "UPDATE worker_change SET last = last + 1 WHERE id = 1 RETURNING last"};
constexpr Query read_change{"worker_change.last", "SELECT last FROM worker_change WHERE id = 1"};
constexpr Query set_defined{"worker_state.define", "UPDATE worker_state SET changed = $2, defined = $2 WHERE worker_id = $1"};

constexpr Query change_state{
    "worker_state.write",
    "UPDATE worker_state SET open_jobs = open_jobs + $2, open_offers = open_offers + $3, offered = offered + $4, accepted = accepted + $5,"
    " refused = refused + $6, silent = silent + $7, done = done + $8, free_at = COALESCE($9, free_at),"
    " free_place_lat = COALESCE($10, free_place_lat), free_place_lon = COALESCE($11, free_place_lon),"
    " place_lat = COALESCE($12, place_lat), place_lon = COALESCE($13, place_lon), place_at = COALESCE($14, place_at), changed = $15"
    " WHERE worker_id = $1 AND open_jobs + $2 >= 0 AND open_offers + $3 >= 0"};
constexpr Query set_place{"worker_state.place",
                          "UPDATE worker_state SET place_lat = $2, place_lon = $3, place_at = $4, changed = $5 WHERE worker_id = $1 AND place_at <= $4"};

// One text, with the van's stock or without: reading the stock of a thousand vans costs more than all of the rest.
constexpr Query places_only{"worker_state.places",
                            "SELECT s.worker_id, s.place_lat, s.place_lon, '[]' FROM worker_state s JOIN worker w ON w.id = s.worker_id"
                            " WHERE w.active = 1 AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.worker_id = s.worker_id AND a.until_at > $1 AND a.from_at <= $1)"
                            " ORDER BY s.worker_id"};
constexpr Query places_and_stock{"worker_state.places_and_stock",
                                 "SELECT s.worker_id, s.place_lat, s.place_lon, w.stock FROM worker_state s JOIN worker w ON w.id = s.worker_id"
                                 " WHERE w.active = 1 AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.worker_id = s.worker_id AND a.until_at > $1 AND a.from_at <= $1)"
                                 " ORDER BY s.worker_id"};

Result<> insert_skills(db::Session& session, const Worker& worker) {
  for (const WorkerSkill& skill : worker.skills) TRY_DO(db::post(session, insert_skill, skill.skill_id, worker.id, skill.level, skill.expires));
  return ok();
}

Result<> changed_one(const Result<std::int64_t>& rows) {
  TRY(count, rows);
  if (count == 0) return Error::not_found("worker.unknown", "There is no such worker.");
  return ok();
}

}  // namespace

Result<std::vector<Skill>> list_skills(db::Session& session, std::string_view after, std::int64_t limit) {
  static const Select<Skill> select("skill.list", sql::list_skills);
  return select.all(session, after, limit);
}

Result<std::vector<Part>> list_parts(db::Session& session, std::string_view after, std::int64_t limit) {
  static const Select<Part> select("part.list", sql::list_parts);
  return select.all(session, after, limit);
}

Result<std::vector<Team>> list_teams(db::Session& session, std::string_view after, std::int64_t limit) {
  static const Select<Team> select("team.list", sql::list_teams);
  return select.all(session, after, limit);
}

Result<std::optional<Skill>> skill_by_key(db::Session& session, std::string_view key) {
  static const Select<Skill> select("skill.by_key", "FROM skill WHERE key = $1");
  return select.first(session, key);
}

Result<std::optional<Part>> part_by_key(db::Session& session, std::string_view key) {
  static const Select<Part> select("part.by_key", "FROM part WHERE key = $1");
  return select.first(session, key);
}

Result<std::optional<Team>> team_by_name(db::Session& session, std::string_view name) {
  static const Select<Team> select("team.by_name", "FROM team WHERE name = $1");
  return select.first(session, name);
}

Result<> insert_worker(db::Session& session, const Worker& worker, const WorkerState& state) {
  TRY_DO(db::insert(session, worker));
  TRY_DO(insert_skills(session, worker));
  return db::insert(session, state);
}

Result<> update_worker(db::Session& session, const Worker& before, const Worker& worker) {
  TRY_DO(db::update(session, worker));
  if (codec::to_json(before.skills) == codec::to_json(worker.skills)) return ok();
  TRY_DO(db::post(session, delete_skills, worker.id));
  return insert_skills(session, worker);
}

Result<> update_paused(db::Session& session, WorkerId worker_id, bool paused) { return changed_one(db::execute(session, set_paused, worker_id, paused)); }

Result<> update_stock(db::Session& session, WorkerId worker_id, const std::vector<StockItem>& stock) {
  return changed_one(db::execute(session, set_stock, worker_id, stock));
}

Result<> update_rating(db::Session& session, WorkerId worker_id, std::int64_t rating_centi) {
  return changed_one(db::execute(session, set_rating, worker_id, rating_centi));
}

Result<std::optional<Worker>> worker_by_external_id(db::Session& session, std::string_view external_id) {
  static const Select<Worker> select("worker.by_external_id", sql::by_external_id);
  return select.first(session, external_id);
}

Result<std::vector<Worker>> list_workers(db::Session& session, WorkerId after, std::int64_t limit) {
  static const Select<Worker> select("worker.list", sql::list_workers);
  return select.all(session, after.value, limit);
}

Result<std::vector<Worker>> list_team(db::Session& session, TeamId team_id, WorkerId after, std::int64_t limit) {
  static const Select<Worker> select("worker.by_team", sql::list_team);
  return select.all(session, team_id, after.value, limit);
}

Result<std::vector<Worker>> list_skilled(db::Session& session, SkillId skill_id, WorkerId after, std::int64_t limit) {
  static const std::string text = "SELECT " + db::column_list<Worker>("w.") +
                                 " " + std::string(sql::list_skilled);
  static const Query query{"worker.by_skill", text};
  return db::all<Worker>(session, query, skill_id, after.value, limit);
}

Result<std::vector<WorkerState>> states_between(db::Session& session, WorkerId from, WorkerId to) {
  static const Select<WorkerState> select("worker_state.between", "FROM worker_state WHERE worker_id >= $1 AND worker_id <= $2 ORDER BY worker_id");
  return select.all(session, from, to);
}

Result<std::vector<Certificate>> certificates(db::Session& session, const Certificate& after, Instant until, std::int64_t limit) {
  static const Select<Certificate> select("worker_skill.expiring", sql::certificates);
  return select.all(session, after.expires, after.worker_id.value, after.skill_id.value, until, limit);
}

Result<std::int64_t> next_change(db::Session& session) {
  TRY(number, db::first<std::int64_t>(session, take_change));
  BELLMAN_ASSERT(number.has_value(), "worker_change has its row since the migration");
  return *number;
}

Result<std::int64_t> last_change(db::Session& session) {
  TRY(number, db::first<std::int64_t>(session, read_change));
  return number.value_or(0);
}

Result<bool> mark_defined(db::Session& session, WorkerId worker_id, std::int64_t change) {
  TRY(rows, db::execute(session, set_defined, worker_id, change));
  return rows == 1;
}

Result<bool> write_state(db::Session& session, WorkerId worker_id, const StateWrite& write, std::int64_t change) {
  const LoadChange& load = write.load;
  TRY(rows, db::execute(session, change_state, worker_id, load.open_jobs, load.open_offers, load.offered, load.accepted, load.refused, load.silent, load.done,
                        write.free_at, write.free_place, write.place, write.place_at, change));
  return rows == 1;
}

Result<bool> write_place(db::Session& session, WorkerId worker_id, Place place, Instant at, std::int64_t change) {
  TRY(rows, db::execute(session, set_place, worker_id, place, at, change));
  return rows == 1;
}

Result<std::vector<WorkerState>> states_changed(db::Session& session, std::int64_t since) {
  static const Select<WorkerState> select("worker_state.changed", sql::states_changed);
  return select.all(session, since);
}

Result<std::vector<Worker>> workers_defined(db::Session& session, std::int64_t since) {
  static const std::string text = "SELECT " + db::column_list<Worker>("w.") +
                                 " " + std::string(sql::workers_defined);
  static const Query query{"worker.defined", text};
  return db::all<Worker>(session, query, since);
}

Result<std::vector<Absence>> absences_defined(db::Session& session, std::int64_t since, Instant now) {
  static const std::string text = "SELECT " + db::column_list<Absence>("a.") +
                                 " FROM worker_state s JOIN absence a ON a.worker_id = s.worker_id"
                                 " WHERE s.defined > $1 AND a.until_at > $2 ORDER BY s.defined, a.worker_id, a.until_at, a.id";
  static const Query query{"absence.defined", text};
  return db::all<Absence>(session, query, since, now);
}

Result<std::vector<Absence>> absences_of(db::Session& session, WorkerId worker_id, Instant now) {
  static const Select<Absence> select("absence.not_over", sql::absences_of);
  return select.all(session, worker_id, now);
}

Result<std::vector<Absence>> list_absences(db::Session& session, WorkerId worker_id, Instant before_until, AbsenceId before_id, std::int64_t limit) {
  static const Select<Absence> select("absence.list", sql::list_absences);
  return select.all(session, worker_id, before_until, before_id, limit);
}

Result<std::set<WorkerId>> absent_at(db::Session& session, Instant now) {
  static const std::string text = "SELECT worker_id " + std::string(sql::absent_at);
  static const Query query{"absence.absent_at", text};
  TRY(ids, db::all<WorkerId>(session, query, now));
  return std::set<WorkerId>(ids.begin(), ids.end());
}

Result<std::vector<Position>> positions(db::Session& session, Instant now, bool with_stock) {
  return db::all<Position>(session, with_stock ? places_and_stock : places_only, now);
}

}  // namespace bellman::workers::store
