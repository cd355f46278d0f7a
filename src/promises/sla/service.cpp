#include "sla/service.h"

#include "sla/cache.h"
#include "sla/deadline_timer.h"
#include "sla/rules.h"
#include "sla/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace bellman::sla {
namespace {

constexpr DeadlineKind all_kinds[] = {DeadlineKind::reach, DeadlineKind::solve};

void take_due(Dues& dues, const Deadline& deadline) {
  if (deadline.state != DeadlineState::cancelled) (deadline.kind == DeadlineKind::reach ? dues.reach : dues.solve) = deadline.due;
}

Result<std::shared_ptr<const CalendarEdition>> calendar_for(engine::Tx& tx, const DeadlineFacts& facts, const Policy& policy, const PolicyRule& rule) {
  Cache& cache = tx.memory<Cache>();
  const CalendarId id = facts.calendar_id ? facts.calendar_id : policy.calendar_id;
  if (id) return cache.calendar(tx, id);
  if (rule.clock == Clock::clock) return cache.calendar(tx, {}, 0);
  return Error::invalid("sla.no_calendar", fmt::format("Neither the site nor the policy \"{}\" has a calendar.", policy.name), "calendar_id",
                        "Give the policy a calendar of its own.");
}

// Not opened this time: what an earlier opening left is gone with its timer.
Result<> drop(engine::Tx& tx, RequestId request, DeadlineKind kind, engine::Consequences& consequences) {
  TRY_DO(store::remove_deadline(tx.session(), request, kind));
  consequences.cancel_timer(timer_kind(kind), request.value);
  return ok();
}

// Loads each deadline of the request, lets `decide` change it and saves it when its state has changed.
template <class Decide>
Result<Dues> change_all(engine::Tx& tx, RequestId request, Decide&& decide) {
  Dues dues;
  TRY(deadlines, store::deadlines_of(tx.session(), request));
  for (const Deadline& before : deadlines) {
    TRY(after, decide(before));
    if (after.state != before.state) TRY_DO(save_changed(tx, before, after));
    take_due(dues, after);
  }
  return dues;
}

}  // namespace

Result<Dues> open_deadlines(engine::Tx& tx, const DeadlineFacts& facts, Instant started) {
  TRY(policy, tx.memory<Cache>().policy(tx, facts.policy_id));
  std::vector<Deadline> opened;
  std::shared_ptr<const CalendarEdition> calendar;
  if (const auto rule = choose_rule(*policy, facts.criticality, facts.service_level, facts.fault_kind); rule.has_value()) {
    TRY(chosen, calendar_for(tx, facts, *policy, *rule));
    calendar = chosen;
    TRY(promised, open_deadlines(facts.request_id, *rule, calendar->id, calendar->compiled, started));
    opened = std::move(promised);
  }
  Dues dues;
  engine::Consequences consequences;
  auto next = opened.begin();
  for (const DeadlineKind kind : all_kinds) {
    if (next == opened.end() || next->kind != kind) {
      TRY_DO(drop(tx, facts.request_id, kind, consequences));
      continue;
    }
    Deadline& deadline = *next++;
    deadline.programme_id = facts.programme_id;
    deadline.policy_id = policy->id;
    deadline.policy_version = policy->version;
    deadline.calendar_version = calendar->version;
    TRY_DO(store::save(tx.session(), deadline));
    TRY(look, next_timer(deadline, *policy, calendar->compiled));
    consequences.set_timer(timer_kind(kind), facts.request_id.value, look.value_or(deadline.due));
    take_due(dues, deadline);
  }
  TRY_DO(tx.apply(std::move(consequences)));
  return dues;
}

