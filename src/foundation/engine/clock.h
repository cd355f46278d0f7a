// Where the time comes from. Rules never see a clock; they are given `now`.
#pragma once
#include "base/instant.h"

namespace bellman::engine {

// How the time told stands to the clock it comes from.
struct ClockStanding {
  Milliseconds deviation{};  // so far ahead of the time told is that clock
  bool held = false;         // it has made a step that is not believed (yet)
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual ClockStanding standing() const { return {}; }
};

// The machine's clock as it is set: for commands that end soon. A server takes SteadyClock.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Time that only moves when it is told to: the simulator, the replay and tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : current(start) {}
  Instant now() const override { return current; }
  void set(Instant instant) { current = instant; }
  void advance(Milliseconds span) { current += span; }

 private:
  Instant current;
};

}  // namespace bellman::engine
