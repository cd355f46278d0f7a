#include "jobs/service.h"

#include "jobs/rules.h"
#include "jobs/store.h"
#include "requests/test_house.h"

namespace bellman::jobs {
namespace {

using requests::Owing;
using requests::Request;
using requests::RequestState;

class Jobs : public requests::House {
 protected:
  void SetUp() override {
    House::SetUp();
    seal = must([](engine::Tx& tx) { return workers::create_part(tx, "seal", "Seal"); });
    ruth = worker("Ruth");
    sam = worker("Sam");
  }
  workers::Worker worker(std::string name) {
    workers::Worker draft;
    draft.name = std::move(name);
    draft.home = {54.7, 25.3};
    draft.stock = {{seal.id, 3}};
    return must([&](engine::Tx& tx) { return workers::create_worker(tx, draft); });
  }
  Job job_of(const Request& request) { return **of_request(session(), request.id); }
  Job assign_to(const Request& request, const workers::Worker& who, Milliseconds from = 0ms) {
    return must([&](engine::Tx& tx) { return assign(tx, job_of(request), who.id, tx.now() + from, tx.now() + from + 1h); });
  }
  std::string step(const Request& request, const std::string& what, const workers::Worker& by) {
    const JobId id = job_of(request).id;
    return error_of(run([&](engine::Tx& tx) { return what == "travel" ? travel(tx, id, by.id) : start(tx, id, by.id); }));
  }
  Result<ServiceSheet> finish_by(const Request& request, const workers::Worker& by, const std::function<void(FinishCommand&)>& alter = {}) {
    FinishCommand command;
    command.work_done = "Sealed the pipe.";
    if (alter) alter(command);
    const JobId id = job_of(request).id;
    return run([&](engine::Tx& tx) { return finish(tx, id, by.id, command); });
  }
  workers::WorkerState load_of(const workers::Worker& who) { return *workers::load_state(session(), who.id); }
  void expect_in_step(const Request& request, RequestState state, JobState job) {
    EXPECT_EQ(now_of(request).state, state);
    EXPECT_EQ(job_of(request).state, job);
    EXPECT_EQ(load_of(ruth).open_jobs, static_cast<std::int64_t>(of_worker(session(), ruth.id)->size()));
    expect_replay(request);
  }

