#include "requests/store.h"

#include "requests/test_house.h"
#include "requests/text_index.h"

#include <deque>

namespace bellman::requests {
namespace {

class RequestStore : public House {};

TEST_F(RequestStore, EveryColumnComesBack) {
  Request request = file_at_home(repair);
  request.wished_from = clock.now() + 1h;
  request.wished_until = clock.now() + 2h;
  request.fields = {{"floor", "3"}, {"note", "ring \"twice\""}};
  request.state = request.resume_state = RequestState::in_work;
  request.owes = Owing::worker;
  request.worker_id = WorkerId(9);
  request.asset_id = AssetId(4);
  request.region_id = RegionId(5);
  request.late = true;
  request.assigned_at = request.done_at = request.closed_at = clock.now();
  request.merged_into = RequestId(77);
  request.split_from = RequestId(78);
  request.reopened = 2;
  request.external_id = "X-1";
  request.version = 12;
  ASSERT_TRUE(store::update(session(), request).has_value());
  EXPECT_EQ(codec::to_json(**store::find(session(), request.id)), codec::to_json(request));
  EXPECT_EQ((*store::by_external(session(), request.programme_id, "X-1"))->id, request.id);
  EXPECT_FALSE(*store::by_external(session(), ProgrammeId(2), "X-1"));
  EXPECT_FALSE(*store::by_external(session(), request.programme_id, "")) << "no external id is nobody's";
  EXPECT_EQ(*store::count(session(), request.programme_id, RequestState::in_work, 10), 1);
  EXPECT_EQ(*store::count_late_open(session(), {}, 10), 1);
  EXPECT_FALSE(*store::find(session(), RequestId(999)));
}

TEST_F(RequestStore, EveryListUsesItsIndexAndSortsNothing) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "asks SQLite's planner";
  std::deque<std::string> texts;
  for (const db::Query& query : store::hot_queries()) {
    texts.push_back("EXPLAIN QUERY PLAN " + std::string(query.sql));
    std::size_t most = 0;
    for (std::size_t at = 0; (at = query.sql.find('$', at)) != std::string_view::npos; ++at) most = std::max<std::size_t>(most, std::stoul(std::string(query.sql.substr(at + 1, 2))));
    const std::vector<db::Value> values(most);
    std::string plan;
    const auto outcome = session().query({texts.back(), texts.back()}, values, [&](const db::Row& row) -> Result<> {
      plan += std::string(row.text(3)) + "; ";
      return ok();
    });
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
    EXPECT_FALSE(plan.empty()) << query.name;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << query.name << ": " << plan;
    // The text index is read in the order of its rows, and counts scan the few rows they took; everything else is looked up.
    if (query.name.starts_with("request.count")) {
      // "some" is the bounded list that is counted; its rows are not even looked at.
      EXPECT_NE(plan.find("COVERING INDEX"), std::string::npos) << query.name << ": " << plan;
      EXPECT_EQ(plan.find("SCAN request"), std::string::npos) << query.name << ": " << plan;
    } else if (query.name != "request.search") {
      EXPECT_EQ(plan.find("SCAN request"), std::string::npos) << query.name << ": " << plan;
    } else {
      EXPECT_EQ(plan.find("SCAN request "), std::string::npos) << plan;
    }
    if (query.name.find("late") != std::string_view::npos) {
      EXPECT_NE(plan.find("request_late"), std::string::npos) << plan;
    }
    if (query.name.starts_with("request.urgent") || query.name.starts_with("request.overdue")) {
      EXPECT_NE(plan.find(query.name.starts_with("request.urgent") ? "INDEX request_urgent" : "INDEX request_overdue"), std::string::npos) << plan;
    }
    if (query.name == "request.list_programme") {
      EXPECT_NE(plan.find("request_of_programme"), std::string::npos) << plan;
    }
  }
}

TEST_F(RequestStore, TheTextIndexIsFilledInPieces) {
  for (int i = 0; i < 5; ++i) file_at_home(repair, fmt::format("Leak {}", i));
  int rounds = 1;
  while (!*store::fill_index(session(), 2)) ASSERT_LT(++rounds, 50);
  EXPECT_EQ(store::search(session(), {}, "leak", {}, {}, 10)->size(), 5U);
  EXPECT_EQ(store::search(session(), {}, "leak", {}, {}, 2)->size(), 2U);
}

// As the migration leaves it that folds the words anew.
TEST_F(RequestStore, AnEmptiedTextIndexFillsItself) {
  for (int i = 0; i < 5; ++i) file_at_home(repair, fmt::format("Leak {}", i));
  while (!*store::fill_index(session(), 100)) continue;
  ASSERT_TRUE(session().script("DELETE FROM request_text; DELETE FROM request_text_ending").has_value());
  EXPECT_TRUE(store::search(session(), {}, "eak", {}, {}, 10)->empty());
  for (int rounds = 0; !*store::fill_index(session(), 2);) ASSERT_LT(++rounds, 50);
  EXPECT_EQ(store::search(session(), {}, "eak", {}, {}, 10)->size(), 5U) << "the middle of a word";
}

TEST_F(RequestStore, AFileIsFoundByItsName) {
  const Request one = file_at_home(repair);
  ASSERT_TRUE(run([&](engine::Tx& tx) { return add_attachment(tx, one.id, {std::string(64, 'a'), "image/png", 3}, "Übergabeprotokoll_Köln.png"); }).has_value());
  pass(2s);
  for (const char* typed : {"protokoll", "uebergabe", "koeln"}) EXPECT_EQ(store::search(session(), {}, typed, {}, {}, 10)->size(), 1U) << typed;
}

}  // namespace
}  // namespace bellman::requests
