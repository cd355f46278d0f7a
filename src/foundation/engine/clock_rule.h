// Which time is told, given how much time has passed and what a clock that may be wrong shows. Pure: no clock in here.
// The time told never goes backward. It goes with the time elapsed and follows the clock on the wall as far as that may be trusted: a small
// deviation smoothly, a large one only after it has stood there for a while, because deadlines that fire early cannot be taken back.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace bellman::engine {

using Microseconds = std::chrono::microseconds;

struct ClockReadings {
  Microseconds elapsed;  // since any fixed moment; steady, and goes on while the machine sleeps
  Microseconds wall;     // since 1970-01-01T00:00:00Z, by the clock that may be set
};

struct ClockLimits {
  Microseconds step_least = std::chrono::seconds(2);      // a deviation from here on is a step
  Microseconds step_patience = std::chrono::minutes(15);  // a step that has stood so long is taken for a correction; 0: at once
  Microseconds unseen_most = std::chrono::minutes(2);     // with no reading for longer, its patience begins anew
  std::int64_t smooth_part = 200;                         // a small deviation is made up for by 1 ms in 200 ms
  std::int64_t return_part = 10;                          // a correction backward: the time told loses 1 ms in 10 ms
};

// A piece of the time told: it goes with the time elapsed, and makes up for `correction` by one part in `part` of it.
struct ToldPiece {
  Microseconds elapsed{0}, told{0};  // where it begins
  Microseconds correction{0};
  std::int64_t part = 1;

  bool operator==(const ToldPiece&) const = default;
};
// Before its beginning: its beginning. Does not fall as `elapsed` grows.
Microseconds told_at(const ToldPiece& piece, Microseconds elapsed);

// A step that is not followed (yet).
struct ClockStep {
  Microseconds size;                   // so far ahead is the clock on the wall
  Microseconds seen_first, seen_last;  // elapsed

  bool operator==(const ClockStep&) const = default;
};

struct ClockState {
  ToldPiece piece;
  std::optional<ClockStep> step;
  bool returning = false;  // on its way back after a correction backward

  bool operator==(const ClockState&) const = default;
};

// At the start there is nothing to compare with, so the clock on the wall is believed.
ClockState first_clock_state(const ClockReadings& readings);

enum class ClockNews {
  none,
  step_began,    // also: it has become another one
  step_undone,   // the clock on the wall is back
  step_followed  // its patience is over: it is taken for a correction
};

struct ClockDecision {
  ClockState state;
  ClockNews news = ClockNews::none;
  Microseconds deviation{0};  // of the clock on the wall from the time told before this
};
// `readings.elapsed` must not be smaller than in the readings before.
ClockDecision hear_clock(const ClockState& state, const ClockReadings& readings, const ClockLimits& limits);

}  // namespace bellman::engine