  workers::Part seal;
  workers::Worker ruth, sam;
};

TEST_F(Jobs, ARequestForAWorkerMakesAJobOneForTheDeskNone) {
  const Request field = file_at_home(repair), desk = file_at_home(question), by_hand = file_at_home(inspection);
  const Job job = job_of(field);
  EXPECT_EQ(job.state, JobState::waiting);
  EXPECT_EQ(job.reach_due, field.reach_due);
  EXPECT_EQ(job.place, field.place);
  EXPECT_TRUE(job.automatic);
  EXPECT_FALSE(of_request(session(), desk.id)->has_value());
  EXPECT_FALSE(job_of(by_hand).automatic);
  EXPECT_TRUE(job_of(by_hand).handed_over);
  EXPECT_EQ(now_of(by_hand).owes, Owing::dispatcher);
  const auto looked_at = *waiting(session(), clock.now(), 10);
  ASSERT_EQ(looked_at.size(), 1U) << "no round looks at what a dispatcher assigns";
  EXPECT_EQ(looked_at[0].id, job.id);
}

TEST_F(Jobs, TheRequestAndTheLoadFollowEachStep) {
  const Request request = file_at_home(repair);
  assign_to(request, ruth);
  expect_in_step(request, RequestState::assigned, JobState::assigned);
  EXPECT_EQ(load_of(ruth).free_at, clock.now() + 1h);
  EXPECT_EQ(load_of(ruth).free_place, *request.place);
  EXPECT_EQ(step(request, "travel", sam), "job.not_yours");
  EXPECT_EQ(step(request, "travel", ruth), "");
  expect_in_step(request, RequestState::travelling, JobState::travelling);
  pass(20min);
  EXPECT_EQ(step(request, "start", sam), "job.not_yours");
  EXPECT_EQ(step(request, "start", ruth), "");
  expect_in_step(request, RequestState::in_work, JobState::in_work);
  EXPECT_EQ((*sla::deadlines_of(session(), request.id))[0].met_at, clock.now()) << "reached";
  EXPECT_EQ(error_of(finish_by(request, sam)), "job.not_yours");
  pass(20min);
  const auto sheet = finish_by(request, ruth, [&](FinishCommand& command) { command.parts = {{seal.id, {2}}}; });
  ASSERT_TRUE(sheet.has_value()) << sheet.error().text();
  expect_in_step(request, RequestState::done, JobState::done);
  EXPECT_EQ(load_of(ruth).done, 1);
  EXPECT_EQ(load_of(ruth).free_at, clock.now());
  EXPECT_EQ(load_of(ruth).place, *request.place);
  EXPECT_EQ(workers::load_worker(session(), ruth.id)->stock[0].quantity, 1) << "two of three are used";
  EXPECT_EQ((*sla::deadlines_of(session(), request.id))[1].met_at, clock.now()) << "solved";
  const auto list = *store::sheets_of_client(session(), anna.id, {}, 10);
  ASSERT_EQ(list.size(), 1U) << "at once in the client's list";
  EXPECT_EQ(codec::to_json(list[0]), codec::to_json(*sheet));
  EXPECT_TRUE(store::sheets_of_client(session(), boris.id, {}, 10)->empty());
  EXPECT_EQ(store::sheets_of_worker(session(), ruth.id, {}, 10)->size(), 1U);
  EXPECT_EQ(error_of(finish_by(request, ruth)), "job.not_now") << "written once";
}

TEST_F(Jobs, ABadSheetChangesNothing) {
  const Request request = file_at_home(repair), other = file_at_home(repair);
  assign_to(request, ruth);
  ASSERT_EQ(step(request, "start", ruth), "");
  const auto attach = [&](const Request& to) {
    return must([&](engine::Tx& tx) { return requests::add_attachment(tx, to.id, {requests::hash_of("x"), "image/png", 1}, "x.png"); }).id;
  };
  const AttachmentId own = attach(request), foreign = attach(other);
  const auto error = [&](const std::function<void(FinishCommand&)>& alter) { return error_of(finish_by(request, ruth, alter)); };
  EXPECT_EQ(error([&](FinishCommand& command) { command.parts = {{seal.id, {1}}, {PartId(999), {1}}}; }), "sheet.unknown_part parts[1].part_id");
  EXPECT_EQ(error([&](FinishCommand& command) { command.photos = {own, foreign}; }), "sheet.unknown_photo photos[1]");
  EXPECT_EQ(error([&](FinishCommand& command) { command.finished_at = clock.now() + 1h; }), "sheet.future finished_at");
  expect_in_step(request, RequestState::in_work, JobState::in_work);
  EXPECT_EQ(workers::load_worker(session(), ruth.id)->stock[0].quantity, 3);
  EXPECT_EQ(error([&](FinishCommand& command) { command.photos = {own}; }), "");
  EXPECT_EQ((*store::sheets_of_request(session(), request.id))[0].photos, std::vector<AttachmentId>{own});
}

TEST_F(Jobs, MoreUsedThanTheVanHeldIsUsedAllTheSame) {
  const Request request = file_at_home(repair);
  assign_to(request, ruth);
  ASSERT_EQ(step(request, "start", ruth), "");
  ASSERT_TRUE(finish_by(request, ruth, [&](FinishCommand& command) { command.parts = {{seal.id, {5}}}; }).has_value());
  const auto events = events_of("worker", ruth.id.value);
  EXPECT_TRUE(std::any_of(events.begin(), events.end(), [](const engine::Event& event) { return event.kind == "worker.stock_short"; }));
}

TEST_F(Jobs, SeveralJobsAheadAreForeseenTogether) {
  const Request one = file_at_home(repair), two = file_at_home(repair);
  assign_to(one, ruth);
  assign_to(two, ruth, 2h);
  EXPECT_EQ(load_of(ruth).open_jobs, 2);
  EXPECT_EQ(load_of(ruth).free_at, clock.now() + 3h);
  must([&](engine::Tx& tx) { return release(tx, job_of(two), "moved"); });
  EXPECT_EQ(load_of(ruth).free_at, clock.now() + 1h);
  expect_in_step(two, RequestState::waiting_for_dispatch, JobState::waiting);
  EXPECT_EQ(codec::from_json<Released>(events_of("job", job_of(two).id.value).back().data.text, codec::Mode::stored)->worker_id, ruth.id);
  must([&](engine::Tx& tx) { return release(tx, job_of(one), "ill"); });
  EXPECT_EQ(load_of(ruth).open_jobs, 0);
  EXPECT_EQ(load_of(ruth).free_at, clock.now());
}

TEST_F(Jobs, TheJobFollowsItsRequest) {
  const Request request = file_at_home(repair);
  const auto desk = [&](auto action) { return error_of(run([&](engine::Tx& tx) -> Result<Request> { return action(tx, now_of(request)); })); };
  EXPECT_EQ(desk([](engine::Tx& tx, const Request& it) { return requests::wait_for(tx, it, Owing::client, "Which floor?", tx.now() + 1h); }), "");
  expect_in_step(request, RequestState::waiting_for_client, JobState::held);
  pass(10min);
  EXPECT_EQ(desk([](engine::Tx& tx, const Request& it) { return requests::resume(tx, it, "third"); }), "");
  expect_in_step(request, RequestState::waiting_for_dispatch, JobState::waiting);
  EXPECT_EQ(job_of(request).reach_due, *request.reach_due + 10min);
  assign_to(request, ruth);
  EXPECT_EQ(desk([](engine::Tx& tx, const Request& it) { return requests::cancel(tx, it, "not needed"); }), "");
  expect_in_step(request, RequestState::cancelled, JobState::cancelled);
  const JobId first = job_of(request).id;
  EXPECT_EQ(desk([](engine::Tx& tx, const Request& it) { return requests::reopen(tx, it, "needed after all"); }), "");
  expect_in_step(request, RequestState::waiting_for_dispatch, JobState::waiting);
  EXPECT_NE(job_of(request).id, first) << "a job of its own";
  EXPECT_TRUE(job_of(request).asked.empty());
  const Request into = file_at_home(repair);
  EXPECT_EQ(desk([&](engine::Tx& tx, const Request& it) { return requests::merge(tx, it, into.id); }), "");
  expect_in_step(request, RequestState::merged, JobState::cancelled);
  EXPECT_EQ(desk([](engine::Tx& tx, const Request& it) { return requests::unmerge(tx, it); }), "");
  expect_in_step(request, RequestState::waiting_for_dispatch, JobState::waiting);
  EXPECT_EQ(store::all_of_request(session(), request.id)->size(), 3U);
}

TEST_F(Jobs, RoundsLookOnlyWhenItIsTime) {
  const Request request = file_at_home(repair);
  must([&](engine::Tx& tx) { return postpone(tx, job_of(request), tx.now() + 10min); });
  EXPECT_TRUE(waiting(session(), clock.now(), 10)->empty());
  EXPECT_EQ(*next_try(session(), clock.now()), clock.now() + 10min);
  EXPECT_EQ(waiting(session(), clock.now() + 10min, 10)->size(), 1U);
  EXPECT_EQ(attempt([](engine::Tx& tx) { return try_all_now(tx); }), "");
  EXPECT_EQ(waiting(session(), clock.now(), 10)->size(), 1U);
  must([&](engine::Tx& tx) { return hand_over(tx, job_of(request), "nobody fits", tx.now() + 10min); });
  EXPECT_EQ(now_of(request).owes, Owing::dispatcher);
  expect_in_step(request, RequestState::waiting_for_dispatch, JobState::waiting);
}

}  // namespace
}  // namespace bellman::jobs
