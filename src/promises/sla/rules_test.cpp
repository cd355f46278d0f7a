#include "sla/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellman::sla {
namespace {

const Instant monday_nine = *parse_instant("2026-11-23T09:00:00Z");

CompiledCalendar office() {
  Calendar calendar;
  calendar.zone = "UTC";
  for (std::size_t day = 0; day < 5; ++day) calendar.weekly_hours[day] = {{540, 1020}};
  return *CompiledCalendar::compile(calendar);
}
Policy policy() {
  Policy policy;
  policy.name = "house";
  policy.rules = {{std::nullopt, "", "", 120, 480, Clock::business}};
  policy.warning_percents = {50, 80};
  policy.escalation = {{1, "dispatcher", {}, 0}, {2, "manager", {}, 60}};
  return policy;
}
Deadline reach_deadline() { return open_deadlines(RequestId(7), policy().rules[0], CalendarId(1), office(), monday_nine)->front(); }

TEST(Policy, TheMostSpecificRuleWinsByAStatedOrder) {
  Policy p = policy();
  p.rules = {{std::nullopt, "", "", 1, 0, Clock::business},           {std::nullopt, "", "lift", 2, 0, Clock::business},
             {std::nullopt, "gold", "", 3, 0, Clock::business},       {Criticality::high, "", "", 4, 0, Clock::business},
             {std::nullopt, "gold", "lift", 5, 0, Clock::business},   {Criticality::high, "", "", 6, 0, Clock::business}};
  const auto chosen = [&](Criticality c, const char* level, const char* fault) { return choose_rule(p, c, level, fault)->reach_minutes; };
  EXPECT_EQ(chosen(Criticality::low, "standard", "door"), 1);
  EXPECT_EQ(chosen(Criticality::low, "standard", "lift"), 2);
  EXPECT_EQ(chosen(Criticality::low, "gold", "door"), 3);
  EXPECT_EQ(chosen(Criticality::high, "gold", "door"), 4);  // the criticality before the service level; the earlier of two equals
  EXPECT_EQ(chosen(Criticality::high, "gold", "lift"), 5);  // two keys before one
  p.rules.erase(p.rules.begin());
  EXPECT_EQ(choose_rule(p, Criticality::low, "standard", "door").error().code, "sla.no_rule");
}

TEST(Policy, IsCheckedWithTheFieldAtFault) {
  const auto field = [](auto&& change) {
    Policy p = policy();
    change(p);
    const auto checked = check_policy(p);
    return checked.has_error() ? checked.error().field : "fine";
  };
  EXPECT_EQ(field([](Policy&) {}), "fine");
  EXPECT_EQ(field([](Policy& p) { p.rules[0].reach_minutes = -1; }), "rules[0].reach_minutes");
  EXPECT_EQ(field([](Policy& p) { p.rules[0].reach_minutes = p.rules[0].solve_minutes = 0; }), "rules[0]");
  EXPECT_EQ(field([](Policy& p) { p.warning_percents = {80, 80}; }), "warning_percents[1]");
  EXPECT_EQ(field([](Policy& p) { p.warning_percents = {100}; }), "warning_percents[0]");
  EXPECT_EQ(field([](Policy& p) { p.escalation[1].after_minutes = -1; }), "escalation[1]");
  EXPECT_EQ(field([](Policy& p) { p.escalation[0].role.clear(); }), "escalation[0]");
  EXPECT_EQ(field([](Policy& p) { p.escalation[0].account = AccountId(1); }), "escalation[0]");
}

TEST(Deadline, OpensForEachPromisedTime) {
  const auto opened = *open_deadlines(RequestId(7), policy().rules[0], CalendarId(1), office(), monday_nine);
  ASSERT_EQ(opened.size(), 2U);
  EXPECT_EQ(to_text(opened[0].due), "2026-11-23T11:00:00Z");
  EXPECT_EQ(to_text(opened[1].due), "2026-11-23T17:00:00Z");
  PolicyRule by_clock = policy().rules[0];
  by_clock.clock = Clock::clock;
  by_clock.reach_minutes = 0;
  const auto clock = *open_deadlines(RequestId(7), by_clock, CalendarId(1), office(), *parse_instant("2026-11-23T16:00:00Z"));
  ASSERT_EQ(clock.size(), 1U);
  EXPECT_EQ(to_text(clock[0].due), "2026-11-24T00:00:00Z");
}

TEST(Deadline, WarnsOnceBreachesOnceAndEscalatesInOrder) {
  Deadline d = reach_deadline();
  std::vector<std::string> seen;
  for (auto next = *next_timer(d, policy(), office()); next;) {
    const auto early = *on_timer(d, policy(), office(), *next - 1ms);
    EXPECT_TRUE(early.warnings.empty() && !early.breached && early.escalations.empty());
    const auto outcome = *on_timer(d, policy(), office(), *next);
    for (const int percent : outcome.warnings) seen.push_back(to_text(*next) + " " + std::to_string(percent));
    if (outcome.breached) seen.push_back(to_text(*next) + " breach");
    for (const auto& step : outcome.escalations) seen.push_back(to_text(*next) + " " + step.role);
    d = outcome.deadline;
    next = outcome.next;
    ASSERT_LE(seen.size(), 10U);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"2026-11-23T10:00:00Z 50", "2026-11-23T10:36:00Z 80", "2026-11-23T11:00:00Z breach",
                                            "2026-11-23T11:00:00Z dispatcher", "2026-11-23T12:00:00Z manager"}));
  const auto again = *on_timer(d, policy(), office(), monday_nine + 240h);
  EXPECT_TRUE(!again.breached && again.warnings.empty() && again.escalations.empty() && !again.next);
}

