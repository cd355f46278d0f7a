#include "workers/test_house.h"

namespace bellman::workers {
namespace {

using engine::Tx;
using Kinds = std::vector<std::string>;

class WorkersService : public House {};

TEST_F(WorkersService, AWorkerComesBackAsItWasMade) {
  const Skill lift = run([](Tx& tx) { return create_skill(tx, "lift", " Lift doors "); });
  const Part fuse = run([](Tx& tx) { return create_part(tx, "fuse", "Fuse 16 A"); });
  const Team north = run([](Tx& tx) { return create_team(tx, "North"); });
  EXPECT_EQ(lift.name, "Lift doors");
  Worker draft;
  draft.name = "Ona";
  draft.kind = WorkerKind::contractor;
  draft.team_id = north.id;
  draft.phone = "+37060012345";
  draft.languages = {"lt", "en"};
  draft.regions = {RegionId(4)};
  draft.skills = {{lift.id, 3, *parse_instant("2026-06-01T00:00:00Z")}};
  draft.programmes = {ProgrammeId(2)};
  draft.shifts = {{480, 1020}};
  draft.zone = "Europe/Vilnius";
  draft.stock = {{fuse.id, 2}};
  draft.home = {54.69, 25.28};
  draft.cost_per_job = {2500, "EUR"};
  draft.external_id = "hr-17";
  const Worker made = run([&](Tx& tx) { return create_worker(tx, draft); });
  EXPECT_EQ(codec::to_json(*load_worker(session(), made.id)), codec::to_json(made));
  EXPECT_EQ(worker_by_external_id(session(), "hr-17")->value().id, made.id);
  draft.id = made.id;
  EXPECT_EQ(codec::to_json(made), codec::to_json(draft));
  const WorkerState state = *load_state(session(), made.id);
  EXPECT_EQ(state.place, draft.home);
  EXPECT_EQ(state.place_at, Instant{}) << "never reported";
  EXPECT_EQ(take_events(), (Kinds{"skill.created", "part.created", "team.created", "worker.created"}));
}

TEST_F(WorkersService, WhatDoesNotExistIsNamedWithItsField) {
  const auto field = [&](auto change) {
    Worker draft;
    draft.name = "Ona";
    change(draft);
    const auto outcome = under_test->run({}, [&](Tx& tx) -> Result<> {
      TRY_DO(create_worker(tx, draft));
      return ok();
    });
    return outcome.has_error() ? outcome.error().field : "none";
  };
  EXPECT_EQ(field([](Worker& w) { w.team_id = TeamId(9); }), "team_id");
  EXPECT_EQ(field([](Worker& w) { w.skills = {{SkillId(9), 1, std::nullopt}}; }), "skills[0].skill_id");
  EXPECT_EQ(field([](Worker& w) { w.stock = {{PartId(9), 1}}; }), "stock[0].part_id");
  EXPECT_EQ(field([](Worker& w) { w.regions = {RegionId(1), RegionId(99)}; }), "regions[1]");
  EXPECT_EQ(field([](Worker& w) { w.programmes = {ProgrammeId(99)}; }), "programmes[0]");
  EXPECT_EQ(field([](Worker& w) { w.external_id = "x"; }), "none");
  EXPECT_EQ(field([](Worker& w) { w.external_id = "x"; }), "external_id");
  EXPECT_EQ(load_worker(session(), WorkerId(999)).error().code, "worker.unknown");
}

TEST_F(WorkersService, KeysAndNamesAreUnique) {
  run([](Tx& tx) { return create_skill(tx, "lift", "Lift"); });
  EXPECT_EQ(error_of([](Tx& tx) { return create_skill(tx, "lift", "Another"); }), "skill.exists");
  EXPECT_EQ(error_of([](Tx& tx) { return create_skill(tx, "Lift", "Another"); }), "key.malformed");
  EXPECT_EQ(error_of([](Tx& tx) { return create_part(tx, "lift", "  "); }), "name.empty");
  const Team north = run([](Tx& tx) { return create_team(tx, "North"); });
  const Team south = run([](Tx& tx) { return create_team(tx, "South"); });
  EXPECT_EQ(error_of([&](Tx& tx) { return rename_team(tx, south.id, "North"); }), "team.exists");
  EXPECT_EQ(run([&](Tx& tx) { return rename_team(tx, north.id, "Far north"); }).version, 2);
  EXPECT_EQ(error_of([](Tx& tx) { return rename_skill(tx, SkillId(77), "No"); }), "skill.unknown");
}

TEST_F(WorkersService, AChangeKeepsThePauseAndCountsTheVersion) {
  Worker worker = make("Ona");
  EXPECT_EQ(run([&](Tx& tx) { return pause(tx, worker.id); }).version, 2);
  worker.name = "Ona Petraitė";
  worker.paused = false;
  const Worker changed = run([&](Tx& tx) { return update_worker(tx, worker); });
  EXPECT_TRUE(changed.paused);
  EXPECT_EQ(changed.version, 3);
  EXPECT_EQ(codec::to_json(*load_worker(session(), worker.id)), codec::to_json(changed));
}

TEST_F(WorkersService, WhoHasOpenJobsStaysActive) {
  Worker worker = make("Ona");
  done([&](Tx& tx) { return job_assigned(tx, worker.id, {clock.now() + 1h, {1, 2}}); });
  worker.active = false;
  EXPECT_EQ(error_of([&](Tx& tx) { return update_worker(tx, worker); }), "worker.has_open_jobs");
  done([&](Tx& tx) { return job_released(tx, worker.id, {}); });
  EXPECT_FALSE(run([&](Tx& tx) { return update_worker(tx, worker); }).active);
}

TEST_F(WorkersService, PausingTwiceIsPausingOnce) {
  const Worker worker = make("Ona");
  take_events();
  run([&](Tx& tx) { return pause(tx, worker.id); });
  run([&](Tx& tx) { return pause(tx, worker.id); });
  run([&](Tx& tx) { return resume(tx, worker.id); });
  run([&](Tx& tx) { return resume(tx, worker.id); });
  EXPECT_EQ(take_events(), (Kinds{"worker.paused", "worker.resumed", "worker.available"}));
}

TEST_F(WorkersService, FallsIllAndComesBackByItself) {
  const Worker worker = make("Ona");
  take_events();
  run([&](Tx& tx) { return add_absence(tx, {{}, worker.id, AbsenceKind::ill, clock.now(), clock.now() + 48h, "flu"}); });
  EXPECT_EQ(take_events(), (Kinds{"worker.absent"}));
  EXPECT_EQ(store::absent_at(session(), clock.now())->count(worker.id), 1U);
  clock.advance(48h);
  EXPECT_EQ(*under_test->fire_timers(), 1U);
  EXPECT_EQ(take_events(), (Kinds{"worker.available"}));
  EXPECT_TRUE(store::absent_at(session(), clock.now())->empty());
}

TEST_F(WorkersService, ComesBackEarlier) {
  const Worker worker = make("Ona");
  const Absence absence = run([&](Tx& tx) { return add_absence(tx, {{}, worker.id, AbsenceKind::ill, clock.now(), clock.now() + 48h, {}}); });
  clock.advance(1h);
  take_events();
  EXPECT_EQ(run([&](Tx& tx) { return end_absence(tx, absence.id); }).until_at, clock.now());
  EXPECT_EQ(take_events(), (Kinds{"worker.absence_ended", "worker.available"}));
  EXPECT_EQ(error_of([&](Tx& tx) { return end_absence(tx, absence.id); }), "absence.over");
  clock.advance(72h);
  EXPECT_EQ(*under_test->fire_timers(), 0U) << "its timer is cancelled";
}

TEST_F(WorkersService, APausedWorkerIsNotAvailableWhenTheAbsenceEnds) {
  const Worker worker = make("Ona");
  run([&](Tx& tx) { return add_absence(tx, {{}, worker.id, AbsenceKind::ill, clock.now(), clock.now() + 1h, {}}); });
  run([&](Tx& tx) { return pause(tx, worker.id); });
  take_events();
  clock.advance(1h);
  under_test->fire_timers();
  EXPECT_EQ(take_events(), Kinds{});
  run([&](Tx& tx) { return resume(tx, worker.id); });
  EXPECT_EQ(take_events(), (Kinds{"worker.resumed", "worker.available"}));
}

TEST_F(WorkersService, APlannedAbsenceBeginsAndMayBeTakenBack) {
  const Worker worker = make("Ona");
  const Instant monday = clock.now() + 72h;
  take_events();
  const auto plan = [&](Tx& tx) { return add_absence(tx, {{}, worker.id, AbsenceKind::holiday, monday, monday + 48h, {}}); };
  const Absence first = run(plan);
  run([&](Tx& tx) { return end_absence(tx, first.id); });
  EXPECT_EQ(load_absence(session(), first.id).error().code, "absence.unknown") << "it never was";
  EXPECT_EQ(take_events(), (Kinds{"worker.absence_planned", "worker.absence_ended"}));
  run(plan);
  take_events();
  const auto before = changes(0).last;
  clock.advance(72h);
  EXPECT_EQ(*under_test->fire_timers(), 1U);
  EXPECT_EQ(take_events(), (Kinds{"worker.absent"}));
  const auto told = changes(before);
  ASSERT_EQ(told.workers.size(), 1U);
  EXPECT_EQ(told.workers[0].absences.size(), 1U);
}

TEST_F(WorkersService, AnOlderPlaceIsPassedOver) {
  const Worker worker = make("Ona");
  const auto put = [&](Place place, Instant at) { done([&](Tx& tx) { return set_place(tx, worker.id, place, at); }); };
  put({10, 10}, clock.now());
  put({20, 20}, clock.now() - 1min);
  EXPECT_EQ(load_state(session(), worker.id)->place, (Place{10, 10}));
  put({30, 30}, clock.now() + 24h);
  EXPECT_EQ(load_state(session(), worker.id)->place_at, clock.now()) << "a phone whose clock is wrong cannot hide later places";
  EXPECT_EQ(error_of([&](Tx& tx) -> Result<bool> { TRY_DO(set_place(tx, WorkerId(99), {1, 1}, clock.now())); return true; }), "worker.unknown");
  EXPECT_EQ(error_of([&](Tx& tx) -> Result<bool> { TRY_DO(set_place(tx, worker.id, {91, 1}, clock.now())); return true; }), "worker.place");
}

TEST_F(WorkersService, LoadIsCounted) {
  const Worker worker = make("Ona");
  const WorkerId id = worker.id;
  const Instant later = clock.now() + 2h;
  done([&](Tx& tx) -> Result<> {
    for (const OfferOutcome outcome : {OfferOutcome::refused, OfferOutcome::silent, OfferOutcome::withdrawn, OfferOutcome::accepted}) {
      TRY_DO(offer_made(tx, id));
      TRY_DO(offer_settled(tx, id, outcome));
    }
    TRY_DO(offer_made(tx, id));
    return job_assigned(tx, id, {later, {5, 6}});
  });
  WorkerState state = *load_state(session(), id);
  EXPECT_EQ(std::tie(state.offered, state.accepted, state.refused, state.silent, state.done), std::make_tuple(5, 1, 1, 1, 0));
  EXPECT_EQ(std::tie(state.open_offers, state.open_jobs, state.free_at, state.free_place), std::make_tuple(1, 1, later, Place{5, 6}));
  done([&](Tx& tx) { return job_done(tx, id, {}, Place{7, 8}); });
  state = *load_state(session(), id);
  EXPECT_EQ(std::tie(state.done, state.open_jobs, state.free_at, state.place, state.place_at), std::make_tuple(1, 0, clock.now(), Place{7, 8}, clock.now()));
  EXPECT_EQ(error_of([&](Tx& tx) -> Result<bool> { TRY_DO(job_released(tx, id, {})); return true; }), "worker.load_broken");
  EXPECT_EQ(error_of([&](Tx& tx) -> Result<bool> { TRY_DO(offer_made(tx, WorkerId(99))); return true; }), "worker.unknown");
  EXPECT_EQ(load_state(session(), id)->open_jobs, 0);
}

TEST_F(WorkersService, ARosterIsToldWhatChangedAndNoMore) {
  const Worker ona = make("Ona"), jonas = make("Jonas");
  const auto all = changes(0);
  ASSERT_EQ(all.workers.size(), 2U);
  EXPECT_EQ(all.workers[0].worker->name, "Ona");
  EXPECT_TRUE(changes(all.last).workers.empty());
  EXPECT_EQ(changes(all.last).last, all.last);

  done([&](Tx& tx) { return offer_made(tx, jonas.id); });
  auto told = changes(all.last);
  ASSERT_EQ(told.workers.size(), 1U);
  EXPECT_EQ(told.workers[0].state.open_offers, 1);
  EXPECT_FALSE(told.workers[0].worker.has_value()) << "the definition is as it was";

  run([&](Tx& tx) { return add_absence(tx, {{}, ona.id, AbsenceKind::ill, clock.now(), clock.now() + 1h, {}}); });
  told = changes(told.last);
  ASSERT_EQ(told.workers.size(), 1U);
  EXPECT_EQ(told.workers[0].worker->id, ona.id);
  EXPECT_EQ(told.workers[0].absences.size(), 1U);

  // An undone change is told to nobody.
  const auto before = told.last;
  under_test->run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(offer_made(tx, ona.id));
    return Error::conflict("test.no", "No.");
  });
  EXPECT_TRUE(changes(before).workers.empty());
  run([&](Tx& tx) { return pause(tx, jonas.id); });
  EXPECT_EQ(changes(before).workers.size(), 1U);
}

