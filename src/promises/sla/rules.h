// The decisions about deadlines: pure functions of the deadline, the policy, the calendar and the moment.
#pragma once
#include "sla/business_time.h"

#include <optional>

namespace bellman::sla {

// Errors: sla.policy with the field at fault (negative times, a rule without any time, warnings not rising within 1..99,
// escalation levels not rising with their times, a step that tells nobody or two).
Result<> check_policy(const Policy& policy);

// The rule with most keys set among those that match. Ties: one that names the criticality goes before one that does not, then the
// service level, then the fault kind, then the earlier in the list. Error: sla.no_rule.
Result<PolicyRule> choose_rule(const Policy& policy, Criticality criticality, std::string_view service_level, std::string_view fault_kind);

// A deadline for each time of the rule that is above 0. The caller says of which programme, policy and versions they are.
Result<std::vector<Deadline>> open_deadlines(RequestId request_id, const PolicyRule& rule, CalendarId calendar_id,
                                             const CompiledCalendar& calendar, Instant now);

// When `share_percent` of the allowance is used up, after the finished pauses. An open pause is not counted.
Result<Instant> moment_of_share(const Deadline& deadline, const CompiledCalendar& calendar, int share_percent);

// The client owes the next step from `now`. Nothing changes when the deadline is not running or is already due: a pause cannot
// undo a breach that the timer has not reported yet.
// The promise has changed while it runs: the time of `promised` from the same start, less the same pauses. What is met or missed stands.
Result<Deadline> promise_anew(Deadline deadline, const Deadline& promised, const CompiledCalendar& calendar);
// Due at this very moment, whatever the rule promises; a pause that lasts moves it on.
Deadline due_at(Deadline deadline, Instant due);
Deadline pause(Deadline deadline, Instant now);
// Ends the pause and moves `due`. Nothing changes when the deadline is not paused.
Result<Deadline> resume(Deadline deadline, const CompiledCalendar& calendar, Instant now);
// Done at `now`. Before `due` (or while paused): met. At `due` or later: breached, with breached_at = due and met_at = now.
Deadline meet(Deadline deadline, Instant now);
Deadline cancel(Deadline deadline);

struct TimerOutcome {
  Deadline deadline;                       // as it stands after this
  std::vector<int> warnings;               // shares that became true, rising; none once breached
  bool breached = false;                   // true in the one outcome that reports the breach
  std::vector<EscalationStep> escalations; // steps that became true, by level
  std::optional<Instant> next;             // when to look again; none when nothing will happen by itself
};
// What has become true by `now`. Nothing is reported early, and nothing twice when the outcome's deadline is kept. The minutes of
// an escalation step run from the breach on the deadline's own clock.
Result<TimerOutcome> on_timer(Deadline deadline, const Policy& policy, const CompiledCalendar& calendar, Instant now);
Result<std::optional<Instant>> next_timer(const Deadline& deadline, const Policy& policy, const CompiledCalendar& calendar);

}  // namespace bellman::sla
