// Machines whose clocks differ: equal servers go by the clock of the database that they share.
#include "faults/cluster/cluster.h"
#include "faults/set_clock.h"

namespace bellman::faults {
namespace {

TEST(ClusterClock, AServerOnAMachineThatIsAnHourAheadTellsTheDatabasesTime) {
  if (!SetClock::can_be_set()) GTEST_SKIP() << "libfaketime is not installed (script/setup test installs it)";
  const harness::PrivatePostgres postgres;
  const Folder right_folder, wrong_folder;
  const SetClock wall(wrong_folder);
  wall.set("+3600");
  const std::vector<std::string> flags{"--set", "dispatch.round_seconds=1"};
  Served right(right_folder, flags, postgres.url());
  Served wrong(wrong_folder, right, flags);
  ASSERT_TRUE(right.start());
  ASSERT_TRUE(wrong.start(wall.surroundings()));
  const Company company = make_company(right);
  ASSERT_EQ(wrong.post("/api/v1/requests", company.filing("wrong")).status, 201);
  ASSERT_EQ(right.post("/api/v1/requests", company.filing("right")).status, 201);
  EXPECT_EQ(postgres.value("SELECT count(*) FROM request WHERE abs(filed_at - extract(epoch FROM clock_timestamp()) * 1000) < 20000").value(), "2");
  const auto offered = [&] { return postgres.value("SELECT count(*) FROM job_offer").value() == "2"; };
  EXPECT_TRUE(http::test::eventually(offered, patience_ms)) << "rounds do not come";
  EXPECT_EQ(postgres.value("SELECT count(*) FROM event WHERE kind LIKE 'sla.%' OR kind = 'request.called'").value(), "0");
  EXPECT_EQ(right.stop(), 0);
  EXPECT_EQ(wrong.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
