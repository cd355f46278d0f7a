// Who acts at the desk, and how an outcome is passed on.
#pragma once
#include "base/result.h"
#include "engine/consequences.h"

namespace bellman::sim {

inline constexpr engine::Actor operator_actor{engine::ActorKind::account, 1}, dispatcher_actor{engine::ActorKind::account, 2};

template <class Changed>
Result<> only_outcome(Result<Changed> changed) {
  if (changed.has_error()) return changed.error();
  return ok();
}

}  // namespace bellman::sim
