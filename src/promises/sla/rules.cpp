#include "sla/rules.h"

#include "sla/spans.h"

#include <fmt/format.h>

#include <tuple>

namespace bellman::sla {
namespace {

bool matches(const PolicyRule& rule, Criticality criticality, std::string_view service_level, std::string_view fault_kind) {
  return (!rule.criticality || *rule.criticality == criticality) && (rule.service_level.empty() || rule.service_level == service_level) &&
         (rule.fault_kind.empty() || rule.fault_kind == fault_kind);
}

auto specificity(const PolicyRule& rule) {
  const bool by_criticality = rule.criticality.has_value(), by_level = !rule.service_level.empty(), by_fault = !rule.fault_kind.empty();
  return std::tuple(by_criticality + by_level + by_fault, by_criticality, by_level, by_fault);
}

std::vector<Interval> finished_pauses(const Deadline& deadline) {
  std::vector<Interval> finished;
  for (const Pause& pause : deadline.pauses)
    if (pause.until) finished.push_back({pause.from, *pause.until});
  return finished;
}

// Clock time needs no calendar: it is a calendar that never closes.
CompiledCalendar calendar_of(const Deadline& deadline, const CompiledCalendar& calendar) {
  return deadline.clock == Clock::business ? calendar : CompiledCalendar::round_the_clock(calendar.zone());
}

Result<Instant> moment_of_step(const Deadline& deadline, const CompiledCalendar& calendar, const EscalationStep& step) {
  if (step.after_minutes == 0) return *deadline.breached_at;
  return calendar_of(deadline, calendar).due(*deadline.breached_at, Milliseconds(step.after_minutes * minute_ms));
}

bool escalates(const Deadline& deadline) { return deadline.state == DeadlineState::breached && !deadline.met_at; }

Error bad_policy(std::string_view message, std::string_view field, std::string_view cure) { return Error::invalid("sla.policy", message, field, cure); }

}  // namespace

Result<> check_policy(const Policy& policy) {
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const PolicyRule& rule = policy.rules[i];
    if (rule.reach_minutes < 0) return bad_policy("The time to reach cannot be negative.", fmt::format("rules[{}].reach_minutes", i), "Give 0 for no promise, or minutes.");
    if (rule.solve_minutes < 0) return bad_policy("The time to solve cannot be negative.", fmt::format("rules[{}].solve_minutes", i), "Give 0 for no promise, or minutes.");
    if (rule.reach_minutes + std::int64_t{rule.solve_minutes} == 0)
      return bad_policy("The rule promises neither a time to reach nor a time to solve.", fmt::format("rules[{}]", i), "Give one of them, or leave the rule out.");
  }
  int last_percent = 0;
  for (std::size_t i = 0; i < policy.warning_percents.size(); ++i) {
    const int percent = policy.warning_percents[i];
    if (percent <= last_percent || percent > 99) return bad_policy("Warnings rise, each within 1 to 99 per cent.", fmt::format("warning_percents[{}]", i), "Write them like 50, 80.");
    last_percent = percent;
  }
  int last_level = 0, last_minutes = 0;
  for (std::size_t i = 0; i < policy.escalation.size(); ++i) {
    const EscalationStep& step = policy.escalation[i];
    const std::string field = fmt::format("escalation[{}]", i);
    if (step.level <= last_level || step.after_minutes < last_minutes) return bad_policy("Escalation levels rise, and so do their times.", field, "Put the steps in order, each level once.");
    if (step.role.empty() != static_cast<bool>(step.account)) return bad_policy("An escalation tells either a role or an account.", field, "Name exactly one of the two.");
    last_level = step.level;
    last_minutes = step.after_minutes;
  }
  return ok();
}

Result<PolicyRule> choose_rule(const Policy& policy, Criticality criticality, std::string_view service_level, std::string_view fault_kind) {
  const PolicyRule* best = nullptr;
  for (const PolicyRule& rule : policy.rules)
    if (matches(rule, criticality, service_level, fault_kind) && (!best || specificity(rule) > specificity(*best))) best = &rule;
  if (best) return *best;
  return Error::not_found("sla.no_rule", fmt::format("The policy \"{}\" has no rule for this request.", policy.name), "rules",
                          "Add a rule with empty keys: it holds for everything else.");
}

Result<std::vector<Deadline>> open_deadlines(RequestId request_id, const PolicyRule& rule, CalendarId calendar_id,
                                             const CompiledCalendar& calendar, Instant now) {
  std::vector<Deadline> opened;
  for (const auto& [kind, minutes] : {std::pair(DeadlineKind::reach, rule.reach_minutes), std::pair(DeadlineKind::solve, rule.solve_minutes)}) {
    if (minutes <= 0) continue;
    Deadline deadline;
    deadline.request_id = request_id;
    deadline.kind = kind;
    deadline.started = now;
    deadline.allowance_ms = minutes * minute_ms;
    deadline.clock = rule.clock;
    deadline.calendar_id = calendar_id;
    TRY(due, moment_of_share(deadline, calendar, 100));
    deadline.due = due;
    opened.push_back(std::move(deadline));
  }
  return opened;
}

