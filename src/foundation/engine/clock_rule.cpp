#include "engine/clock_rule.h"

#include <algorithm>

namespace bellman::engine {

namespace {

constexpr Microseconds none{0};

Microseconds size_of(Microseconds span) { return span < none ? -span : span; }

// The same step as before, or another one, or one that nobody has watched in the meantime.
bool goes_on(const std::optional<ClockStep>& step, Microseconds deviation, Microseconds elapsed, const ClockLimits& limits) {
  return step && size_of(deviation - step->size) < limits.step_least && elapsed - step->seen_last <= limits.unseen_most;
}

// At once forward; backward the time told goes more slowly, for it cannot go back.
ClockState follow(const ClockReadings& readings, Microseconds told, const ClockLimits& limits) {
  if (readings.wall > told) return {{readings.elapsed, readings.wall}, {}};
  return {{readings.elapsed, told, readings.wall - told, limits.return_part}, {}, true};
}

// What the piece has not yet made up for.
Microseconds left_of(const ToldPiece& piece, Microseconds elapsed) {
  const Microseconds made_up = told_at(piece, elapsed) - piece.told - (elapsed - piece.elapsed);
  return piece.correction - made_up;
}

}  // namespace

Microseconds told_at(const ToldPiece& piece, Microseconds elapsed) {
  const Microseconds passed = std::max(elapsed - piece.elapsed, none);
  const Microseconds most = passed / piece.part;
  return piece.told + passed + std::clamp(piece.correction, -most, most);
}

ClockState first_clock_state(const ClockReadings& readings) { return {{readings.elapsed, readings.wall}, {}}; }

ClockDecision hear_clock(const ClockState& state, const ClockReadings& readings, const ClockLimits& limits) {
  const Microseconds told = told_at(state.piece, readings.elapsed), deviation = readings.wall - told;
  if (size_of(deviation) < limits.step_least)
    return {{{readings.elapsed, told, deviation, limits.smooth_part}, {}}, state.step ? ClockNews::step_undone : ClockNews::none, deviation};
  if (state.returning && size_of(deviation - left_of(state.piece, readings.elapsed)) < limits.step_least)
    return {follow(readings, told, limits), ClockNews::none, deviation};

  const bool same = goes_on(state.step, deviation, readings.elapsed, limits);
  const ClockStep step = same ? ClockStep{state.step->size, state.step->seen_first, readings.elapsed} : ClockStep{deviation, readings.elapsed, readings.elapsed};
  if (readings.elapsed - step.seen_first >= limits.step_patience) return {follow(readings, told, limits), ClockNews::step_followed, deviation};
  // What is not believed corrects nothing.
  return {{{readings.elapsed, told}, step}, same ? ClockNews::none : ClockNews::step_began, deviation};
}

}  // namespace bellman::engine
