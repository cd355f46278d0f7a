#include "workers/views.h"

#include "base/fold.h"
#include "workers/store.h"

#include <algorithm>

namespace bellman::workers {
namespace {

constexpr Milliseconds expiring_within = 30 * 24h;
// Rows read for one page at most, so that a rare filter costs many short pages and not one long read.
constexpr std::int64_t most_rows = 2000;
constexpr std::int64_t rows_at_once = 200;

template <class Item, class Value>
bool contains(const std::vector<Item>& items, const Value& value) {
  return std::find(items.begin(), items.end(), value) != items.end();
}

struct Row {
  Worker worker;
  WorkerState state;
  bool absent = false;
};

bool in_condition(const Row& row, WorkerCondition condition) {
  switch (condition) {
    case WorkerCondition::any: return row.worker.active;
    case WorkerCondition::available: return row.worker.active && !row.worker.paused && !row.absent;
    case WorkerCondition::busy: return row.worker.active && row.state.open_jobs > 0;
    case WorkerCondition::paused: return row.worker.active && row.worker.paused;
    case WorkerCondition::absent: return row.worker.active && row.absent;
    case WorkerCondition::inactive: return !row.worker.active;
  }
  return false;
}

bool is_found_by(const Worker& worker, std::string_view typed, const std::vector<Spellings>& parts) {
  if (const std::string digits = phone_digits(typed); !digits.empty() && digits_of(worker.phone).ends_with(digits)) return true;
  return !parts.empty() && holds_typed(index_words(worker.name + " " + worker.external_id + " " + worker.phone), parts);
}

bool fits(const Row& row, const WorkerFilter& filter, const std::vector<Spellings>& typed) {
  const Worker& worker = row.worker;
  if (filter.team_id && worker.team_id != filter.team_id) return false;
  if (filter.region_id && !worker.regions.empty() && !contains(worker.regions, filter.region_id)) return false;
  if (filter.skill_id && std::none_of(worker.skills.begin(), worker.skills.end(), [&](const WorkerSkill& skill) { return skill.skill_id == filter.skill_id; }))
    return false;
  if (!filter.typed.empty() && !is_found_by(worker, filter.typed, typed)) return false;
  return in_condition(row, filter.condition);
}

Result<std::vector<Worker>> batch(db::Session& session, const WorkerFilter& filter, WorkerId after) {
  if (filter.skill_id) return store::list_skilled(session, filter.skill_id, after, rows_at_once);
  if (filter.team_id) return store::list_team(session, filter.team_id, after, rows_at_once);
  return store::list_workers(session, after, rows_at_once);
}

// Goes through the workers in the order of their ids, with their states; `take` says whether the page goes on.
Result<std::string> walk(db::Session& session, const WorkerFilter& filter, WorkerId after, const std::function<bool(const Worker&, const WorkerState&)>& take) {
  for (std::int64_t read = 0; read < most_rows; read += rows_at_once) {
    TRY(workers, batch(session, filter, after));
    if (workers.empty()) return std::string();
    TRY(states, store::states_between(session, workers.front().id, workers.back().id));
    auto state = states.begin();
    for (std::size_t i = 0; i < workers.size(); ++i) {
      while (state != states.end() && state->worker_id < workers[i].id) ++state;
      after = workers[i].id;
      const bool known = state != states.end() && state->worker_id == after;
      if (known && !take(workers[i], *state)) return std::to_string(after.value);
    }
    if (static_cast<std::int64_t>(workers.size()) < rows_at_once) return std::string();
  }
  return std::to_string(after.value);
}

WorkerLine line_of(const Row& row, Instant now) {
  const Worker& worker = row.worker;
  const WorkerState& state = row.state;
  return {worker.id, worker.name, worker.kind, worker.team_id, worker.phone, state.place, state.place_at, state.open_jobs, state.open_offers, worker.capacity,
          worker.active, worker.paused, row.absent, on_shift(worker, now)};
}

}  // namespace

Worker worker_from(const WorkerDefinition& definition, const Worker& before) {
  Worker worker;
  worker.id = before.id;
  worker.name = definition.name;
  worker.kind = definition.kind;
  worker.team_id = definition.team_id.value_or(TeamId{});
  worker.phone = definition.phone.value_or(codec::Text<32>{});
  worker.languages.assign(definition.languages.begin(), definition.languages.end());
  worker.regions = definition.regions;
  worker.skills = definition.skills;
  worker.programmes = definition.programmes;
  worker.shifts = definition.shifts;
  worker.zone = definition.zone;
  worker.stock = definition.stock.value_or(before.stock);
  worker.home = definition.home;
  if (definition.capacity) worker.capacity = *definition.capacity;
  if (definition.speed_kmh) worker.speed_kmh = *definition.speed_kmh;
  worker.cost_per_job = definition.cost_per_job.value_or(worker.cost_per_job);
  worker.cost_per_hour = definition.cost_per_hour.value_or(worker.cost_per_hour);
  worker.rating_centi = definition.rating_centi ? definition.rating_centi->value : before.rating_centi;
  worker.active = definition.active.value_or(true);
  worker.external_id = definition.external_id.value_or(codec::Text<100>{});
  return worker;
}

Result<WorkerView> view_of(db::Session& session, Worker worker, Instant now) {
  TRY(state, load_state(session, worker.id));
  TRY(absences, absences_of(session, worker.id, now));
  WorkerView view;
  view.state = std::move(state);
  view.absent = absent(absences, now);
  view.on_shift = on_shift(worker, now);
  view.expiring = about_to_expire(worker, now, expiring_within);
  view.version = worker.version;
  view.worker = std::move(worker);
  return view;
}

WorkerFigures figures_of(const Worker& worker, const WorkerState& state) {
  const std::int64_t answered = state.accepted + state.refused + state.silent;
  return {worker.id, worker.name, state.offered, state.accepted, state.refused, state.silent, state.done, state.open_jobs, worker.rating_centi,
          answered == 0 ? 0 : state.accepted * 1000 / answered};
}

bool visible(const api::Scope& scope, const Worker& worker) {
  return scope.all || worker.programmes.empty() ||
         std::any_of(worker.programmes.begin(), worker.programmes.end(), [&](ProgrammeId programme) { return scope.allows(programme); });
}

bool editable(const api::Scope& scope, const Worker& worker) {
  return scope.all || (!worker.programmes.empty() &&
                       std::all_of(worker.programmes.begin(), worker.programmes.end(), [&](ProgrammeId programme) { return scope.allows(programme); }));
}

Result<api::Page<WorkerLine>> search(db::Session& session, Instant now, const WorkerFilter& filter, const api::Scope& scope, WorkerId after, std::int64_t limit) {
  TRY(absent, store::absent_at(session, now));
  const std::vector<Spellings> typed = typed_parts(filter.typed);
  api::Page<WorkerLine> page;
  TRY(next, walk(session, filter, after, [&](const Worker& worker, const WorkerState& state) {
    const Row row{worker, state, absent.contains(worker.id)};
    if (visible(scope, worker) && fits(row, filter, typed)) page.items.push_back(line_of(row, now));
    return static_cast<std::int64_t>(page.items.size()) < limit;
  }));
  page.next = next;
  return page;
}

Result<api::Page<WorkerFigures>> figures(db::Session& session, const api::Scope& scope, WorkerId after, std::int64_t limit) {
  api::Page<WorkerFigures> page;
  TRY(next, walk(session, {}, after, [&](const Worker& worker, const WorkerState& state) {
    if (visible(scope, worker)) page.items.push_back(figures_of(worker, state));
    return static_cast<std::int64_t>(page.items.size()) < limit;
  }));
  page.next = next;
  return page;
}

}  // namespace bellman::workers
