#include "engine/runner.h"

#include "base/assert.h"
#include "engine/delivery.h"
#include "engine/pauses.h"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <future>

namespace bellman::engine {

namespace {

constexpr Milliseconds destructor_patience = 5s;
constexpr Milliseconds full_remembered = 10s;    // afterwards somebody may try again

class WaitedUseCase final : public UseCase {
 public:
  WaitedUseCase(Actor who, std::function<Result<>(Tx&)> function) : UseCase(who), body(std::move(function)) {}
  Result<> run(Tx& tx) override { return body(tx); }
  void finish(const Result<>& outcome) override { promise.set_value(outcome); }
  std::future<Result<>> outcome() { return promise.get_future(); }

 private:
  std::function<Result<>(Tx&)> body;
  std::promise<Result<>> promise;
};

Error busy() { return Error::unavailable("runner.busy", "More changes are waiting than the server can take.", "Try again in a moment."); }
[[noreturn]] void end_process(const Error& error) {
  spdlog::critical("the server ends, because it cannot promise anything any more: {}", error.text());
  spdlog::default_logger()->flush();
  std::_Exit(EXIT_FAILURE);
}

Error stopping() { return Error::unavailable("runner.stopping", "The server is stopping.", "Try again in a moment."); }

}  // namespace

Runner::Runner(Engine& driven, db::Database& database, RunnerSettings wanted_settings)
    : engine(driven), store(database), settings(std::move(wanted_settings)) {}

Runner::~Runner() { stop(destructor_patience); }

Result<> Runner::start() {
  delivery = std::make_unique<Delivery>(engine, *this, settings.senders_per_channel);
  // Claims are small transactions of their own.
  TRY(session, store.open(engine.shared() ? db::Access::write : db::Access::read));
  {
    const std::lock_guard lock(mutex);
    accepting = true;
    finishing = ended = false;
  }
  writer_ended = false;
  engine.after_commit([this](Committed committed) { keep_untold({std::move(committed), {}}); });
  teller = std::thread([this] { tell_loop(); });
  writer = std::thread([this] { write(); });
  delivery->start(std::move(session));
  return ok();
}

void Runner::submit(std::unique_ptr<UseCase> use_case) {
  bool is_stopping = false;
  {
    const std::lock_guard lock(mutex);
    is_stopping = !accepting;
    if (accepting && queue.size() < settings.queue_limit) {
      queue.push_back(std::move(use_case));
      wanted.notify_one();
      return;
    }
  }
  counts.refused.fetch_add(1, std::memory_order_relaxed);
  use_case->finish(is_stopping ? stopping() : busy());
}

bool Runner::submit_outcome(std::unique_ptr<UseCase> use_case) {
  const std::lock_guard lock(mutex);
  if (ended) return false;
  queue.push_back(std::move(use_case));
  wanted.notify_one();
  return true;
}

Result<> Runner::run(Actor actor, std::function<Result<>(Tx&)> body) {
  const auto here = std::this_thread::get_id();
  BELLMAN_ASSERT(writer_id.load() != here && teller_id.load() != here, "the runner would wait for itself");
  auto use_case = std::make_unique<WaitedUseCase>(actor, std::move(body));
  auto outcome = use_case->outcome();
  submit(std::move(use_case));
  return outcome.get();
}

std::size_t Runner::queue_length() const {
  const std::lock_guard lock(mutex);
  return queue.size();
}

bool Runner::stop(Milliseconds patience) {
  if (!writer.joinable()) return true;
  {
    const std::lock_guard lock(mutex);
    accepting = false;
  }
  const bool in_time = delivery->stop(patience);
  {
    const std::lock_guard lock(mutex);
    finishing = true;
  }
  wanted.notify_one();
  writer.join();
  {
    const std::lock_guard lock(untold_mutex);
    writer_ended = true;
  }
  untold_more.notify_one();
  teller.join();
  engine.after_commit({});
  return in_time;
}

// ---- on the writer's thread

void Runner::write() {
  writer_id = std::this_thread::get_id();
  std::vector<std::unique_ptr<UseCase>> group;
  while (take_group(group)) {
    if (!group.empty()) run_group(group);
    if (engine.clock().now() >= next_timer) fire_timers();
  }
}

// Waits for work or for the next timer. False when all is done and the writer is to end.
bool Runner::take_group(std::vector<std::unique_ptr<UseCase>>& group) {
  group.clear();
  std::unique_lock lock(mutex);
  if (queue.empty() && !finishing) wanted.wait_for(lock, until_next_timer());
  next_timer = std::min(next_timer, std::exchange(woken_for, Instant::max()));
  if (queue.empty() && finishing) {
    ended = true;
    return false;
  }
  const std::size_t count = std::min(queue.size(), settings.group_limit);
  std::move(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count), std::back_inserter(group));
  queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
  return true;
}

