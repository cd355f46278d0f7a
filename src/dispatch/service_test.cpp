#include "dispatch/service.h"

#include "dispatch/explanation.h"
#include "jobs/rules.h"
#include "jobs/service.h"
#include "requests/test_house.h"

namespace bellman::jobs {
const db::Migrations& migrations();
}
namespace bellman::dispatch {
const db::Migrations& migrations();
}

namespace bellman::dispatch {
namespace {

using jobs::Job;
using jobs::JobState;
using requests::Owing;
using requests::Request;
using requests::RequestState;
using workers::Worker;

constexpr Place beside{54.691, 25.281}, across_town{54.72, 25.32}, far_out{54.80, 25.60};

class Dispatch : public requests::House {
 protected:
  Dispatch() : House({&jobs::migrations(), &migrations()}) {}
  void subscribe_all(engine::Registry& into) override {
    House::subscribe_all(into);
    jobs::subscribe(into);
    dispatcher = std::make_unique<Dispatcher>();
    dispatcher->subscribe(into);
  }

  Worker worker(std::string name, Place home, const std::function<void(Worker&)>& alter = {}) {
    Worker draft;
    draft.name = std::move(name);
    draft.phone = "+37060000001";
    draft.languages = {"lt"};
    draft.home = home;
    if (alter) alter(draft);
    return must([&](engine::Tx& tx) { return workers::create_worker(tx, draft); });
  }
  // Ruth is the nearest, then Sam, then Tom.
  void three() {
    ruth = worker("Ruth", beside);
    sam = worker("Sam", across_town);
    tom = worker("Tom", far_out);
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
      open += open_offers(session(), who->id)->size();
    }
    EXPECT_EQ(job.state == JobState::offered, open > 0);
    if (jobs::has_worker(job.state)) EXPECT_EQ(job.worker_id, row.worker_id);
    if (row.state == RequestState::waiting_for_dispatch) EXPECT_EQ(job.state, JobState::waiting);
    if (job.state == JobState::waiting && job.automatic) EXPECT_TRUE(timer("dispatch.round", 0).has_value()) << "somebody looks for a worker";
  }

  std::unique_ptr<Dispatcher> dispatcher;
  Worker ruth, sam, tom;
};

TEST_F(Dispatch, OfferedAcceptedDone) {
  three();
  const Request request = file_at_home(repair);
  EXPECT_EQ(job_of(request).state, JobState::waiting);
  pass(9s);
  EXPECT_EQ(asked(request), "") << "the batch comes after ten seconds";
  pass(1s);
  EXPECT_EQ(asked(request), "Ruth open");
  EXPECT_EQ(now_of(request).state, RequestState::offered);
  EXPECT_EQ(now_of(request).owed_by, clock.now() + 5min);
  ASSERT_EQ(effects("push").size(), 1U);
  EXPECT_EQ(load_of(ruth).open_offers, 1);
  EXPECT_EQ(accept(offer_to(ruth), ruth), "");
  EXPECT_EQ(now_of(request).state, RequestState::assigned);
  EXPECT_EQ(now_of(request).worker_id, ruth.id);
  EXPECT_TRUE(timer("dispatch.set_out", job_of(request).id.value));
  expect_in_step(request);
  for (const std::string what : {"travel", "start", "finish"}) {
    EXPECT_EQ(step(request, ruth, what), "") << what;
    expect_in_step(request);
  }
  EXPECT_EQ(now_of(request).state, RequestState::done);
  EXPECT_EQ(load_of(ruth).done, 1);
  EXPECT_EQ(load_of(ruth).place, *request.place) << "the worker is where the work was";
  EXPECT_FALSE(timer("dispatch.set_out", job_of(request).id.value));
  EXPECT_EQ(requests::House::story(request), "filed offered assigned travelling started done");
  const auto decisions = *decisions_of(session(), request.id);
  ASSERT_EQ(decisions.size(), 1U);
  EXPECT_EQ(decode(decisions[0].record)->considered(), 3U);
}

TEST_F(Dispatch, SilenceMeansACallThenTheNext) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  pass(5min - 1s);
  EXPECT_TRUE(effects("robot_call").empty());
  pass(1s);
  ASSERT_EQ(effects("robot_call").size(), 1U);
  const auto call = *codec::from_json<RobotCall>(effects("robot_call")[0].data.text, codec::Mode::stored);
  EXPECT_EQ(call.phone, "+37060000001");
  EXPECT_EQ(call.language, "lt");
  EXPECT_EQ(job_of(request).calls_made, 1);
  pass(2min - 1s);
  EXPECT_EQ(asked(request), "Ruth open") << "the call may still be answered";
  pass(1s);
  EXPECT_EQ(asked(request), "Ruth silent, Sam open");
  EXPECT_EQ(load_of(ruth).silent, 1);
  expect_in_step(request);
  pass(7min);
  EXPECT_EQ(asked(request), "Ruth silent, Sam silent, Tom open");
  EXPECT_EQ(effects("robot_call").size(), 2U);
}

