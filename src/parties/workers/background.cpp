// What happens by itself: absences begin and end.
#include "workers/service.h"

namespace bellman::workers {

void subscribe(engine::Registry& registry) {
  registry.on_timer("worker.absence_starts", [](engine::Tx& tx, const engine::Timer& timer) { return absence_began(tx, AbsenceId(timer.subject_id)); });
  registry.on_timer("worker.absence_ends", [](engine::Tx& tx, const engine::Timer& timer) { return absence_over(tx, AbsenceId(timer.subject_id)); });
}

}  // namespace bellman::workers
