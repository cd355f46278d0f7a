#include "dispatch/service.h"

#include "base/text.h"
#include "clients/service.h"
#include "dispatch/explanation.h"
#include "dispatch/offer_rules.h"
#include "dispatch/store.h"
#include "jobs/rules.h"
#include "jobs/service.h"
#include "requests/rules.h"
#include "requests/service.h"

namespace bellman::dispatch {

namespace {

using jobs::Job;
using jobs::JobState;

int rank_of(sla::Criticality criticality) { return static_cast<int>(criticality) + 1; }

bool is_urgent(const Job& job) { return job.criticality == sla::Criticality::critical; }

std::string offer_key(JobOfferId offer, std::string_view what) { return fmt::format("{}:{}", what, offer.value); }

engine::Consequences push_to(const JobOffer& offer, std::string_view what, Instant not_after) {
  engine::Consequences consequences;
  consequences.effect("push", offer_key(offer.id, what), OfferPush{offer.id, offer.request_id, offer.worker_id, std::string(what), offer.answer_by}, not_after);
  return consequences;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
  return text;
}

}  // namespace

// ---- the round ----

Result<JobView> Dispatcher::view_of(engine::Tx& tx, const Job& job) const {
  JobView view;
  view.id = job.id;
  view.request = job.request_id;
  view.client = job.client_id;
  view.site = job.site_id;
  view.programme = job.programme_id;
  view.place = job.place;
  if (job.region_id) view.region = job.region_id;
  for (const auto& need : job.skills) view.skills.push_back({need.skill_id, need.level});
  for (const auto& need : job.parts) view.parts.push_back({need.part_id, need.quantity, need.must_have});
  view.duration_ms = job.duration_minutes * 60'000;
  view.reach_due = job.reach_due;
  view.solve_due = job.solve_due;
  view.criticality = rank_of(job.criticality);
  view.urgent = is_urgent(job);
  view.earliest = job.wished_from;
  view.latest = job.wished_until;
  view.language = job.language;
  view.asked = job.asked;
  view.waiting_since = job.waiting_since;
  view.parallel_offers = static_cast<int>(job.parallel_offers);
  TRY(wishes, clients::wishes_of(tx.session(), job.client_id));
  for (const clients::WorkerWish& wish : wishes)
    (wish.kind == clients::WishKind::wished ? view.wished : view.refused).push_back(wish.worker_id);
  TRY(served, store::served_by(tx.session(), job.client_id));
  for (const auto& row : served) view.served.push_back({row.worker_id, row.at});
  return view;
}

Result<std::int64_t> Dispatcher::round(engine::Tx& tx) {
  TRY(waiting, jobs::waiting(tx.session(), tx.now(), settings.jobs_per_round));
  if (!waiting.empty()) {
    TRY(roster, keeper.refresh(tx));
    std::vector<JobView> views;
    views.reserve(waiting.size());
    for (const Job& job : waiting) {
      TRY(view, view_of(tx, job));
      views.push_back(std::move(view));
    }
    const RoundPlan plan = plan_round(*roster, views, settings.weights, tx.now());
    std::int64_t offers = 0;
    // Both lists are in the order of the job ids.
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      BELLMAN_ASSERT(plan.records[i].job == waiting[i].id, "a round answers each job, in order");
      TRY(made, carry_out(tx, waiting[i], plan.records[i]));
      offers += made;
    }
    if (static_cast<std::int64_t>(waiting.size()) == settings.jobs_per_round) TRY_DO(tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now())));
    TRY(next, jobs::next_try(tx.session(), tx.now()));
    if (next) TRY_DO(tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, *next)));
    return offers;
  }
  TRY(next, jobs::next_try(tx.session(), tx.now()));
  if (next) TRY_DO(tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, *next)));
  return std::int64_t{0};
}

