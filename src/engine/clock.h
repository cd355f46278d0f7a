// Where the time comes from. Rules never see a clock; they are given `now`.
#pragma once
#include "base/instant.h"

namespace bellman::engine {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

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
