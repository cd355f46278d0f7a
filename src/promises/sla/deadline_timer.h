// A deadline's row and its timer, which always change together. For this room only.
#pragma once
#include "engine/tx.h"
#include "sla/model.h"

namespace bellman::sla {

// One timer of a kind for a request.
inline std::string timer_kind(DeadlineKind kind) { return kind == DeadlineKind::reach ? "sla.reach" : "sla.solve"; }

// Saves `after` and moves its timer to when something will happen next, or cancels it. A breach that `before` did not have is
// recorded as sla.breached: so it is reported once, whoever notices it first.
Result<> save_changed(engine::Tx& tx, const Deadline& before, const Deadline& after);

// What has become true by now: saved, recorded, told to those of the escalation.
Result<> look_at(engine::Tx& tx, RequestId request, DeadlineKind kind);

}  // namespace bellman::sla
