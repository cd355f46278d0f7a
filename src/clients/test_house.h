// The clients' room on a real SQLite file in a temporary folder, for the tests of this room.
#pragma once
#include "base/assert.h"
#include "clients/service.h"
#include "clients/store.h"
#include "db/migration.h"
#include "db/sqlite.h"
#include "db/typed.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::engine {
const db::Migrations& migrations();
}

namespace bellman::clients {

class House : public testing::Test {
 protected:
  House() : clock(*parse_instant("2026-01-12T09:00:00Z")) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_clients_test_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = *db::open_sqlite({.path = folder / "test.db", .durability = db::Durability::relaxed});
    auto opened = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*opened, {&engine::migrations(), &migrations()}, clock.now()).has_value(), "migrations");
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    engine->on_committed([this](std::span<const engine::Event> committed) { events.insert(events.end(), committed.begin(), committed.end()); });
  }
  ~House() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  db::Session& session() { return engine->session(); }

  // Runs a use case that gives a value, or its error.
  template <class Body>
  auto run(Body body) -> std::invoke_result_t<Body, engine::Tx&> {
    std::optional<typename std::invoke_result_t<Body, engine::Tx&>::value_type> value;
    const auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
      TRY(made, body(tx));
      value = std::move(made);
      return ok();
    });
    if (outcome.has_error()) return outcome.error();
    return *std::move(value);
  }

  Result<Client> create(std::string name, std::vector<ContactPoint> contacts = {}, std::int64_t programme = 1) {
    Client draft;
    draft.programme_id = ProgrammeId(programme);
    draft.name = std::move(name);
    return run([&](engine::Tx& tx) { return create_client(tx, draft, contacts); });
  }
  static ContactPoint phone(std::string value) { return {{}, {}, ContactKind::phone, std::move(value), false}; }
  static ContactPoint email(std::string value) { return {{}, {}, ContactKind::email, std::move(value), false}; }

  std::filesystem::path folder;
  engine::ManualClock clock;
  engine::Registry registry;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<engine::Engine> engine;
  std::vector<engine::Event> events;
};

}  // namespace bellman::clients
