#include "engine/steady_clock.h"

#include <spdlog/spdlog.h>

#include <ctime>
#include <limits>

namespace bellman::engine {

namespace {

// Of an answer that took longer nobody knows what moment it means well enough.
constexpr Microseconds longest_answer = std::chrono::milliseconds(500);
constexpr int tries = 3;

Microseconds read_clock(clockid_t which) {
  timespec time{};
  clock_gettime(which, &time);
  return Microseconds(std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000);
}

double seconds(Microseconds span) { return std::chrono::duration<double>(span).count(); }

}  // namespace

Microseconds elapsed_since_boot() { return read_clock(CLOCK_BOOTTIME); }
Result<Microseconds> machines_wall_clock() { return read_clock(CLOCK_REALTIME); }

SteadyClock::SteadyClock(SteadyClockSettings wanted, WallClock asked) : settings(std::move(wanted)), wall(std::move(asked)), latest(std::numeric_limits<std::int64_t>::min()) {
  const auto readings = ask();
  state = first_clock_state(readings.value_or(ClockReadings{elapsed_since_boot(), *machines_wall_clock()}));
  publish(state.piece);
  watcher = std::thread([this] { watch(); });
}

SteadyClock::~SteadyClock() {
  {
    const std::lock_guard lock(mutex);
    stopping = true;
  }
  ended.notify_one();
  watcher.join();
}

Instant SteadyClock::now() const {
  const Microseconds told = told_at(published(), elapsed_since_boot());
  const std::int64_t ms = std::chrono::duration_cast<Milliseconds>(told).count();
  // Two threads may read around the change of a piece. At most once in a millisecond is there something to write.
  std::int64_t known = latest.load(std::memory_order_relaxed);
  while (known < ms && !latest.compare_exchange_weak(known, ms, std::memory_order_relaxed)) {}
  return {std::max(known, ms)};
}

ClockStanding SteadyClock::standing() const {
  return {std::chrono::duration_cast<Milliseconds>(Microseconds(deviation_us.load(std::memory_order_relaxed))), held.load(std::memory_order_relaxed)};
}

// The moment of an answer lies between the question and its arrival: the middle is wrong by half of that at most.
std::optional<ClockReadings> SteadyClock::ask() {
  for (int i = 0; i < tries; ++i) {
    const Microseconds before = elapsed_since_boot();
    const auto answer = wall();
    const Microseconds after = elapsed_since_boot();
    if (answer.has_error()) {
      // At the start whoever opens the database says it.
      if (watched && !silent) spdlog::warn("{} cannot be asked: {} The time goes on by the time elapsed.", settings.whose, answer.error().text());
      silent = watched;
      return {};
    }
    if (after - before > longest_answer) continue;
    if (silent) spdlog::info("{} can be asked again", settings.whose);
    silent = false;
    return ClockReadings{after, *answer + (after - before) / 2};
  }
  return {};
}

void SteadyClock::watch() {
  watched = true;
  for (;;) {
    {
      std::unique_lock lock(mutex);
      if (ended.wait_for(lock, settings.ask_every, [this] { return stopping; })) return;
    }
    look();
  }
}

void SteadyClock::look() {
  const auto readings = ask();
  if (!readings) return;
  const ClockDecision decision = hear_clock(state, *readings, settings.limits);
  state = decision.state;
  publish(state.piece);
  deviation_us.store((readings->wall - told_at(state.piece, readings->elapsed)).count(), std::memory_order_relaxed);
  held.store(state.step.has_value(), std::memory_order_relaxed);
  report(decision.news, decision.deviation);
}

void SteadyClock::publish(const ToldPiece& piece) {
  const std::uint64_t next = version.load(std::memory_order_relaxed) + 1;
  version.store(next, std::memory_order_relaxed);
  // Whoever reads one of the new numbers sees the odd version afterwards.
  const std::array values{piece.elapsed.count(), piece.told.count(), piece.correction.count(), piece.part};
  for (std::size_t i = 0; i < values.size(); ++i) numbers[i].store(values[i], std::memory_order_release);
  version.store(next + 1, std::memory_order_release);
}

ToldPiece SteadyClock::published() const {
  for (;;) {
    const std::uint64_t before = version.load(std::memory_order_acquire);
    std::array<std::int64_t, 4> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = numbers[i].load(std::memory_order_acquire);
    if (before % 2 == 0 && version.load(std::memory_order_relaxed) == before) return {Microseconds(values[0]), Microseconds(values[1]), Microseconds(values[2]), values[3]};
    std::this_thread::yield();
  }
}

void SteadyClock::report(ClockNews news, Microseconds deviation) const {
  switch (news) {
    case ClockNews::none: return;
    case ClockNews::step_began:
      spdlog::warn("{} has jumped by {:+.1f} s. It is not followed: deadlines and timers go by the time elapsed. If it stays so for {:.0f} minutes, it is taken for a correction.",
                   settings.whose, seconds(deviation), seconds(settings.limits.step_patience) / 60);
      return;
    case ClockNews::step_undone: spdlog::warn("{} is back: {:+.1f} s from the time told. No deadline has moved.", settings.whose, seconds(deviation)); return;
    case ClockNews::step_followed:
      spdlog::warn("{} is {:+.1f} s from the time told, and has stayed so: that is taken for a correction and followed{}.", settings.whose, seconds(deviation),
                   deviation.count() > 0 ? " at once" : ", a second in ten");
      return;
  }
}

}  // namespace bellman::engine
