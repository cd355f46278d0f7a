// What happens to deadlines by themselves.
#include "sla/cache.h"
#include "sla/deadline_timer.h"
#include "sla/rules.h"
#include "sla/service.h"
#include "sla/store.h"

namespace bellman::sla {
namespace {

template <engine::TypedEvent Data>
void record(engine::Consequences& consequences, const Deadline& deadline, const Data& data) {
  consequences.event(deadline.request_id.value, deadline.programme_id, engine::Audience::operator_, data);
}

// The start is part of the key: a reopened request escalates anew.
std::string notice_key(const Deadline& deadline, int level) {
  return fmt::format("sla:{}:{}:{}:{}", deadline.request_id.value, codec::enum_name(deadline.kind), deadline.started.ms, level);
}

void escalate(engine::Consequences& consequences, const Deadline& deadline, const EscalationStep& step) {
  record(consequences, deadline, DeadlineEscalated{{deadline.kind, deadline.due, 0, step.level, step.role, step.account}});
  consequences.effect("notify", notice_key(deadline, step.level),
                      EscalationNotice{deadline.request_id, deadline.programme_id, deadline.kind, deadline.due, step.level, step.role, step.account});
}

engine::Consequences timer_of(const Deadline& deadline, std::optional<Instant> due) {
  engine::Consequences consequences;
  if (due) return consequences.set_timer(timer_kind(deadline.kind), deadline.request_id.value, *due);
  return consequences.cancel_timer(timer_kind(deadline.kind), deadline.request_id.value);
}

engine::TimerHandler handler(DeadlineKind kind) {
  return [kind](engine::Tx& tx, const engine::Timer& timer) { return look_at(tx, RequestId(timer.subject_id), kind); };
}

}  // namespace

Result<> save_changed(engine::Tx& tx, const Deadline& before, const Deadline& after) {
  TRY_DO(store::save(tx.session(), after));
  std::optional<Instant> next;
  // Only a running deadline, or one that escalates, will do something by itself.
  if (after.state == DeadlineState::running || (after.state == DeadlineState::breached && !after.met_at)) {
    TRY(policy, tx.memory<Cache>().policy(tx, after.policy_id, after.policy_version));
    TRY(calendar, tx.memory<Cache>().calendar(tx, after.calendar_id, after.calendar_version));
    TRY(moment, next_timer(after, *policy, calendar->compiled));
    next = moment;
  }
  engine::Consequences consequences = timer_of(after, next);
  if (after.breached_at && !before.breached_at) record(consequences, after, DeadlineBreached{{after.kind, after.due, 0, 0, {}, {}}});
  return tx.apply(std::move(consequences));
}

Result<> look_at(engine::Tx& tx, RequestId request, DeadlineKind kind) {
  TRY(deadline, store::find_deadline(tx.session(), request, kind));
  if (!deadline) return ok();
  TRY(policy, tx.memory<Cache>().policy(tx, deadline->policy_id, deadline->policy_version));
  TRY(calendar, tx.memory<Cache>().calendar(tx, deadline->calendar_id, deadline->calendar_version));
  TRY(outcome, on_timer(*deadline, *policy, calendar->compiled, tx.now()));
  const Deadline& after = outcome.deadline;
  engine::Consequences consequences = timer_of(after, outcome.next);
  for (const int percent : outcome.warnings) record(consequences, after, DeadlineWarned{{kind, after.due, percent, 0, {}, {}}});
  if (outcome.breached) record(consequences, after, DeadlineBreached{{kind, after.due, 0, 0, {}, {}}});
  for (const EscalationStep& step : outcome.escalations) escalate(consequences, after, step);
  TRY_DO(store::save(tx.session(), after));
  return tx.apply(std::move(consequences));
}

void subscribe(engine::Registry& registry) {
  for (const DeadlineKind kind : {DeadlineKind::reach, DeadlineKind::solve}) registry.on_timer(timer_kind(kind), handler(kind));
}

}  // namespace bellman::sla
