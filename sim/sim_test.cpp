#include "sim/simulate.h"

#include <gtest/gtest.h>

namespace bellman::sim {

namespace {

std::string all(const std::vector<std::string>& messages) {
  std::string text;
  for (const std::string& message : messages) text += message + "\n";
  return text;
}

SimReport run_seeds(std::int64_t seeds, Plant plant) {
  auto report = run({.seeds = seeds, .plant = plant, .kept_seeds = plant == Plant::none});
  EXPECT_TRUE(report.has_value()) << report.error().text();
  return report.has_value() ? *std::move(report) : SimReport{};
}

}  // namespace

TEST(Simulator, EverythingConvergesAndNothingIsLost) {
  const SimReport report = run_seeds(8, Plant::none);
  EXPECT_EQ(report.failures, 0) << all(report.messages);
  EXPECT_GT(report.crashes, 6);
  EXPECT_GT(report.requests, 60);
  // A simulation in which nothing happens proves nothing.
  for (const char* kind :
       {"request.filed", "request.refused", "request.offered", "request.called", "request.offer_lapsed", "request.assigned", "request.unassigned", "request.nobody_left",
        "request.travelling", "request.started", "request.done", "request.closed", "request.cancelled", "request.reopened", "request.waiting_for_client",
        "request.waiting_for_supplier", "request.resumed", "request.wait_overdue", "request.merged", "request.unmerged", "request.moved", "request.late",
        "sla.warned", "sla.breached", "sla.escalated", "worker.absent", "worker.absence_ended", "worker.paused", "worker.available"})
    EXPECT_TRUE(report.events.contains(kind)) << kind << " never happened";
}

// Leases end, processes die and stand still, what one keeps in memory another changes.
TEST(Simulator, EqualProcessesOnOneStoreDoTheSame) {
  const auto report = run({.seeds = 8, .processes = 2, .kept_seeds = false});
  ASSERT_TRUE(report.has_value()) << report.error().text();
  EXPECT_EQ(report->failures, 0) << all(report->messages);
  EXPECT_GT(report->crashes, 6);
  EXPECT_GT(report->requests, 60);
}

TEST(Simulator, ASeedAlwaysRunsTheSame) {
  const SimOptions options{.steps = 150};
  const auto first = run_seed(42, options), second = run_seed(42, options), other = run_seed(43, options);
  ASSERT_TRUE(first.has_value() && second.has_value() && other.has_value());
  EXPECT_EQ(first->trace, second->trace);
  EXPECT_NE(first->trace, other->trace);
}

// The test of the tester: bugs that are put in must be found, and for what they are.
class PlantedBug : public testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(PlantedBug, IsFound) {
  const auto plant = parse_plant(std::get<0>(GetParam()));
  ASSERT_TRUE(plant.has_value());
  const SimReport report = run_seeds(5, *plant);
  EXPECT_GE(report.failures, 4) << all(report.messages);
  EXPECT_NE(all(report.messages).find(std::get<1>(GetParam())), std::string::npos) << all(report.messages);
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBug,
                         testing::Values(std::tuple("send-before-commit", "send.uncommitted"), std::tuple("forget-timer", "owed.no_timer"),
                                         std::tuple("double-assign", "state.worker"), std::tuple("tell-before-durable", "journal.lost")));

TEST(Simulator, KnowsItsPlants) { EXPECT_EQ(parse_plant("nothing").error().code, "sim.unknown_plant"); }

}  // namespace bellman::sim
