#include "world/living_demo.h"

#include "api/rooms.h"
#include "db/open.h"
#include "world/driver.h"
#include "workers/service.h"

#include <filesystem>

#include <spdlog/spdlog.h>

namespace bellman::world {

namespace {

// A zone in which it is about eleven in the morning: whenever somebody looks at the demonstration, its people are at work.
std::string morning_zone(Instant now) {
  const int hour = static_cast<int>((now.ms / 3'600'000) % 24);
  const int offset = 11 - hour;
  // The names of the tz database count westwards.
  return offset == 0 ? "UTC" : fmt::format("Etc/GMT{}{}", offset > 0 ? '-' : '+', std::abs(offset));
}

}  // namespace

DemoClientSettings LivingDemo::client_settings() const {
  DemoClientSettings settings;
  settings.mean_gap = 150s;
  return settings;
}

Result<> LivingDemo::prepare(const std::function<void(double, std::string_view)>& progress) {
  TRY(file, db::sqlite_file(options.database));
  if (!file.empty() && std::filesystem::exists(file))
    return Error::conflict("demo.exists", "There is a database " + file + " already.", "Name another folder with --data, or remove the file.");
  return simulate_past(progress);
}

// The same engine and rooms as the server's, but with a clock that jumps from event to event.
Result<> LivingDemo::simulate_past(const std::function<void(double, std::string_view)>& progress) {
  const Instant now = options.now ? *options.now : engine::SystemClock().now();
  engine::ManualClock clock(now - options.past);
  TRY(database, db::open_database(options.database, {.durability = db::Durability::relaxed}));
  {
    TRY(session, database->open(db::Access::write));
    TRY(tables, db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
    if (tables.applied.empty())
      return Error::conflict("demo.exists", "The database " + db::without_password(options.database) + " is not empty.", "Give the demonstration a database of its own.");
  }
  engine::Registry registry;
  api::Services services;
  api::subscribe_rooms(api::rooms(), registry, services);
  const auto dispatcher = services.find<dispatch::Dispatcher>();
  crowd = std::make_unique<Crowd>(dispatcher, Behaviour{}, options.seed);
  crowd->listen(registry, [&clock] { return clock.now(); });
  engine::Engine engine(*database, registry, clock);
  TRY_DO(engine.start());
  progress(0.05, "making the company");
  TRY(built, build_demo_company([&](const std::function<Result<>(engine::Tx&)>& body) { return engine.run({}, body); }, options.seed, clock.now(), morning_zone(now)));
  company = std::move(built);
  for (const DemoHand& hand : company.workers)
    if (!hand.has_account) crowd->join(hand.id, hand.home);
  TRY_DO(pause_played(engine, true));
  clients = std::make_unique<DemoClients>(company, options.seed, client_settings());

  Driver driver(engine, clock, *crowd);
  for (;;) {
    const ClientAction action = clients->next(clock.now());
    if (action.when > now) break;
    progress(0.1 + 0.9 * static_cast<double>((action.when - (now - options.past)).count()) / static_cast<double>(options.past.count()), "living the last hours");
    TRY_DO(driver.run_until(std::max(action.when, clock.now())));
    requests::Request after;
    TRY_DO(driver.act(action.actor, [&](engine::Tx& tx) -> Result<> {
      TRY(request, perform(tx, action));
      after = std::move(request);
      return ok();
    }));
    clients->performed(action, after);
  }
  TRY_DO(driver.run_until(now));
  return pause_played(engine, false);
}

// Whom a person may play takes no offers while nobody can be logged in yet.
Result<> LivingDemo::pause_played(engine::Engine& engine, bool paused) const {
  return engine.run({}, [&](engine::Tx& tx) -> Result<> {
    for (const DemoHand& hand : company.workers)
      if (hand.has_account) TRY_DO(paused ? workers::pause(tx, hand.id) : workers::resume(tx, hand.id));
    return ok();
  });
}

void LivingDemo::listen(engine::Registry& registry, const engine::Clock& clock) {
  crowd->listen(registry, [&clock] { return clock.now(); });
}

void LivingDemo::start(engine::Runner& runner, std::shared_ptr<dispatch::Dispatcher> dispatcher, const engine::Clock& clock) {
  crowd->move_to(std::move(dispatcher), options.pace);
  clients->go_live(options.mean_gap);
  clients->set_desk_pace(options.pace);
  thread = std::thread([this, &runner, &clock] { live(runner, clock); });
}

void LivingDemo::stop() {
  stopping = true;
  if (thread.joinable()) thread.join();
}

void LivingDemo::live(engine::Runner& runner, const engine::Clock& clock) {
  ClientAction next = clients->next(clock.now());
  while (!stopping) {
    for (Action& action : crowd->take_due(clock.now())) {
      const Result<> outcome = action.run ? runner.run(action.actor, action.run) : ok();
      if (action.then) action.then(outcome);
    }
    if (next.when <= clock.now()) {
      requests::Request after;
      const auto outcome = runner.run(next.actor, [&](engine::Tx& tx) -> Result<> {
        TRY(request, perform(tx, next));
        after = std::move(request);
        return ok();
      });
      if (outcome.has_value()) clients->performed(next, after);
      else spdlog::warn("a simulated client got {}", outcome.error().text());
      next = clients->next(clock.now());
    }
    std::this_thread::sleep_for(50ms);
  }
}

}  // namespace bellman::world