namespace {

// What the policy promises by the facts of now, from `started`.
Result<std::vector<Deadline>> promises_of(engine::Tx& tx, const DeadlineFacts& facts, Instant started) {
  if (!facts.policy_id) return std::vector<Deadline>{};
  TRY(policy, tx.memory<Cache>().policy(tx, facts.policy_id));
  const auto rule = choose_rule(*policy, facts.criticality, facts.service_level, facts.fault_kind);
  if (rule.has_error()) return std::vector<Deadline>{};
  TRY(calendar, calendar_for(tx, facts, *policy, *rule));
  TRY(promised, open_deadlines(facts.request_id, *rule, calendar->id, calendar->compiled, started));
  for (Deadline& deadline : promised) {
    deadline.programme_id = facts.programme_id;
    deadline.policy_id = policy->id;
    deadline.policy_version = policy->version;
    deadline.calendar_version = calendar->version;
  }
  return std::move(promised);
}

template <class Deadlines>
auto* of_kind(Deadlines& deadlines, DeadlineKind kind) {
  const auto found = std::ranges::find(deadlines, kind, &Deadline::kind);
  return found == deadlines.end() ? nullptr : &*found;
}

bool still_runs(const Deadline& deadline) { return deadline.state == DeadlineState::running || deadline.state == DeadlineState::paused; }

Result<std::optional<Deadline>> changed_deadline(engine::Tx& tx, const Deadline* before, const Deadline* promised, std::optional<Instant> wanted) {
  if (before != nullptr && !still_runs(*before)) return std::optional(*before);
  if (before == nullptr && promised == nullptr) return std::optional<Deadline>{};
  std::optional<Deadline> after;
  if (before == nullptr) {
    after = *promised;
  } else if (promised == nullptr) {
    after = cancel(*before);
  } else {
    TRY(calendar, tx.memory<Cache>().calendar(tx, promised->calendar_id, promised->calendar_version));
    TRY(anew, promise_anew(*before, *promised, calendar->compiled));
    after = std::move(anew);
  }
  if (wanted && promised != nullptr) after = due_at(*std::move(after), *wanted);
  TRY_DO(save_changed(tx, before != nullptr ? *before : *after, *after));
  return after;
}

}  // namespace

Result<Dues> change_deadlines(engine::Tx& tx, const DeadlineFacts& facts, const Dues& wanted) {
  TRY(before, store::deadlines_of(tx.session(), facts.request_id));
  TRY(promised, promises_of(tx, facts, before.empty() ? tx.now() : before.front().started));
  Dues dues;
  for (const DeadlineKind kind : all_kinds) {
    const std::optional<Instant> moment = kind == DeadlineKind::reach ? wanted.reach : wanted.solve;
    const Deadline* const there = of_kind(before, kind);
    const Deadline* const next = of_kind(promised, kind);
    if (moment && (next == nullptr || (there != nullptr && !still_runs(*there))))
      return Error::conflict("sla.no_promise", fmt::format("There is no deadline to {} that still runs.", codec::enum_name(kind)), "Leave it out, or choose a service that promises one.");
    TRY(after, changed_deadline(tx, there, next, moment));
    if (after) take_due(dues, *after);
  }
  return dues;
}

Result<Dues> pause_deadlines(engine::Tx& tx, RequestId request) {
  return change_all(tx, request, [&](const Deadline& deadline) -> Result<Deadline> { return pause(deadline, tx.now()); });
}

Result<Dues> resume_deadlines(engine::Tx& tx, RequestId request) {
  return change_all(tx, request, [&](const Deadline& deadline) -> Result<Deadline> {
    if (deadline.state != DeadlineState::paused) return deadline;
    TRY(calendar, tx.memory<Cache>().calendar(tx, deadline.calendar_id, deadline.calendar_version));
    return resume(deadline, calendar->compiled, tx.now());
  });
}

Result<> meet_deadline(engine::Tx& tx, RequestId request, DeadlineKind kind) {
  TRY(before, store::find_deadline(tx.session(), request, kind));
  if (!before || before->met_at) return ok();
  const Deadline after = meet(*before, tx.now());
  return after.met_at ? save_changed(tx, *before, after) : ok();
}

Result<> cancel_deadlines(engine::Tx& tx, RequestId request) {
  TRY_DO(change_all(tx, request, [](const Deadline& deadline) -> Result<Deadline> { return cancel(deadline); }));
  return ok();
}

Result<std::vector<Deadline>> deadlines_of(db::Session& session, RequestId request) { return store::deadlines_of(session, request); }

}  // namespace bellman::sla
