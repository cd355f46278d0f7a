#include "http/server.h"

#include "http/problem.h"
#include "http/test_client.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <thread>

namespace bellman::http {
namespace {

using test::add;
using test::Answer;
using test::Client;
using test::eventually;
using test::get_text;
using test::post_text;
using ExchangePointer = std::shared_ptr<Exchange>;

bool has_code(const Answer& answer, std::string_view code) {
  return answer.headers.count("content-type") > 0 && answer.headers.at("content-type") == "application/problem+json" &&
         answer.body.find(fmt::format("\"code\":\"{}\"", code)) != std::string::npos;
}

// Answers from its own thread, many at a time, as the engine's writer does after a commit.
class Writer {
 public:
  Writer() : thread_([this] { run(); }) {}
  ~Writer() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    ready_.notify_one();
    thread_.join();
  }
  void enqueue(ExchangePointer exchange) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(exchange));
    }
    ready_.notify_one();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ready_.wait(lock, [this] { return done_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      std::deque<ExchangePointer> group;
      group.swap(waiting_);
      lock.unlock();
      {
        const ResponseBatch batch;
        for (auto& exchange : group) exchange->respond(Response::text(std::string(exchange->request().param("text"))));
      }
      group.clear();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<ExchangePointer> waiting_;
  bool done_ = false;
  std::thread thread_;
};

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    add(router, {.method = Method::get, .pattern = "/hello", .mode = Mode::inline_, .handler = [](const ExchangePointer& exchange) {
                   exchange->respond(Response::text("hello"));
                 }});
    add(router, {.method = Method::get, .pattern = "/pooled/{text}", .handler = [](const ExchangePointer& exchange) {
                   exchange->respond(Response::text("pooled " + std::string(exchange->request().param("text"))));
                 }});
    add(router, {.method = Method::get, .pattern = "/written/{text}", .mode = Mode::inline_, .handler = [this](ExchangePointer exchange) {
                   writer.enqueue(std::move(exchange));
                 }});
    add(router, {.method = Method::post, .pattern = "/echo", .handler = [](const ExchangePointer& exchange) {
                   exchange->respond(Response::text(std::string(exchange->request().body())));
                 }});
    add(router, {.method = Method::post, .pattern = "/small", .mode = Mode::inline_, .handler = [](const ExchangePointer& exchange) {
                   exchange->respond(Response::no_content());
                 }, .body_limit_bytes = 10});
    add(router, {.method = Method::get, .pattern = "/dropped", .handler = [](const ExchangePointer&) {}});
    add(router, {.method = Method::get, .pattern = "/throws", .handler = [](const ExchangePointer&) { throw std::runtime_error("by the test"); }});
    add(router, {.method = Method::get, .pattern = "/list", .handler = [](const ExchangePointer& exchange) {
                   const auto limit = exchange->request().query().integer("limit", 1, 100);
                   if (limit.has_error()) return exchange->fail(limit.error());
                   exchange->respond(Response::text(std::to_string(limit->value_or(50))));
                 }, .query = {"limit"}});
    add(router, {.method = Method::get, .pattern = "/slow", .handler = [this](const ExchangePointer& exchange) {
                   slow_running = true;
                   std::this_thread::sleep_for(std::chrono::milliseconds(300));
                   exchange->respond(Response::text("slow"));
                 }});
    add(router, {.method = Method::get, .pattern = "/big", .mode = Mode::inline_, .handler = [](const ExchangePointer& exchange) {
                   exchange->respond(Response::text(std::string(8'000'000, 'x')));
                 }});
    options.wall_clock = [] { return Instant{784'111'777'999}; };
    options.header_timeout_ms = 400;
    options.body_timeout_ms = 400;
    options.idle_timeout_ms = 700;
  }
  void start() {
    server = std::make_unique<Server>(options, router);
    const auto started = server->start();
    ASSERT_TRUE(started.has_value()) << started.error().text();
  }
  Answer ask(std::string_view text) { return Client(server->port()).ask(text); }

  Writer writer;
  std::atomic<bool> slow_running = false;
  Router router;
  ServerOptions options;
  std::unique_ptr<Server> server;
};

TEST_F(ServerTest, AnswersFromEveryKindOfThread) {
  start();
  Client client(server->port());
  EXPECT_EQ(client.ask(get_text("/hello")).body, "hello");
  EXPECT_EQ(client.ask(get_text("/pooled/a%20b")).body, "pooled a b");
  EXPECT_EQ(client.ask(get_text("/written/w")).body, "w");
  EXPECT_EQ(client.ask(post_text("/echo", "text")).body, "text");
  EXPECT_EQ(server->metrics().responses_by_class[2].load(), 4U);
  EXPECT_EQ(server->metrics().connections_accepted.load(), 1U);
  EXPECT_EQ(server->metrics().requests_in_flight.load(), 0U);
}

TEST_F(ServerTest, EveryAnswerCarriesTheSecurityHeadersAndNoVersion) {
  start();
  for (const char* path : {"/hello", "/nowhere"}) {
    const auto answer = ask(get_text(path));
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_NE(answer.headers.at("content-security-policy").find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.headers.at("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(answer.headers.at("x-request-id").size(), 16U);
    EXPECT_EQ(answer.headers.at("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_FALSE(answer.headers.contains("server"));
    EXPECT_FALSE(answer.headers.contains("strict-transport-security"));
  }
  options.behind_tls = true;
  start();
  EXPECT_TRUE(ask(get_text("/hello")).headers.contains("strict-transport-security"));
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  start();
  Client client(server->port());
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += get_text(fmt::format("/{}/{}", i % 2 == 0 ? "pooled" : "written", i));
    if (i % 5 == 0) all += get_text("/hello");
    if (i % 7 == 0) all += post_text("/echo", std::string(static_cast<std::size_t>(i) * 10, 'e'));
  }
  client.send(all);
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(client.answer().body, (i % 2 == 0 ? "pooled " : "") + std::to_string(i));
    if (i % 5 == 0) { ASSERT_EQ(client.answer().body, "hello"); }
    if (i % 7 == 0) { ASSERT_EQ(client.answer().body.size(), static_cast<std::size_t>(i) * 10); }
  }
  EXPECT_TRUE(client.buffer().empty());
}

TEST_F(ServerTest, RequestsInPiecesAreReadWhole) {
  start();
  Client client(server->port());
  for (const char c : post_text("/echo", "abc")) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.answer().body, "abc");
  client.send("\r\n\r\n" + get_text("/hello"));
  EXPECT_EQ(client.answer().body, "hello");
}

TEST_F(ServerTest, KeepAliveFollowsTheVersionAndTheHeader) {
  start();
  Client modern(server->port());
  EXPECT_EQ(modern.ask(get_text("/hello", "Connection: close\r\n")).headers.at("connection"), "close");
  EXPECT_TRUE(modern.is_closed_within(1000));
  Client old(server->port());
  EXPECT_EQ(old.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(old.is_closed_within(1000));
  Client kept(server->port());
  EXPECT_EQ(kept.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").headers.at("connection"), "keep-alive");
  EXPECT_EQ(kept.ask(get_text("/hello")).body, "hello");
}

TEST_F(ServerTest, HalfClosedClientStillGetsItsAnswers) {
  start();
  Client client(server->port());
  client.send(get_text("/pooled/1") + get_text("/written/2"));
  client.finish_sending();
  EXPECT_EQ(client.answer().body, "pooled 1");
  EXPECT_EQ(client.answer().body, "2");
  EXPECT_TRUE(client.is_closed_within(1000));
}

TEST_F(ServerTest, HeadOptionsAndWrongMethods) {
  start();
  Client client(server->port());
  const auto head = client.ask("HEAD /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "5");
  const auto options_answer = client.ask("OPTIONS /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(options_answer.status, 204);
  EXPECT_EQ(options_answer.headers.at("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n").status, 204);
  const auto wrong = client.ask("DELETE /hello HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.at("allow"), "GET, HEAD, OPTIONS");
  EXPECT_TRUE(has_code(wrong, "http.method_not_allowed"));
  EXPECT_TRUE(has_code(client.ask(get_text("/nowhere")), "http.not_found"));
  const auto moved = client.ask(get_text("/pooled/x/?a=b"));
  EXPECT_EQ(moved.status, 308);
  EXPECT_EQ(moved.headers.at("location"), "/pooled/x?a=b");
  EXPECT_EQ(client.ask(get_text("/pooled/%ff")).status, 400);
  // A request that is refused keeps the connection: its body is read and thrown away.
  EXPECT_EQ(client.ask(post_text("/nowhere", "body")).status, 404);
  EXPECT_EQ(client.ask(get_text("/hello")).body, "hello");
  EXPECT_EQ(client.ask("BREW /hello HTTP/1.1\r\nHost: test\r\n\r\n").status, 501);
}

TEST_F(ServerTest, QueriesAreChecked) {
  start();
  Client client(server->port());
  EXPECT_EQ(client.ask(get_text("/list?limit=7")).body, "7");
  EXPECT_EQ(client.ask(get_text("/list")).body, "50");
  EXPECT_TRUE(has_code(client.ask(get_text("/list?limit=700")), "http.bad_number"));
  EXPECT_TRUE(has_code(client.ask(get_text("/list?limt=7")), "http.unknown_parameter"));
  EXPECT_TRUE(has_code(client.ask(get_text("/list?limit=%zz")), "http.bad_query"));
}

TEST_F(ServerTest, MalformedRequestsAreToldAndCut) {
  start();
  const std::vector<std::pair<std::string, int>> cases{
      {"\x16\x03\x01\x02\r\n", 400},
      {"GET /hello\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"GET hello HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a\r\nbad name: x\r\n\r\n", 400},
      {"GET /hello HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nabcde", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 501},
      {"POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n", 400},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 1\r\n\r\n", 417}};
  for (const auto& [text, status] : cases) {
    Client client(server->port());
    const auto answer = client.ask(text);
    EXPECT_EQ(answer.status, status) << text;
    EXPECT_EQ(answer.headers.count("content-type") > 0 ? answer.headers.at("content-type") : "", "application/problem+json") << text;
    EXPECT_TRUE(client.is_closed_within(1000)) << text;
  }
}

TEST_F(ServerTest, HeadersAndAddressesAreBounded) {
  start();
  EXPECT_EQ(ask(get_text("/hello", "X: " + std::string(15'000, 'x') + "\r\n")).status, 200);
  EXPECT_EQ(ask(get_text("/hello", "X: " + std::string(17'000, 'x') + "\r\n")).status, 431);
  std::string many;
  for (int i = 0; i < 200; ++i) many += fmt::format("X-{}: y\r\n", i);
  EXPECT_EQ(ask(get_text("/hello", many)).status, 431);
  EXPECT_EQ(ask(get_text("/" + std::string(9'000, 'x'))).status, 414);
  EXPECT_EQ(ask(get_text("/" + std::string(20'000, 'x'))).status, 414);
}

TEST_F(ServerTest, BodiesAreBoundedByTheirRoute) {
  options.body_bytes_max = 100'000;
  start();
  Client client(server->port());
  EXPECT_EQ(client.ask(post_text("/small", "0123456789")).status, 204);
  EXPECT_EQ(client.ask(post_text("/echo", std::string(100'000, 'x'))).body.size(), 100'000U);
  // Told at once, before the body is there.
  const auto early = client.ask("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(early.status, 413);
  EXPECT_TRUE(has_code(early, "http.body_too_large"));
  EXPECT_TRUE(client.is_closed_within(3000));
  EXPECT_EQ(ask(post_text("/echo", std::string(5'000'000, 'x'))).status, 413);
  EXPECT_EQ(ask("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n").status, 413);
  EXPECT_EQ(ask("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n8\r\nabcdefgh\r\n0\r\n\r\n").status, 413);
}

TEST_F(ServerTest, ChunkedBodiesAreJoined) {
  start();
  Client client(server->port());
  const std::string chunked = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n";
  EXPECT_EQ(client.ask(chunked).body, "abcdefg");
  for (const char c : chunked) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.answer().body, "abcdefg");
  EXPECT_EQ(client.ask(get_text("/hello")).body, "hello");
}

TEST_F(ServerTest, ContinueIsSaidOnlyWhenTheBodyIsWanted) {
  start();
  Client client(server->port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.answer().status, 100);
  client.send("abc");
  EXPECT_EQ(client.answer().body, "abc");
  EXPECT_EQ(client.ask("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n").status, 404);
  EXPECT_TRUE(client.is_closed_within(3000));
  EXPECT_EQ(ask("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\nExpect: 100-continue\r\n\r\n").status, 413);
}

TEST_F(ServerTest, SlowSendersAreCut) {
  start();
  Client silent(server->port()), slow_head(server->port()), slow_body(server->port());
  slow_head.send("GET /hello HT");
  slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_EQ(slow_head.answer(false, 2000).status, 408);
  EXPECT_EQ(slow_body.answer(false, 2000).status, 408);
  EXPECT_TRUE(slow_head.is_closed_within(1000));
  EXPECT_TRUE(silent.is_closed_within(1000));
  EXPECT_TRUE(silent.buffer().empty());
  EXPECT_EQ(server->metrics().timeouts.load(), 2U);
}

TEST_F(ServerTest, IdleConnectionsAreClosed) {
  start();
  Client client(server->port());
  EXPECT_EQ(client.ask(get_text("/hello")).status, 200);
  EXPECT_FALSE(client.is_closed_within(400));
  EXPECT_TRUE(client.is_closed_within(1500));
}

TEST_F(ServerTest, SlowReadersAreCutAndOthersServed) {
  options.write_timeout_ms = 300;
  start();
  Client lazy(server->port(), 4096);
  lazy.send(get_text("/big"));
  EXPECT_EQ(ask(get_text("/big")).body.size(), 8'000'000U);
  EXPECT_TRUE(eventually([&] { return server->metrics().connections_open.load() == 0; }));
  EXPECT_EQ(server->metrics().timeouts.load(), 1U);
}

TEST_F(ServerTest, TooManyConnectionsAreTold) {
  options.connections_max = 2;
  start();
  Client first(server->port()), second(server->port());
  EXPECT_EQ(first.ask(get_text("/hello")).status, 200);
  EXPECT_EQ(second.ask(get_text("/hello")).status, 200);
  Client third(server->port());
  const auto refused = third.ask(get_text("/hello"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.headers.at("retry-after"), "2");
  EXPECT_TRUE(has_code(refused, "http.too_many_connections"));
  EXPECT_EQ(server->metrics().connections_refused.load(), 1U);
}

TEST_F(ServerTest, AFullQueueIsTold) {
  options.worker_threads = 1;
  options.worker_queue_limit = 1;
  start();
  Client running(server->port()), waiting(server->port());
  running.send(get_text("/slow"));
  ASSERT_TRUE(eventually([&] { return slow_running.load(); }));
  waiting.send(get_text("/slow"));
  ASSERT_TRUE(eventually([&] { return server->metrics().requests_in_flight.load() == 2; }));
  EXPECT_TRUE(has_code(ask(get_text("/slow")), "http.busy"));
  EXPECT_EQ(running.answer().body, "slow");
  EXPECT_EQ(waiting.answer().body, "slow");
}

TEST_F(ServerTest, AdmitAndGuardDecide) {
  options.admit = [](const Request& request) -> Result<> {
    if (request.header("x-flood")) return Error::rate_limited("http.rate", "Too many requests from " + request.remote_address() + ".");
    return ok();
  };
  options.guard = [](Request& request, const Route& route) -> Result<> {
    if (route.pattern == "/list" && !request.cookie("session")) return Error::unauthenticated("people.no_session", "Log in first.");
    return ok();
  };
  options.trust_forwarded_for = true;
  start();
  Client client(server->port());
  const auto flooded = client.ask(get_text("/hello", "X-Flood: 1\r\nX-Forwarded-For: 9.9.9.9, 10.1.2.3\r\n"));
  EXPECT_EQ(flooded.status, 429);
  EXPECT_NE(flooded.body.find("10.1.2.3"), std::string::npos);
  EXPECT_EQ(client.ask(get_text("/list")).status, 401);
  EXPECT_EQ(client.ask(get_text("/list", "Cookie: session=x\r\n")).status, 200);
}

TEST_F(ServerTest, DroppedAndThrowingHandlersAnswer500) {
  start();
  Client client(server->port());
  EXPECT_TRUE(has_code(client.ask(get_text("/dropped")), "http.no_answer"));
  const auto thrown = client.ask(get_text("/throws"));
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.body.find("by the test"), std::string::npos);
  EXPECT_EQ(client.ask(get_text("/hello")).body, "hello");
}

TEST_F(ServerTest, AnswersForClientsWhoLeftAreForgotten) {
  start();
  for (int i = 0; i < 20; ++i) Client(server->port()).send(get_text("/slow"));
  EXPECT_TRUE(eventually([&] { return server->metrics().connections_open.load() == 0; }));
  EXPECT_EQ(ask(get_text("/hello")).body, "hello");
}

TEST_F(ServerTest, AnAnswerMayOutliveTheServer) {
  ExchangePointer kept;
  add(router, {.method = Method::get, .pattern = "/kept", .mode = Mode::inline_, .handler = [&](ExchangePointer exchange) { kept = std::move(exchange); }});
  start();
  Client client(server->port());
  client.send(get_text("/kept"));
  ASSERT_TRUE(eventually([&] { return server->metrics().requests_in_flight.load() == 1; }));
  EXPECT_FALSE(server->stop(50));
  server.reset();
  kept->respond(Response::text("too late"));
  kept.reset();
  EXPECT_TRUE(client.is_closed_within(1000));
  EXPECT_TRUE(client.buffer().empty());
}

TEST(ExchangeDeathTest, ASecondAnswerIsABrokenInvariant) {
  struct Sink final : ResponseSink {
    void deliver(Response) override {}
    void open_stream(std::shared_ptr<EventStream>) override {}
    void wake_stream() override {}
    std::size_t stream_buffer_bytes() const override { return 0; }
  };
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const auto exchange = std::make_shared<Exchange>(Request{}, std::make_shared<Sink>());
  exchange->respond(Response::no_content());
  EXPECT_TRUE(exchange->answered());
  EXPECT_DEATH(exchange->respond(Response::no_content()), "answered twice");
}

TEST_F(ServerTest, StopFinishesWhatIsUnderWay) {
  options.idle_timeout_ms = 10'000;
  start();
  Client idle(server->port()), busy(server->port());
  EXPECT_EQ(idle.ask(get_text("/hello")).status, 200);
  busy.send(get_text("/slow"));
  ASSERT_TRUE(eventually([&] { return slow_running.load(); }));
  std::thread stopper([&] { EXPECT_TRUE(server->stop(5000)); });
  const auto answer = busy.answer();
  EXPECT_EQ(answer.body, "slow");
  EXPECT_EQ(answer.headers.at("connection"), "close");
  EXPECT_TRUE(idle.is_closed_within(1000));
  EXPECT_TRUE(busy.is_closed_within(1000));
  stopper.join();
  EXPECT_FALSE(Client(server->port()).connected());
}

TEST_F(ServerTest, StopUnderLoadLosesNoAnswer) {
  options.socket_threads = 2;
  start();
  std::atomic<int> whole = 0, broken = 0;
  std::atomic<bool> stopped = false;
  std::vector<std::thread> clients;
  for (int n = 0; n < 8; ++n) {
    clients.emplace_back([&, n] {
      while (!stopped) {
        Client client(server->port());
        for (int i = 0; client.connected() && i < 1000; ++i) {
          const std::string expected = fmt::format("{}-{}", n, i);
          client.send(get_text((n % 2 == 0 ? "/written/" : "/pooled/") + expected));
          const auto answer = client.answer();
          if (answer.status == 0) {
            if (!client.buffer().empty()) ++broken;  // half an answer
            break;
          }
          if (!answer.body.ends_with(expected)) ++broken;
          ++whole;
          if (answer.headers.contains("connection")) break;
        }
      }
    });
  }
  ASSERT_TRUE(eventually([&] { return whole.load() > 500; }, 20'000));
  EXPECT_TRUE(server->stop(5000));
  stopped = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(broken.load(), 0);
  EXPECT_EQ(server->metrics().connections_open.load(), 0U);
  EXPECT_EQ(server->metrics().requests_in_flight.load(), 0U);
}

TEST_F(ServerTest, ATakenPortIsAnError) {
  start();
  ServerOptions second;
  second.port = server->port();
  Server other(second, router);
  const auto started = other.start();
  ASSERT_TRUE(started.has_error());
  EXPECT_EQ(started.error().code, "http.cannot_listen");
  second.address = "localhost";
  EXPECT_EQ(Server(second, router).start().error().code, "http.bad_address");
}

}  // namespace
}  // namespace bellman::http
