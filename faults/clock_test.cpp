// Somebody sets the machine's clock by an hour while the server runs.
#include "faults/set_clock.h"

namespace bellman::faults {
namespace {

class ClockTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!SetClock::can_be_set()) GTEST_SKIP() << "libfaketime is not installed (script/setup test installs it)";
  }
  static double deviation_s(const Served& server) {
    const std::string metrics = server.get("/metrics").body, name = "\nbellman_clock_deviation_seconds ";
    const auto at = metrics.find(name);
    return at == std::string::npos ? 0 : std::strtod(metrics.c_str() + at + name.size(), nullptr);
  }
  static bool comes_to(const Served& server, double seconds) {
    return http::test::eventually([&] { return std::abs(deviation_s(server) - seconds) < 1; }, patience_ms);
  }
  static bool offered(const Served& server, std::int64_t requests) {
    static constexpr db::Query offers{"faults.offers", "SELECT count(DISTINCT request_id) FROM job_offer WHERE state = 'open'"};
    return http::test::eventually([&] { return server.count(offers) == requests; }, 5000);
  }

  const Folder folder;
  const SetClock wall{folder};
};

// Everything that should happen half an hour from now or later: warnings and breaches, answers that did not come within five minutes.
constexpr db::Query early{"faults.early", "SELECT count(*) FROM event WHERE kind LIKE 'sla.%' OR kind IN ('request.called', 'request.offer_lapsed', 'request.nobody_left')"};
constexpr db::Query warned{"faults.warned", "SELECT count(*) FROM deadline WHERE warned_percent > 0 OR breached_at IS NOT NULL"};
// Its timer is there, and comes when the deadline, or the share of it to be warned of, is due.
constexpr db::Query forgotten{"faults.deadlines_forgotten",
                              "SELECT count(*) FROM deadline WHERE NOT EXISTS (SELECT 1 FROM timer WHERE timer.kind = 'sla.' || deadline.kind AND subject_id = request_id "
                              "AND timer.due BETWEEN deadline.started + deadline.allowance_ms / 2 - 1000 AND deadline.due)"};

TEST_F(ClockTest, AnHourForwardAndAnHourBackMoveNoDeadline) {
  Served server(folder, {"--set", "dispatch.round_seconds=1"});
  ASSERT_TRUE(server.start(wall.surroundings()));
  const Company company = make_company(server);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("before")).status, 201);
  ASSERT_TRUE(offered(server, 1));

  wall.set("+3600");
  ASSERT_TRUE(comes_to(server, 3600));
  EXPECT_NE(server.get("/readyz").body.find("the clock was set by +3600"), std::string::npos);
  EXPECT_EQ(server.get("/readyz").status, 200);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("forward")).status, 201);
  EXPECT_TRUE(offered(server, 2));
  ::usleep(1'500'000);  // what would be early had the time to be
  EXPECT_EQ(server.count(early), 0);
  EXPECT_EQ(server.count(warned), 0);

  wall.set("-3600");
  ASSERT_TRUE(comes_to(server, -3600));
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("back")).status, 201);
  EXPECT_TRUE(offered(server, 3)) << "a timer of a second did not come within five";
  EXPECT_EQ(server.count(early), 0);

  wall.set("+0");
  ASSERT_TRUE(comes_to(server, 0));
  EXPECT_EQ(server.get("/readyz").body, "ready\n");
  EXPECT_EQ(server.stop(), 0);
  static constexpr db::Query all{"faults.deadlines", "SELECT count(*) FROM deadline"};
  EXPECT_EQ(server.count(all), 6);
  EXPECT_EQ(server.count(forgotten), 0);
  EXPECT_EQ(server.violations(), "[]");
  EXPECT_NE(server.log().find("has jumped by +3600"), std::string::npos) << server.log();
  EXPECT_NE(server.log().find("is back"), std::string::npos) << server.log();
}

// The test of the test: a server that believes every clock at once warns half an hour early.
TEST_F(ClockTest, WithoutPatienceDeadlinesAreEarly) {
  Served server(folder, {"--set", "dispatch.round_seconds=1", "--set", "server.clock_step_minutes=0"});
  ASSERT_TRUE(server.start(wall.surroundings()));
  const Company company = make_company(server);
  ASSERT_EQ(server.post("/api/v1/requests", company.filing("before")).status, 201);
  ASSERT_TRUE(offered(server, 1));
  wall.set("+3600");
  EXPECT_TRUE(http::test::eventually([&] { return server.count(warned) > 0; }, patience_ms));
  EXPECT_GT(server.count(early), 0);
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
