#include "jobs/rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace bellman::jobs {


bool is_live(JobState state) { return state != JobState::done && state != JobState::cancelled; }
bool has_worker(JobState state) { return state == JobState::assigned || state == JobState::travelling || state == JobState::in_work; }

namespace {

Error not_now(const Job& job, std::string_view action) {
  return Error::conflict("job.not_now", fmt::format("A job that is {} cannot be {}.", codec::enum_name(job.state), action),
                         "Reload: somebody was faster, or the request has changed.");
}

Error not_yours(std::string_view action) {
  return Error::forbidden("job.not_yours", fmt::format("Only the worker who has accepted the job can {} it.", action));
}

Job moved(const Job& job, JobState state) {
  Job next = job;
  next.state = state;
  next.version += 1;
  return next;
}

void add_asked(Job& job, WorkerId worker) {
  if (std::find(job.asked.begin(), job.asked.end(), worker) == job.asked.end()) job.asked.push_back(worker);
}

Job back_to_waiting(const Job& job, Instant now) {
  Job next = moved(job, JobState::waiting);
  next.worker_id = {};
  next.waiting_since = now;
  next.try_at.reset();
  next.handed_over = !job.automatic;
  next.start_at.reset();
  next.finish_at.reset();
  return next;
}

}  // namespace

Job make(JobId id, const requests::Request& request, const catalogue::Service& service, Instant now) {
  Job job;
  job.id = id;
  job.request_id = request.id;
  job.programme_id = request.programme_id;
  job.client_id = request.client_id;
  job.site_id = request.site_id;
  job.service_id = request.service_id;
  job.region_id = request.region_id;
  job.place = request.place;
  job.skills = service.skills;
  job.parts = service.parts;
  job.duration_minutes = service.duration_minutes;
  job.answer_minutes = service.answer_minutes;
  job.parallel_offers = service.parallel_offers;
  job.criticality = request.criticality;
  job.language = request.language;
  job.wished_from = request.wished_from;
  job.wished_until = request.wished_until;
  job.reach_due = request.reach_due;
  job.solve_due = request.solve_due;
  job.automatic = service.dispatch_mode == catalogue::DispatchMode::automatic;
  job.handed_over = !job.automatic;
  job.waiting_since = now;
  return job;
}

Job described_anew(const Job& job, const Job& made) {
  Job next = made;
  const bool by_another_way = job.automatic != made.automatic && job.state != JobState::waiting;
  if (by_another_way) next.automatic = job.automatic;
  next.state = job.state;
  next.worker_id = job.worker_id;
  // Whoever refused another service has not refused this one.
  if (job.service_id == made.service_id) next.asked = job.asked;
  next.offers_made = job.offers_made;
  next.calls_made = job.calls_made;
  next.waiting_since = job.waiting_since;
  next.handed_over = job.handed_over || !next.automatic;
  next.start_at = job.start_at;
  next.finish_at = job.finish_at;
  next.assigned_at = job.assigned_at;
  next.travelling_at = job.travelling_at;
  next.started_at = job.started_at;
  next.done_at = job.done_at;
  next.version = job.version + 1;
  return next;
}

Result<Job> offered(const Job& job, WorkerId worker, Instant) {
  if (job.state != JobState::waiting && job.state != JobState::offered) return not_now(job, "offered");
  Job next = moved(job, JobState::offered);
  add_asked(next, worker);
  next.offers_made += 1;
  next.handed_over = false;
  return next;
}

Result<Job> lapsed(const Job& job, Instant now) {
  if (job.state != JobState::offered) return not_now(job, "taken back");
  Job next = back_to_waiting(job, now);
  next.waiting_since = job.waiting_since;
  return next;
}

Result<Job> assigned(const Job& job, WorkerId worker, Instant start_at, Instant finish_at, Instant now) {
  if (job.state != JobState::waiting && job.state != JobState::offered) return not_now(job, "assigned");
  Job next = moved(job, JobState::assigned);
  next.worker_id = worker;
  add_asked(next, worker);
  next.handed_over = false;
  next.start_at = start_at;
  next.finish_at = finish_at;
  next.assigned_at = now;
  return next;
}

