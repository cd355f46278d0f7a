// Workers and their phones: they answer, late or never or twice, go, work, give back, fall ill, and their phones catch up.
#include "workers/service.h"

#include "codec/json_read.h"
#include "dispatch/store.h"
#include "jobs/service.h"
#include "jobs/store.h"
#include "world.h"

namespace bellman::sim {

namespace {

engine::Actor actor_of(WorkerId id) { return {engine::ActorKind::worker, id.value}; }

Result<> carry_on(engine::Tx& tx, JobId id, WorkerId worker, bool straight, bool& finished) {
  TRY(job, jobs::load(tx.session(), id));
  finished = false;
  switch (job.state) {
    case jobs::JobState::assigned: {
      if (straight) {
        TRY_DO(jobs::start(tx, id, worker));
        return ok();
      }
      TRY_DO(jobs::travel(tx, id, worker));
      return ok();
    }
    case jobs::JobState::travelling: {
      TRY_DO(jobs::start(tx, id, worker));
      return ok();
    }
    case jobs::JobState::in_work: {
      jobs::FinishCommand sheet;
      sheet.work_done = std::string("Done as asked.");
      if (straight) {
        sheet.signer = std::string("A. Client");
        sheet.signature = {{{10, 10}, {200, 300}}};
      }
      TRY_DO(jobs::finish(tx, id, worker, sheet, {}));
      finished = true;
      return ok();
    }
    default: return Error::conflict("sim.not_now", "There is nothing to do on this job.");
  }
}

}  // namespace

void World::push_arrived(const std::string& data) {
  const auto push = codec::from_json<dispatch::OfferPush>(data, codec::Mode::stored);
  if (push.has_error()) return fail("send.unreadable", push.error().text());
  if (push->what == "offer") answer_offer(push->offer_id, push->worker_id, false);
}

void World::robot_calls(const std::string& data) {
  const auto call = codec::from_json<dispatch::RobotCall>(data, codec::Mode::stored);
  if (call.has_error()) return fail("send.unreadable", call.error().text());
  answer_offer(call->offer_id, call->worker_id, true);
}

void World::answer_offer(JobOfferId offer, WorkerId worker, bool robot) {
  const double mood = random.uniform();
  const Milliseconds soon = robot ? seconds(15, 90) : seconds(5, 200);
  if (mood < 0.5) at(soon, [=, this] { accept(offer, worker); });
  else if (mood < 0.65) at(soon, [=, this] { refuse(offer, worker); });
  else if (mood < 0.8) at(minutes(3, 20), [=, this] { accept(offer, worker); });  // perhaps too late
  else if (mood < 0.85) at(soon, [=, this] { accept(offer, random.pick(company.workers).id); });  // somebody else's
}

void World::accept(JobOfferId offer, WorkerId worker) {
  const auto job = std::make_shared<JobId>();
  const Body body = [=, this](engine::Tx& tx) -> Result<> {
    TRY(taken, house.dispatcher().accept(tx, offer, worker));
    *job = taken.id;
    return ok();
  };
  insist("accept", actor_of(worker), body, [=, this](const Result<>& outcome) {
    if (outcome.has_value()) work_on(*job, worker, minutes(1, 20));
  });
  if (chance(0.1)) command("accept twice", actor_of(worker), body);
}

void World::refuse(JobOfferId offer, WorkerId worker) {
  insist("refuse", actor_of(worker), [=, this](engine::Tx& tx) { return house.dispatcher().refuse(tx, offer, worker, "Too far."); }, {});
}

void World::work_on(JobId job, WorkerId worker, Milliseconds delay) {
  in_hand.insert(job);
  at(delay, [=, this] { next_step_of_work(job, worker); });
}

void World::next_step_of_work(JobId job, WorkerId worker) {
  if (with_faults && chance(0.04)) {
    fall_ill(worker);
    in_hand.erase(job);
    return;
  }
  if (with_faults && chance(0.06)) {
    in_hand.erase(job);
    return insist("give back", actor_of(worker), [=, this](engine::Tx& tx) { return house.dispatcher().give_back(tx, job, worker, "The car broke down."); }, {});
  }
  const auto finished = std::make_shared<bool>(false);
  insist("work", actor_of(worker), [=, straight = chance(0.2)](engine::Tx& tx) { return carry_on(tx, job, worker, straight, *finished); },
         [=, this](const Result<>& outcome) {
           if (outcome.has_value() && !*finished) return work_on(job, worker, minutes(2, 40));
           in_hand.erase(job);
         });
}

// The phone asks the server how things stand: it may have missed a push, or an answer.
void World::worker_syncs(WorkerId worker) {
  if (quiet) return;
  const auto mine = jobs::of_worker(house.witness(), worker);
  const auto asked = dispatch::open_offers(house.witness(), worker);
  if (mine.has_error() || asked.has_error()) return fail("sim.witness", "A phone could not be served.");
  for (const jobs::Job& job : *mine)
    if (!in_hand.contains(job.id)) work_on(job.id, worker, minutes(1, 15));
  for (const dispatch::JobOffer& offer : *asked)
    if (chance(0.5)) answer_offer(offer.id, worker, false);
  if (chance(0.3))
    command("place", actor_of(worker), [=, place = Place{54.6 + random.uniform() * 0.1, 25.2 + random.uniform() * 0.1}](engine::Tx& tx) {
      return workers::set_place(tx, worker, place, tx.now());
    });
  at(minutes(10, 40), [=, this] { worker_syncs(worker); });
}

void World::fall_ill(WorkerId worker) {
  const auto absence = std::make_shared<AbsenceId>();
  const Milliseconds begins = chance(0.7) ? 0min : minutes(5, 120), lasts = minutes(30, 600);
  insist("ill", actor_of(worker), [=](engine::Tx& tx) -> Result<> {
    TRY(made, workers::add_absence(tx, {{}, worker, workers::AbsenceKind::ill, tx.now() + begins, tx.now() + begins + lasts, ""}));
    *absence = made.id;
    return ok();
  }, [=, this](const Result<>& outcome) {
    if (outcome.has_error() || !chance(0.4)) return;
    at(minutes(10, 300), [=, this] {
      insist("well again", actor_of(worker), [=](engine::Tx& tx) -> Result<> {
        TRY_DO(workers::end_absence(tx, *absence));
        return ok();
      }, {});
    });
  });
}

void World::worker_moods() {
  if (!with_faults) return;
  const WorkerId worker = random.pick(company.workers).id;
  if (chance(0.3)) fall_ill(worker);
  else {
    insist("pause", actor_of(worker), [=](engine::Tx& tx) -> Result<> {
      TRY_DO(workers::pause(tx, worker));
      return ok();
    }, {});
    at(minutes(10, 60), [=, this] {
      insist("resume", actor_of(worker), [=](engine::Tx& tx) -> Result<> {
        TRY_DO(workers::resume(tx, worker));
        return ok();
      }, {}, 50);
    });
  }
  at(minutes(10, 60), [this] { worker_moods(); });
}

}  // namespace bellman::sim