TEST_F(Dispatch, AKeyPressedInTheCallAccepts) {
  three();
  const Request request = file_at_home(repair);
  pass(10s + 6min);
  EXPECT_EQ(accept(offer_to(ruth), ruth), "");
  pass(10min);
  EXPECT_EQ(asked(request), "Ruth accepted");
  expect_in_step(request);
}

TEST_F(Dispatch, WhoRefusesIsNotAskedAgain) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  const JobOffer offer = offer_to(ruth);
  EXPECT_EQ(refuse(offer, sam), "offer.not_yours");
  EXPECT_EQ(refuse(offer, ruth), "");
  EXPECT_EQ(refuse(offer, ruth), "") << "said twice";
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth refused, Sam open");
  EXPECT_EQ(refuse(offer_to(sam), sam), "");
  pass(0s);
  EXPECT_EQ(refuse(offer_to(tom), tom), "");
  pass(6h);
  EXPECT_EQ(asked(request), "Ruth refused, Sam refused, Tom refused");
  EXPECT_EQ(load_of(ruth).refused, 1);
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  expect_in_step(request);
}

TEST_F(Dispatch, NobodyLeftADispatcherIsToldAndALaterWorkerIsAsked) {
  ruth = worker("Ruth", beside);
  must([&](engine::Tx& tx) { return workers::pause(tx, ruth.id); });
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(now_of(request).state, RequestState::waiting_for_dispatch);
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  ASSERT_EQ(effects("notify").size(), 1U);
  const auto notice = *codec::from_json<Notice>(effects("notify")[0].data.text, codec::Mode::stored);
  EXPECT_EQ(notice.role, "dispatcher");
  EXPECT_EQ(notice.code, "dispatch.nobody_left");
  EXPECT_NE(notice.text.find("paused"), std::string::npos) << notice.text;
  EXPECT_EQ(decisions_of(session(), request.id)->back().kind, DecisionKind::exhausted);
  expect_in_step(request);
  pass(40min);
  std::size_t told = 0;
  for (const engine::OutboxRow& row : effects("notify")) told += row.key.starts_with("nobody:");
  EXPECT_EQ(told, 1U) << "told once";

  must([&](engine::Tx& tx) { return workers::resume(tx, ruth.id); });
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth open");
  EXPECT_EQ(now_of(request).owes, Owing::worker);
  expect_in_step(request);
}

TEST_F(Dispatch, AChangedOrNewWorkerIsTriedAtOnce) {
  const auto skill = must([&](engine::Tx& tx) { return workers::create_skill(tx, "gas", "Gas"); });
  const auto gas = service("gas", catalogue::DispatchMode::automatic, [&](catalogue::Service& draft) { draft.skills = {{skill.id, 2}}; });
  ruth = worker("Ruth", beside);
  const Request request = file_at_home(gas);
  pass(10s);
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  Worker learned = ruth;
  learned.skills = {{skill.id, 3, {}}};
  ruth = must([&](engine::Tx& tx) { return workers::update_worker(tx, learned); });
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth open");
  EXPECT_EQ(refuse(offer_to(ruth), ruth), "");
  pass(1s);
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  sam = worker("Sam", across_town, [&](Worker& draft) { draft.skills = {{skill.id, 2, {}}}; });
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth refused, Sam open");
}

