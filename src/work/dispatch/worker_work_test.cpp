#include "dispatch/worker_work.h"

#include "base/text.h"
#include "dispatch/test_house.h"

namespace bellman::dispatch {
namespace {

constexpr std::string_view all_of_it;

std::string told(const WorkPage& page) {
  std::string text;
  for (const WorkItem& item : page.items) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", codec::enum_name(item.outcome), item.visit);
  return text;
}

TEST_F(Dispatch, EachWorkersWorkIsSeenPerRequest) {
  three();
  const Request request = file_at_home(repair);
  pass(10s);
  EXPECT_EQ(refuse(offer_to(ruth), ruth), "");
  pass(10s + 7min);  // Sam is silent
  EXPECT_EQ(accept(offer_to(tom), tom), "");
  EXPECT_EQ(step(request, tom, "travel"), "");
  pass(25min);
  EXPECT_EQ(step(request, tom, "start"), "");
  pass(40min);
  EXPECT_EQ(step(request, tom, "finish"), "");

  const auto of_tom = work_of(session(), tom.id, {true, {}}, all_of_it, 50);
  ASSERT_TRUE(of_tom.has_value()) << of_tom.error().text();
  EXPECT_EQ(told(*of_tom), "done 1");
  const WorkItem& item = of_tom->items.front();
  EXPECT_EQ(item.code, spoken_code(request.id.value));
  EXPECT_EQ(item.title, request.title);
  EXPECT_EQ(item.travel_minutes, 25);
  EXPECT_EQ(item.work_minutes, 40);
  EXPECT_EQ(item.client_id, request.client_id);

  const auto of_ruth = *work_of(session(), ruth.id, {true, {}}, all_of_it, 50);
  EXPECT_EQ(told(of_ruth), "refused 0");
  EXPECT_EQ(of_ruth.items.front().reason, "too far");
  EXPECT_FALSE(of_ruth.items.front().work_minutes);
  EXPECT_EQ(told(*work_of(session(), sam.id, {true, {}}, all_of_it, 50)), "silent 0");
}

TEST_F(Dispatch, ARepeatVisitIsCountedAndPagesMeet) {
  three();
  const Request request = file_at_home(repair);
  for (int visit = 0; visit < 3; ++visit) {
    pass(10s);
    EXPECT_EQ(overrule(request, ruth), "");
    for (const std::string what : {"travel", "start", "finish"}) EXPECT_EQ(step(request, ruth, what), "") << what;
    EXPECT_EQ(attempt([&](engine::Tx& tx) -> Result<> {
      TRY(current, requests::load(tx.session(), request.id));
      TRY_DO(requests::reopen(tx, current, "it drips again"));
      return ok();
    }), "");
  }
  EXPECT_EQ(told(*work_of(session(), ruth.id, {true, {}}, all_of_it, 50)), "done 3, done 2, done 1");
  std::string walked, after;
  do {
    const auto page = *work_of(session(), ruth.id, {true, {}}, after, 1);
    walked += told(page) + ";";
    after = page.next;
  } while (!after.empty());
  EXPECT_EQ(walked, "done 3;done 2;done 1;;");
  EXPECT_EQ(work_of(session(), ruth.id, {true, {}}, "yesterday", 10).error().code, "query.after");
  EXPECT_TRUE(work_of(session(), ruth.id, {false, {ProgrammeId(99)}}, all_of_it, 50)->items.empty()) << "another programme's manager sees nothing of it";
}

}  // namespace
}  // namespace bellman::dispatch
