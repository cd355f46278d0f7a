#include "simulate.h"

#include "world.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <unistd.h>

namespace bellman::sim {

namespace {

namespace files = std::filesystem;

files::path folder_for(const SimOptions& options) {
  if (!options.folder.empty()) return options.folder;
  std::error_code missing;
  return files::is_directory("/dev/shm", missing) ? files::path("/dev/shm") : files::temp_directory_path();
}

// Seeds in the order they are run: those that failed once come first.
std::vector<std::int64_t> seeds_of(const SimOptions& options) {
  std::vector<std::int64_t> seeds;
  if (options.kept_seeds) seeds = kept_seeds();
  for (std::int64_t i = 0; i < options.seeds; ++i) seeds.push_back(options.first_seed + i);
  return seeds;
}

// Both runs of a seed, judged together.
Result<SeedOutcome> run_twice(std::int64_t seed, const SimOptions& options) {
  TRY(first, run_seed(seed, options));
  TRY(second, run_seed(seed, options));
  if (first.trace != second.trace)
    first.failures.push_back(fmt::format("seed {}: two runs went differently ({:016x} after {} steps, {:016x} after {}).", seed, first.trace, first.steps,
                                         second.trace, second.steps));
  return std::move(first);
}

class Campaign {
 public:
  Campaign(const SimOptions& wanted, const Progress& tell) : options(wanted), progress(tell), seeds(seeds_of(wanted)) {}

  Result<SimReport> run() {
    const auto began = std::chrono::steady_clock::now();
    const unsigned threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    {
      std::vector<std::jthread> workers;
      for (unsigned i = 0; i < threads; ++i) workers.emplace_back([this] { work(); });
      wait();
    }
    if (trouble) return *trouble;
    report.seeds = static_cast<std::int64_t>(seeds.size());
    report.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return std::move(report);
  }

 private:
  void work() {
    for (;;) {
      const std::size_t mine = next.fetch_add(1);
      if (mine >= seeds.size()) return;
      auto outcome = run_twice(seeds[mine], options);
      const std::lock_guard lock(mutex);
      if (outcome.has_error()) {
        trouble = outcome.error();
        next = seeds.size();
      } else {
        add(seeds[mine], *outcome);
      }
      done += 1;
      changed.notify_one();
      if (trouble) return;
    }
  }

  void add(std::int64_t seed, const SeedOutcome& outcome) {
    report.steps += outcome.steps;
    report.crashes += outcome.crashes;
    report.requests += outcome.requests;
    for (const auto& [kind, count] : outcome.events) report.events[kind] += count;
    if (outcome.failures.empty()) return;
    report.failures += 1;
    if (!report.first_failing_seed || seed < *report.first_failing_seed) report.first_failing_seed = seed;
    for (const std::string& message : outcome.failures)
      if (report.messages.size() < options.most_messages) report.messages.push_back(message);
  }

  void wait() {
    std::unique_lock lock(mutex);
    while (done < seeds.size() && !trouble) {
      changed.wait(lock);
      const auto so_far = static_cast<std::int64_t>(done);
      lock.unlock();
      if (progress) progress(so_far, static_cast<std::int64_t>(seeds.size()));
      lock.lock();
    }
  }

  const SimOptions& options;
  const Progress& progress;
  const std::vector<std::int64_t> seeds;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t done = 0;
  SimReport report;
  std::optional<Error> trouble;
};

}  // namespace

Result<Plant> parse_plant(std::string_view text) {
  if (text == "send-before-commit") return Plant::send_before_commit;
  if (text == "forget-timer") return Plant::forget_timer;
  if (text == "double-assign") return Plant::double_assign;
  if (text == "tell-before-durable") return Plant::tell_before_durable;
  return Error::invalid("sim.unknown_plant", fmt::format("There is no bug \"{}\" to plant.", text), "plant", "Use send-before-commit, forget-timer, double-assign or tell-before-durable.");
}

Result<SeedOutcome> run_seed(std::int64_t seed, const SimOptions& options) {
  static std::atomic<std::int64_t> runs{0};
  const files::path folder = folder_for(options) / fmt::format("bellman_sim_{}_{}", getpid(), runs.fetch_add(1));
  World world(seed, options, folder);
  return world.run();
}

Result<SimReport> run(const SimOptions& options, const Progress& progress) { return Campaign(options, progress).run(); }

}  // namespace bellman::sim
