// Processes die every five seconds and the database once, under load: nothing is lost, nothing is done twice, and it goes on by itself.
#include "base/prng.h"
#include "faults/cluster/cluster.h"

namespace bellman::faults {
namespace {

using namespace std::chrono_literals;

class Deaths : public testing::TestWithParam<const char*> {};

TEST_P(Deaths, LoseNothingAndDoNothingTwice) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 3);
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 10);
  People people(cluster, crew, {});
  Watch watch(postgres);
  Prng random{static_cast<std::uint64_t>(Clock::now().time_since_epoch().count())};
  const auto lasts = trouble_for(20);
  int deaths = 0;
  bool restarted = false;
  for (const auto begun = Clock::now(); Clock::now() - begun < lasts;) {
    std::this_thread::sleep_for(lasts < 60s ? 3s : 5s);
    const std::size_t victim = random.below(3);
    cluster.kill(victim);
    ++deaths;
    std::this_thread::sleep_for(std::chrono::milliseconds(random.between(0, 500)));
    if (!restarted && Clock::now() - begun > lasts / 2) {
      restarted = true;
      postgres.stop(GetParam());
      ASSERT_TRUE(postgres.start());
      watch.recovered();
    }
    ASSERT_TRUE(cluster.start(victim));
  }
  if (GetParam() == std::string_view("immediate")) {
    // The database's own answer to the death of one of its processes: everybody is sent away, and it recovers by itself.
    postgres.kill_one_child("bellman");
    ASSERT_TRUE(http::test::eventually([&] { return postgres.value("SELECT 1").has_value(); }, patience_ms));
    watch.recovered();
  }
  std::this_thread::sleep_for(5s);
  watch.stop();
  people.stop();
  fmt::print("{} deaths and the database stopped once ({}) in {} s; the latest timer was {:.1f} s late ({}), {} looks, {} jobs offered twice at the same time\n",
             deaths, GetParam(), lasts.count(), watch.latest_timer_s(), watch.latest_timer(), watch.looks(), watch.double_offers());
  EXPECT_LT(watch.latest_timer_s(), 10);
  EXPECT_EQ(watch.double_offers(), 0U);
  expect_nothing_lost(postgres, cluster, people);
  EXPECT_EQ(cluster.stop(), 0);
  EXPECT_GT(people.finished(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Cluster, Deaths, testing::Values("fast", "immediate"),
                         [](const auto& one) { return std::string(one.param) == "fast" ? "DatabaseRestarted" : "DatabaseCrashed"; });

}  // namespace
}  // namespace bellman::faults
