#include "dispatch/roster.h"

#include "dispatch/random_world.h"
#include "dispatch/round.h"

#include <gtest/gtest.h>

namespace bellman::dispatch {
namespace {

TEST(Roster, UpdatedOneByOneDecidesAsIfBuiltAnew) {
  Prng prng(21);
  const RandomWorld world{.workers = 60};
  std::vector<WorkerView> workers = random_workers(prng, world);
  Roster roster(workers);
  for (int step = 0; step < 400; ++step) {
    const auto at = prng.below(static_cast<std::uint32_t>(workers.size()));
    const WorkerId id = workers[at].id;
    if (prng.chance(0.15)) {  // leaves and comes back later under the same or another id, in any slot
      EXPECT_TRUE(roster.remove(id));
      EXPECT_FALSE(roster.remove(id));
      EXPECT_EQ(roster.find(id), nullptr);
      workers[at] = random_worker(prng, world, prng.chance(0.5) ? id.value : 1000 + step);
    } else {
      workers[at] = random_worker(prng, world, id.value);
    }
    roster.update(workers[at]);
    if (step % 20 != 0) continue;
    const auto jobs = random_jobs(prng, world, 15);
    EXPECT_EQ(plan_round(roster, jobs, Weights{}, world.now).records, plan_round(Roster(workers), jobs, Weights{}, world.now).records);
  }
  EXPECT_EQ(roster.size(), workers.size());
}

TEST(Roster, TheLastOfTwoViewsCounts) {
  WorkerView first, second;
  first.id = second.id = WorkerId(4);
  first.paused = true;
  const Roster roster({first, second});
  EXPECT_EQ(roster.size(), 1U);
  EXPECT_FALSE(roster.find(WorkerId(4))->paused);
  EXPECT_TRUE(roster.paused().empty());
}

TEST(Roster, GrowsPastAWordOfBits) {
  Roster roster;
  for (std::int64_t id = 1; id <= 200; ++id) {
    WorkerView worker;
    worker.id = WorkerId(id);
    if (id % 3 == 0) worker.regions = {RegionId(1)};
    roster.update(worker);
  }
  EXPECT_EQ(roster.present().count(), 200U);
  EXPECT_EQ(roster.in_region(RegionId(1)).count(), 66U);
  EXPECT_TRUE(roster.in_region(RegionId(2)).empty());
}

}  // namespace
}  // namespace bellman::dispatch
