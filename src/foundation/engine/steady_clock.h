// The clock of a server. It goes with the time elapsed since the machine was started and follows the clock on the wall only as clock_rule.h
// allows, so that no deadline fires early or waits for ever because somebody has set a clock.
#pragma once
#include "base/result.h"
#include "engine/clock.h"
#include "engine/clock_rule.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace bellman::engine {

// A clock that may be set: the machine's own, or the one of a database that several servers share. Blocks for as long as it takes to ask.
using WallClock = std::function<Result<Microseconds>()>;
Result<Microseconds> machines_wall_clock();
// CLOCK_BOOTTIME: nobody can set it, and it goes on while the machine sleeps.
Microseconds elapsed_since_boot();

struct SteadyClockSettings {
  ClockLimits limits;
  Milliseconds ask_every = 1s;
  std::string whose = "the machine's clock";  // for the log
};

class SteadyClock final : public Clock {
 public:
  // Asks `wall` once before it returns; when it does not answer, the machine's own clock is where the time begins.
  explicit SteadyClock(SteadyClockSettings settings = {}, WallClock wall = machines_wall_clock);
  ~SteadyClock() override;
  SteadyClock(const SteadyClock&) = delete;
  SteadyClock& operator=(const SteadyClock&) = delete;

  // From any thread; no lock, no waiting. Never smaller than what any thread was told before.
  Instant now() const override;
  ClockStanding standing() const override;

 private:
  std::optional<ClockReadings> ask();
  void watch();
  void look();
  void publish(const ToldPiece& piece);
  ToldPiece published() const;
  void report(ClockNews news, Microseconds deviation) const;

  const SteadyClockSettings settings;
  const WallClock wall;
  ClockState state;     // of the constructor, then of the watching thread
  bool watched = false, silent = false;  // the watching thread is there; the wall clock could not be asked the last time

  // The current piece: its numbers belong together when `version` is even and the same before and after reading them.
  std::atomic<std::uint64_t> version{0};
  std::array<std::atomic<std::int64_t>, 4> numbers{};
  mutable std::atomic<std::int64_t> latest;  // milliseconds told to anybody
  std::atomic<std::int64_t> deviation_us{0};
  std::atomic<bool> held{false};

  std::mutex mutex;
  std::condition_variable ended;
  bool stopping = false;
  std::thread watcher;
};

}  // namespace bellman::engine
