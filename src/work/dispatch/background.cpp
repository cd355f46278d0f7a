// What dispatch does by itself: its timers, and how it follows requests and workers.
#include "codec/json_read.h"
#include "dispatch/service.h"
#include "dispatch/store.h"
#include "jobs/rules.h"
#include "jobs/service.h"
#include "requests/rules.h"
#include "requests/service.h"

namespace bellman::dispatch {

using jobs::Job;
using jobs::JobState;

// A job has begun to wait: the round comes at once for the urgent, soon when the deadline is near, else with the next batch.
Result<> Dispatcher::wake_for(engine::Tx& tx, RequestId request) {
  TRY(job, jobs::of_request(tx, request));
  if (!job || job->state != JobState::waiting || !job->automatic) return ok();
  const bool near = job->reach_due && *job->reach_due < tx.now() + settings.near;
  const Milliseconds wait = job->criticality == sla::Criticality::critical ? 0ms : near ? settings.round_near : settings.round_every;
  return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now() + wait));
}

namespace {

// What is half done is for a person to judge: it may be left to the worker, or taken away.
Result<> tell_of_unfinished(engine::Tx& tx, const Job& job) {
  engine::Consequences consequences;
  consequences.effect("notify", fmt::format("away_in_work:{}:{}", job.id.value, tx.now().ms),
                      Notice{"dispatcher", job.request_id, "dispatch.away_in_work", "The worker has begun this job and is away now."});
  return tx.apply(std::move(consequences));
}

// Whoever has lost a job is told, unless it was the worker's own doing.
Result<> tell_released(engine::Tx& tx, const engine::Event& event) {
  TRY(released, codec::from_json<jobs::Released>(event.data.text, codec::Mode::stored));
  TRY(job, jobs::load(tx.session(), released.job_id));
  engine::Consequences consequences;
  // It may have been given to another in the same use case, with a timer of its own.
  if (job.state != JobState::assigned) consequences.cancel_timer("dispatch.set_out", job.id.value);
  const engine::Actor own{engine::ActorKind::worker, released.worker_id.value};
  if (tx.actor().kind != own.kind || tx.actor().id != own.id)
    consequences.effect("push", fmt::format("released:{}:{}", job.id.value, released.version), OfferPush{{}, released.request_id, released.worker_id, "released", tx.now()}, tx.now() + push_life);
  return tx.apply(std::move(consequences));
}

// It was the client who took it away: the worker knows the job and may well have it at the new time. Not who had declined it
// before a dispatcher gave it to him.
Result<> ask_again_after_move(engine::Tx& tx, const engine::Event& event) {
  TRY(released, codec::from_json<jobs::Released>(event.data.text, codec::Mode::stored));
  if (released.reason != "moved") return ok();
  TRY(offers, store::of_job(tx.session(), released.job_id));
  const auto last = std::find_if(offers.rbegin(), offers.rend(), [&](const JobOffer& offer) { return offer.worker_id == released.worker_id; });
  if (last != offers.rend() && last->state != OfferState::accepted) return ok();
  return jobs::ask_again(tx, released.job_id, {released.worker_id});
}

}  // namespace

// Ill, or otherwise away: what was accepted and not begun, and what is being asked, goes to others.
Result<> Dispatcher::worker_gone(engine::Tx& tx, WorkerId worker) {
  TRY(offers, store::open_of_worker(tx.session(), worker));
  for (const JobOffer& offer : offers) {
    JobOffer next = offer;
    next.state = OfferState::withdrawn;
    next.settled_at = tx.now();
    next.reason = "the worker is away";
    TRY_DO(settle(tx, offer, next));
    TRY_DO(look_anew(tx, offer.job_id, "the worker is away"));
  }
  TRY(accepted_jobs, jobs::of_worker(tx.session(), worker));
  for (const Job& job : accepted_jobs) {
    if (job.state == JobState::in_work) TRY_DO(tell_of_unfinished(tx, job));
    else TRY_DO(jobs::release(tx, job, "the worker is away"));
  }
  if (offers.empty() && accepted_jobs.empty()) return ok();
  return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now()));
}

