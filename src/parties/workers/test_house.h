// A workers' room on a real SQLite file in a temporary folder, for the tests of this room.
#pragma once
#include "api/rooms.h"
#include "db/migration.h"
#include "db/fresh_database.h"
#include "engine/engine.h"
#include "programmes/service.h"
#include "workers/service.h"
#include "workers/store.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::workers {

// Programmes 1 and 2 and regions 1 to 9 are there.
class House : public testing::Test {
 protected:
  House() : clock(*parse_instant("2026-01-12T09:00:00Z")) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_workers_test_{}", getpid());
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto opened = *database->open(db::Access::write);
    const auto migrated = db::migrate(*opened, api::migrations_of(api::rooms()), clock.now());
    BELLMAN_ASSERT(migrated.has_value(), "migrations");
    api::subscribe_rooms(api::rooms(), registry, services);
    under_test = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(under_test->start().has_value(), "start");
    done([](engine::Tx& tx) -> Result<> {
      for (int i = 1; i <= 2; ++i) {
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
      return ok();
    });
    under_test->on_committed([this](std::span<const engine::Event> committed) {
      for (const engine::Event& event : committed) events.push_back(event.kind);
    });
  }
  ~House() override {
    under_test.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  db::Session& session() { return under_test->session(); }

  // Runs a use case that gives a value; the test fails when the use case does.
  template <class Body>
  auto run(Body body) {
    using Value = typename std::invoke_result_t<Body, engine::Tx&>::value_type;
    std::optional<Value> value;
    const auto outcome = under_test->run({}, [&](engine::Tx& tx) -> Result<> {
      TRY(made, body(tx));
      value = std::move(made);
      return ok();
    });
    BELLMAN_ASSERT(outcome.has_value(), outcome.has_error() ? outcome.error().text() : "");
    return *std::move(value);
  }
  void done(const std::function<Result<>(engine::Tx&)>& body) {
    const auto outcome = under_test->run({}, body);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  }
  // The code of the error, "none" when there is none.
  template <class Body>
  std::string error_of(Body body) {
    const auto outcome = under_test->run({}, [&](engine::Tx& tx) -> Result<> {
      TRY_DO(body(tx));
      return ok();
    });
    return outcome.has_error() ? outcome.error().code : "none";
  }

  Worker make(std::string name, Place home = {54.69, 25.28}) {
    Worker draft;
    draft.name = std::move(name);
    draft.home = home;
    return run([&](engine::Tx& tx) { return create_worker(tx, draft); });
  }
  // What a roster that has seen everything up to `since` is told.
  RosterChanges changes(std::int64_t since) { return *changes_since(session(), since, clock.now()); }
  std::vector<std::string> take_events() { return std::exchange(events, {}); }

  std::filesystem::path folder;
  engine::ManualClock clock;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  api::Services services;
  std::unique_ptr<engine::Engine> under_test;
  std::vector<std::string> events;
};

}  // namespace bellman::workers