TEST_F(Dispatch, ALateAcceptIsTooLateAndThereIsOneOwner) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  const JobOffer offer = offer_to(ruth);
  pass(7min);
  EXPECT_EQ(asked(request), "Ruth silent, Sam open");
  EXPECT_EQ(accept(offer, ruth), "offer.too_late");
  EXPECT_EQ(accept(offer_to(sam), sam), "");
  EXPECT_EQ(accept(offer, ruth), "offer.too_late");
  EXPECT_EQ(job_of(request).worker_id, sam.id);
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_EQ(error_of(run([&](engine::Tx& tx) { return dispatcher->accept(tx, JobOfferId(99999), ruth.id); })), "offer.unknown");
  expect_in_step(request);
}

TEST_F(Dispatch, TwoAreAskedOneGetsIt) {
  three();
  sla::Policy soon;
  soon.name = "soon";
  soon.rules = {{.reach_minutes = 30, .solve_minutes = 60, .clock = sla::Clock::clock}};
  const auto hurry = must([&](engine::Tx& tx) { return sla::create_policy(tx, soon); });
  const auto leak = service("leak", catalogue::DispatchMode::automatic, [&](catalogue::Service& draft) {
    draft.parallel_offers = 2;
    draft.sla_policy_id = hurry.id;
  });
  const Request request = file_at_home(leak);
  pass(2s);
  EXPECT_EQ(asked(request), "Ruth open, Sam open") << "near the deadline the round comes after two seconds";
  const JobOffer to_ruth = offer_to(ruth), to_sam = offer_to(sam);
  EXPECT_EQ(accept(to_sam, sam), "");
  EXPECT_EQ(accept(to_ruth, ruth), "offer.too_late");
  EXPECT_EQ(asked(request), "Ruth withdrawn, Sam accepted");
  EXPECT_EQ(job_of(request).worker_id, sam.id);
  expect_in_step(request);

  const Request second = file_at_home(leak);
  pass(2s);
  ASSERT_EQ(asked(second), "Ruth open, Sam open");
  EXPECT_EQ(refuse(offer_to(ruth), ruth), "");
  EXPECT_EQ(now_of(second).state, RequestState::offered) << "the other is still being asked";
  EXPECT_EQ(refuse(offer_to(sam), sam), "");
  pass(0s);
  EXPECT_EQ(asked(second), "Ruth refused, Sam refused, Tom open");
  expect_in_step(second);
}

TEST_F(Dispatch, AcceptingTwiceIsAnsweredTheSame) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  const JobOffer offer = offer_to(ruth);
  EXPECT_EQ(accept(offer, ruth), "");
  const auto version = job_of(request).version;
  EXPECT_EQ(accept(offer, ruth), "");
  EXPECT_EQ(job_of(request).version, version);
  EXPECT_EQ(load_of(ruth).open_jobs, 1);
  EXPECT_EQ(refuse(offer, ruth), "offer.too_late");
}

TEST_F(Dispatch, AnIllWorkersJobsAndOffersGoToOthers) {
  three();
  const Request accepted_one = accepted_by_ruth();
  const Request offered_one = file_at_home(repair);
  pass(10s);
  // Ruth stands beside it, also with one job ahead: whoever was asked, the two go to others.
  const std::string before = asked(offered_one);
  ill(ruth);
  pass(0s);
  EXPECT_EQ(job_of(accepted_one).state, JobState::offered);
  EXPECT_EQ(asked(accepted_one).find("Ruth accepted, "), 0U) << asked(accepted_one);
  if (before == "Ruth open") EXPECT_EQ(asked(offered_one).find("Ruth withdrawn, "), 0U) << asked(offered_one);
  EXPECT_TRUE(open_offers(session(), ruth.id)->empty());
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_FALSE(timer("dispatch.set_out", job_of(accepted_one).id.value));
  expect_in_step(accepted_one);
  expect_in_step(offered_one);
}

