#include "workers/service.h"

#include "base/contact.h"
#include "base/text.h"
#include "programmes/service.h"
#include "workers/event.h"

#include <algorithm>

namespace bellman::workers {
namespace {

using engine::Tx;

template <class Noun>
Result<Noun> load(db::Session& session, decltype(Noun::id) id, std::string_view noun) {
  TRY(found, db::find<Noun>(session, id));
  if (!found) return Error::not_found(fmt::format("{}.unknown", noun), fmt::format("There is no such {}.", noun));
  return *std::move(found);
}

Error exists_already(std::string_view noun, std::string_view field) {
  Error error = Error::conflict(fmt::format("{}.exists", noun), fmt::format("There is a {} with this {} already.", noun, field), "Use that one, or another " + std::string(field) + ".");
  error.field = field;
  return error;
}

template <class Data>
Result<> record_noun(Tx& tx, std::string_view noun, std::string_view verb, const Data& data) {
  return tx.apply(engine::Consequences{}.event(fmt::format("{}.{}", noun, verb), std::string(noun), data.id.value, {}, engine::Audience::operator_, data));
}

Result<std::string> checked_name(std::string name) {
  name = std::string(trimmed(name));
  if (name.empty()) return Error::invalid("name.empty", "It needs a name.", "name");
  return name;
}

template <class Noun>
Result<Noun> rename(Tx& tx, decltype(Noun::id) id, std::string name, std::string_view noun) {
  TRY(current, load<Noun>(tx.session(), id, noun));
  TRY(fresh, checked_name(std::move(name)));
  current.name = std::move(fresh);
  current.version += 1;
  TRY_DO(db::update(tx.session(), current));
  TRY_DO(record_noun(tx, noun, "changed", current));
  return std::move(current);
}

// `before`: what the worker had already need not be looked up again; empty for a new worker.
Result<> check_references(Tx& tx, const Worker& worker, const Worker& before) {
  db::Session& session = tx.session();
  TRY_DO(programmes::need_regions(tx, worker.regions, before.regions, "worker"));
  TRY_DO(programmes::need_programmes(tx, worker.programmes, before.programmes, "worker"));
  if (worker.team_id && worker.team_id != before.team_id) {
    TRY(team, db::find<Team>(session, worker.team_id));
    if (!team) return Error::invalid("worker.unknown_team", "There is no such team.", "team_id", "Choose one of the teams, or add it first.");
  }
  for (std::size_t i = 0; i < worker.skills.size(); ++i) {
    const SkillId id = worker.skills[i].skill_id;
    if (std::any_of(before.skills.begin(), before.skills.end(), [id](const WorkerSkill& known) { return known.skill_id == id; })) continue;
    TRY(skill, db::find<Skill>(session, id));
    if (!skill) return Error::invalid("worker.unknown_skill", "There is no such skill.", fmt::format("skills[{}].skill_id", i), "Choose one of the skills, or add it first.");
  }
  for (std::size_t i = 0; i < worker.stock.size(); ++i) {
    const PartId id = worker.stock[i].part_id;
    if (std::any_of(before.stock.begin(), before.stock.end(), [id](const StockItem& known) { return known.part_id == id; })) continue;
    TRY(part, db::find<Part>(session, id));
    if (!part) return Error::invalid("worker.unknown_part", "There is no such part.", fmt::format("stock[{}].part_id", i), "Choose one of the parts, or add it first.");
  }
  return ok();
}

// In the form in which it is stored: the phone as E.164, nothing in the van that is not there.
Result<> normalise(Worker& worker) {
  std::erase_if(worker.stock, [](const StockItem& item) { return item.quantity == 0; });
  if (worker.phone.empty()) return ok();
  auto phone = phone_e164(worker.phone);
  if (phone.has_error()) return phone.error().below("phone");
  worker.phone = *std::move(phone);
  return ok();
}

Result<> check_external_id(db::Session& session, const Worker& worker) {
  if (worker.external_id.empty()) return ok();
  TRY(other, store::worker_by_external_id(session, worker.external_id));
  if (!other || other->id == worker.id) return ok();
  Error error = Error::conflict("worker.external_id_taken", fmt::format("Worker {} has this external id already.", other->id.value));
  error.field = "external_id";
  return error;
}

}  // namespace

Result<Skill> load_skill(db::Session& session, SkillId skill_id) { return load<Skill>(session, skill_id, "skill"); }
Result<Part> load_part(db::Session& session, PartId part_id) { return load<Part>(session, part_id, "part"); }
Result<Team> load_team(db::Session& session, TeamId team_id) { return load<Team>(session, team_id, "team"); }
Result<Worker> load_worker(db::Session& session, WorkerId worker_id) { return load<Worker>(session, worker_id, "worker"); }

Result<std::string> worker_name(db::Session& session, WorkerId worker_id) {
  static constexpr db::Query query{"worker.name", "SELECT name FROM worker WHERE id = $1"};
  TRY(name, db::first<std::string>(session, query, worker_id));
  return name.value_or("");
}

Result<WorkerState> load_state(db::Session& session, WorkerId worker_id) {
  TRY(state, db::find<WorkerState>(session, worker_id));
  if (!state) return Error::not_found("worker.unknown", "There is no such worker.");
  return *std::move(state);
}

Result<std::optional<Skill>> skill_by_key(db::Session& session, std::string_view key) { return store::skill_by_key(session, key); }
Result<std::optional<Part>> part_by_key(db::Session& session, std::string_view key) { return store::part_by_key(session, key); }
Result<std::optional<Team>> team_by_name(db::Session& session, std::string_view name) { return store::team_by_name(session, name); }

Result<std::optional<Worker>> worker_by_external_id(db::Session& session, std::string_view external_id) {
  return store::worker_by_external_id(session, external_id);
}

Result<std::vector<Worker>> list_workers(db::Session& session, WorkerId after, std::int64_t limit) { return store::list_workers(session, after, limit); }

Result<Skill> create_skill(Tx& tx, std::string key, std::string name) {
  TRY_DO(check_key(key));
  TRY(fresh, checked_name(std::move(name)));
  TRY(other, store::skill_by_key(tx.session(), key));
  if (other) return exists_already("skill", "key");
  TRY(id, tx.next_id<Skill>());
  Skill skill{id, std::move(key), std::move(fresh)};
  TRY_DO(db::insert(tx.session(), skill));
  TRY_DO(record_noun(tx, "skill", "created", skill));
  return skill;
}

Result<Part> create_part(Tx& tx, std::string key, std::string name) {
  TRY_DO(check_key(key));
  TRY(fresh, checked_name(std::move(name)));
  TRY(other, store::part_by_key(tx.session(), key));
  if (other) return exists_already("part", "key");
  TRY(id, tx.next_id<Part>());
  Part part{id, std::move(key), std::move(fresh)};
  TRY_DO(db::insert(tx.session(), part));
  TRY_DO(record_noun(tx, "part", "created", part));
  return part;
}

Result<Team> create_team(Tx& tx, std::string name) {
  TRY(fresh, checked_name(std::move(name)));
  TRY(other, store::team_by_name(tx.session(), fresh));
  if (other) return exists_already("team", "name");
  TRY(id, tx.next_id<Team>());
  Team team{id, std::move(fresh)};
  TRY_DO(db::insert(tx.session(), team));
  TRY_DO(record_noun(tx, "team", "created", team));
  return team;
}

Result<Skill> rename_skill(Tx& tx, SkillId skill_id, std::string name) { return rename<Skill>(tx, skill_id, std::move(name), "skill"); }
Result<Part> rename_part(Tx& tx, PartId part_id, std::string name) { return rename<Part>(tx, part_id, std::move(name), "part"); }

Result<Team> rename_team(Tx& tx, TeamId team_id, std::string name) {
  TRY(other, store::team_by_name(tx.session(), trimmed(name)));
  if (other && other->id != team_id) return exists_already("team", "name");
  return rename<Team>(tx, team_id, std::move(name), "team");
}

Result<Worker> create_worker(Tx& tx, Worker draft) {
  draft.id = {};
  draft.version = 1;
  draft.paused = false;
  TRY_DO(normalise(draft));
  TRY_DO(check_worker(draft));
  TRY_DO(check_references(tx, draft, {}));
  TRY_DO(check_external_id(tx.session(), draft));
  TRY(id, tx.next_id<Worker>());
  draft.id = id;
  TRY(change, store::next_change(tx.session()));
  WorkerState state;
  state.worker_id = id;
  state.place = state.free_place = draft.home;
  state.free_at = tx.now();
  state.changed = state.defined = change;
  TRY_DO(store::insert_worker(tx.session(), draft, state));
  TRY_DO(record(tx, draft, WorkerCreated{{draft.id, draft.name}}));
  return draft;
}

Result<Worker> update_worker(Tx& tx, Worker changed) {
  TRY(current, load_worker(tx.session(), changed.id));
  changed.version = current.version + 1;
  changed.paused = current.paused;
  TRY_DO(normalise(changed));
  TRY_DO(check_worker(changed));
  TRY_DO(check_references(tx, changed, current));
  TRY_DO(check_external_id(tx.session(), changed));
  if (current.active && !changed.active) {
    TRY(state, load_state(tx.session(), changed.id));
    if (state.open_jobs > 0)
      return Error::conflict("worker.has_open_jobs", fmt::format("The worker has {} open job(s).", state.open_jobs), "Give the jobs to somebody else first.");
  }
  TRY_DO(store::update_worker(tx.session(), current, changed));
  TRY_DO(defined(tx, changed.id));
  TRY_DO(record(tx, changed, WorkerChanged{{changed.id, changed.name}}));
  return changed;
}

Result<> set_rating(Tx& tx, WorkerId worker_id, std::int64_t rating_centi) {
  if (rating_centi < 100 || rating_centi > 500) return Error::invalid("worker.rating", "A rating is 100 to 500 hundredths of a star.", "rating_centi");
  TRY_DO(store::update_rating(tx.session(), worker_id, rating_centi));
  return defined(tx, worker_id);
}

}  // namespace bellman::workers
