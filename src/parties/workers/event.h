// How the files of the service record a worker's events; for this room only.
#pragma once
#include "engine/tx.h"
#include "workers/store.h"

namespace bellman::workers {

// An event belongs to a programme when the worker serves exactly one.
inline ProgrammeId programme_of(const Worker& worker) { return worker.programmes.size() == 1 ? worker.programmes.front() : ProgrammeId{}; }

template <engine::TypedEvent Data>
Result<> record(engine::Tx& tx, const Worker& worker, const Data& data) {
  return tx.apply(engine::Consequences{}.event(worker.id.value, programme_of(worker), engine::Audience::operator_, data));
}

// The worker's row or absences are written: rosters have to read them again.
inline Result<> defined(engine::Tx& tx, WorkerId worker_id) {
  TRY(change, store::next_change(tx.session()));
  TRY_DO(store::mark_defined(tx.session(), worker_id, change));
  return ok();
}

}  // namespace bellman::workers
