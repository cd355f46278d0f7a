// Nothing may stand still: somebody owes the next step, or a timer will take it.
#include "checks/parts.h"
#include "jobs/rules.h"
#include "requests/rules.h"

#include <fmt/format.h>

namespace bellman::checks {

namespace {

using requests::Owing;
using requests::RequestState;

void need_timer(const Snapshot& snapshot, std::string_view kind, std::int64_t subject, std::optional<Instant> at_latest, const std::string& noun, std::int64_t id,
                Findings& findings) {
  const TimerRow* timer = snapshot.timer(kind, subject);
  if (timer == nullptr) findings.add_numbered("owed.no_timer", noun, id, fmt::format("There is no timer {} to go on by itself.", kind));
  // A timer that fails is reported as such, and has been moved back for it.
  else if (at_latest && timer->attempts == 0 && timer->due > *at_latest)
    findings.add_numbered("owed.late_timer", noun, id, fmt::format("The timer {} comes at {}, needed by {}.", kind, to_text(timer->due), to_text(*at_latest)));
}

void check_step(const RequestRow& request, Findings& findings) {
  const bool open = requests::is_open(request.state);
  if (open == (request.owes == Owing::nobody))
    findings.add("owed.nobody", "request", request.id, fmt::format("The request is {} and {} owes the next step.", codec::enum_name(request.state), codec::enum_name(request.owes)));
  if (open == request.step.empty()) findings.add("owed.step", "request", request.id, fmt::format("The request is {}, its next step \"{}\".", codec::enum_name(request.state), request.step));
  if (request.owes == Owing::system && request.state != RequestState::waiting_for_dispatch)
    findings.add("owed.system", "request", request.id, fmt::format("The system owes a step on a request that is {}.", codec::enum_name(request.state)));
}

void check_request(const Snapshot& snapshot, const RequestRow& request, Findings& findings) {
  check_step(request, findings);
  const bool waits = request.state == RequestState::waiting_for_client || request.state == RequestState::waiting_for_supplier;
  if (waits && request.owes != Owing::operator_) need_timer(snapshot, "request.wait", request.id.value, request.owed_by, "request", request.id.value, findings);
  if (request.state == RequestState::done) need_timer(snapshot, "request.close", request.id.value, request.owed_by, "request", request.id.value, findings);
}

void check_job(const Snapshot& snapshot, const JobRow& job, Findings& findings) {
  const RequestRow* request = snapshot.request(job.request_id);
  if (request == nullptr) return;  // reported elsewhere
  if (job.state == jobs::JobState::waiting) {
    if (job.automatic) need_timer(snapshot, "dispatch.round", 0, std::max(snapshot.now, job.try_at.value_or(snapshot.now)) + snapshot.round_patience, "job", job.id.value, findings);
    if (job.handed_over != (request->owes == Owing::dispatcher))
      findings.add("owed.handed_over", "request", request->id,
                   fmt::format("Job {} {} handed to a dispatcher, but {} owes the next step.", job.id.value, job.handed_over ? "was" : "was not", codec::enum_name(request->owes)));
    if (!job.automatic && !job.handed_over) findings.add("owed.by_hand", "job", job.id, "Nobody looks for a worker: neither the rounds nor a dispatcher.");
  }
  if (job.state == jobs::JobState::assigned) need_timer(snapshot, "dispatch.set_out", job.id.value, std::nullopt, "job", job.id.value, findings);
}

}  // namespace

void check_owed(const Snapshot& snapshot, Findings& findings) {
  for (const RequestRow& request : snapshot.requests) check_request(snapshot, request, findings);
  for (const JobRow& job : snapshot.jobs) check_job(snapshot, job, findings);
  for (const OfferRow& offer : snapshot.offers)
    if (offer.state == dispatch::OfferState::open) need_timer(snapshot, "dispatch.answer", offer.id.value, std::nullopt, "offer", offer.id.value, findings);
  for (const auto& [key, timer] : snapshot.timers)
    if (timer.attempts > 0)
      findings.add_numbered("timer.failing", "timer", timer.subject_id, fmt::format("The timer {} has failed {} times: {}", timer.kind, timer.attempts, timer.error));
}

}  // namespace bellman::checks