Result<std::int64_t> Dispatcher::carry_out(engine::Tx& tx, const Job& job, const DispatchRecord& record) {
  switch (record.outcome) {
    case Outcome::offered:
      TRY_DO(make_offers(tx, job, record));
      return static_cast<std::int64_t>(record.offered().size());
    case Outcome::waiting:
      // Its workers are asked for other jobs just now; those answers take minutes, not seconds.
      TRY_DO(jobs::postpone(tx, job, tx.now() + settings.round_every));
      return std::int64_t{0};
    case Outcome::exhausted:
      TRY_DO(nobody(tx, job, record));
      return std::int64_t{0};
  }
  return std::int64_t{0};
}

Result<DecisionId> Dispatcher::keep_record(engine::Tx& tx, const Job& job, const DispatchRecord& record, DecisionKind kind, WorkerId worker, std::string reason) {
  TRY(id, tx.next_id<StoredDecision>());
  StoredDecision decision{id, job.id, job.request_id, tx.now(), kind, worker, tx.actor().id, std::move(reason), encode(record)};
  TRY_DO(store::insert_decision(tx.session(), decision));
  return id;
}

Result<> Dispatcher::make_offers(engine::Tx& tx, Job job, const DispatchRecord& record) {
  const auto asked = record.offered();
  TRY(decision, keep_record(tx, job, record, DecisionKind::offered, asked.front(), {}));
  const Instant answer_by = tx.now() + std::chrono::minutes(job.answer_minutes);
  for (const WorkerId worker : asked) {
    const auto scored = std::find_if(record.top.begin(), record.top.end(), [&](const ScoredWorker& one) { return one.worker == worker; });
    TRY(id, tx.next_id<JobOffer>());
    JobOffer offer;
    offer.id = id;
    offer.job_id = job.id;
    offer.request_id = job.request_id;
    offer.programme_id = job.programme_id;
    offer.worker_id = worker;
    offer.decision_id = decision;
    offer.made_at = tx.now();
    offer.answer_by = answer_by;
    offer.start_at = scored->start_at;
    offer.finish_at = scored->finish_at;
    offer.distance_m = scored->distance_m;
    offer.travel_ms = scored->travel_ms;
    TRY_DO(store::insert_offer(tx.session(), offer));
    TRY_DO(workers::offer_made(tx, worker));
    TRY(next, jobs::offer(tx, job, worker, answer_by));
    job = next;
    engine::Consequences consequences = push_to(offer, "offer", offer.answer_by);
    consequences.set_timer("dispatch.answer", id.value, answer_by);
    TRY_DO(tx.apply(std::move(consequences)));
  }
  return ok();
}

Result<> Dispatcher::nobody(engine::Tx& tx, const Job& job, const DispatchRecord& record) {
  const Instant soon = tx.now() + settings.look_again;
  // Somebody comes on shift or becomes free before the deadline: that is soon enough, nobody needs to be told.
  const bool in_time = record.retry_at && (!record.due || *record.retry_at < *record.due);
  const Instant try_at = record.retry_at ? std::max(*record.retry_at, tx.now() + settings.round_every) : soon;
  if (job.handed_over || in_time) {
    if (!job.handed_over && !job.try_at) TRY_DO(keep_record(tx, job, record, DecisionKind::exhausted, {}, {}));
    TRY_DO(jobs::postpone(tx, job, in_time ? try_at : std::max(try_at, soon)));
    return ok();
  }
  const std::string reasons = joined(why_nobody(record).sentences);
  TRY_DO(keep_record(tx, job, record, DecisionKind::exhausted, {}, reasons));
  TRY_DO(jobs::hand_over(tx, job, reasons, std::max(try_at, soon)));
  engine::Consequences consequences;
  consequences.effect("notify", fmt::format("nobody:{}:{}", job.id.value, job.version), Notice{"dispatcher", job.request_id, "dispatch.nobody_left", reasons});
  return tx.apply(std::move(consequences));
}

// ---- answers ----

