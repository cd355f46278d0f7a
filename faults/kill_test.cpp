// kill -9 under load, and started again on the same file: what was answered is there, exactly once, and goes on.
#include "base/prng.h"
#include "faults/load.h"

#include "db/typed.h"

#include <map>

namespace bellman::faults {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int connections = 6;
constexpr auto kill_for = std::chrono::seconds(9);  // rounds of load, death and start

std::uint64_t seed_of_run() {
  if (const char* given = std::getenv("BELLMAN_FAULTS_SEED")) return std::strtoull(given, nullptr, 10);
  return static_cast<std::uint64_t>(Clock::now().time_since_epoch().count());
}

// All that was ever sent, by number; the answer that counts.
class Ledger {
 public:
  void add(const std::vector<Filed>& filed) {
    for (const Filed& one : filed) {
      if (one.status == 201) acknowledged[one.number] = one.body;
      else unknown.push_back(one.number);
    }
  }

  // Who heard nothing asks again with the same key, as a client would: now all are acknowledged.
  void ask_again(const Served& server, const Company& company) {
    Client client(server.port());
    for (const std::string& number : unknown) {
      client.send(filing_message(server, company, number));
      const Answer answer = client.answer(false, patience_ms);
      ASSERT_EQ(answer.status, 201) << number << ": " << answer.body;
      if (answer.headers.contains("idempotency-replayed")) ++were_stored;
      acknowledged[number] = answer.body;
    }
    asked_again += unknown.size();
    unknown.clear();
  }

  // Who heard the answer and asks again all the same gets the same one. A sample of them, the latest among it.
  void repeat_some(const Served& server, const Company& company, Prng& random) const {
    Client client(server.port());
    for (int i = 0; i < 20 && !acknowledged.empty(); ++i) {
      const auto one = std::next(acknowledged.begin(), static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint32_t>(acknowledged.size()))));
      client.send(filing_message(server, company, one->first));
      const Answer answer = client.answer(false, patience_ms);
      EXPECT_EQ(answer.status, 201) << answer.body;
      EXPECT_EQ(answer.body, one->second);
      EXPECT_TRUE(answer.headers.contains("idempotency-replayed")) << "filed a second time: " << one->first;
    }
  }

  void check(db::Session& session) const {
    static constexpr db::Query filed{"faults.filed", "SELECT external_id, count(*) FROM request GROUP BY external_id ORDER BY external_id"};
    std::map<std::string, std::int64_t> stored;
    const auto read = db::each(session, filed, [&](const db::Row& row) -> Result<> {
      stored[std::string(row.text(0))] = row.integer(1);
      return ok();
    });
    ASSERT_TRUE(read.has_value()) << read.error().text();
    std::size_t lost = 0, twice = 0;
    for (const auto& [number, body] : acknowledged) lost += stored.contains("ext-" + number) ? 0 : 1;
    for (const auto& [external_id, times] : stored) twice += times > 1 ? 1 : 0;
    EXPECT_EQ(lost, 0U);
    EXPECT_EQ(twice, 0U);
    EXPECT_EQ(stored.size(), acknowledged.size()) << "there are requests that nobody filed";
  }

  std::map<std::string, std::string> acknowledged;
  std::vector<std::string> unknown;
  std::size_t asked_again = 0, were_stored = 0;
};

// Rows that a half-done use case would leave, besides what `bellman check store` looks for.
void check_whole(const Served& server) {
  static constexpr db::Query undated{"faults.undated", "SELECT count(*) FROM request WHERE NOT EXISTS (SELECT 1 FROM deadline WHERE deadline.request_id = request.id)"};
  static constexpr db::Query jobless{"faults.jobless", "SELECT count(*) FROM request WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.request_id = request.id)"};
  static constexpr db::Query silent{"faults.silent", "SELECT count(*) FROM request WHERE NOT EXISTS (SELECT 1 FROM event WHERE kind = 'request.filed' AND subject_id = request.id)"};
  EXPECT_EQ(server.count(undated), 0) << "requests without a deadline";
  EXPECT_EQ(server.count(jobless), 0) << "requests without a job";
  EXPECT_EQ(server.count(silent), 0) << "requests without their event";
  EXPECT_EQ(server.violations(), "[]");
}

// Every request waits for dispatch's timer, one second long, when its server dies. In the end each has been looked at: it is offered, or
// has its next try; and no timer is overdue.
bool timers_go_on(const Served& server) {
  static constexpr db::Query forgotten{"faults.forgotten", "SELECT count(*) FROM job WHERE state = 'waiting' AND try_at IS NULL"};
  static constexpr db::Query overdue{"faults.overdue", "SELECT count(*) FROM timer WHERE due < (strftime('%s', 'now') - 2) * 1000"};
  for (const auto begun = Clock::now(); Clock::now() - begun < std::chrono::milliseconds(patience_ms); ::usleep(200'000))
    if (server.count(forgotten) == 0 && server.count(overdue) == 0) return true;
  return false;
}

TEST(Killed, LosesNothingAndGoesOn) {
  const std::uint64_t seed = seed_of_run();
  fmt::print("BELLMAN_FAULTS_SEED={}\n", seed);
  Prng random{seed};
  const Folder folder;
  Served server(folder, {"--set", "dispatch.round_seconds=1"});
  ASSERT_TRUE(server.start());
  const Company company = make_company(server);
  Ledger ledger;
  int deaths = 0;
  for (const auto begun = Clock::now(); Clock::now() - begun < kill_for; ++deaths) {
    Load load(server, company, fmt::format("r{}", deaths));
    load.start(connections);
    ASSERT_TRUE(http::test::eventually([&] { return load.answers() >= connections; }, patience_ms));
    ::usleep(static_cast<useconds_t>(random.between(0, 400'000)));
    server.kill();
    load.join();
    ledger.add(load.filed());
    if (deaths % 3 == 0) {
      EXPECT_EQ(server.violations(), "[]") << "right after death " << deaths;
    }
    ASSERT_TRUE(server.start());
    ASSERT_NO_FATAL_FAILURE(ledger.ask_again(server, company));
    ledger.repeat_some(server, company, random);
  }
  fmt::print("{} deaths, {} requests; {} without an answer, of which {} had been stored\n", deaths, ledger.acknowledged.size(), ledger.asked_again, ledger.were_stored);
  EXPECT_GE(deaths, 3);
  EXPECT_TRUE(timers_go_on(server));
  EXPECT_EQ(server.stop(), 0);
  {
    const auto session = server.open_store();
    ASSERT_TRUE(session);
    ledger.check(*session);
  }
  check_whole(server);
}

}  // namespace
}  // namespace bellman::faults
