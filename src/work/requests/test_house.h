// A small company on a real SQLite file in a temporary folder, with an engine whose time the test moves: for the tests of this
// room and of those above it.
#pragma once
#include "api/rooms.h"
#include "base/assert.h"
#include "catalogue/service.h"
#include "clients/service.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/engine.h"
#include "programmes/service.h"
#include "requests/service.h"
#include "requests/store.h"
#include "sla/service.h"
#include "workers/service.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include <unistd.h>

namespace bellman::requests {

class House : public testing::Test {
 protected:
  House() : clock(*parse_instant("2026-01-12T09:00:00Z")) {
    static std::atomic<int> count = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_house_{}_{}", getpid(), ++count);
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto opened = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*opened, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
  }
  ~House() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  // For what an upper room has put into the services.
  virtual void after_subscribing() {}
  void SetUp() override {
    restart();
    found_company();
  }
  // As after a crash: nothing is left but the tables.
  void restart() {
    engine.reset();
    registry = {};
    services = {};
    api::subscribe_rooms(api::rooms(), registry, services);  // those up to the room under test
    after_subscribing();
    engine = std::make_unique<engine::Engine>(*database, registry, clock);
    BELLMAN_ASSERT(engine->start().has_value(), "start");
  }
  // Programmes 1 to 3 and regions 1 to 9.
  void found_company() {
    must([](engine::Tx& tx) -> Result<bool> {
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
      return true;
    });
    sla::Policy promise;
    promise.name = "hour";
    promise.rules = {{.reach_minutes = 60, .solve_minutes = 240, .clock = sla::Clock::clock}};
    policy = must([&](engine::Tx& tx) { return sla::create_policy(tx, promise); }).id;
    repair = service("repair", catalogue::DispatchMode::automatic);
    inspection = service("inspection", catalogue::DispatchMode::manual);
    question = service("question", catalogue::DispatchMode::none);
    anna = client("Anna", 1);
    boris = client("Boris", 2);
    home = site(anna, "Home");
  }

  db::Session& session() { return engine->session(); }

  // Runs a use case that gives a value, or its error.
  template <class Body>
  auto run(Body body, engine::Actor actor = {}) -> std::invoke_result_t<Body, engine::Tx&> {
    std::optional<typename std::invoke_result_t<Body, engine::Tx&>::value_type> value;
    const auto outcome = engine->run(actor, [&](engine::Tx& tx) -> Result<> {
      TRY(made, body(tx));
      value = std::move(made);
      return ok();
    });
    if (outcome.has_error()) return outcome.error();
    return *std::move(value);
  }
  template <class Body>
  auto must(Body body) -> typename std::invoke_result_t<Body, engine::Tx&>::value_type {
    auto made = run(body);
    BELLMAN_ASSERT(made.has_value(), made.has_error() ? made.error().text() : "");
    return *std::move(made);
  }
  // The code and field of the error; empty when it went well.
  template <class Value>
  static std::string error_of(const Result<Value>& result) {
    if (result.has_value()) return {};
    return result.error().code + (result.error().field.empty() ? "" : " " + result.error().field);
  }
  // A use case without a value.
  std::string attempt(const std::function<Result<>(engine::Tx&)>& body, engine::Actor actor = {}) { return error_of(engine->run(actor, body)); }

  // Lets time pass, each timer at its moment. restarting: with a crash before each of them.
  void pass(Milliseconds span, bool restarting = false) {
    const Instant until = clock.now() + span;
    for (int fired = 0; fired < 10'000; ++fired) {
      const auto next = *engine->next_timer();
      if (!next || *next > until) break;
      clock.set(std::max(clock.now(), *next));
      if (restarting) restart();
      BELLMAN_ASSERT(engine->fire_timers().has_value(), "timers");
    }
    clock.set(until);
  }