// Long after the predicted start the worker has not set out: gone home, or held up. Off shift the job goes to others;
// on shift a person has to ask.
Result<> Dispatcher::check_set_out(engine::Tx& tx, const engine::Timer& timer) {
  TRY(job, jobs::load(tx.session(), JobId(timer.subject_id)));
  if (job.state != JobState::assigned) return ok();
  TRY(request, requests::load(tx.session(), job.request_id));
  // Nobody is to set out while the client or a supplier is waited for.
  if (requests::is_waiting(request.state)) return tx.apply(engine::Consequences{}.set_timer("dispatch.set_out", job.id.value, tx.now() + settings.set_out_grace));
  TRY_DO(keeper.refresh(tx));
  const workers::Worker* worker = keeper.worker(job.worker_id);
  if (worker == nullptr || !workers::on_shift(*worker, tx.now())) {
    TRY_DO(jobs::release(tx, job, "off shift before setting out"));
    return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now()));
  }
  engine::Consequences consequences;
  consequences.effect("notify", fmt::format("not_set_out:{}:{}", job.id.value, job.version),
                      Notice{"dispatcher", job.request_id, "dispatch.not_set_out", worker->name + " has not set out yet."});
  consequences.set_timer("dispatch.set_out", job.id.value, tx.now() + settings.set_out_grace);
  return tx.apply(std::move(consequences));
}

void Dispatcher::subscribe(engine::Registry& registry) {
  registry.on_forget([this] { keeper.forget(); });
  registry.on_leaders_timer("dispatch.round", [this](engine::Tx& tx, const engine::Timer&) -> Result<> {
    TRY_DO(round(tx));
    return ok();
  });
  registry.on_timer("dispatch.answer", [this](engine::Tx& tx, const engine::Timer& timer) { return answer_overdue(tx, timer); });
  registry.on_timer("dispatch.set_out", [this](engine::Tx& tx, const engine::Timer& timer) { return check_set_out(tx, timer); });

  for (const char* kind : {"request.filed", "request.reopened", "request.resumed", "request.unmerged", "request.unassigned", "request.moved", "request.amended"})
    registry.on_event(kind, [this](engine::Tx& tx, const engine::Event& event) { return wake_for(tx, RequestId(event.subject_id)); });

  // Whoever is asked for a job that is no longer to be done is told so.
  for (const char* kind : {"request.cancelled", "request.merged", "request.waiting_for_client", "request.waiting_for_supplier"})
    registry.on_event(kind, [this](engine::Tx& tx, const engine::Event& event) -> Result<> {
      TRY(job, jobs::of_request(tx.session(), RequestId(event.subject_id)));
      if (!job) return ok();
      return withdraw_open(tx, job->id, event.kind);
    });

  // An offer for the old time is void when the client moves the visit.
  registry.on_event("request.moved", [this](engine::Tx& tx, const engine::Event& event) -> Result<> {
    TRY(job, jobs::of_request(tx.session(), RequestId(event.subject_id)));
    if (!job || job->state != JobState::offered) return ok();
    TRY(open, store::open_of_job(tx.session(), job->id));
    std::vector<WorkerId> undecided;
    for (const JobOffer& offer : open) undecided.push_back(offer.worker_id);
    TRY_DO(withdraw_open(tx, job->id, "the client moved the visit"));
    TRY_DO(jobs::ask_again(tx, job->id, undecided));
    return look_anew(tx, job->id, "moved");
  });

  registry.on_event("request.travelling", [](engine::Tx& tx, const engine::Event& event) -> Result<> {
    TRY(job, jobs::of_request(tx.session(), RequestId(event.subject_id)));
    if (!job) return ok();
    return tx.apply(engine::Consequences{}.cancel_timer("dispatch.set_out", job->id.value));
  });

  registry.on_event("request.done", [](engine::Tx& tx, const engine::Event& event) -> Result<> {
    TRY(job, jobs::of_request(tx.session(), RequestId(event.subject_id)));
    if (!job || !job->worker_id) return ok();
    TRY_DO(store::note_served(tx.session(), job->client_id, job->worker_id, tx.now()));
    return tx.apply(engine::Consequences{}.cancel_timer("dispatch.set_out", job->id.value));
  });

  registry.on_event("worker.absent", [this](engine::Tx& tx, const engine::Event& event) { return worker_gone(tx, WorkerId(event.subject_id)); });
  registry.on_event("job.released", tell_released);
  registry.on_event("job.released", ask_again_after_move);

  // Somebody may fit now who did not before.
  const auto look_again = [](engine::Tx& tx) -> Result<> {
    TRY_DO(jobs::try_all_now(tx));
    return tx.apply(engine::Consequences{}.wake_by("dispatch.round", 0, tx.now()));
  };
  for (const char* kind : {"worker.available", "worker.created"})
    registry.on_event(kind, [look_again](engine::Tx& tx, const engine::Event&) { return look_again(tx); });
  registry.on_event("worker.changed", [this, look_again](engine::Tx& tx, const engine::Event& event) -> Result<> {
    TRY(worker, workers::load_worker(tx.session(), WorkerId(event.subject_id)));
    return worker.active ? look_again(tx) : worker_gone(tx, worker.id);
  });
}

}  // namespace bellman::dispatch
