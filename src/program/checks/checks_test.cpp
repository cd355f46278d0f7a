// Each invariant: its violation planted by SQL in a real store is found, with a sentence; the store as the rooms leave it has none.
#include "checks/checks.h"

#include "dispatch/test_house.h"

#include <set>

namespace bellman::checks {
namespace {

using dispatch::Dispatch;
using dispatch::Job;
using requests::Owing;
using requests::Request;
using requests::RequestState;

class Checks : public Dispatch {
 protected:
  // A little of everything: served at the desk and late, waited for, merged, done, assigned, being asked, in a dispatcher's hands.
  void SetUp() override {
    Dispatch::SetUp();
    late = file_at_home(question, "Which papers?");
    pass(61min);
    const Request other = file_at_home(question);
    waiting = file_at_home(question);
    must([&](engine::Tx& tx) { return requests::wait_for(tx, now_of(waiting), Owing::client, "Which floor?", tx.now() + 10h); });
    must([&](engine::Tx& tx) { return requests::merge(tx, now_of(other), late.id); });
    merged = other;
    must([&](engine::Tx& tx) {
      clients::Site site = home;
      site.region_id = RegionId(1);
      return clients::replace_site(tx, site);
    });
    three();
    done = accepted_by_ruth();
    for (const char* what : {"travel", "start", "finish"}) EXPECT_EQ(step(done, ruth, what), "");
    assigned = accepted_by_ruth();
    offered = file_at_home(repair, "Another leak");
    by_hand = file_at_home(inspection);
    pass(10s);
    EXPECT_EQ(now_of(offered).state, RequestState::offered);
    EXPECT_EQ(now_of(assigned).state, RequestState::assigned);
    EXPECT_EQ(now_of(done).state, RequestState::done);
    EXPECT_EQ(now_of(by_hand).owes, Owing::dispatcher);
    EXPECT_TRUE(now_of(late).late);
  }

