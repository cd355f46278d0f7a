// Deadlines: each follows its request, has its timer, and is reported once and never early.
#include "checks/parts.h"
#include "requests/rules.h"

#include <fmt/format.h>

namespace bellman::checks {

namespace {

using requests::RequestState;
using sla::DeadlineState;

void check_place(const RequestRow& request, const DeadlineRow& deadline, Findings& findings) {
  const bool over = !requests::is_open(request.state) && request.state != RequestState::merged;
  const bool counts = deadline.state == DeadlineState::running || deadline.state == DeadlineState::paused;
  if (counts && (over || request.state == RequestState::done))
    findings.add("deadline.left_over", "request", request.id,
                 fmt::format("The request is {}, but its deadline {} is {}.", codec::enum_name(request.state), codec::enum_name(deadline.kind), codec::enum_name(deadline.state)));
  const bool may_pause = request.state == RequestState::waiting_for_client || request.state == RequestState::merged;
  if (deadline.state == DeadlineState::paused && !may_pause)
    findings.add("deadline.paused", "request", request.id, fmt::format("The deadline {} is paused, though the client owes nothing.", codec::enum_name(deadline.kind)));
  const auto& stated = deadline.kind == sla::DeadlineKind::reach ? request.reach_due : request.solve_due;
  if (deadline.state == DeadlineState::running && stated != deadline.due)
    findings.add("deadline.stated", "request", request.id,
                 fmt::format("The request states {} for {}, the deadline is {}.", stated ? to_text(*stated) : "nothing", codec::enum_name(deadline.kind), to_text(deadline.due)));
}

void check_timer(const Snapshot& snapshot, const DeadlineRow& deadline, Findings& findings) {
  if (deadline.state != DeadlineState::running) return;
  const char* kind = deadline.kind == sla::DeadlineKind::reach ? "sla.reach" : "sla.solve";
  const TimerRow* timer = snapshot.timer(kind, deadline.request_id.value);
  if (timer == nullptr || (timer->attempts == 0 && timer->due > deadline.due))
    findings.add("deadline.no_timer", "request", deadline.request_id, fmt::format("No timer {} comes by {}.", kind, to_text(deadline.due)));
}

void check_breach(const DeadlineRow& deadline, const History& history, Findings& findings) {
  const auto found = history.breaches.find({deadline.request_id, deadline.kind});
  const bool reported = found != history.breaches.end();
  if (reported != deadline.breached_at.has_value())
    findings.add(reported ? "deadline.no_breach" : "deadline.unreported", "request", deadline.request_id,
                 fmt::format("The breach of {} {}.", codec::enum_name(deadline.kind), reported ? "was reported, but the deadline does not know it" : "was never reported"));
  if (deadline.breached_at && *deadline.breached_at < deadline.due)
    findings.add("deadline.early", "request", deadline.request_id, fmt::format("{} was breached before it was due.", codec::enum_name(deadline.kind)));
}

// Without a calendar and a pause the due moment is plain arithmetic.
void check_due(const DeadlineRow& deadline, Findings& findings) {
  if (deadline.clock != sla::Clock::clock || !deadline.pauses.empty()) return;
  if (deadline.due != deadline.started + Milliseconds(deadline.allowance_ms))
    findings.add("deadline.due", "request", deadline.request_id, fmt::format("{} is due at {}, not its time after the start.", codec::enum_name(deadline.kind), to_text(deadline.due)));
}

}  // namespace

void check_deadlines(const Snapshot& snapshot, const History& history, Findings& findings) {
  for (const DeadlineRow& deadline : snapshot.deadlines) {
    const RequestRow* request = snapshot.request(deadline.request_id);
    if (request == nullptr) {
      findings.add("deadline.no_request", "request", deadline.request_id, "A deadline belongs to a request that is not there.");
      continue;
    }
    check_place(*request, deadline, findings);
    check_timer(snapshot, deadline, findings);
    check_breach(deadline, history, findings);
    check_due(deadline, findings);
  }
}

}  // namespace bellman::checks
