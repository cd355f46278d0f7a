#include "http/hub.h"
#include "http/test_client.h"

#include <gtest/gtest.h>

#include <thread>

namespace bellman::http {
namespace {

using test::add;
using test::Client;
using test::eventually;
using test::get_text;

TEST(EventText, IsOfTheStandardsForm) {
  EXPECT_EQ(event_text("late", "7", "{\"a\":1}"), "id: 7\nevent: late\ndata: {\"a\":1}\n\n");
  EXPECT_EQ(event_text("", "", "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n");
  EXPECT_EQ(event_text("x\ny", "1\r2", ""), "id: 12\nevent: xy\ndata: \n\n");
}

class StreamTest : public testing::Test {
 protected:
  void SetUp() override {
    add(router, {.method = Method::get, .pattern = "/stream/{topic}", .mode = Mode::inline_, .handler = [this](const std::shared_ptr<Exchange>& exchange) {
                   hub.subscribe(exchange->stream(), {std::string(exchange->request().param("topic"))},
                                 [](const HubEvent& event) { return event.scope != 13; });
                 }});
    add(router, {.method = Method::get, .pattern = "/pooled/{topic}", .handler = [this](const std::shared_ptr<Exchange>& exchange) {
                   hub.subscribe(exchange->stream(), {std::string(exchange->request().param("topic"))});
                 }});
    options.heartbeat_ms = 200;
    options.idle_timeout_ms = 300;
    options.stream_buffer_bytes = 64 * 1024;
  }
  void start() {
    server = std::make_unique<Server>(options, router);
    ASSERT_TRUE(server->start().has_value());
  }
  void listen(Client& client, std::string_view path, std::string_view more = {}) {
    client.send(get_text(path, more));
    ASSERT_TRUE(client.receive_until("retry: 2000\n\n"));
    EXPECT_NE(client.buffer().find("Content-Type: text/event-stream\r\n"), std::string::npos);
  }
  void publish(std::uint64_t id, std::string data = "{}", std::string topic = "board", std::int64_t scope = 0) {
    hub.publish({.topic = std::move(topic), .event = "changed", .id = id, .data = std::move(data), .scope = scope});
  }

  Hub hub{4};
  Router router;
  ServerOptions options;
  std::unique_ptr<Server> server;
};

TEST_F(StreamTest, EventsReachTheirTopicInOrder) {
  start();
  Client inline_client(server->port()), pooled_client(server->port()), other(server->port());
  listen(inline_client, "/stream/board");
  listen(pooled_client, "/pooled/board");
  listen(other, "/stream/else");
  ASSERT_TRUE(eventually([&] { return hub.stream_count() == 3; }));
  publish(1, "one");
  publish(2, "hidden", "board", 13);
  publish(3, "three");
  EXPECT_TRUE(inline_client.receive_until("id: 1\nevent: changed\ndata: one\n\nid: 3\nevent: changed\ndata: three\n\n"));
  EXPECT_TRUE(pooled_client.receive_until("data: one\n\nid: 2\nevent: changed\ndata: hidden\n\nid: 3\n"));
  publish(4, "elsewhere", "else");
  EXPECT_TRUE(other.receive_until("data: elsewhere\n\n"));
  EXPECT_EQ(other.buffer().find("data: one"), std::string::npos);
  EXPECT_EQ(server->metrics().streams_open.load(), 3U);
}

TEST_F(StreamTest, HeartbeatsKeepItOpenAndLeavingIsSeen) {
  start();
  {
    Client client(server->port());
    listen(client, "/stream/board");
    EXPECT_TRUE(client.receive_until(":\n\n:\n\n:\n\n"));
    client.send("noise that means nothing");
    publish(1, "still here");
    EXPECT_TRUE(client.receive_until("still here"));
  }
  EXPECT_TRUE(eventually([&] { return hub.stream_count() == 0; }));
  EXPECT_TRUE(eventually([&] { return server->metrics().streams_open.load() == 0; }));
}

TEST_F(StreamTest, WhatWasMissedIsRepeatedOrResynced) {
  start();
  for (std::uint64_t id = 1; id <= 10; ++id) publish(id * 10, "n" + std::to_string(id * 10), id == 9 ? "else" : "board");
  Client close_behind(server->port());  // kept: 70 80 90 100
  listen(close_behind, "/stream/board", "Last-Event-ID: 70\r\n");
  EXPECT_TRUE(close_behind.receive_until("data: n80\n\nid: 100\nevent: changed\ndata: n100\n\n"));
  Client at_floor(server->port());
  listen(at_floor, "/stream/board", "Last-Event-ID: 60\r\n");
  EXPECT_TRUE(at_floor.receive_until("retry: 2000\n\nid: 70\n"));
  for (const char* lost : {"50", "110", "what"}) {
    Client client(server->port());
    listen(client, "/stream/board", fmt::format("Last-Event-ID: {}\r\n", lost));
    EXPECT_TRUE(client.receive_until("id: 100\nevent: resync\n")) << lost;
    EXPECT_EQ(client.buffer().find("changed"), std::string::npos) << lost;
  }
  Client fresh(server->port());
  listen(fresh, "/stream/board");
  publish(110, "new");
  EXPECT_TRUE(fresh.receive_until("retry: 2000\n\nid: 110\n"));
}

TEST(Hub, AfterARestartOlderClientsResync) {
  Hub hub(4, 500);
  struct Sink final : ResponseSink {
    void deliver(Response) override {}
    void open_stream(std::shared_ptr<EventStream>) override {}
    void wake_stream() override {}
    std::size_t stream_buffer_bytes() const override { return 1000; }
  };
  const auto sink = std::make_shared<Sink>();
  const auto current = std::make_shared<EventStream>(sink, 1000, "500"), behind = std::make_shared<EventStream>(sink, 1000, "499");
  hub.subscribe(current, {"a"});
  hub.subscribe(behind, {"a"});
  std::string text;
  EXPECT_TRUE(current->take(text));
  EXPECT_EQ(text, "");
  EXPECT_TRUE(behind->take(text));
  EXPECT_EQ(text, "id: 500\nevent: resync\ndata: {}\n\n");
  hub.close();
  EXPECT_FALSE(current->is_open());
  EXPECT_EQ(hub.stream_count(), 0U);
}

TEST_F(StreamTest, ASlowReaderIsDroppedAndOthersAreNot) {
  start();
  Client lazy(server->port(), 4096), quick(server->port());
  listen(lazy, "/stream/board");
  listen(quick, "/stream/board");
  ASSERT_TRUE(eventually([&] { return hub.stream_count() == 2; }));
  const std::string data(8'000, 'x');
  std::uint64_t id = 0;
  for (; id < 5'000 && server->metrics().streams_dropped.load() == 0; ++id) {
    publish(id + 1, data);
    quick.buffer().clear();
    ASSERT_TRUE(quick.receive_until(data));
  }
  EXPECT_EQ(server->metrics().streams_dropped.load(), 1U);
  EXPECT_EQ(hub.stream_count(), 1U);
  EXPECT_TRUE(lazy.is_closed_within(3000));
  Client back(server->port());  // it comes back with an id that is no longer kept
  listen(back, "/stream/board", "Last-Event-ID: 1\r\n");
  EXPECT_TRUE(back.receive_until("event: resync\n"));
}

TEST_F(StreamTest, StopEndsStreamsAfterWhatWasSent) {
  start();
  Client client(server->port());
  listen(client, "/stream/board");
  ASSERT_TRUE(eventually([&] { return hub.stream_count() == 1; }));
  publish(1, "last words");
  EXPECT_TRUE(server->stop(3000));
  EXPECT_TRUE(client.is_closed_within(1000));
  EXPECT_NE(client.buffer().find("last words"), std::string::npos);
  publish(2, "to nobody");
  EXPECT_EQ(hub.stream_count(), 0U);
}

TEST_F(StreamTest, ManyPublishersAtOnce) {
  start();
  Client client(server->port());
  listen(client, "/stream/board");
  ASSERT_TRUE(eventually([&] { return hub.stream_count() == 1; }));
  std::vector<std::thread> publishers;
  for (std::uint64_t n = 0; n < 4; ++n)
    publishers.emplace_back([this, n] {
      for (std::uint64_t i = 0; i < 100; ++i) publish(n * 1000 + i, fmt::format("<{}-{}>", n, i));
    });
  for (auto& publisher : publishers) publisher.join();
  for (int n = 0; n < 4; ++n)
    for (const int i : {0, 50, 99}) EXPECT_TRUE(client.receive_until(fmt::format("<{}-{}>", n, i)));
}

}  // namespace
}  // namespace bellman::http
