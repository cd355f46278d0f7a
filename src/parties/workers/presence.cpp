// Where the workers are, and whether they are there at all.
#include "workers/event.h"
#include "workers/service.h"

#include <algorithm>

namespace bellman::workers {
namespace {

using engine::Tx;

constexpr std::string_view starts = "worker.absence_starts";
constexpr std::string_view ends = "worker.absence_ends";

AbsenceNotice notice_of(const Absence& absence) { return {absence.worker_id, absence.id, absence.from_at, absence.until_at}; }

// Says so when nothing keeps the worker from work any more.
Result<> announce_available(Tx& tx, const Worker& worker) {
  TRY(absences, store::absences_of(tx.session(), worker.id, tx.now()));
  if (!available(worker, absences, tx.now())) return ok();
  return record(tx, worker, WorkerAvailable{{worker.id, worker.name}});
}

}  // namespace

Result<> set_place(Tx& tx, WorkerId worker_id, Place place, Instant at) {
  if (!(place.lat >= -90 && place.lat <= 90 && place.lon >= -180 && place.lon <= 180))
    return Error::invalid("worker.place", "A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.", "place");
  TRY(change, store::next_change(tx.session()));
  TRY(written, store::write_place(tx.session(), worker_id, place, std::min(at, tx.now()), change));
  if (!written) TRY_DO(load_state(tx.session(), worker_id));  // unknown, or only older than what we know
  return ok();
}

Result<Worker> pause(Tx& tx, WorkerId worker_id) {
  TRY(worker, load_worker(tx.session(), worker_id));
  if (worker.paused) return std::move(worker);
  worker.paused = true;
  worker.version += 1;
  TRY_DO(store::update_paused(tx.session(), worker_id, true));
  TRY_DO(defined(tx, worker_id));
  TRY_DO(record(tx, worker, WorkerPaused{{worker.id, worker.name}}));
  return std::move(worker);
}

Result<Worker> resume(Tx& tx, WorkerId worker_id) {
  TRY(worker, load_worker(tx.session(), worker_id));
  if (!worker.paused) return std::move(worker);
  worker.paused = false;
  worker.version += 1;
  TRY_DO(store::update_paused(tx.session(), worker_id, false));
  TRY_DO(defined(tx, worker_id));
  TRY_DO(record(tx, worker, WorkerResumed{{worker.id, worker.name}}));
  TRY_DO(announce_available(tx, worker));
  return std::move(worker);
}

Result<Absence> add_absence(Tx& tx, Absence draft) {
  TRY(worker, load_worker(tx.session(), draft.worker_id));
  TRY_DO(check_absence(draft, tx.now()));
  TRY(id, tx.next_id<Absence>());
  draft.id = id;
  TRY_DO(db::insert(tx.session(), draft));
  TRY_DO(defined(tx, worker.id));
  const bool begun = covers(draft, tx.now());
  TRY_DO(begun ? record(tx, worker, WorkerAbsent{notice_of(draft)}) : record(tx, worker, AbsencePlanned{notice_of(draft)}));
  engine::Consequences timers;
  if (!begun) timers.set_timer(std::string(starts), id.value, draft.from_at);
  timers.set_timer(std::string(ends), id.value, draft.until_at);
  TRY_DO(tx.apply(std::move(timers)));
  return draft;
}

Result<Absence> load_absence(db::Session& session, AbsenceId absence_id) {
  TRY(absence, db::find<Absence>(session, absence_id));
  if (!absence) return Error::not_found("absence.unknown", "There is no such absence.");
  return *std::move(absence);
}

Result<std::vector<Absence>> absences_of(db::Session& session, WorkerId worker_id, Instant now) { return store::absences_of(session, worker_id, now); }

Result<Absence> end_absence(Tx& tx, AbsenceId absence_id) {
  TRY(absence, load_absence(tx.session(), absence_id));
  if (absence.until_at <= tx.now()) return Error::conflict("absence.over", "The absence is over already.");
  TRY(worker, load_worker(tx.session(), absence.worker_id));
  const bool begun = covers(absence, tx.now());
  absence.until_at = begun ? tx.now() : absence.from_at;
  if (begun && absence.from_at < tx.now()) TRY_DO(db::update(tx.session(), absence));
  else TRY_DO(db::remove<Absence>(tx.session(), absence_id));
  TRY_DO(tx.apply(engine::Consequences{}.cancel_timer(std::string(starts), absence_id.value).cancel_timer(std::string(ends), absence_id.value)));
  TRY_DO(defined(tx, worker.id));
  TRY_DO(record(tx, worker, AbsenceEnded{notice_of(absence)}));
  if (begun) TRY_DO(announce_available(tx, worker));
  return std::move(absence);
}

Result<> absence_began(Tx& tx, AbsenceId absence_id) {
  TRY(absence, db::find<Absence>(tx.session(), absence_id));
  if (!absence || !covers(*absence, tx.now())) return ok();
  TRY(worker, load_worker(tx.session(), absence->worker_id));
  TRY_DO(defined(tx, worker.id));
  return record(tx, worker, WorkerAbsent{notice_of(*absence)});
}

Result<> absence_over(Tx& tx, AbsenceId absence_id) {
  TRY(absence, db::find<Absence>(tx.session(), absence_id));
  if (!absence) return ok();
  TRY(worker, load_worker(tx.session(), absence->worker_id));
  TRY_DO(defined(tx, worker.id));
  return announce_available(tx, worker);
}

}  // namespace bellman::workers
