// What is done at one process shows at the others: changes on the live stream, log-ins, log-outs, revoked tokens.
#include "faults/cluster/cluster.h"

namespace bellman::faults {
namespace {

double ms_since(Clock::time_point begun) { return std::chrono::duration<double, std::milli>(Clock::now() - begun).count(); }

TEST(Cluster, TheLiveStreamShowsTheChangesOfOtherProcesses) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 2);
  ASSERT_TRUE(cluster.start());
  const Company company = make_company(cluster[0]);
  Client screen(cluster.port(1));
  screen.send(message("GET", "/api/v1/stream", cluster[1].as_administrator()));
  ASSERT_TRUE(screen.receive_until("\r\n\r\n"));
  std::vector<double> answered, shown;
  Client client(cluster.port(0));
  for (int i = 0; i < 50; ++i) {
    const auto begun = Clock::now();
    client.send(filing_message(cluster[0], company, std::to_string(i)));
    const Answer answer = client.answer(false, patience_ms);
    ASSERT_EQ(answer.status, 201);
    answered.push_back(ms_since(begun));
    const std::string needle = fmt::format(R"("kind":"request.filed","subject":"request","subject_id":{},)", member(answer.body, "id"));
    ASSERT_TRUE(screen.receive_until(needle, 2'000)) << screen.buffer().substr(screen.buffer().size() - std::min<std::size_t>(screen.buffer().size(), 1000));
    shown.push_back(ms_since(begun));
  }
  // What happens while the connection for listening is broken is not shown one by one: the screen is told to load anew.
  const auto ended = postgres.value("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                                    "(query LIKE 'LISTEN%' OR query LIKE 'SELECT pg_terminate_backend(a.pid)%')");  // its first and its later words
  EXPECT_EQ(ended.value(), "2");
  screen.buffer().clear();
  ASSERT_EQ(cluster[0].post("/api/v1/requests", company.filing("unheard")).status, 201);
  EXPECT_TRUE(screen.receive_until("event: resync", 5'000));
  std::ranges::sort(answered);
  std::ranges::sort(shown);
  fmt::print("filing answered after {:.1f} ms (median) to {:.1f} ms (worst); shown by the other process after {:.1f} to {:.1f} ms\n", answered[25], answered.back(),
             shown[25], shown.back());
  EXPECT_LT(shown[25], 1000);
  EXPECT_EQ(cluster.stop(), 0);
}

// How long a process goes on to accept what another has ended; -1: longer than 5 s.
double ends_after_ms(const Served& server, const std::string& credentials) {
  const auto begun = Clock::now();
  Client client(server.port());
  while (ms_since(begun) < 5'000) {
    client.send(message("GET", "/api/v1/me", credentials));
    if (client.answer(false, patience_ms).status == 401) return ms_since(begun);
    ::usleep(2'000);
  }
  return -1;
}

int status_of(const Served& server, const std::string& credentials) {
  Client client(server.port());
  client.send(message("GET", "/api/v1/me", credentials));
  return client.answer(false, patience_ms).status;
}

TEST(Cluster, LogInsAndTokensAreOfAllProcesses) {
  harness::PrivatePostgres postgres({"fsync=on"});
  Cluster cluster(postgres, 3);
  ASSERT_TRUE(cluster.start());
  double worst_ms = 0;
  for (int round = 0; round < 5; ++round) {
    Client client(cluster.port(0));
    client.send(message("POST", "/api/v1/login", "", fmt::format(R"({{"login":"anna","password":"{}"}})", password)));
    ASSERT_TRUE(client.receive_until("\r\n\r\n", patience_ms));
    const std::string head = client.buffer();
    const Answer logged_in = client.answer(false, patience_ms);
    ASSERT_EQ(logged_in.status, 201) << logged_in.body;
    const auto at = head.find("bellman_session=");
    ASSERT_NE(at, std::string::npos) << head;
    const std::string cookie = "Cookie: " + head.substr(at, head.find(';', at) - at) + "\r\n";
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(status_of(cluster[i], cookie), 200) << "process " << i;
    client.send(message("POST", "/api/v1/logout", cookie + "X-CSRF-Token: " + member(logged_in.body, "csrf_token") + "\r\n", "{}"));
    const Answer out = client.answer(false, patience_ms);
    ASSERT_EQ(out.status / 100, 2) << out.body;
    for (std::size_t i = 0; i < 3; ++i) {
      const double ended = ends_after_ms(cluster[i], cookie);
      EXPECT_GE(ended, 0) << "process " << i << " does not hear of the log-out";
      worst_ms = std::max(worst_ms, ended);
    }
    const Answer made = cluster[1].post("/api/v1/tokens", R"({"name":"for a moment"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string bearer = "Authorization: Bearer " + member(made.body, "secret") + "\r\n";
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(status_of(cluster[i], bearer), 200) << "process " << i;
    Client dropper(cluster.port(2));
    dropper.send(message("DELETE", "/api/v1/tokens/" + member(member(made.body, "token"), "id"), cluster[2].as_administrator()));
    ASSERT_EQ(dropper.answer(false, patience_ms).status / 100, 2);
    for (std::size_t i = 0; i < 3; ++i) {
      const double ended = ends_after_ms(cluster[i], bearer);
      EXPECT_GE(ended, 0) << "process " << i << " does not hear of the revoked token";
      worst_ms = std::max(worst_ms, ended);
    }
  }
  fmt::print("a log-out or a revoked token was over at every process after at most {:.1f} ms\n", worst_ms);
  EXPECT_LT(worst_ms, 2'000);
  EXPECT_EQ(cluster.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
