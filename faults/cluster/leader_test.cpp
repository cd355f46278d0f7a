// A process is stopped (SIGSTOP) and continued: as the leader of the rounds of dispatch, and in the middle of a transaction that keeps the
// others from writing.
#include "base/prng.h"
#include "db/open.h"
#include "faults/cluster/cluster.h"

namespace bellman::faults {
namespace {

using namespace std::chrono_literals;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

std::string lease(const harness::PrivatePostgres& postgres, const std::string& column) {
  const auto value = postgres.value("SELECT " + column + " FROM lease WHERE name = 'dispatch.round'");
  return value.has_value() ? *value : "";
}

// Whoever takes the lead notes it in its log, at the level "debug".
std::optional<std::size_t> leader_of(const harness::PrivatePostgres& postgres, const Cluster& cluster) {
  const std::string said = fmt::format("this process leads dispatch.round, token {}\n", lease(postgres, "token"));
  for (std::size_t i = 0; i < cluster.size(); ++i)
    if (cluster[i].log().find(said) != std::string::npos) return i;
  return std::nullopt;
}

TEST(Cluster, AStoppedLeaderIsReplacedAndDoesNoHarm) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 2);
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 8);
  People people(cluster, crew, {.filers = 6, .pause_ms = 100});
  Watch watch(postgres);
  const auto lasts = trouble_for(8);
  int changes = 0;
  double longest_s = 0;
  ASSERT_TRUE(http::test::eventually([&] { return lease(postgres, "token") != ""; }, patience_ms));
  for (const auto begun = Clock::now(); changes == 0 || Clock::now() - begun < lasts;) {
    const auto leader = leader_of(postgres, cluster);
    if (!leader) {  // it changes just now
      ::usleep(100'000);
      continue;
    }
    const std::string token = lease(postgres, "token");
    cluster[*leader].process().signal(SIGSTOP);
    const auto stopped = Clock::now();
    ASSERT_TRUE(http::test::eventually([&] { return lease(postgres, "token") != token; }, 15'000)) << "nobody took over: lease " << lease(postgres, "holder || ' ' || until");
    longest_s = std::max(longest_s, seconds_since(stopped));
    ++changes;
    std::this_thread::sleep_for(1s);
    cluster[*leader].process().signal(SIGCONT);
    std::this_thread::sleep_for(2s);
    EXPECT_EQ(cluster[*leader].get("/api/v1/me").status, 200) << "the old leader serves on";
    EXPECT_EQ(cluster[*leader].post("/api/v1/requests", crew.company.filing(fmt::format("after-{}", changes))).status, 201);
  }
  watch.stop();
  people.stop();
  fmt::print("{} changes of the leader, token {}; another had taken over after at most {:.1f} s; the latest timer {:.1f} s late ({})\n", changes,
             lease(postgres, "token"), longest_s, watch.latest_timer_s(), watch.latest_timer());
  EXPECT_LT(longest_s, 10);
  EXPECT_EQ(watch.double_offers(), 0U);
  EXPECT_LT(watch.latest_timer_s(), 10);
  expect_nothing_lost(postgres, cluster, people);
  EXPECT_EQ(cluster.stop(), 0);
}

// Looks who holds the writers' lock, on a connection of its own: quicker than the transactions it looks at.
class Lock {
 public:
  explicit Lock(const harness::PrivatePostgres& postgres) {
    auto database = db::open_postgresql({.url = postgres.url()});
    if (database.has_value()) session = *(*database)->open(db::Access::read);
  }
  struct Holder {
    std::string who;  // process and moment of its last statement
    bool busy = false;  // in the middle of a pipeline; else between two
  };
  std::optional<Holder> holder() {
    static constexpr db::Query held{"faults.holder",
                                    "SELECT a.pid::text || ' ' || a.state_change::text, (a.state = 'active')::int FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
                                    " WHERE l.locktype = 'advisory' AND l.granted AND a.wait_event = 'ClientRead'"};
    std::optional<Holder> found;
    EXPECT_TRUE(session->query(held, {}, [&](const db::Row& row) -> Result<> {
      found = Holder{std::string(row.text(0)), row.integer(1) != 0};
      return ok();
    }).has_value());
    return found;
  }

 private:
  std::unique_ptr<db::Session> session;
};

// How long a write through another process takes while one is stopped in the middle of a transaction.
TEST(Cluster, AProcessStoppedInATransactionHoldsNobodyUpForLong) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 2);
  ASSERT_TRUE(cluster.start());
  const Crew crew = make_crew(cluster[0], 8);
  People people(cluster, crew, {.filers = 4, .pause_ms = 0});
  Prng random{static_cast<std::uint64_t>(Clock::now().time_since_epoch().count())};
  Lock lock(postgres);
  std::size_t pauses = 0, held_up = 0, busy = 0;
  double longest_s = 0;
  const auto lasts = trouble_for(8);
  // At least until it has been met with the lock in its hand, which is a matter of luck.
  for (const auto begun = Clock::now(); Clock::now() - begun < (held_up > 0 ? lasts : lasts + 60s); ++pauses) {
    ::usleep(static_cast<useconds_t>(random.between(1'000, 20'000)));
    cluster[1].process().signal(SIGSTOP);
    const auto stopped = Clock::now();
    const auto holder = lock.holder();
    if (holder) ::usleep(20'000);
    const auto later = holder ? lock.holder() : std::nullopt;
    const bool holds = later && later->who == holder->who;
    // Between two statements the database itself ends it; some of those are enough.
    if (!holds || (!holder->busy && held_up - busy >= 2)) {
      cluster[1].process().signal(SIGCONT);
      continue;
    }
    Client client(cluster.port(0));
    client.send(filing_message(cluster[0], crew.company, fmt::format("pause-{}", pauses)));
    const Answer answer = client.answer(false, patience_ms);
    EXPECT_EQ(answer.status, 201) << answer.body;
    longest_s = std::max(longest_s, seconds_since(stopped));
    ++held_up;
    busy += holder->busy ? 1U : 0U;
    cluster[1].process().signal(SIGCONT);
    EXPECT_TRUE(http::test::eventually([&] { return cluster[1].post("/api/v1/requests", crew.company.filing(fmt::format("recovered-{}", pauses))).status == 201; }, 5'000))
        << "the one that was stopped does not recover";
  }
  people.stop();
  fmt::print("{} pauses, {} of them in a transaction, {} in the middle of its statements; the others wrote again after at most {:.1f} s\n", pauses, held_up, busy, longest_s);
  EXPECT_GT(held_up, 0U);
  EXPECT_LT(longest_s, 9);
  expect_nothing_lost(postgres, cluster, people);
  EXPECT_EQ(cluster.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
