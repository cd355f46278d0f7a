// Whoever sends or reads too slowly is cut off after the time that is set; the others are served meanwhile.
#include "faults/served.h"

#include <algorithm>
#include <deque>

namespace bellman::faults {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int header_ms = 1'500, body_ms = 2'000, idle_ms = 2'500, write_ms = 1'500;
constexpr int late_ms = 8'000;  // on a busy machine

std::vector<std::string> short_patience() {
  return {"--set", fmt::format("server.header_timeout_ms={}", header_ms), "--set", fmt::format("server.body_timeout_ms={}", body_ms),
          "--set", fmt::format("server.idle_timeout_ms={}", idle_ms),     "--set", fmt::format("server.write_timeout_ms={}", write_ms)};
}

int ms_since(Clock::time_point moment) { return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - moment).count()); }

double median_ms(const Served& server, int count) {
  std::vector<double> times;
  Client client(server.port());
  for (int i = 0; i < count; ++i) {
    const auto asked = Clock::now();
    client.send(message("GET", "/api/v1/me", server.as_administrator()));
    EXPECT_EQ(client.answer(false, patience_ms).status, 200);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
  }
  std::nth_element(times.begin(), times.begin() + count / 2, times.end());
  return times[static_cast<std::size_t>(count / 2)];
}

TEST(Slow, SendersAreCutAndOthersServed) {
  const Folder folder;
  Served server(folder, short_patience());
  ASSERT_TRUE(server.start());
  const double alone_ms = median_ms(server, 100);

  const auto begun = Clock::now();
  std::deque<Client> headers, bodies;
  Client silent(server.port()), idle(server.port());
  idle.send(message("GET", "/healthz"));
  ASSERT_EQ(idle.answer(false, patience_ms).status, 200);
  const auto idle_since = Clock::now();
  for (int i = 0; i < 150; ++i) {
    headers.emplace_back(server.port()).send("GET /api/v1/me HTTP/1.1\r\nHost: test\r\n");
    bodies.emplace_back(server.port()).send(fmt::format("POST /api/v1/requests HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n{}\r\n{{", server.as_administrator()));
  }
  const double among_ms = median_ms(server, 100);
  // Drop by drop helps nobody.
  for (int i = 0; ms_since(begun) < header_ms - 300; ++i) {
    for (Client& client : headers) client.send("X-A: b\r\n");
    for (Client& client : bodies) client.send(" ");
    ::usleep(250'000);
  }
  EXPECT_LT(among_ms, alone_ms * 20 + 200) << "alone " << alone_ms;

  for (auto* slow : {&headers, &bodies}) {
    for (Client& client : *slow) {
      const Answer answer = client.answer(false, late_ms);
      ASSERT_EQ(answer.status, 408);
      EXPECT_EQ(member(answer.body, "code"), "http.too_slow");
      client.finish_sending();
      ASSERT_TRUE(client.is_closed_within(late_ms));
    }
  }
  EXPECT_TRUE(silent.is_closed_within(late_ms));
  EXPECT_GE(ms_since(begun), std::min(header_ms, body_ms) - 200);
  EXPECT_LT(ms_since(begun), std::max(header_ms, body_ms) + late_ms);
  EXPECT_TRUE(idle.is_closed_within(late_ms));
  EXPECT_GE(ms_since(idle_since), idle_ms - 200);
  EXPECT_EQ(server.get("/api/v1/me").status, 200);
  EXPECT_EQ(server.stop(), 0);
}

// (A live stream that is not read is cut by the bound of what waits for it: src/foundation/http/stream_test.cpp.)
TEST(Slow, ReadersAreCutAndOthersServed) {
  const Folder folder;
  Served server(folder, short_patience());
  ASSERT_TRUE(server.start());
  const double alone_ms = median_ms(server, 100);

  // Asks again and again for a long answer and takes none of it: more than the kernel's buffers hold.
  constexpr std::size_t asked = 200;
  const std::string ask = message("GET", "/api/v1/openapi.json", server.as_administrator());
  Client deaf(server.port(), 4096);
  for (std::size_t i = 0; i < asked; ++i) deaf.send(ask);
  const std::size_t answer_bytes = server.get("/api/v1/openapi.json").body.size();
  EXPECT_LT(median_ms(server, 100), alone_ms * 20 + 200);

  EXPECT_TRUE(http::test::eventually([&] {
    ::usleep(100'000);
    return server.get("/metrics").body.find("bellman_http_timeouts_total 1") != std::string::npos;
  }, 100));
  // What had been sent before the door closed may still be read.
  EXPECT_TRUE(deaf.is_closed_within(late_ms));
  EXPECT_LT(deaf.buffer().size(), asked * answer_bytes);
  EXPECT_EQ(server.stop(), 0);
}

TEST(Slow, ConnectionsAreBounded) {
  const Folder folder;
  Served server(folder, {"--set", "server.connections_max=20"});
  ASSERT_TRUE(server.start());
  std::deque<Client> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(server.port()).send(message("GET", "/healthz"));
    ASSERT_EQ(clients.back().answer(false, patience_ms).status, 200);
  }
  for (int i = 0; i < 5; ++i) {
    Client further(server.port());
    const Answer answer = further.answer(false, patience_ms);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(member(answer.body, "code"), "http.too_many_connections");
  }
  // Those who are in are served on, and who leaves makes room.
  clients.front().send(message("GET", "/healthz"));
  EXPECT_EQ(clients.front().answer(false, patience_ms).status, 200);
  clients.pop_front();
  EXPECT_TRUE(http::test::eventually([&] {
    Client next(server.port());
    next.send(message("GET", "/healthz"));
    return next.answer(false, patience_ms).status == 200;
  }, 2000));
  clients.clear();
  EXPECT_EQ(server.stop(), 0);
}

// More connections than the system lets the process have: the server takes what it can, says so, and can still open its own files.
TEST(Slow, LimitOfOpenFilesIsRespected) {
  const Folder folder;
  Served server(folder);
  ASSERT_TRUE(server.start({.open_files_max = 120}));
  EXPECT_NE(server.log().find("raise its limit of open files"), std::string::npos) << server.log();
  {
    std::deque<Client> clients;
    for (int i = 0; i < 150; ++i) clients.emplace_back(server.port());
    ::usleep(200'000);
  }
  const Company company = make_company(server);
  EXPECT_EQ(server.post("/api/v1/requests", company.filing("one")).status, 201);
  EXPECT_EQ(server.stop(), 0);
}

}  // namespace
}  // namespace bellman::faults
