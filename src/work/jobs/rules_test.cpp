#include "jobs/rules.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>

namespace bellman::jobs {
namespace {

using enum JobState;

const Instant start = *parse_instant("2026-01-12T09:00:00Z");
const WorkerId owner(9), other(8);

Job fresh(bool automatic = true) {
  requests::Request request;
  request.id = RequestId(5);
  catalogue::Service service;
  service.dispatch_mode = automatic ? catalogue::DispatchMode::automatic : catalogue::DispatchMode::manual;
  return make(JobId(3), request, service, start);
}

const std::vector<std::string> actions{"offered", "lapsed", "assigned", "released", "travelling", "started", "finished", "cancelled", "held", "taken_up"};

Result<Job> act(const Job& job, const std::string& action, WorkerId by = owner, Instant now = start) {
  if (action == "offered") return jobs::offered(job, by, now);
  if (action == "lapsed") return lapsed(job, now);
  if (action == "assigned") return jobs::assigned(job, by, now, now + 1h, now);
  if (action == "released") return released(job, false, now);
  if (action == "travelling") return jobs::travelling(job, by, now);
  if (action == "started") return started(job, by, now);
  if (action == "finished") return finished(job, by, now);
  if (action == "cancelled") return jobs::cancelled(job, now);
  if (action == "held") return jobs::held(job, now);
  return taken_up(job, now);
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(JobRules, EveryActionInEveryState) {
  struct Row {
    const char* way;
    JobState state;
    const char* allowed;
  };
  const Row table[] = {{"", waiting, "offered assigned cancelled held"},
                       {"offered", offered, "offered lapsed assigned cancelled held"},
                       {"assigned", assigned, "released travelling started cancelled"},
                       {"assigned travelling", travelling, "released started cancelled"},
                       {"assigned started", in_work, "released finished cancelled"},
                       {"assigned started finished", done, ""},
                       {"held", held, "cancelled taken_up"},
                       {"cancelled", cancelled, ""}};
  for (const Row& row : table) {
    Job job = fresh();
    for (const std::string& action : words(row.way)) job = *act(job, action);
    ASSERT_EQ(job.state, row.state) << row.way;
    const auto allowed = words(row.allowed);
    for (const std::string& action : actions) {
      const auto next = act(job, action);
      EXPECT_EQ(next.has_value(), std::find(allowed.begin(), allowed.end(), action) != allowed.end()) << row.way << " then " << action;
      if (next.has_error()) {
        EXPECT_EQ(next.error().code, "job.not_now");
      } else {
        EXPECT_EQ(next->version, job.version + 1);
      }
    }
  }
}

TEST(JobRules, OnlyTheOwnerGoesOn) {
  const Job job = *act(fresh(), "assigned");
  EXPECT_EQ(act(job, "travelling", other).error().code, "job.not_yours");
  EXPECT_EQ(act(job, "started", other).error().code, "job.not_yours");
  EXPECT_EQ(act(*act(job, "started"), "finished", other).error().code, "job.not_yours");
}

TEST(JobRules, WhoWasAskedIsRemembered) {
  Job job = *act(fresh(), "offered", other);
  job = *act(job, "offered", owner);
  job = *act(job, "lapsed");
  EXPECT_EQ(job.asked, (std::vector<WorkerId>{other, owner}));
  EXPECT_EQ(job.offers_made, 2);
  job = *released(*act(job, "assigned"), false, start + 1h);
  EXPECT_EQ(job.asked.size(), 2U);
  EXPECT_EQ(job.waiting_since, start + 1h);
  EXPECT_FALSE(job.worker_id);
  EXPECT_EQ(released(*act(job, "assigned"), true, start)->state, held) << "not before the request goes on";
  EXPECT_TRUE(released(*act(fresh(false), "assigned"), false, start)->handed_over) << "a dispatcher assigns it again";
}

RC_GTEST_PROP(JobProperty, AWorkerIsThereExactlyWhileSomebodyHasIt, ()) {
  Job job = fresh(*rc::gen::arbitrary<bool>());
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) {
    const std::string action = *rc::gen::elementOf(actions);
    const auto next = act(job, action, *rc::gen::element(owner, other), start + Milliseconds(i));
    if (next.has_error()) continue;
    RC_ASSERT(is_live(job.state));
    job = *next;
    if (is_live(job.state)) RC_ASSERT(has_worker(job.state) == static_cast<bool>(job.worker_id));
    RC_ASSERT(!job.automatic || job.state != waiting || !job.handed_over);
    RC_ASSERT(job.automatic || job.state != waiting || job.handed_over);
    RC_ASSERT(has_worker(job.state) || !is_live(job.state) || (!job.start_at && !job.finish_at));
  }
}

class Sheet : public testing::Test {
 protected:
  Sheet() {
    job = *act(*act(fresh(), "assigned"), "started");
    command.work_done = "Sealed the pipe.";
  }
  std::string error() const {
    const auto made = sheet(SheetId(1), job, command, now);
    return made.has_value() ? "" : made.error().code + " " + made.error().field;
  }
  Job job;
  FinishCommand command;
  Instant now = start + 1h;
};

TEST_F(Sheet, TakesTheServersTimesUnlessThePhoneWasOffline) {
  const ServiceSheet made = *sheet(SheetId(1), job, command, now);
  EXPECT_EQ(made.started_at, start);
  EXPECT_EQ(made.finished_at, now);
  EXPECT_EQ(made.worker_id, owner);
  command.started_at = start + 5min;
  command.finished_at = start + 50min;
  EXPECT_EQ(sheet(SheetId(1), job, command, now)->finished_at, start + 50min);
}

TEST_F(Sheet, TimesMustBeInOrderAndNotAhead) {
  command.started_at = start + 30min;
  command.finished_at = start + 20min;
  EXPECT_EQ(error(), "sheet.times finished_at");
  command.finished_at = now + 10min;
  EXPECT_EQ(error(), "") << "a phone's clock may be a little fast";
  command.finished_at = now + 10min + 1ms;
  EXPECT_EQ(error(), "sheet.future finished_at");
  command.started_at = now + 24h;
  command.finished_at.reset();
  EXPECT_EQ(error(), "sheet.times finished_at");
}

TEST_F(Sheet, ASignatureHasANameAndABound) {
  command.signature = {{{.x = {0}, .y = {0}}, {.x = {1000}, .y = {1000}}}};
  EXPECT_EQ(error(), "sheet.signer signer");
  command.signer = codec::Text<200, 1>("Anna");
  EXPECT_EQ(error(), "");
  command.signature[0].resize(signature_points_max - 1);
  EXPECT_EQ(error(), "");
  command.signature[0].resize(signature_points_max);
  EXPECT_EQ(error(), "sheet.signature signature");
  command.signature.assign(signature_points_max + 1, {});
  EXPECT_EQ(error(), "sheet.signature signature") << "empty lines are no way around it";
}

TEST_F(Sheet, ItsListsAreBounded) {
  command.photos.assign(sheet_photos_max + 1, AttachmentId(1));
  EXPECT_EQ(error(), "sheet.photos photos");
  command.photos.clear();
  command.parts.assign(sheet_parts_max + 1, UsedPart{PartId(1), {1}});
  EXPECT_EQ(error(), "sheet.parts parts");
}

}  // namespace
}  // namespace bellman::jobs