Result<> Dispatcher::settle(engine::Tx& tx, const JobOffer& offer, const JobOffer& next) {
  TRY_DO(store::update_offer(tx.session(), next));
  const auto outcome = next.state == OfferState::accepted  ? workers::OfferOutcome::accepted
                       : next.state == OfferState::refused ? workers::OfferOutcome::refused
                       : next.state == OfferState::silent  ? workers::OfferOutcome::silent
                                                           : workers::OfferOutcome::withdrawn;
  TRY_DO(workers::offer_settled(tx, offer.worker_id, outcome));
  return tx.apply(engine::Consequences{}.cancel_timer("dispatch.answer", offer.id.value));
}

Result<> Dispatcher::withdraw_open(engine::Tx& tx, JobId job, std::string reason) {
  TRY(open, store::open_of_job(tx.session(), job));
  for (const JobOffer& offer : open) {
    TRY_DO(settle(tx, offer, withdrawn(offer, reason, tx.now())));
    TRY_DO(tx.apply(push_to(offer, "withdrawn", tx.now() + push_life)));
  }
  return ok();
}

Result<> Dispatcher::look_anew(engine::Tx& tx, JobId job_id, std::string reason) {
  TRY(open, store::open_of_job(tx.session(), job_id));
  if (!open.empty()) return ok();  // others are still being asked
  TRY(job, jobs::load(tx.session(), job_id));
  if (job.state == JobState::offered) TRY_DO(jobs::lapse(tx, job, std::move(reason)));
  return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now()));
}

namespace {

Result<JobOffer> load_offer(db::Session& session, JobOfferId id) {
  TRY(offer, store::find_offer(session, id));
  if (!offer) return Error::not_found("offer.unknown", "There is no such offer.");
  return *std::move(offer);
}

}  // namespace

Result<Job> Dispatcher::accept(engine::Tx& tx, JobOfferId id, WorkerId worker) {
  TRY(offer, load_offer(tx.session(), id));
  if (is_repeat(offer, worker, OfferState::accepted)) return jobs::load(tx.session(), offer.job_id);
  TRY(next, accepted(offer, worker, tx.now()));
  TRY(job, jobs::load(tx.session(), offer.job_id));
  TRY_DO(settle(tx, offer, next));
  TRY_DO(withdraw_open(tx, offer.job_id, "another worker was faster"));
  TRY(taken, jobs::assign(tx, job, worker, std::max(offer.start_at, tx.now()), std::max(offer.finish_at, tx.now())));
  TRY_DO(tx.apply(engine::Consequences{}.set_timer("dispatch.set_out", taken.id.value, std::max(offer.start_at, tx.now()) + settings.set_out_grace)));
  return std::move(taken);
}

Result<> Dispatcher::refuse(engine::Tx& tx, JobOfferId id, WorkerId worker, std::string reason) {
  TRY(offer, load_offer(tx.session(), id));
  if (is_repeat(offer, worker, OfferState::refused)) return ok();
  TRY(next, refused(offer, worker, reason, tx.now()));
  TRY_DO(settle(tx, offer, next));
  return look_anew(tx, offer.job_id, "refused: " + reason);
}

Result<> Dispatcher::answer_overdue(engine::Tx& tx, const engine::Timer& timer) {
  TRY(offer, load_offer(tx.session(), JobOfferId(timer.subject_id)));
  if (offer.state != OfferState::open) return ok();
  const NoAnswer step = no_answer(offer, settings.call_wait, tx.now());
  if (!step.call) {
    TRY_DO(settle(tx, offer, step.offer));
    return look_anew(tx, offer.job_id, "no answer");
  }
  TRY_DO(store::update_offer(tx.session(), step.offer));
  TRY_DO(jobs::called(tx, offer.job_id, step.next));
  TRY(worker, workers::load_worker(tx.session(), offer.worker_id));
  engine::Consequences consequences;
  consequences.effect("robot_call", offer_key(offer.id, "call"),
                      RobotCall{offer.id, offer.request_id, offer.worker_id, worker.phone, worker.languages.empty() ? "en" : worker.languages.front()}, step.next);
  consequences.set_timer("dispatch.answer", offer.id.value, step.next);
  return tx.apply(std::move(consequences));
}

