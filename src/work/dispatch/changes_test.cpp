// What becomes of offers and jobs when people change their minds, fall ill or overrule.
#include "dispatch/test_house.h"

namespace bellman::dispatch {
namespace {

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
  if (before == "Ruth open") {
    EXPECT_EQ(asked(offered_one).find("Ruth withdrawn, "), 0U) << asked(offered_one);
  }
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
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(desk(request, "move"), "");
  EXPECT_EQ(asked(request), "Ruth withdrawn");
  pass(10s);
  EXPECT_EQ(asked(request), "Ruth withdrawn, Ruth open") << "she was asked for another time, and had not declined";
  EXPECT_EQ(job_of(request).wished_from, now_of(request).wished_from);
  EXPECT_GE(offer_to(ruth).start_at, *now_of(request).wished_from);
  expect_in_step(request);

  EXPECT_EQ(accept(offer_to(ruth), ruth), "");
  pass(1min);
  EXPECT_EQ(desk(request, "move"), "");
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_EQ(codec::from_json<OfferPush>(effects("push").back().data.text, codec::Mode::stored)->what, "released");
  pass(10s);
  EXPECT_EQ(asked(request), "Ruth withdrawn, Ruth accepted, Ruth open") << "who knows the job may have it at the new time too";
  expect_in_step(request);
}

TEST_F(Dispatch, WhoDeclinedIsNotAskedAgainAfterAMove) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(refuse(offer_to(ruth), ruth), "");
  pass(10s + 7min);
  EXPECT_EQ(asked(request), "Ruth refused, Sam silent, Tom open");
  EXPECT_EQ(desk(request, "move"), "");
  pass(10s);
  EXPECT_EQ(asked(request), "Ruth refused, Sam silent, Tom withdrawn, Tom open");
  EXPECT_EQ(accept(offer_to(tom), tom), "");
  EXPECT_EQ(step(request, tom, "give_back"), "");
  EXPECT_EQ(desk(request, "move"), "");
  pass(1min);
  EXPECT_EQ(asked(request), "Ruth refused, Sam silent, Tom withdrawn, Tom accepted") << "he gave it back himself";
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  expect_in_step(request);
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
  pass(50min);
  for (const engine::OutboxRow& row : effects("notify")) EXPECT_FALSE(row.key.starts_with("not_set_out:")) << "nobody is to set out yet";
  EXPECT_EQ(step(assigned_one, ruth, "travel"), "") << "who is there already is not sent away";
  EXPECT_EQ(desk(assigned_one, "resume"), "");
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
  pass(20min);
  EXPECT_EQ(asked(request), "Ruth accepted, Sam open");
  expect_in_step(request);
}

}  // namespace
}  // namespace bellman::dispatch