TEST_F(Dispatch, AnIllWorkersOfferGoesToTheNext) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  ill(ruth);
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth withdrawn, Sam open");
  expect_in_step(request);
}

TEST_F(Dispatch, AnAbsenceThatWasPlannedBeginsByItself) {
  three();
  const Request request = accepted_by_ruth();
  must([&](engine::Tx& tx) { return workers::add_absence(tx, {{}, ruth.id, workers::AbsenceKind::holiday, tx.now() + 5min, tx.now() + 24h, ""}); });
  pass(4min);
  EXPECT_EQ(job_of(request).state, JobState::assigned);
  pass(1min, true);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  expect_in_step(request);
}

TEST_F(Dispatch, WorkThatHasBegunIsForAPersonToJudge) {
  three();
  const Request request = accepted_by_ruth();
  EXPECT_EQ(step(request, ruth, "start"), "");
  ill(ruth);
  EXPECT_EQ(job_of(request).state, JobState::in_work);
  EXPECT_TRUE(effects("notify").back().key.starts_with("away_in_work:"));
  EXPECT_EQ(attempt([&](engine::Tx& tx) { return dispatcher->release_by_hand(tx, request.id, "taken to hospital"); }), "");
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  expect_in_step(request);
}

TEST_F(Dispatch, AJobIsGivenBack) {
  three();
  const Request request = accepted_by_ruth();
  EXPECT_EQ(step(request, sam, "give_back"), "job.not_yours");
  const std::size_t pushes = effects("push").size();
  EXPECT_EQ(step(request, ruth, "give_back"), "");
  EXPECT_EQ(effects("push").size(), pushes) << "it was her own doing";
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  EXPECT_EQ(step(request, ruth, "give_back"), "job.not_yours");
  expect_in_step(request);
}

TEST_F(Dispatch, TheClientCancels) {
  three();
  const Request waiting = file_at_home(repair);
  EXPECT_EQ(desk(waiting, "cancel"), "");
  pass(10s);
  EXPECT_EQ(asked(waiting), "");
  EXPECT_EQ(job_of(waiting).state, JobState::cancelled);

  const Request offered_one = file_at_home(repair);
  pass(10s);
  const JobOffer offer = offer_to(ruth);
  EXPECT_EQ(desk(offered_one, "cancel"), "");
  EXPECT_EQ(asked(offered_one), "Ruth withdrawn");
  EXPECT_EQ(accept(offer, ruth), "offer.too_late");
  EXPECT_FALSE(timer("dispatch.answer", offer.id.value));
  expect_in_step(offered_one);

  const Request assigned_one = accepted_by_ruth();
  EXPECT_EQ(desk(assigned_one, "cancel"), "");
  EXPECT_EQ(job_of(assigned_one).state, JobState::cancelled);
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_FALSE(timer("dispatch.set_out", job_of(assigned_one).id.value));
  const auto push = *codec::from_json<OfferPush>(effects("push").back().data.text, codec::Mode::stored);
  EXPECT_EQ(push.what, "released");
  EXPECT_EQ(push.worker_id, ruth.id) << "nobody drives for nothing";
  EXPECT_EQ(step(assigned_one, ruth, "travel"), "job.not_now");
  expect_in_step(assigned_one);
}

TEST_F(Dispatch, TheClientMovesTheVisit) {
  three();
  const Request offered_one = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(desk(offered_one, "move"), "");
  pass(10s);
  EXPECT_EQ(asked(offered_one), "Ruth withdrawn, Sam open");
  EXPECT_EQ(job_of(offered_one).wished_from, now_of(offered_one).wished_from);
  EXPECT_GE(offer_to(sam).start_at, *now_of(offered_one).wished_from);
  expect_in_step(offered_one);

  const Request assigned_one = accepted_by_ruth();
  EXPECT_EQ(desk(assigned_one, "move"), "");
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_EQ(codec::from_json<OfferPush>(effects("push").back().data.text, codec::Mode::stored)->what, "released");
  pass(10s);
  EXPECT_EQ(asked(assigned_one), "Ruth accepted, Tom open") << "Sam is being asked for the other";
  expect_in_step(assigned_one);
}