TEST(Deadline, ALateTimerReportsTheBreachAtItsTrueMoment) {
  const auto outcome = *on_timer(reach_deadline(), policy(), office(), monday_nine + 240h);
  EXPECT_TRUE(outcome.breached);
  EXPECT_TRUE(outcome.warnings.empty());
  EXPECT_EQ(outcome.escalations.size(), 2U);
  EXPECT_EQ(to_text(*outcome.deadline.breached_at), "2026-11-23T11:00:00Z");
}

TEST(Deadline, StandsWhileTheClientOwesTheNextStep) {
  const Deadline paused = pause(reach_deadline(), monday_nine + 30min);
  EXPECT_EQ(paused.state, DeadlineState::paused);
  EXPECT_FALSE(next_timer(paused, policy(), office())->has_value());
  EXPECT_FALSE(on_timer(paused, policy(), office(), monday_nine + 240h)->breached);
  EXPECT_EQ(pause(paused, monday_nine + 40min).pauses.size(), 1U);
  const Deadline resumed = *resume(paused, office(), monday_nine + 24h);
  EXPECT_EQ(to_text(resumed.due), "2026-11-24T10:30:00Z");
  EXPECT_EQ(meet(paused, monday_nine + 24h).state, DeadlineState::met);
  EXPECT_EQ(pause(reach_deadline(), monday_nine + 2h).state, DeadlineState::running);  // too late: it is due
}

TEST(Deadline, IsMetOnlyBeforeItIsDue) {
  EXPECT_EQ(meet(reach_deadline(), monday_nine + 2h - 1ms).state, DeadlineState::met);
  const Deadline late = meet(reach_deadline(), monday_nine + 2h);
  EXPECT_EQ(late.state, DeadlineState::breached);
  EXPECT_EQ(late.breached_at, late.due);
  EXPECT_FALSE(next_timer(late, policy(), office())->has_value());  // done late: nobody need be told any more
  EXPECT_EQ(cancel(reach_deadline()).state, DeadlineState::cancelled);
  EXPECT_EQ(cancel(late).state, DeadlineState::breached);
}

RC_GTEST_PROP(Deadline, ReportsEachThingOnceWheneverItsTimersFire, ()) {
  Deadline d = reach_deadline();
  int breaches = 0;
  std::vector<int> warned, levels;
  Instant now = monday_nine;
  for (int i = 0; i < 20; ++i) {
    now += Milliseconds(*rc::gen::inRange<std::int64_t>(0, 5'000'000));
    const bool pausing = *rc::gen::inRange(0, 6) == 0;
    if (pausing) d = d.state == DeadlineState::paused ? *resume(d, office(), now) : pause(d, now);
    const auto outcome = *on_timer(d, policy(), office(), now);
    RC_ASSERT(!outcome.breached || now >= d.due);
    RC_ASSERT(!outcome.next || *outcome.next > now);
    breaches += outcome.breached;
    warned.insert(warned.end(), outcome.warnings.begin(), outcome.warnings.end());
    for (const auto& step : outcome.escalations) levels.push_back(step.level);
    d = outcome.deadline;
  }
  RC_ASSERT(breaches == (d.state == DeadlineState::breached ? 1 : 0));
  RC_ASSERT(std::adjacent_find(warned.begin(), warned.end(), std::greater_equal<>()) == warned.end());
  RC_ASSERT(std::adjacent_find(levels.begin(), levels.end(), std::greater_equal<>()) == levels.end());
}

}  // namespace
}  // namespace bellman::sla
