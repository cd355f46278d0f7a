// The deterministic simulator: the real engine and rooms on real SQLite files, a simulated clock, seeded clients, workers and
// dispatchers, channels that lose, repeat, delay and fail, and crashes. Afterwards time passes without faults, and all must be well.
#pragma once
#include "base/instant.h"
#include "base/result.h"

#include <boost/describe.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bellman::sim {

// Bugs put in on purpose: the test of the tester.
enum class Plant {
  none,
  send_before_commit,  // an effect is sent inside the transaction that writes it
  forget_timer,        // the timer of an offer's answer is sometimes not written
  double_assign,       // sometimes a job is given to a second worker
  tell_before_durable, // an outcome is told before the disk has confirmed it
};

// "send-before-commit", "forget-timer", "double-assign", "tell-before-durable"; "sim.unknown_plant" for anything else.
Result<Plant> parse_plant(std::string_view text);

struct SimOptions {
  std::int64_t seeds = 300;
  std::int64_t first_seed = 1;
  std::int64_t steps = 400;   // of the part with faults; without them it takes as many as it takes
  Plant plant = Plant::none;
  int processes = 1;          // equal ones on one store
  unsigned threads = 0;       // 0: one a processor
  bool kept_seeds = true;     // run those of seeds.txt first; not counted in `seeds` of the options
  std::string folder{};       // for the files; empty: memory (/dev/shm) or the system's temporary folder
  std::size_t most_messages = 20;
};

struct SimReport {
  std::int64_t seeds = 0;      // each was run twice
  std::int64_t steps = 0;      // of the first runs
  std::int64_t crashes = 0;
  std::int64_t requests = 0;   // acknowledged
  std::int64_t failures = 0;   // seeds that failed
  std::optional<std::int64_t> first_failing_seed;  // the lowest
  double wall_seconds = 0;
  std::map<std::string, std::int64_t> events;  // how often each kind was committed: what the seeds have been through
  std::vector<std::string> messages;  // what went wrong, "seed 17, step 203, 2026-03-27T09:00:00Z: owed.no_timer: …"
};
BOOST_DESCRIBE_STRUCT(SimReport, (), (seeds, steps, crashes, requests, failures, first_failing_seed, wall_seconds, events, messages))

// Called now and then, on the caller's thread.
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

// An error only when the files cannot be made; bugs are failures in the report.
Result<SimReport> run(const SimOptions& options, const Progress& progress = {});

// One run of one seed.
struct SeedOutcome {
  std::uint64_t trace = 0;
  std::int64_t steps = 0, crashes = 0, requests = 0;
  std::map<std::string, std::int64_t> events;
  std::vector<std::string> failures;
};
Result<SeedOutcome> run_seed(std::int64_t seed, const SimOptions& options);

// Seeds that failed once.
const std::vector<std::int64_t>& kept_seeds();

}  // namespace bellman::sim