Result<> Dispatcher::give_back(engine::Tx& tx, JobId id, WorkerId worker, std::string reason) {
  TRY(job, jobs::load(tx.session(), id));
  if (job.worker_id != worker) return Error::forbidden("job.not_yours", "Only the worker who has accepted the job can give it back.");
  TRY_DO(jobs::release(tx, job, "given back: " + reason));
  return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now()));
}

// ---- people overrule ----

Result<Job> Dispatcher::assign_by_hand(engine::Tx& tx, RequestId request, WorkerId worker, std::string reason) {
  TRY(found, jobs::of_request(tx.session(), request));
  if (!found || !jobs::is_live(found->state))
    return Error::conflict("dispatch.no_job", "There is no open job on this request to assign.", "Reopen the request first.");
  TRY(current, requests::load(tx.session(), request));
  if (requests::is_waiting(current.state)) return Error::conflict("dispatch.held", "The request waits for its client or supplier.", "Resume it first.");
  TRY(roster, keeper.refresh(tx));
  if (roster->find(worker) == nullptr) return Error::invalid("dispatch.unknown_worker", "There is no such active worker.", "worker_id", "Choose a worker of the list.");
  if (jobs::has_worker(found->state)) {
    if (found->worker_id == worker) return *std::move(found);
    TRY_DO(jobs::release(tx, *found, "overruled: " + reason));
  }
  TRY_DO(withdraw_open(tx, found->id, "overruled"));
  TRY(job, jobs::load(tx.session(), found->id));
  TRY(view, view_of(tx, job));
  const auto appraisal = appraise(*roster, view, settings.weights, tx.now(), worker);
  TRY_DO(keep_record(tx, job, record_of_choice(view, worker, appraisal, settings.weights, tx.now()), DecisionKind::by_hand, worker, reason));
  const bool predicted = appraisal && !appraisal->reason;
  const Instant start_at = predicted ? appraisal->scored.start_at : tx.now();
  const Instant finish_at = predicted ? appraisal->scored.finish_at : tx.now() + std::chrono::minutes(job.duration_minutes);
  TRY(taken, jobs::assign(tx, job, worker, start_at, finish_at));
  engine::Consequences consequences;
  consequences.effect("push", fmt::format("assigned:{}:{}", taken.id.value, taken.version), OfferPush{{}, request, worker, "assigned", tx.now()}, tx.now() + push_life);
  consequences.set_timer("dispatch.set_out", taken.id.value, start_at + settings.set_out_grace);
  TRY_DO(tx.apply(std::move(consequences)));
  return std::move(taken);
}

Result<> Dispatcher::release_by_hand(engine::Tx& tx, RequestId request, std::string reason) {
  TRY(job, jobs::of_request(tx.session(), request));
  if (!job || !jobs::is_live(job->state)) return Error::conflict("dispatch.no_job", "There is no open job on this request.", "Reload the request.");
  if (jobs::has_worker(job->state)) TRY_DO(jobs::release(tx, *job, "released: " + reason));
  TRY_DO(withdraw_open(tx, job->id, "released"));
  return look_anew(tx, job->id, "released: " + reason);
}

Result<std::vector<JobOffer>> open_offers(db::Session& session, WorkerId worker) { return store::open_of_worker(session, worker); }
Result<std::vector<JobOffer>> offers_of_job(db::Session& session, JobId job) { return store::of_job(session, job); }
Result<std::vector<StoredDecision>> decisions_of(db::Session& session, RequestId request) { return store::decisions_of(session, request); }

}  // namespace bellman::dispatch