TEST_F(WorkersService, PartsAreUsedMovedAndCounted) {
  const Part fuse = run([](Tx& tx) { return create_part(tx, "fuse", "Fuse"); });
  const Worker ona = make("Ona"), jonas = make("Jonas");
  run([&](Tx& tx) { return set_stock(tx, ona.id, {{fuse.id, 5}}); });
  take_events();
  done([&](Tx& tx) { return move_parts(tx, ona.id, jonas.id, fuse.id, 2); });
  EXPECT_EQ(quantity_of(load_worker(session(), ona.id)->stock, fuse.id), 3);
  EXPECT_EQ(quantity_of(load_worker(session(), jonas.id)->stock, fuse.id), 2);
  EXPECT_EQ(take_events(), (Kinds{"worker.parts_moved", "worker.parts_moved"}));
  done([&](Tx& tx) { return use_parts(tx, ona.id, {{fuse.id, 1}}); });
  EXPECT_EQ(take_events(), Kinds{}) << "the service sheet records it";
  done([&](Tx& tx) { return use_parts(tx, ona.id, {{fuse.id, 3}}); });
  EXPECT_EQ(take_events(), (Kinds{"worker.stock_short"}));
  EXPECT_TRUE(load_worker(session(), ona.id)->stock.empty());
  const auto move = [&](WorkerId from, WorkerId to, std::int64_t quantity) {
    return error_of([&](Tx& tx) -> Result<bool> { TRY_DO(move_parts(tx, from, to, fuse.id, quantity)); return true; });
  };
  EXPECT_EQ(move(jonas.id, ona.id, 3), "stock.not_enough");
  EXPECT_EQ(move(jonas.id, jonas.id, 1), "stock.same_van");
  EXPECT_EQ(move(jonas.id, ona.id, 0), "stock.quantity");
  EXPECT_EQ(error_of([&](Tx& tx) { return set_stock(tx, ona.id, {{PartId(99), 1}}); }), "worker.unknown_part");
}

