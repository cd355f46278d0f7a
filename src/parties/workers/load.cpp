// How much each worker has to do, what dispatch reads of it, and who is near.
#include "workers/service.h"
#include "workers/store.h"

#include <algorithm>
#include <cmath>

namespace bellman::workers {
namespace {

using engine::Tx;

Result<> write(Tx& tx, WorkerId worker_id, const store::StateWrite& what) {
  TRY(change, store::next_change(tx.session()));
  TRY(written, store::write_state(tx.session(), worker_id, what, change));
  if (written) return ok();
  TRY_DO(load_state(tx.session(), worker_id));
  return Error::internal("worker.load_broken", fmt::format("Worker {} would have fewer than no open jobs or offers.", worker_id.value));
}

// Nothing remains: free from now on; where is of no account then.
void put_forecast(store::StateWrite& what, const std::optional<Forecast>& remaining, Instant now) {
  what.free_at = remaining ? remaining->free_at : now;
  if (remaining) what.free_place = remaining->free_place;
}

}  // namespace

Result<> offer_made(Tx& tx, WorkerId worker_id) { return write(tx, worker_id, {.load = after_offer_made()}); }

Result<> offer_settled(Tx& tx, WorkerId worker_id, OfferOutcome outcome) { return write(tx, worker_id, {.load = after_offer(outcome)}); }

Result<> job_assigned(Tx& tx, WorkerId worker_id, const Forecast& forecast) {
  store::StateWrite what{.load = after_assignment()};
  put_forecast(what, forecast, tx.now());
  return write(tx, worker_id, what);
}

Result<> job_released(Tx& tx, WorkerId worker_id, const std::optional<Forecast>& remaining) {
  store::StateWrite what{.load = after_release()};
  put_forecast(what, remaining, tx.now());
  return write(tx, worker_id, what);
}

Result<> job_done(Tx& tx, WorkerId worker_id, const std::optional<Forecast>& remaining, const std::optional<Place>& at) {
  store::StateWrite what{.load = after_done(), .place = at};
  if (at) what.place_at = tx.now();
  put_forecast(what, remaining, tx.now());
  return write(tx, worker_id, what);
}

Result<RosterChanges> changes_since(db::Session& session, std::int64_t since, Instant now) {
  TRY(states, store::states_changed(session, since));
  RosterChanges changes{{}, since};
  std::unordered_map<WorkerId, std::size_t> slot;
  bool any_defined = false;
  for (WorkerState& state : states) {
    changes.last = state.changed;
    any_defined |= state.defined > since;
    slot.emplace(state.worker_id, changes.workers.size());
    changes.workers.push_back({std::move(state), std::nullopt, {}});
  }
  if (!any_defined) return changes;
  TRY(workers, store::workers_defined(session, since));
  // Outside of a transaction a worker may have changed since the first query; who is not among the states comes with the next call.
  for (Worker& worker : workers)
    if (const auto known = slot.find(worker.id); known != slot.end()) changes.workers[known->second].worker = std::move(worker);
  TRY(absences, store::absences_defined(session, since, now));
  for (Absence& absence : absences)
    if (const auto known = slot.find(absence.worker_id); known != slot.end()) changes.workers[known->second].absences.push_back(std::move(absence));
  return changes;
}

Result<std::vector<Colleague>> near(db::Session& session, Instant now, const NearQuestion& question, const std::function<bool(const Worker&)>& visible) {
  TRY(positions, store::positions(session, now, static_cast<bool>(question.part_id)));
  struct Candidate {
    double distance = 0;
    const store::Position* position = nullptr;
  };
  std::vector<Candidate> candidates;
  for (const store::Position& position : positions) {
    if (position.worker_id == question.except) continue;
    if (question.part_id && quantity_of(position.stock, question.part_id) == 0) continue;
    candidates.push_back({distance_m(question.place, position.place), &position});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.distance, a.position->worker_id) < std::tie(b.distance, b.position->worker_id);
  });
  std::vector<Colleague> colleagues;
  for (const Candidate& candidate : candidates) {
    if (static_cast<std::int64_t>(colleagues.size()) >= question.limit) break;
    TRY(worker, load_worker(session, candidate.position->worker_id));
    if (visible && !visible(worker)) continue;
    colleagues.push_back({worker.id, worker.name, worker.phone, worker.kind, candidate.position->place, std::llround(candidate.distance),
                          quantity_of(worker.stock, question.part_id), on_shift(worker, now), worker.paused});
  }
  return colleagues;
}

}  // namespace bellman::workers
