// The demonstration alive: first some simulated hours, so that the board is not empty, then real time on a running server.
#pragma once
#include "engine/engine.h"
#include "engine/runner.h"
#include "world/crowd.h"
#include "world/demo_clients.h"
#include "world/demo_company.h"

#include <atomic>
#include <thread>

namespace bellman::world {

struct DemoOptions {
  std::string database;          // a new file
  std::uint64_t seed = 1;
  Milliseconds past = 6h;        // simulated before the server starts
  double pace = 10;              // how much faster than life the crowd works, once the server runs
  Milliseconds mean_gap = 12s;   // between requests then
  std::optional<Instant> now{};  // when the past ends; the moment of prepare() when left out
};

class LivingDemo {
 public:
  explicit LivingDemo(DemoOptions wanted) : options(std::move(wanted)) {}
  ~LivingDemo() { stop(); }
  LivingDemo(const LivingDemo&) = delete;
  LivingDemo& operator=(const LivingDemo&) = delete;

  // Makes the company and its last hours in the new file. Errors: demo.exists and those of the store and rooms.
  Result<> prepare(const std::function<void(double, std::string_view)>& progress);
  const std::vector<DemoAccount>& accounts() const { return company.accounts; }

  // Plugs the crowd into a server's registry.
  void listen(engine::Registry& registry, const engine::Clock& clock);
  // Lives on the running server until stop().
  void start(engine::Runner& runner, std::shared_ptr<dispatch::Dispatcher> dispatcher, const engine::Clock& clock);
  void stop();

 private:
  Result<> simulate_past(const std::function<void(double, std::string_view)>& progress);
  Result<> pause_played(engine::Engine& engine, bool paused) const;
  void live(engine::Runner& runner, const engine::Clock& clock);
  DemoClientSettings client_settings() const;

  DemoOptions options;
  DemoCompany company;
  std::unique_ptr<Crowd> crowd;
  std::unique_ptr<DemoClients> clients;
  std::atomic<bool> stopping{false};
  std::thread thread;
};

}  // namespace bellman::world
