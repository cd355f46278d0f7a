// Drives an Engine with threads, for the server: one writes, one looks what is to be sent, a few for each channel send.
//   callers ── submit ──> queue ── groups of up to 256 ──> Engine::run_group ──> finish()
//   Due timers are fired between the groups; due effects go to the threads of their channel, their outcomes back into the queue.
#pragma once
#include "engine/engine.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace bellman::engine {

class Delivery;

struct RunnerSettings {
  std::size_t queue_limit = 8192;         // use cases that may wait; beyond it callers are told to come again
  std::size_t group_limit = 256;          // use cases in one commit
  std::size_t senders_per_channel = 4;    // threads that one kind of effect may keep busy
  // Put around each group, on the writer's thread, e.g. to hand the answers of a whole commit over together.
  std::function<void(const std::function<void()>&)> around_group;
};

// Counters for /metrics; each exact, read at slightly different moments.
struct RunnerFigures {
  std::atomic<std::uint64_t> use_cases{}, groups{}, refused{}, timers{}, sent{}, send_failures{};
};

class Runner {
 public:
  // `engine` has been started, and from start() to stop() belongs to the runner. `database` gives the delivery its own session.
  Runner(Engine& engine, db::Database& database, RunnerSettings settings = {});
  // Stops with a patience of 5 s.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  Result<> start();

  // From any thread; does not wait. finish() is called exactly once: on the writer's thread with the outcome, or at once on
  // this thread with runner.busy (the queue is full) or runner.stopping, both unavailable.
  void submit(std::unique_ptr<UseCase> use_case);
  // Submits and waits. Not on the writer's thread.
  Result<> run(Actor actor, std::function<Result<>(Tx&)> body);

  // No new work; what waits is done, deliveries under way are finished, their outcomes kept; then the threads end. A channel
  // that takes longer than the patience is left behind: its effect stays in the table. False when that happened.
  bool stop(Milliseconds patience);

  const RunnerFigures& figures() const { return counts; }
  std::size_t queue_length() const;

 private:
  friend class Delivery;
  // For the outcomes of deliveries: neither bounded nor refused while stopping. False when the writer has ended.
  bool submit_outcome(std::unique_ptr<UseCase> use_case);
  void write();
  bool take_group(std::vector<std::unique_ptr<UseCase>>& group);
  void run_group(std::vector<std::unique_ptr<UseCase>>& group);
  void fire_timers();
  void note_due();
  Milliseconds until_next_timer() const;

  Engine& engine;
  db::Database& store;
  const RunnerSettings settings;
  RunnerFigures counts;

  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::unique_ptr<UseCase>> queue;
  bool accepting = false, finishing = false, ended = true;

  // The writer's own.
  Instant next_timer = Instant::min();  // a hint: nothing is due before it
  std::unique_ptr<Delivery> delivery;
  std::thread writer;
  std::atomic<std::thread::id> writer_id{};
};

}  // namespace bellman::engine
