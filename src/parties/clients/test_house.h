// The clients' room on a real SQLite file in a temporary folder, for the tests of this room.
#pragma once
#include "api/rooms.h"
#include "base/assert.h"
#include "clients/service.h"
#include "clients/store.h"
#include "db/migration.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/engine.h"
#include "programmes/service.h"
#include "sla/service.h"
#include "workers/service.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::clients {

class House : public testing::Test {
 protected:
  House() : clock(*parse_instant("2026-01-12T09:00:00Z")) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_clients_test_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto opened = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*opened, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    found_company();
    engine->on_committed([this](std::span<const engine::Event> committed) { events.insert(events.end(), committed.begin(), committed.end()); });
  }
  ~House() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  // Programmes 1 to 3, regions 1 to 9, a calendar, and workers 1 to 9.
  void found_company() {
    const auto outcome = engine->run({}, [this](engine::Tx& tx) -> Result<> {
      for (int i = 1; i <= 3; ++i) {
        programmes::NewProgramme programme;
        programme.key = fmt::format("programme-{}", i);
        programme.name = fmt::format("Programme {}", i);
        TRY_DO(programmes::create_programme(tx, programme));
      }
      for (int i = 1; i <= 9; ++i) {
        programmes::NewRegion region;
        region.key = fmt::format("region-{}", i);
        region.name = fmt::format("Region {}", i);
        TRY_DO(programmes::create_region(tx, region));
      }
      sla::Calendar hours;
      hours.name = "Always";
      hours.zone = "UTC";
      hours.always_open = true;
      TRY(made, sla::create_calendar(tx, hours));
      calendar = made.id;
      for (int i = 1; i <= 9; ++i) {
        workers::Worker worker;
        worker.name = fmt::format("Worker {}", i);
        TRY_DO(workers::create_worker(tx, worker));
      }
      return ok();
    });
    BELLMAN_ASSERT(outcome.has_value(), outcome.has_error() ? outcome.error().text() : "");
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
  CalendarId calendar;
};

}  // namespace bellman::clients
