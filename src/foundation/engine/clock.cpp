#include "engine/clock.h"

namespace bellman::engine {

Instant SystemClock::now() const {
  return {std::chrono::duration_cast<Milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

}  // namespace bellman::engine