Result<Job> released(const Job& job, bool waits, Instant now) {
  if (!has_worker(job.state)) return not_now(job, "given back");
  Job next = back_to_waiting(job, now);
  if (waits) next.state = JobState::held;
  next.assigned_at.reset();
  next.travelling_at.reset();
  next.started_at.reset();
  return next;
}

Result<Job> travelling(const Job& job, WorkerId worker, Instant now) {
  if (job.state != JobState::assigned) return not_now(job, "travelled to");
  if (job.worker_id != worker) return not_yours("travel to");
  Job next = moved(job, JobState::travelling);
  next.travelling_at = now;
  return next;
}

Result<Job> started(const Job& job, WorkerId worker, Instant now) {
  if (job.state != JobState::assigned && job.state != JobState::travelling) return not_now(job, "started");
  if (job.worker_id != worker) return not_yours("start");
  Job next = moved(job, JobState::in_work);
  next.started_at = now;
  return next;
}

Result<Job> finished(const Job& job, WorkerId worker, Instant now) {
  if (job.state != JobState::in_work) return not_now(job, "finished");
  if (job.worker_id != worker) return not_yours("finish");
  Job next = moved(job, JobState::done);
  next.done_at = now;
  return next;
}

Result<Job> cancelled(const Job& job, Instant now) {
  if (!is_live(job.state)) return not_now(job, "cancelled");
  Job next = moved(job, JobState::cancelled);
  next.done_at = now;
  return next;
}

Result<Job> held(const Job& job, Instant now) {
  if (job.state != JobState::waiting && job.state != JobState::offered) return not_now(job, "held");
  Job next = back_to_waiting(job, now);
  next.state = JobState::held;
  return next;
}

Result<Job> taken_up(const Job& job, Instant now) {
  if (job.state != JobState::held) return not_now(job, "taken up");
  return back_to_waiting(job, now);
}

Result<ServiceSheet> sheet(SheetId id, const Job& job, const FinishCommand& command, Instant now) {
  ServiceSheet sheet;
  sheet.id = id;
  sheet.job_id = job.id;
  sheet.request_id = job.request_id;
  sheet.programme_id = job.programme_id;
  sheet.client_id = job.client_id;
  sheet.worker_id = job.worker_id;
  sheet.work_done = command.work_done;
  sheet.parts = command.parts;
  sheet.started_at = command.started_at.value_or(job.started_at.value_or(now));
  sheet.finished_at = command.finished_at.value_or(now);
  sheet.photos = command.photos;
  sheet.signer = command.signer.value_or("");
  sheet.signature = command.signature;
  sheet.filed_at = now;
  if (sheet.finished_at < sheet.started_at)
    return Error::invalid("sheet.times", "The work ends before it begins.", "finished_at", "Check the times of beginning and end.");
  // A phone's clock may be a little fast; a day is a mistake.
  if (sheet.finished_at > now + 10min)
    return Error::invalid("sheet.future", "The work ends in the future.", "finished_at", "Check the phone's clock.");
  if (sheet.parts.size() > sheet_parts_max)
    return Error::too_large("sheet.parts", fmt::format("The sheet has more than {} lines of parts.", sheet_parts_max), "parts", "Add equal parts up.");
  if (sheet.photos.size() > sheet_photos_max)
    return Error::too_large("sheet.photos", fmt::format("The sheet has more than {} photos.", sheet_photos_max), "photos", "Choose those that show most.");
  if (!sheet.signature.empty() && sheet.signer.empty())
    return Error::invalid("sheet.signer", "A signature needs the name of who signed.", "signer", "Write the signer's name.");
  std::size_t points = sheet.signature.size();  // a line without points takes room too
  for (const auto& line : sheet.signature) points += line.size();
  if (points > signature_points_max)
    return Error::too_large("sheet.signature", fmt::format("The signature has more than {} points.", signature_points_max), "signature", "Draw it simpler.");
  return sheet;
}

}  // namespace bellman::jobs
