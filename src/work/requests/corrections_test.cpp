// What the desk corrects of an open request: criticality, service, site, deadlines; and clocks that go on.
#include "requests/service.h"
#include "base/text.h"
#include "requests/test_house.h"

namespace bellman::requests {
namespace {

class Corrections : public House {
 protected:
  Result<Request> correct(const Request& request, const std::function<void(ChangeRequest&)>& alter) {
    ChangeRequest command;
    command.reason = std::string("The caller understated it.");
    alter(command);
    return run([&](engine::Tx& tx) { return change(tx, now_of(request), command, {}); });
  }
  Amended last_amended(const Request& request) {
    Amended last;
    for (const engine::Event& event : events_of("request", request.id.value))
      if (event.kind == "request.amended") last = *codec::from_json<Amended>(event.data.text, codec::Mode::stored);
    return last;
  }
  void promise_by_criticality() {
    must([&](engine::Tx& tx) {
      sla::Policy promise;
      promise.name = "by criticality";
      promise.rules = {{.reach_minutes = 60, .solve_minutes = 240, .clock = sla::Clock::clock},
                       {.criticality = sla::Criticality::critical, .reach_minutes = 30, .solve_minutes = 120, .clock = sla::Clock::clock}};
      return sla::create_policy(tx, promise);
    });
    const auto all = *db::all<PolicyId>(session(), db::Query{"test.last_policy", "SELECT id FROM sla_policy ORDER BY id DESC LIMIT 1"});
    graded = service("graded", catalogue::DispatchMode::automatic, [&](catalogue::Service& draft) { draft.sla_policy_id = all.at(0); });
  }
  catalogue::Service graded;
};

TEST_F(Corrections, AnotherCriticalityPromisesAnewFromTheStartWithPausesKept) {
  promise_by_criticality();
  const Request request = file_at_home(graded);
  must([&](engine::Tx& tx) { return wait_for(tx, now_of(request), Owing::client, "Which floor?", tx.now() + 1h); });
  pass(10min);
  must([&](engine::Tx& tx) { return resume(tx, now_of(request), "third"); });
  const auto changed = correct(request, [](ChangeRequest& command) { command.criticality = sla::Criticality::critical; });
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(changed->criticality, sla::Criticality::critical);
  EXPECT_EQ(changed->reach_due, request.filed_at + 40min);
  EXPECT_EQ(changed->solve_due, request.filed_at + 130min);
  EXPECT_EQ(changed->owed_by, changed->reach_due);
  EXPECT_EQ(timer("sla.reach", request.id.value), changed->reach_due);
  const Amended told = last_amended(request);
  EXPECT_EQ(told.reason, "The caller understated it.");
  ASSERT_EQ(told.changes.size(), 3U);
  EXPECT_EQ(told.changes[0].field + " " + told.changes[0].before + " " + told.changes[0].after, "criticality normal critical");
  expect_replay(request);
}

TEST_F(Corrections, ACorrectionNeedsAReasonAndAnOpenRequest) {
  const Request request = file_at_home(repair);
  EXPECT_EQ(error_of(correct(request, [](ChangeRequest& command) { command.reason.reset(); command.criticality = sla::Criticality::high; })), "request.reason_missing reason");
  EXPECT_EQ(error_of(correct(request, [&](ChangeRequest& command) { command.reach_due = clock.now(); })), "request.due_past reach_due");
  EXPECT_EQ(error_of(correct(request, [&](ChangeRequest& command) { command.service_id = question.id; })), "request.other_dispatch");
  must([&](engine::Tx& tx) { return cancel(tx, now_of(request), "not needed"); });
  EXPECT_EQ(error_of(correct(request, [](ChangeRequest& command) { command.criticality = sla::Criticality::high; })), "request.not_now");
}

TEST_F(Corrections, TheDeskMovesADeadlineAndItsTimer) {
  const Request request = file_at_home(repair);
  const Instant later = clock.now() + 3h;
  const auto changed = correct(request, [&](ChangeRequest& command) { command.reach_due = later; });
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(changed->reach_due, later);
  EXPECT_EQ(timer("sla.reach", request.id.value), later);
  pass(2h);
  EXPECT_FALSE(now_of(request).late);
  pass(2h);
  EXPECT_TRUE(now_of(request).late);
}

TEST_F(Corrections, AnotherSiteMovesTheVisitThere) {
  const clients::Site office = site(anna, "Office");
  const Request request = file_at_home(repair);
  const auto changed = correct(request, [&](ChangeRequest& command) { command.site_id = office.id; });
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(changed->site_id, office.id);
  EXPECT_EQ(story(request), "filed amended moved");
  EXPECT_EQ(last_amended(request).changes.at(0).after, "Office");
  EXPECT_EQ(error_of(correct(request, [&](ChangeRequest& command) { command.site_id = site(boris, "Elsewhere").id; })), "request.unknown_site site_id");
  expect_replay(request);
}

TEST_F(Corrections, TheClockRunsAgainOnceTheClientsTimeIsOver) {
  const Request request = file_at_home(repair);
  must([&](engine::Tx& tx) { return wait_for(tx, now_of(request), Owing::client, "Which floor?", tx.now() + 1h); });
  pass(2h);
  EXPECT_EQ(now_of(request).state, RequestState::waiting_for_client);
  EXPECT_EQ(now_of(request).reach_due, *request.reach_due + 1h) << "the client's hour, and no more";
  EXPECT_EQ((*sla::deadlines_of(session(), request.id))[1].state, sla::DeadlineState::running);
  EXPECT_TRUE(now_of(request).late) << "the time to be there went by while the desk owed the next step";
  expect_replay(request);
}

}  // namespace
}  // namespace bellman::requests
