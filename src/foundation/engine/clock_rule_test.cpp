#include "engine/clock_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace bellman::engine {
namespace {

using namespace std::chrono_literals;

constexpr Microseconds start = 1'770'000'000s;  // of the clock on the wall
constexpr ClockLimits limits{};

// A machine whose clock on the wall is ahead by what it was set, asked once a second.
class Machine {
 public:
  explicit Machine(ClockLimits wanted = limits) : rule(wanted) {}
  std::vector<ClockNews> pass(Microseconds span, Microseconds every = 1s) {
    std::vector<ClockNews> news;
    for (const Microseconds end = elapsed + span; elapsed < end;) {
      elapsed += every;
      const ClockDecision decision = hear_clock(state, {elapsed, start + elapsed + ahead}, rule);
      state = decision.state;
      deviation = decision.deviation;
      if (decision.news != ClockNews::none) news.push_back(decision.news);
    }
    return news;
  }
  // The time told, less what it would be had nobody ever touched a clock.
  Microseconds off() const { return told_at(state.piece, elapsed) - start - elapsed; }

  ClockLimits rule;
  Microseconds elapsed{0}, ahead{0}, deviation{0};
  ClockState state = first_clock_state({0us, start});
};

using News = std::vector<ClockNews>;

TEST(ClockRule, ASmallDeviationIsMadeUpForSmoothly) {
  Machine machine;
  machine.ahead = 1s;
  EXPECT_EQ(machine.pass(101s), News{});  // in the first second it shows
  EXPECT_EQ(machine.off(), 500ms);
  machine.pass(101s);
  EXPECT_EQ(machine.off(), 1s);
  machine.ahead = -900ms;
  machine.pass(101s);
  EXPECT_EQ(machine.off(), 500ms);
  machine.pass(300s);
  EXPECT_EQ(machine.off(), -900ms);
}

TEST(ClockRule, AnHourForwardThatIsTakenBackNeverHappened) {
  Machine machine;
  machine.ahead = 1h;
  EXPECT_EQ(machine.pass(14min), News{ClockNews::step_began});
  EXPECT_EQ(machine.off(), 0s);
  EXPECT_EQ(machine.deviation, 1h);
  machine.ahead = 0s;
  EXPECT_EQ(machine.pass(2h), News{ClockNews::step_undone});
  EXPECT_EQ(machine.off(), 0s);
  EXPECT_EQ(machine.deviation, 0s);
}

TEST(ClockRule, AnHourForwardThatStaysIsACorrection) {
  Machine machine;
  machine.ahead = 1h;
  EXPECT_EQ(machine.pass(15min), News{ClockNews::step_began});
  EXPECT_EQ(machine.off(), 0s);
  EXPECT_EQ(machine.pass(1s), News{ClockNews::step_followed});
  EXPECT_EQ(machine.off(), 1h);
}

TEST(ClockRule, AnHourBackThatStaysIsMadeUpForWhileTimersGoOn) {
  Machine machine;
  machine.ahead = -1h;
  EXPECT_EQ(machine.pass(15min), News{ClockNews::step_began});
  EXPECT_EQ(machine.off(), 0s);
  EXPECT_EQ(machine.pass(1s), News{ClockNews::step_followed});
  EXPECT_EQ(machine.pass(5h), News{});
  EXPECT_EQ(machine.off(), -30min);
  EXPECT_EQ(machine.pass(6h), News{});
  EXPECT_EQ(machine.off(), -1h);
}

TEST(ClockRule, AStepOnTheWayBackIsAStepOfItsOwn) {
  Machine machine;
  machine.ahead = -1h;
  machine.pass(15min + 1s);
  machine.pass(1h);
  EXPECT_EQ(machine.off(), -6min);
  machine.ahead = 2h;
  EXPECT_EQ(machine.pass(10min), News{ClockNews::step_began});
  EXPECT_EQ(machine.off(), -6min - 100ms);  // until it showed
}

TEST(ClockRule, AnotherStepMustBePatientAnew) {
  Machine machine;
  machine.ahead = 1h;
  machine.pass(10min);
  machine.ahead = 2h;
  EXPECT_EQ(machine.pass(15min), News{ClockNews::step_began});
  EXPECT_EQ(machine.pass(1s), News{ClockNews::step_followed});
  EXPECT_EQ(machine.off(), 2h);
}

TEST(ClockRule, WhatNobodyWatchedIsNotPatience) {
  Machine machine;
  machine.ahead = 1h;
  machine.pass(1s);
  EXPECT_EQ(machine.pass(20min, 20min), News{ClockNews::step_began});
  EXPECT_EQ(machine.off(), 0s);
}

TEST(ClockRule, WithoutPatienceItIsBelievedAtOnce) {
  Machine machine({.step_patience = 0s});
  machine.ahead = 1h;
  EXPECT_EQ(machine.pass(1s), News{ClockNews::step_followed});
  EXPECT_EQ(machine.off(), 1h);
}

// Any life of a clock: what it is set to, and how much time passes before it is asked again.
struct Moment {
  Microseconds ahead, passed;
};
rc::Gen<std::vector<Moment>> any_life() {
  const auto ahead = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-3'000'000, 3'000'000), rc::gen::inRange<std::int64_t>(-7'200'000'000, 7'200'000'000), rc::gen::just<std::int64_t>(3'600'000'000));
  const auto passed = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 5'000'000), rc::gen::inRange<std::int64_t>(0, 100'000'000), rc::gen::inRange<std::int64_t>(0, 3'600'000'000));
  return rc::gen::container<std::vector<Moment>>(
      rc::gen::map(rc::gen::pair(ahead, passed), [](std::pair<std::int64_t, std::int64_t> of) { return Moment{Microseconds(of.first), Microseconds(of.second)}; }));
}

RC_GTEST_PROP(ClockRuleProperty, TheTimeToldNeverGoesBackAndNeverStandsStill, ()) {
  ClockState state = first_clock_state({0us, start});
  Microseconds elapsed{0}, last = start;
  for (const Moment& moment : *any_life()) {
    const Microseconds half = elapsed + moment.passed / 2;
    elapsed += moment.passed;
    RC_ASSERT(told_at(state.piece, half) >= last);
    const Microseconds before = told_at(state.piece, elapsed);
    RC_ASSERT(before >= told_at(state.piece, half));
    RC_ASSERT(before - last >= moment.passed * 9 / 10 - 1us);
    state = hear_clock(state, {elapsed, start + elapsed + moment.ahead}, limits).state;
    last = told_at(state.piece, elapsed);
    RC_ASSERT(last >= before);
  }
}

// Deadlines: whoever waits for a span of the time told has waited for as much of real time, but for half a per cent and for corrections that
// were seen for as long as the patience.
RC_GTEST_PROP(ClockRuleProperty, ItIsAheadOfTheTimeElapsedOnlyByWhatStoodLongEnough, ()) {
  ClockState state = first_clock_state({0us, start});
  Microseconds elapsed{0}, made_up{0};
  for (const Moment& moment : *any_life()) {
    elapsed += moment.passed;
    const Microseconds steady = told_at(state.piece, elapsed) - start - elapsed;
    RC_ASSERT(steady - made_up <= moment.passed / 200 + 1us);
    const ClockDecision decision = hear_clock(state, {elapsed, start + elapsed + moment.ahead}, limits);
    made_up = told_at(decision.state.piece, elapsed) - start - elapsed;
    if (made_up > steady) {
      RC_ASSERT(decision.news == ClockNews::step_followed);
      RC_ASSERT(made_up == moment.ahead);
      RC_ASSERT(elapsed - state.step->seen_first >= limits.step_patience);
    }
    state = decision.state;
  }
}

// However it was set before: left alone, it is told as it is in the end.
RC_GTEST_PROP(ClockRuleProperty, ItConverges, ()) {
  ClockState state = first_clock_state({0us, start});
  Microseconds elapsed{0}, ahead{0};
  for (const Moment& moment : *any_life()) {
    elapsed += moment.passed;
    ahead = moment.ahead;
    state = hear_clock(state, {elapsed, start + elapsed + ahead}, limits).state;
  }
  for (const Microseconds end = elapsed + 60h; elapsed < end; elapsed += 1min) state = hear_clock(state, {elapsed, start + elapsed + ahead}, limits).state;
  RC_ASSERT(told_at(state.piece, elapsed) == start + elapsed + ahead);
  RC_ASSERT(!state.step);
}

}  // namespace
}  // namespace bellman::engine
