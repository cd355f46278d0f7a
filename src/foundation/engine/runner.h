// Drives an Engine with threads, for the server: one writes, one waits for the disk and then tells, one looks what is to be
// sent, a few for each channel send.
//   callers ── submit ──> queue ── groups of up to 256 ──> commit_group ──> untold ── make_durable ──> tell: listeners, finish()
//   While the disk works on one commit, the writer is at the next; the disk's next wait is for all that were committed meanwhile.
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
  std::size_t untold_limit = 8;           // groups that may wait for the disk before the writer waits too
  // Put around what one wait for the disk lets us tell, e.g. to hand these answers over together.
  std::function<void(const std::function<void()>&)> around_telling;
  // The disk did not confirm what was committed, so nothing more can be promised. By default the process ends, and the next
  // start works on with what is on the disk; nobody has been told of the rest.
  std::function<void(const Error&)> on_broken_disk;
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

  // From any thread; does not wait. finish() is called exactly once: on the telling thread when the outcome is on the disk, or
  // at once on this thread with runner.busy (the queue is full) or runner.stopping, both unavailable.
  void submit(std::unique_ptr<UseCase> use_case);
  // Submits and waits. Not on the writer's or the telling thread.
  Result<> run(Actor actor, std::function<Result<>(Tx&)> body);

  // No new work; what waits is done, deliveries under way are finished, their outcomes kept; then the threads end. A channel
  // that takes longer than the patience is left behind: its effect stays in the table. False when that happened.
  bool stop(Milliseconds patience);

  // An equal process has made something due. From any thread.
  void wake(const Due& due);

  // db.full when the store had no room for something a few seconds ago, and no change was written since: what a single small write may not show.
  Result<> room() const;

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
  // What the use cases of a group are told, and they themselves, where they are the runner's.
  struct Untold {
    Committed committed;
    std::vector<std::unique_ptr<UseCase>> owned;
  };
  void keep_untold(Untold untold);
  void tell_loop();
  void tell(std::vector<Untold>& untold);
  void note_due();
  void note_room(std::span<const Result<>> outcomes, bool changed_something);
  Milliseconds until_next_timer() const;

  Engine& engine;
  db::Database& store;
  const RunnerSettings settings;
  RunnerFigures counts;

  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::unique_ptr<UseCase>> queue;
  bool accepting = false, finishing = false, ended = true;
  Instant woken_for = Instant::max();  // by wake()
  std::optional<Error> full;           // what was said when the store had no room,
  Instant full_at;                     // and when

  // The writer's own.
  Instant next_timer = Instant::min();  // a hint: nothing is due before it
  std::unique_ptr<Delivery> delivery;
  std::thread writer;
  std::atomic<std::thread::id> writer_id{}, teller_id{};

  // Between the writer and the teller.
  std::mutex untold_mutex;
  std::condition_variable untold_more, untold_less;
  std::vector<Untold> untold;
  bool writer_ended = false;
  std::thread teller;
};

}  // namespace bellman::engine
