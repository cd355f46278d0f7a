#include "jobs/service.h"

#include "catalogue/service.h"
#include "codec/json_read.h"
#include "jobs/rules.h"
#include "jobs/store.h"
#include "requests/rules.h"
#include "requests/service.h"
#include "workers/service.h"

#include <fmt/format.h>

namespace bellman::jobs {

namespace {

// A request's newest job is remembered from its making on.
Result<> write(engine::Tx& tx, const Job& job) {
  TRY_DO(store::update(tx.session(), job));
  if (const auto* known = tx.recall<Job>(job.request_id.value); known != nullptr && known->id == job.id) tx.remember(job.request_id.value, job);
  return ok();
}

Result<Job> save(engine::Tx& tx, Result<Job> decided) {
  if (decided.has_value()) TRY_DO(write(tx, *decided));
  return decided;
}

// When and where the work that the worker still has ahead is predicted to end.
Result<std::optional<workers::Forecast>> remaining_work(engine::Tx& tx, WorkerId worker) {
  TRY(jobs, store::of_worker(tx.session(), worker));
  std::optional<workers::Forecast> last;
  for (const Job& job : jobs) {
    const Instant end = std::max(job.finish_at.value_or(tx.now()), tx.now());
    if (!last || end > last->free_at) last = workers::Forecast{end, job.place.value_or(Place{})};
  }
  return last;
}

}  // namespace

Result<Job> load(db::Session& session, JobId id) {
  TRY(job, store::find(session, id));
  if (!job) return Error::not_found("job.unknown", "There is no such job.");
  return *std::move(job);
}

Result<std::optional<Job>> of_request(db::Session& session, RequestId request) { return store::of_request(session, request); }
Result<std::optional<Job>> of_request(engine::Tx& tx, RequestId request) {
  if (const auto* made = tx.recall<Job>(request.value)) return std::optional(*made);
  return store::of_request(tx.session(), request);
}
Result<std::vector<Job>> waiting(db::Session& session, Instant now, std::int64_t limit) { return store::waiting(session, now, limit); }
Result<std::optional<Instant>> next_try(db::Session& session, Instant now) { return store::next_try(session, now); }
Result<std::vector<Job>> of_worker(db::Session& session, WorkerId worker) { return store::of_worker(session, worker); }

Result<Job> offer(engine::Tx& tx, const Job& job, WorkerId worker, Instant answer_by) {
  TRY(next, save(tx, offered(job, worker, tx.now())));
  TRY_DO(requests::set_offered(tx, job.request_id, worker, answer_by));
  return std::move(next);
}

namespace {

// No round looks at a job that a dispatcher assigns: wherever it waits again, a dispatcher owes the next step.
Result<> tell_dispatcher(engine::Tx& tx, const Job& job) {
  if (job.state != JobState::waiting || job.automatic) return ok();
  TRY_DO(requests::set_nobody_left(tx, job.request_id, "A dispatcher assigns this service."));
  return ok();
}

// Has one job less, and is told so.
Result<> free_worker(engine::Tx& tx, const Job& before, std::int64_t version, std::string reason) {
  TRY(work, remaining_work(tx, before.worker_id));
  TRY_DO(workers::job_released(tx, before.worker_id, work));
  return tx.apply(engine::Consequences{}.event("job.released", "job", before.id.value, before.programme_id, engine::Audience::operator_,
                                               Released{before.id, before.request_id, before.worker_id, std::move(reason), version}));
}

}  // namespace

Result<> called(engine::Tx& tx, JobId id, Instant answer_by) {
  TRY(job, load(tx.session(), id));
  job.calls_made += 1;
  job.version += 1;
  TRY_DO(write(tx, job));
  TRY_DO(requests::set_called(tx, job.request_id, answer_by));
  return ok();
}

Result<> ask_again(engine::Tx& tx, JobId id, const std::vector<WorkerId>& workers) {
  TRY(job, load(tx.session(), id));
  std::erase_if(job.asked, [&](WorkerId asked) { return std::find(workers.begin(), workers.end(), asked) != workers.end(); });
  job.version += 1;
  return write(tx, job);
}

Result<Job> lapse(engine::Tx& tx, const Job& job, std::string reason) {
  TRY(next, save(tx, lapsed(job, tx.now())));
  TRY_DO(requests::set_offer_lapsed(tx, job.request_id, std::move(reason)));
  TRY_DO(tell_dispatcher(tx, next));
  return std::move(next);
}

Result<Job> assign(engine::Tx& tx, const Job& job, WorkerId worker, Instant start_at, Instant finish_at) {
  TRY(next, save(tx, assigned(job, worker, start_at, finish_at, tx.now())));
  TRY(work, remaining_work(tx, worker));
  TRY_DO(workers::job_assigned(tx, worker, work.value_or(workers::Forecast{finish_at, job.place.value_or(Place{})})));
  TRY_DO(requests::set_assigned(tx, job.request_id, worker));
  return std::move(next);
}

Result<Job> release(engine::Tx& tx, const Job& job, std::string reason) {
  TRY(request, requests::set_unassigned(tx, job.request_id, reason));
  TRY(next, save(tx, released(job, requests::is_waiting(request.state), tx.now())));
  TRY_DO(free_worker(tx, job, next.version, std::move(reason)));
  TRY_DO(tell_dispatcher(tx, next));
  return std::move(next);
}

Result<Job> postpone(engine::Tx& tx, const Job& job, Instant try_at) {
  Job next = job;
  next.try_at = try_at;
  next.version += 1;
  return save(tx, Result<Job>(std::move(next)));
}

Result<Job> hand_over(engine::Tx& tx, const Job& job, std::string reason, Instant try_at) {
  Job next = job;
  next.handed_over = true;
  next.try_at = try_at;
  next.version += 1;
  TRY(saved, save(tx, Result<Job>(std::move(next))));
  TRY_DO(requests::set_nobody_left(tx, job.request_id, std::move(reason)));
  return std::move(saved);
}

Result<> try_all_now(engine::Tx& tx) {
  tx.forget<Job>();
  return store::try_all_now(tx.session());
}

namespace {

// A job that is not the worker's is unknown to it, in whatever state it stands.
Error unknown_to_worker() { return Error::not_found("job.unknown", "There is no such job among yours.", {}, "Reload: it may have gone to somebody else."); }

Result<Job> own_job(engine::Tx& tx, JobId id, WorkerId worker) {
  TRY(job, store::find(tx.session(), id));
  if (!job || job->worker_id != worker) return unknown_to_worker();
  return *std::move(job);
}

}  // namespace

Result<Job> travel(engine::Tx& tx, JobId id, WorkerId worker) {
  TRY(job, own_job(tx, id, worker));
  TRY(next, save(tx, travelling(job, worker, tx.now())));
  TRY_DO(requests::set_travelling(tx, job.request_id));
  return std::move(next);
}

Result<Job> start(engine::Tx& tx, JobId id, WorkerId worker) {
  TRY(job, own_job(tx, id, worker));
  TRY(next, save(tx, started(job, worker, tx.now())));
  TRY_DO(requests::set_started(tx, job.request_id));
  return std::move(next);
}

namespace {

// The parts and photos of a sheet are there, and the photos are of this request.
Result<> check_named(engine::Tx& tx, const Job& job, const FinishCommand& command) {
  for (std::size_t i = 0; i < command.parts.size(); ++i)
    if (auto part = workers::load_part(tx.session(), command.parts[i].part_id); part.has_error())
      return part.error().kind != ErrorClass::not_found ? part.error()
                                                        : Error::invalid("sheet.unknown_part", "There is no such part.", fmt::format("parts[{}].part_id", i));
  if (command.photos.empty()) return ok();
  TRY(attachments, requests::attachments_of(tx.session(), job.request_id));
  for (std::size_t i = 0; i < command.photos.size(); ++i)
    if (std::none_of(attachments.begin(), attachments.end(), [&](const requests::Attachment& one) { return one.id == command.photos[i]; }))
      return Error::invalid("sheet.unknown_photo", "The request has no such file.", fmt::format("photos[{}]", i), "Add the photo to the request first.");
  return ok();
}

}  // namespace

namespace {

// Whether this worker had accepted the job and lost it: cancelled under it, or released.
Result<bool> has_lost(engine::Tx& tx, const Job& job, WorkerId worker) {
  if (job.worker_id == worker) return job.state == JobState::cancelled;
  TRY(released, store::releases_of(tx.session(), job.id));
  for (const codec::RawJson& data : released) {
    TRY(one, codec::from_json<Released>(data.text, codec::Mode::stored));
    if (one.worker_id == worker) return true;
  }
  return false;
}

Result<ServiceSheet> keep_sheet(engine::Tx& tx, const Job& job, const FinishCommand& command, bool late) {
  TRY_DO(check_named(tx, job, command));
  TRY(sheet_id, tx.next_id<ServiceSheet>());
  TRY(filed, sheet(sheet_id, job, command, tx.now()));
  filed.late = late;
  TRY_DO(store::insert_sheet(tx.session(), filed));
  std::vector<workers::StockItem> used;
  for (const UsedPart& part : filed.parts) used.push_back({part.part_id, static_cast<std::int32_t>(part.quantity)});
  if (!used.empty()) TRY_DO(workers::use_parts(tx, job.worker_id, used));
  return std::move(filed);
}

Result<ServiceSheet> keep_late_sheet(engine::Tx& tx, Job job, WorkerId worker, const FinishCommand& command) {
  TRY(there, store::sheets_of_request(tx.session(), job.request_id));
  for (const ServiceSheet& one : there)
    if (one.late && one.job_id == job.id && one.worker_id == worker)
      return Error::conflict("sheet.filed", "Your sheet of this job is there already.", "Nothing more is to be done.");
  job.worker_id = worker;
  TRY(filed, keep_sheet(tx, job, command, true));
  TRY(name, workers::worker_name(tx.session(), worker));
  TRY_DO(requests::note_late_sheet(tx, job.request_id, fmt::format("{} sent a service sheet after losing the job.", name)));
  return std::move(filed);
}

}  // namespace

Result<ServiceSheet> finish(engine::Tx& tx, JobId id, WorkerId worker, const FinishCommand& command, const requests::LifeSettings& settings) {
  TRY(found, store::find(tx.session(), id));
  if (!found) return unknown_to_worker();
  Job job = *std::move(found);
  TRY(lost, has_lost(tx, job, worker));
  if (lost && !(job.worker_id == worker && is_live(job.state))) return keep_late_sheet(tx, std::move(job), worker, command);
  if (job.worker_id != worker) return unknown_to_worker();
  if (job.state == JobState::assigned || job.state == JobState::travelling) {
    TRY(begun, start(tx, id, worker));
    job = std::move(begun);
  }
  TRY(next, save(tx, finished(job, worker, tx.now())));
  TRY(filed, keep_sheet(tx, next, command, false));
  TRY(work, remaining_work(tx, worker));
  TRY_DO(workers::job_done(tx, worker, work, job.place));
  TRY_DO(requests::set_done(tx, job.request_id, settings));
  return std::move(filed);
}

// ---- following the request ----

namespace {

Result<> make_job(engine::Tx& tx, RequestId request_id) {
  TRY(request, requests::load(tx, request_id));
  if (request.state != requests::RequestState::waiting_for_dispatch) return ok();
  TRY(service, catalogue::find_service(tx, request.service_id));
  if (!service) return Error::internal("job.no_service", "The request's service is gone.");
  TRY(id, tx.next_id<Job>());
  const Job job = make(id, request, *service, tx.now());
  TRY_DO(store::insert(tx.session(), job));
  tx.remember(request_id.value, job);
  return request.owes == requests::Owing::system ? tell_dispatcher(tx, job) : ok();
}

Result<> end_job(engine::Tx& tx, const Job& job, std::string reason) {
  if (!is_live(job.state)) return ok();
  TRY(ended, save(tx, cancelled(job, tx.now())));
  return has_worker(job.state) ? free_worker(tx, job, ended.version, std::move(reason)) : ok();
}

using Follow = Result<> (*)(engine::Tx&, const engine::Event&);

Result<> on_filed(engine::Tx& tx, const engine::Event& event) { return make_job(tx, RequestId(event.subject_id)); }

Result<> on_ended(engine::Tx& tx, const engine::Event& event) {
  TRY(job, store::of_request(tx.session(), RequestId(event.subject_id)));
  return job ? end_job(tx, *job, event.kind) : ok();
}

Result<> on_wait(engine::Tx& tx, const engine::Event& event) {
  TRY(job, store::of_request(tx.session(), RequestId(event.subject_id)));
  if (!job || (job->state != JobState::waiting && job->state != JobState::offered)) return ok();
  TRY_DO(save(tx, held(*job, tx.now())));
  return ok();
}

// After a wait or an undone merge: a held job is taken up, a cancelled one made anew.
Result<> on_resumed(engine::Tx& tx, const engine::Event& event) {
  TRY(job, store::of_request(tx.session(), RequestId(event.subject_id)));
  if (!job || !is_live(job->state)) return make_job(tx, RequestId(event.subject_id));
  TRY(request, requests::load(tx.session(), job->request_id));
  job->reach_due = request.reach_due;
  job->solve_due = request.solve_due;
  if (job->state != JobState::held) return write(tx, *job);
  TRY(next, save(tx, taken_up(*job, tx.now())));
  return tell_dispatcher(tx, next);
}

// The client moved the visit: whoever has accepted it for the old time is released.
Result<> on_moved(engine::Tx& tx, const engine::Event& event) {
  TRY(job, store::of_request(tx.session(), RequestId(event.subject_id)));
  if (!job || !is_live(job->state)) return ok();
  TRY(request, requests::load(tx.session(), job->request_id));
  job->wished_from = request.wished_from;
  job->wished_until = request.wished_until;
  const bool was_accepted = job->state == JobState::assigned || job->state == JobState::travelling;
  TRY_DO(write(tx, *job));
  if (was_accepted) TRY_DO(release(tx, *job, "moved"));
  return ok();
}

// The desk has corrected what is asked, where or by when: the job's copy follows, and a job that waits is looked at by the next round.
Result<> on_amended(engine::Tx& tx, const engine::Event& event) {
  TRY(found, of_request(tx, RequestId(event.subject_id)));
  if (!found || !is_live(found->state)) return ok();
  TRY(request, requests::load(tx, found->request_id));
  TRY(service, catalogue::find_service(tx, request.service_id));
  if (!service) return Error::internal("job.no_service", "The request's service is gone.");
  return write(tx, described_anew(*found, make(found->id, request, *service, tx.now())));
}

}  // namespace

void subscribe(engine::Registry& registry) {
  const auto follow = [&](const char* kind, Follow handler) { registry.on_event(kind, handler); };
  follow("request.filed", on_filed);
  follow("request.reopened", on_filed);
  follow("request.resumed", on_resumed);
  follow("request.unmerged", on_resumed);
  follow("request.cancelled", on_ended);
  follow("request.merged", on_ended);
  follow("request.waiting_for_client", on_wait);
  follow("request.waiting_for_supplier", on_wait);
  follow("request.moved", on_moved);
  follow("request.amended", on_amended);
}

}  // namespace bellman::jobs
