#include "product.h"

#include "api/idempotency.h"
#include "api/rooms.h"
#include "catalogue/routes.h"
#include "clients/routes.h"
#include "dispatch/routes.h"
#include "figure.h"
#include "jobs/routes.h"
#include "people/routes.h"
#include "people/service.h"
#include "programmes/routes.h"
#include "requests/routes.h"
#include "sla/routes.h"
#include "workers/routes.h"

namespace bellman::bench {

namespace {

// Effects go nowhere, as if each had been delivered.
class Nowhere final : public engine::Channel {
 public:
  Result<> send(const engine::OutboxRow&) override { return ok(); }
};

void subscribe_all(engine::Registry& registry, api::Services& services) {
  api::subscribe_rooms(api::rooms(), registry, services);
  for (const api::Effect& effect : api::effects_of(api::rooms())) registry.channel(std::string(effect.kind), std::make_shared<Nowhere>());
}

}  // namespace

void run_on(const std::string& address, const std::function<Result<>(engine::Tx&)>& body) {
  const auto database = must(db::open_database(address, {.durability = db::Durability::relaxed}));
  const engine::SystemClock clock;
  {
    const auto session = must(database->open(db::Access::write));
    must(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()));
  }
  engine::Registry registry;
  api::Services services;
  subscribe_all(registry, services);
  engine::Engine engine(*database, registry, clock);
  must(engine.start());
  must(engine.run({}, body));
}

Company make_database(const std::string& address, catalogue::DispatchMode dispatch_mode) {
  Company company;
  run_on(address, [&](engine::Tx& tx) -> Result<> {
    TRY(made, build_company(tx, dispatch_mode));
    company = std::move(made);
    return ok();
  });
  return company;
}

Product::Product(const std::string& file) : Product(must(db::open_sqlite({.path = file, .durability = db::Durability::grouped}))) {}

Product::Product(std::unique_ptr<db::Database> opened) : database(std::move(opened)) {
  subscribe_all(registry, services);
  engine::EngineSettings settings;
  if (database->shared()) settings.process = "bench";
  engine = std::make_unique<engine::Engine>(*database, registry, clock, settings);
  must(engine->start());
  must(engine->run({}, [](engine::Tx& tx) { return api::start_rooms(api::rooms(), tx); }));
  readers = std::make_unique<engine::Readers>(*database, 4);
  directory = std::make_unique<people::Directory>(*database);
  directory->listen(*engine);
  runner = std::make_unique<engine::Runner>(*engine, *database, engine::RunnerSettings{.around_telling = [](const std::function<void()>& group) {
    const http::ResponseBatch together;
    group();
  }});
  must(runner->start());
  api::add_routes(api::rooms(), routes, services);
  service = std::make_unique<api::Service>(routes, *runner, *readers, *directory, clock, nullptr);
  must(service->mount(router, "bench"));
  http::ServerOptions options;
  options.wall_clock = [this] { return clock.now(); };
  server = std::make_unique<http::Server>(options, router);
  must(server->start());
}

Product::~Product() {
  server->stop(1000);
  runner->stop(1s);
}

}  // namespace bellman::bench