TEST_F(Dispatch, TheClientIsWaitedFor) {
  three();
  const Request offered_one = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(desk(offered_one, "ask"), "");
  EXPECT_EQ(asked(offered_one), "Ruth withdrawn");
  EXPECT_EQ(job_of(offered_one).state, JobState::held);
  EXPECT_EQ(overrule(offered_one, sam), "dispatch.held");
  pass(10min);
  EXPECT_EQ(asked(offered_one), "Ruth withdrawn") << "nobody is asked meanwhile";
  EXPECT_EQ(desk(offered_one, "resume"), "");
  EXPECT_EQ(job_of(offered_one).reach_due, now_of(offered_one).reach_due);
  pass(10s);
  EXPECT_EQ(asked(offered_one), "Ruth withdrawn, Sam open");
  expect_in_step(offered_one);

  const Request assigned_one = accepted_by_ruth();
  EXPECT_EQ(desk(assigned_one, "ask"), "");
  EXPECT_EQ(job_of(assigned_one).state, JobState::assigned) << "whoever has accepted keeps it";
  EXPECT_EQ(step(assigned_one, ruth, "travel"), "request.not_now");
  pass(50min);
  for (const engine::OutboxRow& row : effects("notify")) EXPECT_FALSE(row.key.starts_with("not_set_out:")) << "nobody is to set out yet";
  EXPECT_EQ(desk(assigned_one, "resume"), "");
  EXPECT_EQ(step(assigned_one, ruth, "travel"), "");
  expect_in_step(assigned_one);
}

TEST_F(Dispatch, WhoeverIsLostWhileTheClientIsWaitedForIsReplacedAfterwards) {
  three();
  const Request request = accepted_by_ruth();
  EXPECT_EQ(desk(request, "ask"), "");
  ill(ruth);
  EXPECT_EQ(job_of(request).state, JobState::held);
  EXPECT_EQ(now_of(request).state, RequestState::waiting_for_client);
  EXPECT_FALSE(now_of(request).worker_id);
  expect_in_step(request);
  pass(10min);
  EXPECT_EQ(asked(request), "Ruth accepted");
  EXPECT_EQ(desk(request, "resume"), "");
  pass(10s);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  expect_in_step(request);

  const Request given_back = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(accept(offer_to(tom), tom), "");
  EXPECT_EQ(desk(given_back, "ask"), "");
  EXPECT_EQ(step(given_back, tom, "give_back"), "");
  EXPECT_EQ(job_of(given_back).state, JobState::held);
  const Request moved = file_at_home(repair);
  EXPECT_EQ(desk(moved, "ask"), "");
  EXPECT_EQ(desk(moved, "move"), "");
  expect_in_step(moved);
}

TEST_F(Dispatch, ADispatcherOverrulesAndTheRecordSaysWhat) {
  three();
  must([&](engine::Tx& tx) { return clients::set_wish(tx, {anna.id, tom.id, clients::WishKind::refused, "rude"}); });
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(asked(request), "Ruth open");
  EXPECT_EQ(overrule(request, tom), "");
  EXPECT_EQ(asked(request), "Ruth withdrawn");
  EXPECT_EQ(job_of(request).worker_id, tom.id);
  const StoredDecision decision = decisions_of(session(), request.id)->back();
  EXPECT_EQ(decision.kind, DecisionKind::by_hand);
  EXPECT_EQ(decision.worker_id, tom.id);
  EXPECT_EQ(decision.actor_id, 77);
  EXPECT_EQ(decision.reason, "knows the house");
  const DispatchRecord record = *decode(decision.record);
  ASSERT_EQ(record.left_out.size(), 1U);
  EXPECT_EQ(record.left_out[0].reason, Reason::refused_by_client);
  EXPECT_EQ(record.left_out[0].workers, std::vector<WorkerId>{tom.id});
  expect_in_step(request);

  EXPECT_EQ(overrule(request, tom), "") << "it is so already";
  EXPECT_EQ(overrule(request, sam), "");
  EXPECT_EQ(job_of(request).worker_id, sam.id);
  EXPECT_EQ(load_of(tom).open_jobs, 0);
  EXPECT_TRUE(timer("dispatch.set_out", job_of(request).id.value)) << "Sam's";
  bool tom_told = false;
  for (const engine::OutboxRow& row : effects("push")) {
    const auto push = *codec::from_json<OfferPush>(row.data.text, codec::Mode::stored);
    tom_told |= push.what == "released" && push.worker_id == tom.id;
  }
  EXPECT_TRUE(tom_told);
  expect_in_step(request);

  Worker nobody;
  nobody.id = WorkerId(999);
  EXPECT_EQ(overrule(request, nobody), "dispatch.unknown_worker worker_id");
  EXPECT_EQ(attempt([&](engine::Tx& tx) { return dispatcher->release_by_hand(tx, request.id, "other plans"); }), "");
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth withdrawn") << "all have been asked: a dispatcher has to look";
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  EXPECT_EQ(desk(request, "cancel"), "");
  EXPECT_EQ(overrule(request, sam), "dispatch.no_job");
}

