// Processes die every five seconds and the database once, under load: nothing is lost, nothing is done twice, and it goes on by itself.
#include "base/prng.h"
#include "faults/cluster/city.h"

namespace bellman::faults {
namespace {

using namespace std::chrono_literals;

// Kills one process after the other, and half-way stops the database as `mode` says: "fast", or "immediate", which is a crash. How many died.
int make_trouble(harness::PrivatePostgres& postgres, Cluster& cluster, Watch& watch, const std::string& mode, std::chrono::seconds lasts) {
  Prng random{static_cast<std::uint64_t>(Clock::now().time_since_epoch().count())};
  int deaths = 0;
  bool restarted = false;
  for (const auto begun = Clock::now(); Clock::now() - begun < lasts;) {
    std::this_thread::sleep_for(lasts < 60s ? 2s : 5s);
    const std::size_t victim = random.below(3);
    cluster.kill(victim);
    ++deaths;
    std::this_thread::sleep_for(std::chrono::milliseconds(random.between(0, 500)));
    if (!restarted && Clock::now() - begun > lasts / 2) {
      restarted = true;
      postgres.stop(mode);
      EXPECT_TRUE(postgres.start());
      watch.recovered();
    }
    EXPECT_TRUE(cluster.start(victim));
    if (testing::Test::HasFailure()) break;
  }
  if (mode == "immediate") {
    // The database's own answer to the death of one of its processes: everybody is sent away, and it recovers by itself.
    postgres.kill_one_child("bellman");
    EXPECT_TRUE(http::test::eventually([&] { return postgres.value("SELECT 1").has_value(); }, patience_ms));
    watch.recovered();
  }
  return deaths;
}

// `People` are these or those: they file and work, are told to stop, and then say what they were told.
template <class Crowd>
void trouble_and_judgement(harness::PrivatePostgres& postgres, Cluster& cluster, Crowd& people, const std::string& mode, std::chrono::seconds lasts) {
  Watch watch(postgres);
  const auto begun = Clock::now();
  const int deaths = make_trouble(postgres, cluster, watch, mode, lasts);
  // Whatever the last death and the database left undone comes to light: leases of the dead have run out, their timers are others'.
  std::this_thread::sleep_for(5s);
  watch.stop();
  people.stop();
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  fmt::print("{} deaths and the database stopped once ({}) in {:.0f} s; the latest timer was {:.1f} s late ({}), {} looks, {} jobs offered twice at the same time\n", deaths,
             mode, seconds, watch.latest_timer_s(), watch.latest_timer(), watch.looks(), watch.double_offers());
  fmt::print("{:.0f} requests a second were acknowledged, {:.0f} jobs accepted, {:.0f} finished\n", static_cast<double>(people.filed().size()) / seconds,
             static_cast<double>(people.accepted().size()) / seconds, static_cast<double>(people.finished()) / seconds);
  EXPECT_LT(watch.latest_timer_s(), 10);
  EXPECT_EQ(watch.double_offers(), 0U);
  expect_nothing_lost(postgres, cluster, people);
  EXPECT_EQ(cluster.stop(), 0);
  EXPECT_GT(people.finished(), 0U);
}

void with_generated_load(const std::string& mode) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 3);
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 10);
  People people(cluster, crew, {});
  trouble_and_judgement(postgres, cluster, people, mode, trouble_for(12));
}

TEST(ClusterDeaths, DatabaseRestarted) { with_generated_load("fast"); }
TEST(ClusterDeaths, DatabaseCrashed) { with_generated_load("immediate"); }

// How many of the city's requests may have found nobody yet before its clients wait: BELLMAN_CITY_WAITING.
CityPeople::Settings city_settings() {
  CityPeople::Settings settings;
  if (const char* given = std::getenv("BELLMAN_CITY_WAITING")) settings.ahead_most = static_cast<std::size_t>(std::atoll(given));
  return settings;
}

// The same for three minutes under the load of a city. Not in ctest.
void with_the_citys_load(const std::string& mode) {
  const std::string file = city_file();
  if (file.empty()) GTEST_SKIP() << "there is no file of a city's requests: BELLMAN_CITY_FILE names one";
  harness::PrivatePostgres postgres({"fsync=on"});
  // The robot waits ten seconds for a key; jobs that found nobody wait as long as in real life before they are tried again.
  Cluster cluster(postgres, 3, {"--set", "dispatch.call_wait_seconds=10", "--set", "dispatch.round_seconds=5"});
  const auto city = make_city(postgres, file);
  ASSERT_TRUE(city.has_value()) << city.error().text();
  fmt::print("the company of {}: {} services, {} workers\n", file, city->company.services.size(), city->members.size());
  ASSERT_TRUE(cluster.start());
  CityPeople people(cluster, *city, city_settings());
  const auto lasts = trouble_for(180);
  trouble_and_judgement(postgres, cluster, people, mode, lasts);
  const CityPeople::Counts& counts = people.counts();
  fmt::print("of the pushes {} got lost, {} found nobody at home, {} were answered too late; {} refused; {} robot calls, {} of them answered\n", counts.lost_pushes,
             counts.silent, counts.late, counts.refused, counts.calls, counts.calls_taken);
  if (lasts < 120s) return;  // the first are called after a minute
  EXPECT_GT(counts.calls_taken, 0U);
  EXPECT_GT(counts.late, 0U);
}

TEST(CityDeaths, DatabaseRestarted) { with_the_citys_load("fast"); }
TEST(CityDeaths, DatabaseCrashed) { with_the_citys_load("immediate"); }

}  // namespace
}  // namespace bellman::faults