Result<Instant> moment_of_share(const Deadline& deadline, const CompiledCalendar& calendar, int share_percent) {
  // Rounded up to the millisecond: no event may come early.
  const Milliseconds part((deadline.allowance_ms * share_percent + 99) / 100);
  return calendar_of(deadline, calendar).due(deadline.started, part, finished_pauses(deadline));
}

Result<Deadline> promise_anew(Deadline deadline, const Deadline& promised, const CompiledCalendar& calendar) {
  deadline.policy_id = promised.policy_id;
  deadline.policy_version = promised.policy_version;
  deadline.allowance_ms = promised.allowance_ms;
  deadline.clock = promised.clock;
  deadline.calendar_id = promised.calendar_id;
  deadline.calendar_version = promised.calendar_version;
  TRY(due, moment_of_share(deadline, calendar, 100));
  deadline.due = due;
  return deadline;
}

Deadline due_at(Deadline deadline, Instant due) {
  deadline.clock = Clock::clock;
  deadline.allowance_ms = due.ms - deadline.started.ms;
  for (const Interval& pause : finished_pauses(deadline)) deadline.allowance_ms -= pause.end.ms - pause.begin.ms;
  deadline.due = due;
  return deadline;
}

Deadline pause(Deadline deadline, Instant now) {
  if (deadline.state != DeadlineState::running || now >= deadline.due) return deadline;
  deadline.pauses.push_back({now, std::nullopt});
  deadline.state = DeadlineState::paused;
  return deadline;
}

Result<Deadline> resume(Deadline deadline, const CompiledCalendar& calendar, Instant now) {
  if (deadline.state != DeadlineState::paused) return deadline;
  deadline.pauses.back().until = now;
  deadline.state = DeadlineState::running;
  TRY(due, moment_of_share(deadline, calendar, 100));
  deadline.due = due;
  return deadline;
}

Deadline meet(Deadline deadline, Instant now) {
  if (deadline.state == DeadlineState::met || deadline.state == DeadlineState::cancelled || deadline.met_at) return deadline;
  const bool in_time = deadline.state == DeadlineState::paused || (deadline.state == DeadlineState::running && now < deadline.due);
  if (deadline.state == DeadlineState::paused) deadline.pauses.back().until = now;
  deadline.state = in_time ? DeadlineState::met : DeadlineState::breached;
  if (!in_time && !deadline.breached_at) deadline.breached_at = deadline.due;
  deadline.met_at = now;
  return deadline;
}

Deadline cancel(Deadline deadline) {
  if (deadline.state == DeadlineState::running || deadline.state == DeadlineState::paused || escalates(deadline))
    deadline.state = DeadlineState::cancelled;
  return deadline;
}

Result<TimerOutcome> on_timer(Deadline deadline, const Policy& policy, const CompiledCalendar& calendar, Instant now) {
  TimerOutcome outcome;
  if (deadline.state == DeadlineState::running && now >= deadline.due) {
    deadline.state = DeadlineState::breached;
    deadline.breached_at = deadline.due;
    outcome.breached = true;
  }
  if (deadline.state == DeadlineState::running) {
    for (const int percent : policy.warning_percents) {
      if (percent <= deadline.warned_percent) continue;
      TRY(moment, moment_of_share(deadline, calendar, percent));
      if (moment > now) break;
      deadline.warned_percent = percent;
      outcome.warnings.push_back(percent);
    }
  }
  if (escalates(deadline)) {
    for (const EscalationStep& step : policy.escalation) {
      if (step.level <= deadline.escalation_level) continue;
      TRY(moment, moment_of_step(deadline, calendar, step));
      if (moment > now) break;
      deadline.escalation_level = step.level;
      outcome.escalations.push_back(step);
    }
  }
  TRY(next, next_timer(deadline, policy, calendar));
  outcome.next = next;
  outcome.deadline = std::move(deadline);
  return outcome;
}

Result<std::optional<Instant>> next_timer(const Deadline& deadline, const Policy& policy, const CompiledCalendar& calendar) {
  if (deadline.state == DeadlineState::running) {
    for (const int percent : policy.warning_percents) {
      if (percent <= deadline.warned_percent) continue;
      TRY(moment, moment_of_share(deadline, calendar, percent));
      return std::optional(std::min(moment, deadline.due));
    }
    return std::optional(deadline.due);
  }
  if (escalates(deadline)) {
    for (const EscalationStep& step : policy.escalation) {
      if (step.level <= deadline.escalation_level) continue;
      TRY(moment, moment_of_step(deadline, calendar, step));
      return std::optional(moment);
    }
  }
  return std::optional<Instant>();
}

}  // namespace bellman::sla