TEST_F(WorkersService, NearestColleaguesFirst) {
  const Part fuse = run([](Tx& tx) { return create_part(tx, "fuse", "Fuse"); });
  const Worker here = make("Here", {54.0, 25.0}), close = make("Close", {54.01, 25.0}), far = make("Far", {55.0, 25.0}), ill = make("Ill", {54.0, 25.0});
  run([&](Tx& tx) { return set_stock(tx, far.id, {{fuse.id, 4}}); });
  run([&](Tx& tx) { return add_absence(tx, {{}, ill.id, AbsenceKind::ill, clock.now(), clock.now() + 1h, {}}); });
  const auto names = [&](const NearQuestion& question, const std::function<bool(const Worker&)>& visible = {}) {
    Kinds result;
    const auto colleagues = near(session(), clock.now(), question, visible);
    for (const Colleague& colleague : *colleagues) result.push_back(colleague.name);
    return result;
  };
  EXPECT_EQ(names({.place = here.home}), (Kinds{"Here", "Close", "Far"}));
  EXPECT_EQ(names({.place = here.home, .except = here.id, .limit = 1}), (Kinds{"Close"}));
  EXPECT_EQ(names({.place = here.home, .part_id = fuse.id}), (Kinds{"Far"}));
  EXPECT_EQ(names({.place = here.home}, [&](const Worker& worker) { return worker.id == close.id; }), (Kinds{"Close"}));
  const auto found = near(session(), clock.now(), {.place = here.home, .part_id = fuse.id});
  EXPECT_EQ(found->front().quantity, 4);
  EXPECT_NEAR(static_cast<double>(found->front().distance_m), 111'195.0, 2.0);
}

}  // namespace
}  // namespace bellman::workers