TEST_F(Dispatch, WhatADispatcherAssignsIsNeverLeftToTheSystem) {
  three();
  const Request request = file_at_home(inspection);
  pass(1min);
  EXPECT_EQ(asked(request), "");
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  EXPECT_EQ(overrule(request, ruth), "");
  EXPECT_EQ(step(request, ruth, "give_back"), "");
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  EXPECT_EQ(desk(request, "ask"), "");
  EXPECT_EQ(desk(request, "resume"), "");
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  pass(1h);
  EXPECT_EQ(asked(request), "");
  expect_in_step(request);
}

TEST_F(Dispatch, ARestartBetweenAnyStepsLosesNothing) {
  three();
  const Request request = file_at_home(repair);
  restart();
  pass(10s, true);
  EXPECT_EQ(asked(request), "Ruth open");
  restart();
  pass(7min, true);
  EXPECT_EQ(asked(request), "Ruth silent, Sam open");
  EXPECT_EQ(effects("robot_call").size(), 1U);
  restart();
  EXPECT_EQ(refuse(offer_to(sam), sam), "");
  restart();
  pass(1s, true);
  EXPECT_EQ(asked(request), "Ruth silent, Sam refused, Tom open");
  restart();
  EXPECT_EQ(accept(offer_to(tom), tom), "");
  for (const std::string what : {"travel", "start", "finish"}) {
    restart();
    EXPECT_EQ(step(request, tom, what), "") << what;
    expect_in_step(request);
  }
  pass(80h, true);
  EXPECT_EQ(now_of(request).state, RequestState::closed);
  expect_replay(request);
}

TEST_F(Dispatch, TheUrgentAtOnce) {
  three();
  const auto fire = service("fire", catalogue::DispatchMode::automatic, [](catalogue::Service& draft) { draft.criticality = sla::Criticality::critical; });
  const Request request = file_at_home(fire);
  pass(0s);
  EXPECT_EQ(asked(request), "Ruth open");
}

TEST_F(Dispatch, ABatchIsMatchedTogether) {
  ruth = worker("Ruth", beside);
  sam = worker("Sam", far_out);
  const auto distant = must([&](engine::Tx& tx) {
    clients::Site draft;
    draft.programme_id = anna.programme_id;
    draft.client_id = anna.id;
    draft.name = "Cottage";
    draft.place = far_out;
    return clients::create_site(tx, draft);
  });
  requests::FileRequest far = command(anna, repair);
  far.site_id = distant.id;
  const Request away = *try_file(far), near = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(asked(away), "Sam open");
  EXPECT_EQ(asked(near), "Ruth open");
}

TEST_F(Dispatch, OffShiftBeforeSettingOut) {
  // Monday 9:00 to 10:00; the job is offered with its travel at once, and then nothing happens.
  ruth = worker("Ruth", beside, [](Worker& draft) { draft.shifts = {{9 * 60, 10 * 60}}; });
  const auto quick = service("quick", catalogue::DispatchMode::automatic, [](catalogue::Service& draft) { draft.duration_minutes = 20; });
  sam = worker("Sam", far_out);
  const Request request = file_at_home(quick);
  pass(10s);
  EXPECT_EQ(accept(offer_to(ruth), ruth), "");
  pass(45min);
  EXPECT_EQ(job_of(request).state, JobState::assigned);
  EXPECT_TRUE(effects("notify").back().key.starts_with("not_set_out:")) << "on shift, somebody has to ask";
  pass(30min);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  expect_in_step(request);
}

