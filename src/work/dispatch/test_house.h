// A small company with three workers, whom dispatch asks: for the tests of this room.
#pragma once
#include "dispatch/explanation.h"
#include "dispatch/service.h"
#include "jobs/rules.h"
#include "jobs/service.h"
#include "requests/test_house.h"

namespace bellman::dispatch {

using jobs::Job;
using jobs::JobState;
using requests::Owing;
using requests::Request;
using requests::RequestState;
using workers::Worker;

inline constexpr Place beside{54.691, 25.281}, across_town{54.72, 25.32}, far_out{54.80, 25.60};

class Dispatch : public requests::House {
 protected:
  void after_subscribing() override { dispatcher = services.find<Dispatcher>(); }

  Worker worker(std::string name, Place base, const std::function<void(Worker&)>& alter = {}) {
    Worker draft;
    draft.name = std::move(name);
    draft.phone = "+37060000001";
    draft.languages = {"lt"};
    draft.home = base;
    if (alter) alter(draft);
    return must([&](engine::Tx& tx) { return workers::create_worker(tx, draft); });
  }
  // Ruth is the nearest, then Sam, then Tom.
  void three() {
    ruth = worker("Ruth", beside);
    sam = worker("Sam", across_town);
    tom = worker("Tom", far_out);
    pass(0s);  // a new worker makes the round look at once
  }

  Job job_of(const Request& request) { return **jobs::of_request(session(), request.id); }
  // "Ruth silent, Sam open", in the order of asking.
  std::string asked(const Request& request) {
    std::string text;
    for (const JobOffer& offer : *offers_of_job(session(), job_of(request).id))
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", workers::load_worker(session(), offer.worker_id)->name, codec::enum_name(offer.state));
    return text;
  }
  JobOffer offer_to(const Worker& to) {
    const auto open = *open_offers(session(), to.id);
    BELLMAN_ASSERT(open.size() == 1, "one open offer");
    return open.front();
  }
  static engine::Actor as(const Worker& who) { return {engine::ActorKind::worker, who.id.value}; }
  std::string accept(const JobOffer& offer, const Worker& by) {
    return error_of(run([&](engine::Tx& tx) { return dispatcher->accept(tx, offer.id, by.id); }, as(by)));
  }
  std::string refuse(const JobOffer& offer, const Worker& by) {
    return attempt([&](engine::Tx& tx) { return dispatcher->refuse(tx, offer.id, by.id, "too far"); }, as(by));
  }
  std::string step(const Request& request, const Worker& by, const std::string& what) {
    const JobId id = job_of(request).id;
    return attempt([&](engine::Tx& tx) -> Result<> {
      if (what == "travel") TRY_DO(jobs::travel(tx, id, by.id));
      if (what == "start") TRY_DO(jobs::start(tx, id, by.id));
      if (what == "give_back") TRY_DO(dispatcher->give_back(tx, id, by.id, "the car broke down"));
      if (what == "finish") {
        jobs::FinishCommand sheet;
        sheet.work_done = "Sealed.";
        TRY_DO(jobs::finish(tx, id, by.id, sheet));
      }
      return ok();
    }, as(by));
  }
  std::string desk(const Request& request, const std::string& what) {
    return attempt([&](engine::Tx& tx) -> Result<> {
      TRY(current, requests::load(tx.session(), request.id));
      if (what == "cancel") TRY_DO(requests::cancel(tx, current, "not needed"));
      if (what == "ask") TRY_DO(requests::wait_for(tx, current, Owing::client, "Which floor?", tx.now() + 1h));
      if (what == "resume") TRY_DO(requests::resume(tx, current, "third"));
      if (what == "move") {
        requests::ChangeRequest command;
        command.wished_from = tx.now() + 2h;
        command.wished_until = tx.now() + 5h;
        TRY_DO(requests::change(tx, current, command));
      }
      return ok();
    });
  }
  std::string overrule(const Request& request, const Worker& with) {
    return error_of(run([&](engine::Tx& tx) { return dispatcher->assign_by_hand(tx, request.id, with.id, "knows the house"); }, {engine::ActorKind::account, 77}));
  }
  workers::Absence ill(const Worker& who, Milliseconds span = 8h) {
    return must([&](engine::Tx& tx) { return workers::add_absence(tx, {{}, who.id, workers::AbsenceKind::ill, tx.now(), tx.now() + span, ""}); });
  }
  workers::WorkerState load_of(const Worker& who) { return *workers::load_state(session(), who.id); }

  // A request that Ruth has accepted.
  Request accepted_by_ruth() {
    const Request request = file_at_home(repair);
    pass(10s);
    EXPECT_EQ(accept(offer_to(ruth), ruth), "");
    return request;
  }
  // Everything says the same: the request, its job, the loads, the journal.
  void expect_in_step(const Request& request) {
    const Request row = now_of(request);
    const Job job = job_of(request);
    expect_replay(request);
    std::size_t open = 0;
    for (const Worker* who : {&ruth, &sam, &tom}) {
      if (!who->id) continue;
      const auto state = load_of(*who);
      EXPECT_EQ(state.open_jobs, static_cast<std::int64_t>(jobs::of_worker(session(), who->id)->size())) << who->name;
      EXPECT_EQ(state.open_offers, static_cast<std::int64_t>(open_offers(session(), who->id)->size())) << who->name;
      for (const JobOffer& offer : *open_offers(session(), who->id)) open += offer.job_id == job.id;
    }
    EXPECT_EQ(job.state == JobState::offered, open > 0);
    if (jobs::has_worker(job.state)) {
      EXPECT_EQ(job.worker_id, row.worker_id);
    }
    if (row.state == RequestState::waiting_for_dispatch) {
      EXPECT_EQ(job.state, JobState::waiting);
    }
    if (job.state == JobState::waiting && job.automatic) {
      EXPECT_TRUE(timer("dispatch.round", 0).has_value()) << "somebody looks for a worker";
    }
  }

  std::shared_ptr<Dispatcher> dispatcher;
  Worker ruth, sam, tom;
};

}  // namespace bellman::dispatch
