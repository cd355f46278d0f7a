// A primary dies with the machine it was on, under load, and its standby takes over: docs/high-availability.md. Whoever was answered finds
// what was answered, and the servers find the new primary by themselves.
#include "faults/cluster/cluster.h"

namespace bellman::faults {
namespace {

using harness::PrivatePostgres;

// As an administrator writes it: both hosts, and only the one that may be written.
std::string address_of(const PrivatePostgres& one, const PrivatePostgres& other) {
  return fmt::format("postgresql://bellman@/bellman?host={},{}&target_session_attrs=read-write&connect_timeout=2", one.socket_folder(), other.socket_folder());
}

// `standby` copies the primary; then no commit of the primary is confirmed that the standby does not have on its disk.
testing::AssertionResult pair_up(PrivatePostgres& primary, PrivatePostgres& standby) {
  if (!standby.follow(primary)) return testing::AssertionFailure() << "no standby:\n" << standby.log();
  if (auto named = primary.run("ALTER SYSTEM SET synchronous_standby_names = 'standby'"); named.has_error()) return testing::AssertionFailure() << named.error().text();
  primary.reload();
  const bool in_step = http::test::eventually([&] { return primary.value("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").value() == "1"; }, patience_ms);
  return in_step ? testing::AssertionSuccess() : testing::AssertionFailure() << "the standby does not follow:\n" << standby.log();
}

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

class StandbyTest : public testing::Test {
 protected:
  PrivatePostgres first, second{PrivatePostgres::empty};  // until it follows
};

TEST_F(StandbyTest, NothingIsAcknowledgedThatTheStandbyHasNot) {
  ASSERT_TRUE(pair_up(first, second));
  Cluster cluster(first, 1, {}, {address_of(first, second)});
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 0);
  second.stop("immediate");
  Client client(cluster.port(0));
  client.send(filing_message(cluster[0], crew.company, "alone"));
  EXPECT_EQ(client.answer(false, 1500).status, 0) << "acknowledged on one disk only";
  ASSERT_TRUE(second.start());
  bool gave_up = false;
  const Answer answer = Caller(cluster).ask_anybody(filing_message(cluster[0], crew.company, "alone"), gave_up);
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(second.value("SELECT count(*) FROM request WHERE external_id = 'ext-alone'").value(), "1");
  EXPECT_EQ(cluster.stop(), 0);
}

// Its processes stand still, as with a disk that does not answer: nobody hangs up. The servers must not wait for it for ever.
TEST_F(StandbyTest, APrimaryThatStandsStillIsLeftForTheNewOne) {
  ASSERT_TRUE(pair_up(first, second));
  Cluster cluster(first, 1, {}, {address_of(first, second)});
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 0);
  People people(cluster, crew, {.filers = 2, .work = false});
  ASSERT_TRUE(http::test::eventually([&] { return people.filed_so_far() > 10; }, patience_ms));
  first.pause();
  const auto begun = Clock::now();
  ASSERT_TRUE(second.promote());
  ::usleep(1'000'000);  // what was on its way
  const std::size_t filed = people.filed_so_far();
  EXPECT_TRUE(http::test::eventually([&] { return people.filed_so_far() > filed; }, 40'000));
  fmt::print("the first request acknowledged {:.2f} s after the primary stood still\n", seconds_since(begun));
  people.stop();
  first.kill_all();
  for (const auto& [external_id, told] : people.filed()) ASSERT_EQ(second.value(fmt::format("SELECT count(*) FROM request WHERE external_id = '{}'", external_id)).value(), "1") << told;
  EXPECT_EQ(cluster.stop(), 0);
}

TEST_F(StandbyTest, IsPromotedUnderLoadAndNothingAcknowledgedIsLost) {
  std::vector<PrivatePostgres*> nodes{&first, &second};  // the primary, its standby
  ASSERT_TRUE(pair_up(first, second));
  const std::string address = address_of(first, second);
  Cluster cluster(first, 2, {}, {address, address});
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 6);
  People people(cluster, crew, {.filers = 4, .pause_ms = 10});
  const auto trouble_ends = Clock::now() + trouble_for(4);
  int changes = 0;
  double longest = 0;
  for (; changes == 0 || Clock::now() < trouble_ends; ++changes) {
    if (changes > 0) {
      ASSERT_TRUE(pair_up(*nodes[0], *nodes[1]));
    }
    const std::size_t filed_before = people.filed_so_far();
    ASSERT_TRUE(http::test::eventually([&] { return people.filed_so_far() > filed_before + 100; }, patience_ms));
    nodes[0]->kill_all();
    ::usleep(500'000);  // until somebody notices
    const std::size_t filed = people.filed_so_far();
    const auto begun = Clock::now();
    ASSERT_TRUE(nodes[1]->promote());
    const double promoted = seconds_since(begun);
    ASSERT_TRUE(http::test::eventually([&] { return people.filed_so_far() > filed; }, patience_ms));
    longest = std::max(longest, seconds_since(begun));
    fmt::print("promoted after {:.2f} s, the first request acknowledged after {:.2f} s\n", promoted, seconds_since(begun));
    std::swap(nodes[0], nodes[1]);
  }
  ::usleep(2'000'000);
  people.stop();
  fmt::print("{} primaries died; at most {:.2f} s from the order to promote to the first acknowledged request\n", changes, longest);
  expect_nothing_lost(*nodes[0], cluster, people);
  EXPECT_LT(longest, 10);
  EXPECT_EQ(cluster.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