void Runner::run_group(std::vector<std::unique_ptr<UseCase>>& group) {
  std::vector<UseCase*> pointers;
  pointers.reserve(group.size());
  for (const auto& use_case : group) pointers.push_back(use_case.get());
  counts.use_cases.fetch_add(group.size(), std::memory_order_relaxed);
  counts.groups.fetch_add(1, std::memory_order_relaxed);
  Committed committed = engine.commit_group(pointers);
  note_due();
  note_room(committed.outcomes, !committed.events.empty());
  keep_untold({std::move(committed), std::exchange(group, {})});
}

void Runner::fire_timers() {
  {
    const std::lock_guard lock(mutex);
    if (!accepting) {  // they wait in their table for the next start
      next_timer = Instant::max();
      return;
    }
  }
  auto fired = engine.fire_timers(settings.group_limit);
  note_due();
  if (fired.has_error()) {
    const Result<> outcome = fired.error();
    note_room({&outcome, 1}, false);
  }
  auto next = fired.has_value() ? engine.next_timer() : Result<std::optional<Instant>>(fired.error());
  if (next.has_error()) {
    spdlog::warn("timers wait: {}", next.error().text());
    next_timer = engine.clock().now() + pause_after_error;
    return;
  }
  counts.timers.fetch_add(*fired, std::memory_order_relaxed);
  next_timer = next->value_or(Instant::max());
  // An equal process or, on SQLite, a command beside the server may have set one.
  next_timer = std::min(next_timer, engine.clock().now() + poll_peers_every);
}

void Runner::note_room(std::span<const Result<>> outcomes, bool changed_something) {
  const auto refused = std::ranges::find_if(outcomes, [](const Result<>& outcome) { return outcome.has_error() && outcome.error().code == "db.full"; });
  if (refused == outcomes.end() && !changed_something) return;
  const std::lock_guard lock(mutex);
  full.reset();
  if (refused == outcomes.end()) return;
  full = refused->error();
  full_at = engine.clock().now();
}

Result<> Runner::room() const {
  const std::lock_guard lock(mutex);
  if (full && engine.clock().now() - full_at < full_remembered) return *full;
  return ok();
}

void Runner::wake(const Due& due) {
  {
    const std::lock_guard lock(mutex);
    woken_for = std::min(woken_for, due.earliest_timer);
  }
  wanted.notify_one();
}

void Runner::note_due() {
  const Due due = engine.take_due();
  next_timer = std::min(next_timer, due.earliest_timer);
  if (due.earliest_effect != Instant::max()) delivery->wake(due.earliest_effect);
}

void Runner::keep_untold(Untold one) {
  std::unique_lock lock(untold_mutex);
  untold_less.wait(lock, [this] { return untold.size() < settings.untold_limit; });
  untold.push_back(std::move(one));
  untold_more.notify_one();
}

Milliseconds Runner::until_next_timer() const {
  const Instant now = engine.clock().now();
  if (next_timer <= now) return 0ms;
  if (next_timer >= now + longest_sleep) return longest_sleep;
  return next_timer - now;
}

// ---- on the teller's thread

void Runner::tell_loop() {
  teller_id = std::this_thread::get_id();
  std::vector<Untold> taken;
  for (;;) {
    {
      std::unique_lock lock(untold_mutex);
      untold_more.wait(lock, [this] { return !untold.empty() || writer_ended; });
      if (untold.empty()) return;
      taken.swap(untold);
    }
    untold_less.notify_one();
    if (const auto durable = engine.make_durable(); durable.has_error()) {
      // Where the store is another program, the process outlives it: callers are told that nobody knows, and ask again.
      if (durable.error().code != "db.unknown_outcome") {
        if (!settings.on_broken_disk) end_process(durable.error());
        settings.on_broken_disk(durable.error());
      }
      for (Untold& one : taken) {
        one.committed.events.clear();
        for (Result<>& outcome : one.committed.outcomes)
          if (outcome.has_value() || outcome.error().kind != ErrorClass::unavailable) outcome = durable;  // else it is known: nothing was written
      }
    }
    tell(taken);
    taken.clear();
  }
}

void Runner::tell(std::vector<Untold>& ready) {
  const auto body = [&] {
    for (Untold& one : ready) engine.tell(one.committed);
  };
  if (settings.around_telling) settings.around_telling(body);
  else body();
}

}  // namespace bellman::engine
