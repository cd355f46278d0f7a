#include "engine/lease.h"

namespace bellman::engine {

LeaseStep ask_for_lease(const std::optional<Lease>& stored, const std::string& name, const std::string& process, Instant now, Milliseconds length) {
  if (!stored) return {true, true, {name, process, 1, now + length}};
  LeaseStep step{true, false, *stored};
  if (stored->holder == process && stored->until > now) {
    step.write = stored->until < now + length / 2;
  } else if (stored->until <= now) {
    step.write = true;
    step.lease.holder = process;
    ++step.lease.token;
  } else {
    step.held = false;
    return step;
  }
  if (step.write) step.lease.until = now + length;
  return step;
}

}  // namespace bellman::engine