  catalogue::Service service(std::string key, catalogue::DispatchMode mode, const std::function<void(catalogue::Service&)>& alter = {}) {
    catalogue::Service draft;
    draft.key = std::move(key);
    draft.name = {{"en", draft.key}};
    draft.area = "field";
    draft.dispatch_mode = mode;
    draft.sla_policy_id = policy;
    if (alter) alter(draft);
    return must([&](engine::Tx& tx) { return catalogue::create_service(tx, draft); });
  }
  clients::Client client(std::string name, std::int64_t programme) {
    clients::Client draft;
    draft.programme_id = ProgrammeId(programme);
    draft.name = std::move(name);
    return must([&](engine::Tx& tx) { return clients::create_client(tx, draft, {}); });
  }
  clients::Site site(const clients::Client& of, std::string name) {
    clients::Site draft;
    draft.programme_id = of.programme_id;
    draft.client_id = of.id;
    draft.name = std::move(name);
    draft.address = "Main street 1";
    draft.place = Place{54.69, 25.28};
    return must([&](engine::Tx& tx) { return clients::create_site(tx, draft); });
  }

  static FileRequest command(const clients::Client& of, const catalogue::Service& wanted, std::string title = "Leak") {
    FileRequest made;
    made.client_id = of.id;
    made.service_id = wanted.id;
    made.title = std::move(title);
    return made;
  }
  Result<Request> try_file(const FileRequest& wanted, const Filer& filer = {{true, {}}, {}}) {
    return run([&](engine::Tx& tx) { return file(tx, filer, wanted); });
  }
  Request file_at_home(const catalogue::Service& wanted, std::string title = "Leak") {
    FileRequest made = command(anna, wanted, std::move(title));
    made.site_id = home.id;
    auto filed = try_file(made);
    BELLMAN_ASSERT(filed.has_value(), filed.has_error() ? filed.error().text() : "");
    return *std::move(filed);
  }
  Request now_of(const Request& request) { return *load(session(), request.id); }

  std::vector<engine::Event> events_of(std::string_view subject, std::int64_t id) {
    static const db::Select<engine::Event> select("test.events_of", "FROM event WHERE subject = $1 AND subject_id = $2 ORDER BY id");
    return *select.all(session(), subject, id);
  }
  // "filed offered assigned", of the request alone.
  std::string story(const Request& request) {
    std::string text;
    for (const engine::Event& event : events_of("request", request.id.value))
      if (event.kind.starts_with("request.")) text += (text.empty() ? "" : " ") + event.kind.substr(8);
    return text;
  }
  // Its journal tells the row as it is.
  void expect_replay(const Request& request) {
    Request told;
    for (const engine::Event& event : events_of("request", request.id.value))
      if (event.kind.starts_with("request.")) replay(told, *codec::from_json<Changed>(event.data.text, codec::Mode::stored));
    const Request row = now_of(request);
    EXPECT_EQ(told.state, row.state);
    EXPECT_EQ(told.owes, row.owes);
    EXPECT_EQ(told.step, row.step);
    EXPECT_EQ(told.owed_by, row.owed_by);
    EXPECT_EQ(told.worker_id, row.worker_id);
    EXPECT_EQ(is_open(row.state), row.owes != Owing::nobody);
  }
  std::optional<Instant> timer(std::string_view kind, std::int64_t subject) {
    const auto found = *db::find<engine::Timer>(session(), kind, subject);
    return found ? std::optional(found->due) : std::nullopt;
  }
  std::vector<engine::OutboxRow> effects(std::string_view kind) {
    static const db::Select<engine::OutboxRow> select("test.effects", "FROM outbox WHERE kind = $1 ORDER BY id");
    return *select.all(session(), kind);
  }

  std::filesystem::path folder;
  engine::ManualClock clock;
  std::unique_ptr<db::Database> database;
  engine::Registry registry;
  api::Services services;
  std::unique_ptr<engine::Engine> engine;
  PolicyId policy;
  catalogue::Service repair, inspection, question;
  clients::Client anna, boris;
  clients::Site home;
};

}  // namespace bellman::requests
