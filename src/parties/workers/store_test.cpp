#include "workers/test_house.h"

namespace bellman::workers {
namespace {

using engine::Tx;

class WorkersStore : public House {
 protected:
  // The plan of a statement, one step a line.
  std::string plan(const std::string& sql) {
    const std::string explain = "EXPLAIN QUERY PLAN " + sql;
    plans.push_back(explain);
    std::string steps;
    std::size_t parameters = 0;
    while (explain.find(fmt::format("${}", parameters + 1)) != std::string::npos) ++parameters;
    const std::vector<db::Value> values(parameters, std::int64_t{1});
    const auto read = session().query({"test.plan", plans.back()}, values, [&](const db::Row& row) -> Result<> {
      steps += std::string(row.text(3)) + "\n";
      return ok();
    });
    return read.has_value() ? steps : read.error().text();
  }
  std::deque<std::string> plans;
};

TEST_F(WorkersStore, ListsGoOnByKeyset) {
  const Skill lift = run([](Tx& tx) { return create_skill(tx, "lift", "Lift"); });
  const Team north = run([](Tx& tx) { return create_team(tx, "North"); });
  std::vector<WorkerId> all, teamed, skilled;
  for (int i = 0; i < 7; ++i) {
    Worker draft;
    draft.name = fmt::format("Worker {}", i);
    if (i % 2 == 0) draft.team_id = north.id;
    if (i % 3 == 0) draft.skills = {{lift.id, 1, std::nullopt}};
    const Worker made = run([&](Tx& tx) { return create_worker(tx, draft); });
    all.push_back(made.id);
    if (i % 2 == 0) teamed.push_back(made.id);
    if (i % 3 == 0) skilled.push_back(made.id);
  }
  const auto walk = [&](auto list) {
    std::vector<WorkerId> seen;
    for (;;) {
      const Result<std::vector<Worker>> page = list(seen.empty() ? WorkerId{} : seen.back());
      if (page->empty()) return seen;
      for (const Worker& worker : *page) seen.push_back(worker.id);
    }
  };
  EXPECT_EQ(walk([&](WorkerId after) { return store::list_workers(session(), after, 2); }), all);
  EXPECT_EQ(walk([&](WorkerId after) { return store::list_team(session(), north.id, after, 2); }), teamed);
  EXPECT_EQ(walk([&](WorkerId after) { return store::list_skilled(session(), lift.id, after, 2); }), skilled);
  EXPECT_EQ(store::states_between(session(), all[1], all[3])->size(), 3U);
}

TEST_F(WorkersStore, TheSkillsForSearchingFollowTheWorker) {
  const Skill lift = run([](Tx& tx) { return create_skill(tx, "lift", "Lift"); });
  const Skill gas = run([](Tx& tx) { return create_skill(tx, "gas", "Gas"); });
  Worker worker = make("Ona");
  worker.skills = {{lift.id, 1, clock.now() + 24h}, {gas.id, 2, clock.now() + 48h}};
  run([&](Tx& tx) { return update_worker(tx, worker); });
  const auto ends = [&](Instant until) {
    std::vector<SkillId> skills;
    store::Certificate after{Instant::min(), {}, {}, 0};
    for (;;) {
      const auto page = store::certificates(session(), after, until, 1);
      if (page->empty()) return skills;
      after = page->front();
      skills.push_back(after.skill_id);
    }
  };
  EXPECT_EQ(ends(clock.now() + 24h), std::vector<SkillId>{});
  EXPECT_EQ(ends(clock.now() + 72h), (std::vector<SkillId>{lift.id, gas.id}));
  worker.skills = {{gas.id, 2, std::nullopt}};
  run([&](Tx& tx) { return update_worker(tx, worker); });
  EXPECT_EQ(ends(clock.now() + 72h), std::vector<SkillId>{});
  EXPECT_TRUE(store::list_skilled(session(), lift.id, {}, 10)->empty());
  EXPECT_EQ(store::list_skilled(session(), gas.id, {}, 10)->size(), 1U);
}

TEST_F(WorkersStore, AbsencesAreListedTheLatestFirst) {
  const Worker worker = make("Ona");
  std::vector<AbsenceId> made;
  for (int i = 0; i < 3; ++i)
    made.push_back(run([&](Tx& tx) { return add_absence(tx, {{}, worker.id, AbsenceKind::other, clock.now(), clock.now() + Milliseconds(1h) * (i + 1), {}}); }).id);
  const auto first = store::list_absences(session(), worker.id, Instant::max(), AbsenceId(0), 2);
  ASSERT_EQ(first->size(), 2U);
  EXPECT_EQ((*first)[0].id, made[2]);
  const auto rest = store::list_absences(session(), worker.id, first->back().until_at, first->back().id, 2);
  ASSERT_EQ(rest->size(), 1U);
  EXPECT_EQ((*rest)[0].id, made[0]);
  EXPECT_EQ(store::absences_of(session(), worker.id, clock.now() + 1h)->size(), 2U);
}

// The statements of store.cpp that run often, by their table and index: a scan or a sort here is a slow server later.
TEST_F(WorkersStore, HotReadsGoByAnIndexAndSortNothing) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "asks SQLite's planner";
  struct Hot {
    std::string_view sql, index;
  };
  const Hot reads[] = {
      {store::sql::states_changed, "worker_state_by_changed"},
      {store::sql::workers_defined, "worker_state_by_defined"},
      {store::sql::absences_of, "absence_by_worker"},
      {store::sql::list_absences, "absence_by_worker"},
      {store::sql::absent_at, "absence_by_end"},
      {store::sql::list_workers, "INTEGER PRIMARY KEY"},
      {store::sql::list_team, "worker_by_team"},
      {store::sql::list_skilled, "PRIMARY KEY"},
      {store::sql::certificates, "worker_skill_by_expiry"},
      {store::sql::by_external_id, "worker_by_external_id"},
      {store::sql::list_skills, "skill_by_key"},
      {store::sql::list_parts, "part_by_key"},
      {store::sql::list_teams, "team_by_name"},
  };
  for (const auto& [sql, index] : reads) {
    const std::string steps = plan("SELECT 1 " + std::string(sql));
    EXPECT_NE(steps.find(index), std::string::npos) << sql << "\n" << steps;
    EXPECT_EQ(steps.find("SCAN"), std::string::npos) << sql << "\n" << steps;
    EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos) << sql << "\n" << steps;
  }
}

}  // namespace
}  // namespace bellman::workers
