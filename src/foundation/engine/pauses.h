// How long the engine's threads sleep when nothing tells them of work.
#pragma once
#include "base/instant.h"

namespace bellman::engine {

inline constexpr Milliseconds longest_sleep = 1s;      // so that a clock that was set is noticed
inline constexpr Milliseconds pause_after_error = 1s;  // when the store has trouble
inline constexpr Milliseconds poll_peers_every = 2s;   // an equal process may have died with something due, or effects that wait

}  // namespace bellman::engine