TEST_F(Dispatch, TheClientsWishesCount) {
  three();
  must([&](engine::Tx& tx) { return clients::set_wish(tx, {anna.id, ruth.id, clients::WishKind::refused, ""}); });
  must([&](engine::Tx& tx) { return clients::set_wish(tx, {anna.id, tom.id, clients::WishKind::wished, ""}); });
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(asked(request), "Tom open") << "the wish is worth the way";
  EXPECT_EQ(refuse(offer_to(tom), tom), "");
  pass(0s);
  EXPECT_EQ(refuse(offer_to(sam), sam), "");
  pass(1h);
  EXPECT_EQ(asked(request), "Tom refused, Sam refused") << "Ruth is never asked";
}

TEST_F(Dispatch, WorkersOfAnotherProgrammeAreNotAsked) {
  ruth = worker("Ruth", beside, [](Worker& draft) { draft.programmes = {ProgrammeId(2)}; });
  sam = worker("Sam", across_town, [](Worker& draft) { draft.programmes = {ProgrammeId(1)}; });
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(asked(request), "Sam open");
  EXPECT_EQ(refuse(offer_to(sam), sam), "");
  pass(0s);
  EXPECT_EQ(asked(request), "Sam refused");
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
}

TEST_F(Dispatch, WhoServedTheClientIsRemembered) {
  three();
  const Request first = accepted_by_ruth();
  for (const std::string what : {"start", "finish"}) EXPECT_EQ(step(first, ruth, what), "");
  const Request second = file_at_home(repair);
  pass(10s);
  const DispatchRecord record = *decode(decisions_of(session(), second.id)->back().record);
  EXPECT_EQ(record.top[0].worker, ruth.id);
  EXPECT_LT(record.top[0].terms[static_cast<std::size_t>(Term::continuity)], 0);
}

TEST_F(Dispatch, AnAbandonedUseCaseLeavesNoWorkerBehind) {
  ruth = worker("Ruth", beside);
  RosterKeeper keeper{Weights{}};
  const auto size = [&] {
    std::size_t known = 0;
    EXPECT_EQ(attempt([&](engine::Tx& tx) -> Result<> {
                TRY(roster, keeper.refresh(tx));
                known = roster->size();
                return ok();
              }), "");
    return known;
  };
  EXPECT_EQ(size(), 1U);
  WorkerId ghost;
  EXPECT_EQ(attempt([&](engine::Tx& tx) -> Result<> {
              Worker draft;
              draft.name = "Ghost";
              TRY(made, workers::create_worker(tx, draft));
              ghost = made.id;
              TRY(roster, keeper.refresh(tx));
              EXPECT_EQ(roster->size(), 2U);
              return Error::conflict("test.no", "No.");
            }), "test.no");
  EXPECT_EQ(size(), 1U);
  EXPECT_EQ(keeper.worker(ghost), nullptr);
  ASSERT_NE(keeper.worker(ruth.id), nullptr);
}

TEST_F(Dispatch, AnOldPositionIsNotTrusted) {
  ruth = worker("Ruth", far_out);
  EXPECT_EQ(attempt([&](engine::Tx& tx) { return workers::set_place(tx, ruth.id, beside, tx.now()); }), "");
  RosterKeeper keeper{Weights{}};
  EXPECT_EQ(attempt([&](engine::Tx& tx) -> Result<> {
              TRY(roster, keeper.refresh(tx));
              EXPECT_EQ(roster->find(ruth.id)->position_at, clock.now());
              return ok();
            }), "");
  sam = worker("Sam", across_town);
  pass(24h);
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(asked(request), "Sam open") << "where Ruth is, nobody has known for a day";
}

}  // namespace
}  // namespace bellman::dispatch
