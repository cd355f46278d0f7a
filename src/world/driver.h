// Drives one engine and one crowd through simulated time: whatever is due next happens next.
#pragma once
#include "engine/engine.h"
#include "world/crowd.h"

namespace bellman::world {

class Driver {
 public:
  Driver(engine::Engine& the_engine, engine::ManualClock& the_clock, Crowd& the_crowd) : engine(the_engine), clock(the_clock), crowd(the_crowd) {}

  // Everything that happens up to and including `until`; the clock then stands there.
  Result<> run_until(Instant until);
  // A use case of somebody outside of the crowd, now.
  Result<> act(engine::Actor actor, const std::function<Result<>(engine::Tx&)>& body);
  // The next moment at which something happens by itself.
  Result<std::optional<Instant>> next();

 private:
  Result<> settle();   // all that is due at the clock's time
  Result<> run_actions(std::vector<Action> actions);

  engine::Engine& engine;
  engine::ManualClock& clock;
  Crowd& crowd;
};

}  // namespace bellman::world
