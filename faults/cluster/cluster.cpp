#include "faults/cluster/cluster.h"

#include <algorithm>

namespace bellman::faults {

std::chrono::seconds trouble_for(int seconds_in_ctest) {
  const char* given = std::getenv("BELLMAN_CLUSTER_SECONDS");
  return std::chrono::seconds(given == nullptr ? seconds_in_ctest : std::atoi(given));
}

Cluster::Cluster(const harness::PrivatePostgres& postgres, std::size_t processes, std::vector<std::string> flags, const std::vector<std::string>& reach) : ports(processes) {
  flags.insert(flags.begin(), {"--set", "log.level=debug", "--set", "dispatch.round_seconds=1"});
  for (std::size_t i = 0; i < processes; ++i) {
    folders.push_back(std::make_unique<Folder>());
    if (i == 0) servers.push_back(std::make_unique<Served>(*folders.back(), flags, reach.empty() ? postgres.url() : reach[0]));
    else servers.push_back(std::make_unique<Served>(*folders.back(), *servers.front(), flags, reach.empty() ? postgres.url() : reach[i]));
  }
}

testing::AssertionResult Cluster::start() {
  for (std::size_t i = 0; i < size(); ++i)
    if (auto begun = servers[i]->begin(); !begun) return begun;
  for (std::size_t i = 0; i < size(); ++i) {
    if (auto listens = servers[i]->wait_until_it_listens(); !listens) return listens;
    ports[i] = servers[i]->port();
  }
  return testing::AssertionSuccess();
}

testing::AssertionResult Cluster::start(std::size_t i) {
  auto started = servers[i]->start();
  if (started) ports[i] = servers[i]->port();
  return started;
}

void Cluster::kill(std::size_t i) {
  ports[i] = 0;
  servers[i]->kill();
}

int Cluster::stop() {
  int worst = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    ports[i] = 0;
    const int code = servers[i]->runs() ? servers[i]->stop() : 0;
    if (code != 0) worst = code;
  }
  return worst;
}

std::string Cluster::logs() const {
  std::string text;
  for (const auto& server : servers) text += server->log();
  return text;
}

Answer Caller::ask(std::size_t process, const std::string& text, int timeout_ms) {
  const std::uint16_t port = cluster.port(process);
  if (port == 0) return {};
  auto& connection = connections[process];
  if (!connection || connected_to[process] != port) {
    connection = std::make_unique<Client>(port);
    connected_to[process] = port;
  }
  Answer answer;
  if (connection->connected()) {
    connection->send(text);
    answer = connection->answer(false, timeout_ms);
  }
  if (answer.status == 0 || answer.headers["connection"] == "close") connection.reset();
  return answer;
}

Answer Caller::ask_anybody(const std::string& text, bool& gave_up, int longest_ms) {
  gave_up = false;
  for (const auto begun = Clock::now(); Clock::now() - begun < std::chrono::milliseconds(longest_ms);) {
    const std::size_t process = turn++ % cluster.size();
    if (cluster.port(process) == 0) {
      ::usleep(5'000);
      continue;
    }
    Answer answer = ask(process, text);
    if (answer.status != 0 && answer.status != 503) return answer;
    ++heard[answer.status == 0 ? "no answer" : member(answer.body, "code")];
    ::usleep(20'000);
  }
  gave_up = true;
  return {};
}

Crew make_crew(const Served& server, int workers) {
  Crew crew;
  crew.company = make_company(server);
  const auto number = [](const std::string& text) { return std::atoll(text.c_str()); };
  for (int i = 0; i < workers; ++i) {
    const Answer made = server.post("/api/v1/workers", fmt::format(R"({{"name":"Fitter {}","kind":"employee","zone":"Europe/Berlin","home":{{"lat":52.5{:02},"lon":13.4}},)"
                                                                   R"("capacity":8,"skills":[{{"skill_id":1,"level":3}}]}})", i, i % 100));
    EXPECT_EQ(made.status, 201) << made.body;
    const auto worker = number(member(member(made.body, "worker"), "id"));
    const Answer account = server.post("/api/v1/accounts", fmt::format(R"({{"login":"fitter{}","name":"Fitter","role":"worker","worker_id":{}}})", i, worker));
    EXPECT_EQ(account.status, 201) << account.body;
    const Answer token = server.post("/api/v1/tokens", fmt::format(R"({{"name":"phone","account_id":{}}})", member(account.body, "id")));
    EXPECT_EQ(token.status, 201) << token.body;
    crew.members.push_back({worker, member(token.body, "secret")});
  }
  return crew;
}

std::string counts(const std::map<std::string, std::size_t>& of) {
  std::string text;
  for (const auto& [what, times] : of) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, times);
  return text.empty() ? "none" : text;
}

}  // namespace bellman::faults
