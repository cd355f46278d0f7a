#include "engine/delivery.h"

#include "engine/pauses.h"
#include "engine/runner.h"

#include <spdlog/spdlog.h>

namespace bellman::engine {

namespace {
constexpr std::size_t lane_length = 64;          // rows of one channel in memory
constexpr std::size_t lane_refill = 16;          // below it the table is asked for more
}  // namespace

// Writes what became of one row, and frees it when that is on disk.
class Delivery::Settlement final : public UseCase {
 public:
  Settlement(std::shared_ptr<State> shared, Engine& of, OutboxRow sent, Result<> result)
      : UseCase(Actor{}), state(std::move(shared)), engine(of), row(std::move(sent)), outcome(std::move(result)) {}

  Result<> run(Tx& tx) override { return engine.settle(tx, row, outcome); }

  void finish(const Result<>& written) override {
    const std::lock_guard lock(state->mutex);
    if (written.has_value()) {
      state->in_flight.erase(row.id.value);
      state->just_settled.insert(row.id.value);
      const auto lane = state->lanes.find(row.kind);
      if (lane->second.more && lane->second.queue.size() < lane_refill) state->next_look = Instant::min();
    } else if (written.error().kind == ErrorClass::unavailable) {
      state->unsettled.push_back({std::move(row), std::move(outcome)});
    } else {
      // It stays in flight: better not sent again before the next start than sent in a circle.
      spdlog::error("the outcome of effect {} ({}) cannot be written: {}", row.id.value, row.kind, written.error().text());
    }
    state->look.notify_one();
  }

 private:
  std::shared_ptr<State> state;
  Engine& engine;
  OutboxRow row;
  Result<> outcome;
};

Delivery::Delivery(Engine& of, Runner& runner, std::size_t senders) : engine(of), senders_per_channel(senders), state(std::make_shared<State>(runner)) {}

void Delivery::start(std::unique_ptr<db::Session> opened) {
  session = std::move(opened);
  looker = std::thread([this] { look_loop(); });
}

void Delivery::wake(Instant due) {
  const std::lock_guard lock(state->mutex);
  if (due >= state->next_look) return;
  state->next_look = due;
  state->look.notify_one();
}

bool Delivery::stop(Milliseconds patience) {
  {
    const std::lock_guard lock(state->mutex);
    state->stopping = true;
    for (auto& [kind, lane] : state->lanes) lane.queue.clear();
  }
  state->look.notify_all();
  state->work.notify_all();
  if (looker.joinable()) looker.join();
  std::unique_lock lock(state->mutex);
  const bool in_time = state->ended.wait_for(lock, patience, [&] { return state->senders == 0; });
  if (!in_time) spdlog::warn("{} deliveries did not end in time; their effects are sent again at the next start", state->sending);
  state->runner = nullptr;
  return in_time;
}

// ---- what is due

void Delivery::look_loop() {
  std::unique_lock lock(state->mutex);
  while (!state->stopping) {
    const Instant now = engine.clock().now();
    if (state->next_look > now) {
      state->look.wait_for(lock, state->next_look >= now + longest_sleep ? longest_sleep : state->next_look - now);
      if (state->unsettled.empty()) continue;
    }
    auto unsettled = std::exchange(state->unsettled, {});
    state->next_look = Instant::max();
    state->just_settled.clear();
    lock.unlock();
    for (auto& [row, outcome] : unsettled) settle(state, engine, std::move(row), std::move(outcome));
    auto looked = look();
    lock.lock();
    const bool troubled = looked.has_error() || !state->unsettled.empty();
    if (looked.has_error()) spdlog::warn("effects wait: {}", looked.error().text());
    if (engine.shared()) state->next_look = std::min(state->next_look, engine.clock().now() + poll_peers_every);
    if (troubled) {
      state->next_look = engine.clock().now() + pause_after_error;
      if (!state->stopping) state->look.wait_for(lock, pause_after_error);
    }
  }
}

Result<> Delivery::look() {
  const Instant now = engine.clock().now();
  TRY(kinds, engine.waiting_kinds(*session));
  for (const std::string& kind : kinds) {
    TRY_DO(fill(kind, now));
    TRY(later, engine.next_delivery(*session, kind, now));
    if (later) wake(*later);
  }
  return ok();
}

Result<> Delivery::fill(const std::string& kind, Instant now) {
  std::size_t limit = 0;
  {
    const std::lock_guard lock(state->mutex);
    Lane& lane = state->lanes.try_emplace(kind).first->second;
    if (lane.kind.empty()) {
      lane.kind = kind;
      lane.channel = engine.channel(kind);
    }
    if (lane.queue.size() >= lane_length) return ok();
    limit = lane_length - lane.queue.size() + (engine.shared() ? 0 : state->in_flight.size());
  }
  TRY(rows, engine.shared() ? engine.claim_effects(*session, kind, now, limit) : engine.due_effects(*session, kind, now, limit));
  // What we read is committed, but perhaps not on the disk yet. A claim has waited for that itself.
  if (!rows.empty() && !engine.shared()) TRY_DO(engine.make_durable());
  const std::lock_guard lock(state->mutex);
  Lane& lane = state->lanes.find(kind)->second;
  lane.more = rows.size() == limit;
  if (state->stopping) return ok();
  for (OutboxRow& row : rows) {
    if (state->just_settled.contains(row.id.value) || !state->in_flight.insert(row.id.value).second) continue;
    lane.queue.push_back(std::move(row));
  }
  engage(lane);
  return ok();
}

// With the lock held: enough threads for what waits.
void Delivery::engage(Lane& lane) {
  while (lane.threads < senders_per_channel && lane.queue.size() > lane.idle) {
    ++lane.threads;
    ++lane.idle;
    ++state->senders;
    // Detached, because one that hangs in its channel must not keep the server from stopping; stop() waits for `senders`.
    std::thread([shared = state, &lane, &of = engine] { send_loop(shared, lane, of); }).detach();
  }
  state->work.notify_all();
}

// ---- sending

void Delivery::send_loop(const std::shared_ptr<State>& state, Lane& lane, Engine& engine) {
  std::unique_lock lock(state->mutex);
  for (;;) {
    state->work.wait(lock, [&] { return !lane.queue.empty() || state->stopping; });
    if (lane.queue.empty()) break;
    OutboxRow row = std::move(lane.queue.front());
    lane.queue.pop_front();
    const Instant now = engine.clock().now();
    if (row.claimed_until > Instant{0} && row.claimed_until <= now) {  // it waited too long; another process may have it
      state->in_flight.erase(row.id.value);
      continue;
    }
    --lane.idle;
    ++state->sending;
    lock.unlock();
    auto outcome = Engine::send(row, lane.channel.get(), now);
    lock.lock();
    ++lane.idle;
    --state->sending;
    if (state->runner == nullptr) break;  // left behind; the engine may be gone
    lock.unlock();
    settle(state, engine, std::move(row), std::move(outcome));
    lock.lock();
  }
  --lane.threads;
  --state->senders;
  state->ended.notify_all();
}

void Delivery::settle(const std::shared_ptr<State>& state, Engine& engine, OutboxRow row, Result<> outcome) {
  const std::lock_guard lock(state->mutex);
  if (state->runner == nullptr) return;
  auto& count = outcome.has_value() ? state->runner->counts.sent : state->runner->counts.send_failures;
  count.fetch_add(1, std::memory_order_relaxed);
  state->runner->submit_outcome(std::make_unique<Settlement>(state, engine, std::move(row), std::move(outcome)));
}

}  // namespace bellman::engine
