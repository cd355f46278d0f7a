// Keeps the roster of all workers in memory, in step with the tables: each refresh reads only what has changed.
#pragma once
#include "dispatch/roster.h"
#include "engine/tx.h"
#include "workers/service.h"

#include <unordered_map>

namespace bellman::dispatch {

class RosterKeeper {
 public:
  explicit RosterKeeper(const Weights& weights) : speed_kmh(weights.default_speed_kmh) {}

  // The roster as of this transaction. An abandoned transaction makes the next refresh start from nothing.
  Result<const Roster*> refresh(engine::Tx& tx);

  // What else is known of a worker, from the last refresh.
  const workers::Worker* worker(WorkerId id) const;

  // What was read inside an undone use case may never have been: workers, places and loads alike.
  void forget();

 private:
  struct Known {
    workers::Worker worker;
    workers::WorkerState state;
    std::vector<workers::Absence> absences;
  };
  Result<> take_changes(engine::Tx& tx);
  void compile(const Known& known, Instant now);

  std::int32_t speed_kmh;
  std::int64_t since = 0;
  Instant shifts_until{0};   // the views hold the shift windows up to here
  std::unordered_map<WorkerId, Known> known_workers;
  Roster roster;
};

}  // namespace bellman::dispatch
