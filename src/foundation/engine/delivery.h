// Sends the outbox while the writer goes on: one thread looks what is due, each channel has threads of its own, so that a
// slow one delays nobody else. Inside the engine only; Runner owns it.
#pragma once
#include "engine/engine.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace bellman::engine {

class Runner;

class Delivery {
 public:
  Delivery(Engine& engine, Runner& runner, std::size_t senders_per_channel);

  void start(std::unique_ptr<db::Session> session);
  // Something may be sent from this moment on. Any thread.
  void wake(Instant due);
  // Begins nothing new and waits for what is under way, at most so long. False when a channel was left behind.
  bool stop(Milliseconds patience);

 private:
  struct Lane {
    std::string kind;
    std::shared_ptr<Channel> channel;  // null: none of this kind is set up; sending parks the row
    std::deque<OutboxRow> queue;
    std::size_t threads = 0, idle = 0;
    bool more = false;  // the table has more due rows than the queue took
  };
  struct Unsettled {
    OutboxRow row;
    Result<> outcome;
  };
  // What the threads share. A thread that is left behind keeps it, and nothing else of ours, alive.
  struct State {
    explicit State(Runner& owner) : runner(&owner) {}
    std::mutex mutex;
    std::condition_variable look, work, ended;
    std::map<std::string, Lane, std::less<>> lanes;
    // From being queued until the outcome is committed. Such a row must not be taken from the table again.
    std::set<std::int64_t> in_flight;
    // Left `in_flight` since the last look began: the look may have read the table before their commit.
    std::set<std::int64_t> just_settled;
    std::vector<Unsettled> unsettled;  // the store refused the outcome for now
    Instant next_look = Instant::min();
    std::size_t senders = 0, sending = 0;
    bool stopping = false;
    Runner* runner;  // null once stopped
  };
  class Settlement;

  void look_loop();
  Result<> look();
  Result<> fill(const std::string& kind, Instant now);
  void engage(Lane& lane);
  static void send_loop(const std::shared_ptr<State>& state, Lane& lane, Engine& engine);
  static void settle(const std::shared_ptr<State>& state, Engine& engine, OutboxRow row, Result<> outcome);

  Engine& engine;
  const std::size_t senders_per_channel;
  std::shared_ptr<State> state;
  std::unique_ptr<db::Session> session;  // of the looking thread
  std::thread looker;
};

}  // namespace bellman::engine
