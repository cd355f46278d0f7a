// The connection to the database breaks in the middle of COMMIT: the client hears that nobody knows, asks again with the same key, and gets one truth.
#include "faults/cluster/cluster.h"
#include "faults/cluster/proxy.h"

namespace bellman::faults {
namespace {

using namespace std::chrono_literals;

TEST(Cluster, AnUnknownOutcomeBecomesOneTruth) {
  harness::PrivatePostgres postgres({"fsync=on"});
  const Folder folder;
  Proxy proxy(folder.path, postgres.socket_folder());
  const std::string through = fmt::format("postgresql://bellman@/bellman?host={}", folder.path);
  Cluster cluster(postgres, 2, {}, {through, through});
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 6);
  People people(cluster, crew, {.filers = 4, .pause_ms = 10});
  proxy.cut(50);
  std::this_thread::sleep_for(trouble_for(5));
  http::test::eventually([&] { return proxy.cut_before() > 3 && proxy.cut_after() > 3; }, patience_ms);  // by chance
  proxy.cut(0);
  std::this_thread::sleep_for(2s);
  people.stop();
  fmt::print("{} commits and waits seen, {} cut before the database heard of them, {} after it had done them\n", proxy.commits(), proxy.cut_before(), proxy.cut_after());
  EXPECT_GT(proxy.cut_before(), 3U);
  EXPECT_GT(proxy.cut_after(), 3U);
  expect_nothing_lost(postgres, cluster, people);
  for (const auto& [code, times] : people.refusals()) EXPECT_TRUE(code == "db.unknown_outcome" || code == "db.connection") << code << " " << times << " times";
  EXPECT_EQ(cluster.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
