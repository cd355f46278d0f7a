#include "dispatch/roster_keeper.h"

#include "workers/rules.h"

namespace bellman::dispatch {

namespace {

// Shift windows are computed this far ahead, and anew when less than half of it is left.
constexpr Milliseconds horizon = 48h;

WorkerView view_of(const workers::Worker& worker, const workers::WorkerState& state, const std::vector<workers::Absence>& absences, Instant now) {
  WorkerView view;
  view.id = worker.id;
  view.kind = worker.kind == workers::WorkerKind::contractor ? WorkerKind::contractor : WorkerKind::employee;
  for (const workers::WorkerSkill& skill : worker.skills) view.skills.push_back({skill.skill_id, skill.level, skill.expires});
  view.regions = worker.regions;
  view.programmes = worker.programmes;
  view.languages = worker.languages;
  if (worker.team_id) view.teams.push_back(worker.team_id);
  for (const auto& window : workers::shift_windows(worker.shifts, workers::zone_of(worker), now - 12h, now + horizon)) view.shifts.push_back({window.from, window.until, false});
  for (const workers::Absence& absence : absences) view.absences.push_back({absence.from_at, absence.until_at});
  view.paused = worker.paused;
  view.place = state.place;
  view.speed_kmh = static_cast<int>(worker.speed_kmh);
  view.open_jobs = static_cast<int>(state.open_jobs);
  view.open_offers = static_cast<int>(state.open_offers);
  view.capacity = static_cast<int>(worker.capacity);
  if (state.place_at.ms != 0) view.position_at = state.place_at;
  if (state.open_jobs > 0) {
    view.next_free_at = state.free_at;
    view.free_place = state.free_place;
  }
  for (const workers::StockItem& item : worker.stock) view.stock.push_back({item.part_id, item.quantity});
  view.rating_milli = static_cast<int>(worker.rating_centi * 10);
  view.cost_per_job_minor = worker.cost_per_job.minor;
  view.cost_per_hour_minor = worker.cost_per_hour.minor;
  return view;
}

}  // namespace

void RosterKeeper::compile(const Known& known, Instant now) {
  if (known.worker.active) roster.update(view_of(known.worker, known.state, known.absences, now));
  else roster.remove(known.worker.id);
}

Result<> RosterKeeper::take_changes(engine::Tx& tx) {
  TRY(changes, workers::changes_since(tx.session(), since, tx.now()));
  if (changes.workers.empty()) return ok();
  tx.on_abandon([this] { forget(); });
  for (workers::RosterChange& change : changes.workers) {
    Known& known = known_workers[change.state.worker_id];
    known.state = change.state;
    if (change.worker) {
      known.worker = *std::move(change.worker);
      known.absences = std::move(change.absences);
    }
    compile(known, tx.now());
  }
  since = changes.last;
  return ok();
}

void RosterKeeper::forget() {
  since = 0;
  shifts_until = Instant{0};
  known_workers.clear();
  roster = Roster();
}

Result<const Roster*> RosterKeeper::refresh(engine::Tx& tx) {
  TRY_DO(take_changes(tx));
  if (shifts_until < tx.now() + horizon / 2) {
    for (const auto& [id, known] : known_workers) compile(known, tx.now());
    shifts_until = tx.now() + horizon;
  }
  return &roster;
}

const workers::Worker* RosterKeeper::worker(WorkerId id) const {
  const auto found = known_workers.find(id);
  return found == known_workers.end() ? nullptr : &found->second.worker;
}

}  // namespace bellman::dispatch
