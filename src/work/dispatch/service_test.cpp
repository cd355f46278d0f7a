// Who is asked, and what comes of the answers.
#include "dispatch/test_house.h"

namespace bellman::dispatch {
namespace {

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
  EXPECT_EQ(now_of(request).owed_by, clock.now() + 2min) << "the answer is owed until the call has had its time";
  expect_in_step(request);
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
  ASSERT_EQ(asked(second), "Ruth open, Tom open") << "Sam has a job ahead";
  EXPECT_EQ(refuse(offer_to(ruth), ruth), "");
  EXPECT_EQ(now_of(second).state, RequestState::offered) << "the other is still being asked";
  EXPECT_EQ(refuse(offer_to(tom), tom), "");
  pass(0s);
  EXPECT_EQ(asked(second), "Ruth refused, Tom refused, Sam open");
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

TEST_F(Dispatch, TheClientsWishesCount) {
  ruth = worker("Ruth", beside);
  sam = worker("Sam", across_town);
  tom = worker("Tom", {54.73, 25.34});
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
