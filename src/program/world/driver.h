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

 private:
  Result<> settle();   // all that is due at the clock's time
  void note_due();     // what the last commits set going
  Instant next() const;
  Result<> run_actions(std::vector<Action> actions);

  engine::Engine& engine;
  engine::ManualClock& clock;
  Crowd& crowd;
  // Nothing of the tables is due before these; looked up anew only when one is reached. At first: look.
  Instant next_timer = Instant::min(), next_effect = Instant::min();
};

}  // namespace bellman::world