  static std::string listed(const std::vector<Violation>& violations) {
    std::string text;
    for (const Violation& one : violations) text += fmt::format("{} {} {}: {}\n", one.code, one.subject, one.id, one.sentence);
    return text;
  }
  // What is found after these statements, which are undone again.
  std::vector<Violation> found_after(const std::string& sql, const Scope& scope = {}) {
    const auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(session->script(session->engine() == db::Engine::sqlite ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica").has_value(), "a spoiled store may refer to nothing");
    BELLMAN_ASSERT(session->begin(db::Access::write).has_value(), "begin");
    const auto spoiled = session->script(sql);
    EXPECT_TRUE(spoiled.has_value()) << sql << ": " << spoiled.error().text();
    auto found = checks::run(*session, clock.now(), scope);
    session->rollback();
    EXPECT_TRUE(found.has_value()) << sql << ": " << found.error().text();
    return found.has_value() ? *std::move(found) : std::vector<Violation>{};
  }
  // That among what is found stands this code about this subject, in words.
  template <class IdType>
  void expect(const std::string& code, IdType id, const std::string& sql) {
    const auto found = found_after(sql);
    const auto here = std::ranges::find_if(found, [&](const Violation& one) { return one.code == code && one.id == id.value; });
    ASSERT_NE(here, found.end()) << code << " of " << id.value << " after: " << sql << "\nfound:\n" << listed(found);
    EXPECT_FALSE(here->subject.empty());
    EXPECT_GE(std::ranges::count(here->sentence, ' '), 3) << here->sentence;
    EXPECT_TRUE(here->sentence.ends_with(".") || here->sentence.find(": ") != std::string::npos) << here->sentence;
  }
  std::string sql_of(const Request& request, std::string_view change) { return fmt::format("UPDATE request SET {} WHERE id = {}", change, request.id.value); }
  std::string sql_of(const Job& job, std::string_view change) { return fmt::format("UPDATE job SET {} WHERE id = {}", change, job.id.value); }
  std::string deadline_sql(const Request& request, std::string_view kind, std::string_view change) {
    return fmt::format("UPDATE deadline SET {} WHERE request_id = {} AND kind = '{}'", change, request.id.value, kind);
  }
  dispatch::JobOffer offer_of(const Request& request) { return dispatch::offers_of_job(session(), job_of(request).id)->front(); }
  std::string offer_sql(const Request& request, std::string_view change) { return fmt::format("UPDATE job_offer SET {} WHERE id = {}", change, offer_of(request).id.value); }
  // The worker's row is changed as if it had always been so.
  std::string worker_sql(const Request& asked_for, std::string_view change) {
    return fmt::format("UPDATE worker SET {} WHERE id = {}", change, offer_of(asked_for).worker_id.value);
  }
  // One more row, like another but for some columns.
  static std::string copy_of(std::string_view table, std::int64_t id, const std::string& change) {
    return fmt::format("CREATE TEMP TABLE copied AS SELECT * FROM {0} WHERE id = {1}; UPDATE copied SET id = 9000, {2}; INSERT INTO {0} SELECT * FROM copied; DROP TABLE copied", table, id, change);
  }
  std::string event_sql(RequestId id, std::string_view kind, const std::string& data) {
    return fmt::format("INSERT INTO event (id, at, kind, subject, subject_id, programme_id, actor_kind, actor_id, audience, data) "
                       "VALUES (900000, {}, '{}', 'request', {}, 1, 'system', 0, 'operator', '{}')", clock.now().ms, kind, id.value, data);
  }
  // The data of the request's last event of a kind, to be told once more.
  std::string data_of(const Request& request, std::string_view kind) {
    std::string data;
    for (const engine::Event& event : events_of("request", request.id.value))
      if (event.kind == kind) data = event.data.text;
    EXPECT_FALSE(data.empty()) << kind;
    return data;
  }

  Request late, waiting, merged, done, assigned, offered, by_hand;
};

TEST_F(Checks, AStoreAsTheRoomsLeaveItHasNone) {
  EXPECT_EQ(listed(found_after("")), "");
  pass(8h);
  EXPECT_EQ(listed(found_after("")), "") << "after a day of silence and breaches";
}

TEST_F(Checks, EachRequestIsInTheTextIndexOnceItsEventsHaveBeenFollowed) {
  pass(10s);
  const std::string row = database->engine() == db::Engine::sqlite ? "rowid" : "id";
  expect("index.missing", done.id, fmt::format("DELETE FROM request_text WHERE {} = {}", row, done.id.value));
  EXPECT_EQ(listed(found_after(fmt::format("DELETE FROM request_text WHERE {} = {}; UPDATE follower SET cursor = 0", row, done.id.value))), "") << "it is still to come";
}

TEST_F(Checks, NoFollowerIsParked) {
  pass(10s);
  expect("follower.parked", EventId(7), "UPDATE follower SET state = 'parked', failing_event = 7, error = 'It does not work.'");
}

TEST_F(Checks, AnAcknowledgedRequestIsThere) {
  const std::vector<RequestId> told{late.id, RequestId(4711)};
  const auto found = found_after("", {.acknowledged = told});
  ASSERT_EQ(found.size(), 1U) << listed(found);
  EXPECT_EQ(found.front().code + " " + std::to_string(found.front().id), "acknowledged.lost 4711");
}

TEST_F(Checks, AtMostSoManyAreReported) {
  EXPECT_EQ(found_after("DELETE FROM timer", {.most = 2}).size(), 2U);
}

TEST_F(Checks, OneRequestHasOneOwner) {
  const Job job = job_of(assigned);
  expect("state.two_jobs", assigned.id, copy_of("job", job.id.value, "state = 'waiting', worker_id = NULL"));
  expect("assignment.double", assigned.id, copy_of("job", job.id.value, "worker_id = worker_id + 1"));
  expect("assignment.double", job.id, copy_of("job_offer", offer_of(assigned).id.value, fmt::format("worker_id = {}, settled_at = settled_at + 1000", tom.id.value)));
  std::string data = data_of(assigned, "request.assigned");
  expect("assignment.over_another", assigned.id, event_sql(assigned.id, "request.assigned", data));
  expect("assignment.unexplained", job.id, offer_sql(assigned, "state = 'withdrawn'"));
}

TEST_F(Checks, RequestJobOfferAndLoadSayTheSame) {
  const Job job = job_of(assigned);
  expect("state.no_job", assigned.id, fmt::format("DELETE FROM job WHERE id = {}", job.id.value));
  expect("state.no_job", offer_of(assigned).id, fmt::format("DELETE FROM job WHERE id = {}", job.id.value));
  expect("state.job", assigned.id, sql_of(job, "state = 'travelling'"));
  expect("state.worker", assigned.id, sql_of(assigned, fmt::format("worker_id = {}", tom.id.value)));
  expect("state.no_request", job.id, sql_of(job, "request_id = 4711"));
  expect("state.no_request", job_of(offered).id, fmt::format("DELETE FROM request WHERE id = {}", offered.id.value));
  expect("state.merged", merged.id, sql_of(merged, "merged_into = NULL"));
  expect("state.merged", late.id, sql_of(late, fmt::format("merged_into = {}", assigned.id.value)));
  expect("state.open_offer", job.id, offer_sql(assigned, "state = 'open', settled_at = NULL"));
  expect("state.no_open_offer", job_of(offered).id, offer_sql(offered, fmt::format("state = 'silent', settled_at = {}", clock.now().ms)));
  expect("state.job_worker", job.id, sql_of(job, "worker_id = NULL"));
  expect("state.job_worker", job_of(offered).id, sql_of(job_of(offered), fmt::format("worker_id = {}", tom.id.value)));
  expect("sheet.missing", job_of(done).id, "DELETE FROM service_sheet");
  expect("sheet.missing", job.id, fmt::format("UPDATE service_sheet SET job_id = {}", job.id.value));
  expect("state.load", ruth.id, fmt::format("UPDATE worker_state SET open_jobs = open_jobs + 1 WHERE worker_id = {}", ruth.id.value));
  expect("state.load", tom.id, fmt::format("UPDATE worker_state SET open_offers = open_offers + 1 WHERE worker_id = {}", tom.id.value));
}

TEST_F(Checks, SomebodyOwesTheNextStep) {
  expect("owed.nobody", late.id, sql_of(late, "owes = 'nobody'"));
  expect("owed.nobody", merged.id, sql_of(merged, "owes = 'client'"));
  expect("owed.step", late.id, sql_of(late, "step = ''"));
  expect("owed.step", merged.id, sql_of(merged, "step = 'wait'"));
  expect("owed.system", late.id, sql_of(late, "owes = 'system'"));
  expect("owed.handed_over", by_hand.id, sql_of(job_of(by_hand), "handed_over = 0"));
  expect("owed.by_hand", job_of(by_hand).id, sql_of(job_of(by_hand), "handed_over = 0"));
  const auto gone = [](std::string_view kind) { return fmt::format("DELETE FROM timer WHERE kind = '{}'", kind); };
  const auto later = [](std::string_view kind) { return fmt::format("UPDATE timer SET due = due + 86400000000 WHERE kind = '{}'", kind); };
  expect("owed.no_timer", waiting.id, gone("request.wait"));
  expect("owed.late_timer", waiting.id, later("request.wait"));
  expect("owed.no_timer", done.id, gone("request.close"));
  expect("owed.late_timer", done.id, later("request.close"));
  expect("owed.no_timer", job_of(assigned).id, gone("dispatch.set_out"));
  expect("owed.no_timer", offer_of(offered).id, gone("dispatch.answer"));
  const Request looked_for = file_at_home(repair);
  expect("owed.no_timer", job_of(looked_for).id, gone("dispatch.round"));
  expect("owed.late_timer", job_of(looked_for).id, later("dispatch.round"));
  expect("timer.failing", waiting.id, "UPDATE timer SET attempts = 3, error = 'It does not work.' WHERE kind = 'request.wait'");
}

TEST_F(Checks, DeadlinesFollowTheirRequestAndAreToldOnce) {
  expect("deadline.left_over", done.id, deadline_sql(done, "solve", "state = 'running'"));
  expect("deadline.paused", assigned.id, deadline_sql(assigned, "solve", "state = 'paused'"));
  expect("deadline.stated", assigned.id, sql_of(assigned, "solve_due = solve_due + 1"));
  expect("deadline.no_timer", assigned.id, fmt::format("DELETE FROM timer WHERE kind = 'sla.solve' AND subject_id = {}", assigned.id.value));
  expect("deadline.no_timer", assigned.id, fmt::format("UPDATE timer SET due = due + 86400000 WHERE kind = 'sla.solve' AND subject_id = {}", assigned.id.value));
  expect("deadline.no_breach", late.id, deadline_sql(late, "reach", "breached_at = NULL"));
  expect("deadline.unreported", late.id, fmt::format("DELETE FROM event WHERE kind = 'sla.breached' AND subject_id = {}", late.id.value));
  expect("deadline.early", late.id, deadline_sql(late, "reach", "breached_at = due - 1"));
  expect("deadline.early", late.id, fmt::format("UPDATE event SET at = 0 WHERE kind = 'sla.breached' AND subject_id = {}", late.id.value));
  expect("deadline.twice", late.id, event_sql(late.id, "sla.breached", data_of(late, "sla.breached")));
  expect("deadline.due", assigned.id, deadline_sql(assigned, "solve", "due = due + 60000"));
  expect("deadline.no_request", RequestId(4711), fmt::format("UPDATE deadline SET request_id = 4711 WHERE request_id = {} AND kind = 'reach'", assigned.id.value));
}

TEST_F(Checks, WhoWasAskedFitted) {
  const auto id = offer_of(offered).id;
  const std::int64_t asked = offer_of(offered).worker_id.value, now = clock.now().ms;
  expect("offer.no_worker", id, offer_sql(offered, "worker_id = 4711"));
  expect("offer.no_skill", id, sql_of(job_of(offered), R"(skills = '[{"skill_id":5,"level":2}]')"));
  expect("offer.not_active", id, worker_sql(offered, "active = 0"));
  expect("offer.region", id, worker_sql(offered, "regions = '[2]'"));
  expect("offer.programme", id, worker_sql(offered, "programmes = '[2]'"));
  expect("offer.off_shift", id, worker_sql(offered, R"(shifts = '[{"from_minute":0,"until_minute":1}]')"));
  const auto event = [&](int number, std::string_view kind, Instant at, const std::string& data) {
    return fmt::format("INSERT INTO event (id, at, kind, subject, subject_id, actor_kind, actor_id, audience, data) VALUES ({}, {}, '{}', 'worker', {}, 'system', 0, 'operator', '{}');",
                       900000 + number, at.ms, kind, asked, data);
  };
  expect("offer.paused", id, event(1, "worker.paused", clock.now() - 1h, "{}"));
  expect("offer.absent", id,
         fmt::format("INSERT INTO absence (id, worker_id, kind, from_at, until_at, note) VALUES (9, {}, 'ill', {}, {}, '');", asked, now - 3'600'000, now + 3'600'000) +
             event(1, "worker.absent", clock.now() - 1h, fmt::format(R"({{"worker_id":{},"absence_id":9,"from_at":{},"until_at":{}}})", asked, codec::to_json(clock.now() - 1h), codec::to_json(clock.now() + 1h))));
  expect("offer.refused_pair", id, fmt::format("INSERT INTO worker_wish (client_id, worker_id, kind, reason) VALUES ({}, {}, 'refused', '')", anna.id.value, asked));
  expect("offer.asked_twice", JobOfferId(9000), copy_of("job_offer", id.value, fmt::format("state = 'withdrawn', settled_at = {}", now)));
  expect("offer.two_at_once", JobOfferId(9000), copy_of("job_offer", id.value, "job_id = 4711"));
  expect("offer.over_capacity", offered.id, worker_sql(offered, "capacity = 0"));
}

TEST_F(Checks, AChangeSinceTheOfferExcusesIt) {
  const WorkerId asked = offer_of(offered).worker_id;
  pass(1s);
  must([&](engine::Tx& tx) {
    auto changed = workers::load_worker(tx.session(), asked);
    changed->regions = {RegionId(2)};
    return workers::update_worker(tx, *changed);
  });
  must([&](engine::Tx& tx) { return clients::set_wish(tx, {anna.id, asked, clients::WishKind::refused, ""}); });
  EXPECT_EQ(listed(found_after("")), "");
}

TEST_F(Checks, EachOfferIsOnRecord) {
  const dispatch::JobOffer offer = offer_of(offered);
  expect("offer.no_record", offer.id, fmt::format("DELETE FROM dispatch_decision WHERE id = {}", offer.decision_id.value));
  expect("offer.record", job_of(offered).id, fmt::format("UPDATE dispatch_decision SET record = {} WHERE id = {}", database->engine() == db::Engine::sqlite ? "x'ff'" : "'\\xff'", offer.decision_id.value));
  must([&](engine::Tx& tx) -> Result<bool> {
    workers::Worker unasked;
    unasked.name = "Una";
    TRY(made, workers::create_worker(tx, unasked));
    tom = made;
    return true;
  });
  expect("offer.not_in_record", offer.id, offer_sql(offered, fmt::format("worker_id = {}", tom.id.value)));
}

TEST_F(Checks, TheJournalTellsEveryRequestWithoutAGap) {
  const auto events = [](const Request& request, std::string_view more = "") { return fmt::format("DELETE FROM event WHERE subject = 'request' AND subject_id = {} {}", request.id.value, more); };
  expect("journal.silent", late.id, events(late));
  expect("journal.no_row", late.id, fmt::format("DELETE FROM request WHERE id = {}", late.id.value));
  expect("journal.order", assigned.id, events(assigned, "AND kind = 'request.filed'"));
  expect("journal.order", assigned.id, event_sql(assigned.id, "request.filed", data_of(assigned, "request.filed")));
  expect("journal.gap", assigned.id, events(assigned, "AND kind = 'request.offered'"));
  expect("journal.no_beginning", late.id, events(late, "AND kind LIKE 'request.%'"));
  expect("journal.differs", assigned.id, sql_of(assigned, "owed_by = owed_by + 1"));
  expect("journal.differs", late.id, sql_of(late, "state = 'done'"));
  expect("journal.differs", late.id, sql_of(late, "owes = 'dispatcher'"));
}

TEST_F(Checks, AnImportedRequestBeginsWithItsImport) {
  Request history = now_of(late);
  history.external_id = "X-7";
  history.late = false;
  must([&](engine::Tx& tx) { return requests::take_over(tx, history); });
  EXPECT_EQ(listed(found_after("")), "");
}

}  // namespace
}  // namespace bellman::checks
