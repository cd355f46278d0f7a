// The catalogue on real SQLite: what is stored, what a use case sees, and that its copy in memory is never wrong.
#include "catalogue/service.h"
#include "catalogue/test_company.h"
#include "catalogue/store.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <thread>

#include <unistd.h>


namespace bellman::catalogue {

Service visa() {
  Service service;
  service.key = "travel.visa";
  service.name = {{"en", "Visa"}, {"ru", "Виза"}};
  service.area = "travel";
  service.kind = ServiceKind::booking;
  service.sla_policy_id = PolicyId(1);
  FormField country;
  country.key = "country";
  country.label = {{"en", "Country"}};
  country.type = FieldType::choice;
  country.choices = {"France", "Japan"};
  country.required = true;
  service.fields = {country};
  service.skills = {{SkillId(3), 2}};
  service.parts = {{PartId(4), 2, true}};
  service.criticality_rules = {{"", "country", "Japan", "vip", sla::Criticality::high}};
  service.regions = {RegionId(7)};
  service.programmes = {ProgrammeId(1), ProgrammeId(2)};
  return service;
}

class CatalogueTest : public testing::Test {
 protected:
  CatalogueTest() : clock(Instant{1'000'000}) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_catalogue_test_{}", getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, api::migrations_of(api::rooms()), clock.now()).has_value(), "migrations");
    engine = std::make_unique<engine::Engine>(*database, registry, clock, engine::EngineSettings{});
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    BELLMAN_ASSERT(found_company(*engine).has_value(), "company");
    reader = *database->open(db::Access::read);
  }
  ~CatalogueTest() override {
    reader.reset();
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  template <class Body>
  auto in_tx(Body body) -> std::invoke_result_t<Body, engine::Tx&> {
    using Value = typename std::invoke_result_t<Body, engine::Tx&>::value_type;
    std::optional<Value> value;
    auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
      TRY(given, body(tx));
      value = std::move(given);
      return ok();
    });
    if (outcome.has_error()) return outcome.error();
    return *std::move(value);
  }
  Result<Service> create(Service service) {
    return in_tx([&](engine::Tx& tx) { return create_service(tx, service); });
  }
  std::vector<engine::Event> events() {
    static const db::Select<engine::Event> select("test.events", "FROM event WHERE subject = 'service' ORDER BY id");
    return *select.all(engine->session());
  }

  std::filesystem::path folder;
  engine::ManualClock clock;
  engine::Registry registry;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<db::Session> reader;
};

TEST_F(CatalogueTest, AServiceComesBackAsItWas) {
  const auto made = create(visa());
  ASSERT_TRUE(made.has_value()) << made.error().text();
  const auto read = *store::find_service(*reader, made->id);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(codec::to_json(*read), codec::to_json(*made));
  EXPECT_EQ((*find_service(*reader, "travel.visa"))->id, made->id);
  EXPECT_EQ((*find_service(*reader, made->id))->fields.front().choices.back(), "Japan");
  EXPECT_EQ(*find_service(*reader, ServiceId(999)), nullptr);
  ASSERT_EQ(events().size(), 1U);
  EXPECT_EQ(events().front().kind, "service.created");
}

TEST_F(CatalogueTest, AChangeRaisesTheVersionAndNamesWhatChanged) {
  Service service = *create(visa());
  service.name["lt"] = "Viza";
  service.active = false;
  const auto changed = in_tx([&](engine::Tx& tx) { return replace_service(tx, service); });
  ASSERT_TRUE(changed.has_value()) << changed.error().text();
  EXPECT_EQ(changed->version, 2);
  EXPECT_EQ(events().back().data.text, R"({"key":"travel.visa","version":2,"members":["name","active"]})");
  EXPECT_EQ(in_tx([&](engine::Tx& tx) { return retire_service(tx, service.id); })->version, 2) << "retired already";
}

TEST_F(CatalogueTest, KeysAreUniqueAndTheTreeHasNoCircle) {
  const Service root = *create(visa());
  EXPECT_EQ(create(visa()).error().code, "service.key_taken");
  Service child = visa();
  child.key = "travel.visa.urgent";
  child.parent_id = root.id;
  const Service made = *create(child);
  child.key = "travel.visa.lost";
  child.parent_id = ServiceId(500);
  EXPECT_EQ(create(child).error().code, "service.unknown_parent");
  for (const ServiceId parent : {root.id, made.id}) {
    Service moved = root;
    moved.parent_id = parent;
    EXPECT_EQ(in_tx([&](engine::Tx& tx) { return replace_service(tx, moved); }).error().code, "service.circle");
  }
  Service stays = made;
  EXPECT_TRUE(in_tx([&](engine::Tx& tx) { return replace_service(tx, stays); }).has_value());
  stays.id = ServiceId(77);
  EXPECT_EQ(in_tx([&](engine::Tx& tx) { return replace_service(tx, stays); }).error().code, "service.unknown");
}

TEST_F(CatalogueTest, WhatAServiceRefersToMustBeThere) {
  const auto refused = [&](auto change) {
    Service service = visa();
    change(service);
    const auto made = create(service);
    if (made.has_value()) return std::string("none");
    EXPECT_EQ(made.error().kind, ErrorClass::invalid);
    EXPECT_FALSE(made.error().cure.empty()) << made.error().code;
    return made.error().code + " " + made.error().field;
  };
  EXPECT_EQ(refused([](Service& s) { s.programmes = {ProgrammeId(1), ProgrammeId(9)}; }), "service.unknown_programme programmes[1]");
  EXPECT_EQ(refused([](Service& s) { s.regions = {RegionId(99)}; }), "service.unknown_region regions[0]");
  EXPECT_EQ(refused([](Service& s) { s.sla_policy_id = PolicyId(9); }), "service.unknown_policy sla_policy_id");
  EXPECT_EQ(refused([](Service& s) { s.sla_policy_id = PolicyId(2); }), "service.retired_policy sla_policy_id");
  EXPECT_EQ(refused([](Service& s) { s.skills = {{SkillId(3), 2}, {SkillId(33), 1}}; }), "service.unknown_skill skills[1].skill_id");
  EXPECT_EQ(refused([](Service& s) { s.parts = {{PartId(44), 2, true}}; }), "service.unknown_part parts[0].part_id");
  EXPECT_EQ(refused([](Service&) {}), "none");
}

TEST_F(CatalogueTest, AServiceKeepsAPolicyThatWasRetiredSince) {
  Service service = *create(visa());
  const auto retire = [](engine::Tx& tx) { return sla::retire_policy(tx, PolicyId(1)); };
  ASSERT_TRUE(in_tx(retire).has_value());
  service.duration_minutes = 90;
  const auto kept = in_tx([&](engine::Tx& tx) { return replace_service(tx, service); });
  ASSERT_TRUE(kept.has_value()) << kept.error().text();
  service.skills.push_back({SkillId(77), 1});
  EXPECT_EQ(in_tx([&](engine::Tx& tx) { return replace_service(tx, service); }).error().field, "skills[1].skill_id");
  Service another = visa();
  another.key = "travel.visa.new";
  EXPECT_EQ(create(another).error().code, "service.retired_policy");
}

TEST_F(CatalogueTest, TheCopyInMemoryIsReadOnceForEachState) {
  Cache cache;
  Service service = *create(visa());
  const auto first = *cache.read(*reader);
  EXPECT_EQ(*cache.read(*reader), first) << "the same object";
  EXPECT_EQ(cache.loads(), 1U);
  service.area = "business";
  ASSERT_TRUE(in_tx([&](engine::Tx& tx) { return replace_service(tx, service); }).has_value());
  EXPECT_EQ((*cache.read(*reader))->find(service.id)->area, "business");
  EXPECT_EQ(first->find(service.id)->area, "travel") << "who holds the old state keeps it";
  EXPECT_EQ(cache.loads(), 2U);
}

TEST_F(CatalogueTest, AnAbandonedChangeIsSeenOnlyByItself) {
  Cache cache;
  Service service = *create(visa());
  const auto area = [&](db::Session& session) { return (*cache.read(session))->find(service.id)->area; };
  for (const std::string attempt : {"first", "second"}) {
    const auto outcome = engine->run({}, [&](engine::Tx& tx) -> Result<> {
      service.area = attempt;
      TRY_DO(replace_service(tx, service));
      EXPECT_EQ(area(tx.session()), attempt) << "a use case sees its own change, also after another one was abandoned";
      EXPECT_EQ(area(*reader), "travel");
      return Error::conflict("test.no", "No.");
    });
    EXPECT_EQ(outcome.error().code, "test.no");
    EXPECT_EQ(area(engine->session()), "travel");
    EXPECT_EQ(area(*reader), "travel");
  }
}

TEST_F(CatalogueTest, AReaderOnAnOlderSnapshotKeepsItsCatalogue) {
  Cache cache;
  Service service = *create(visa());
  ASSERT_TRUE(reader->begin(db::Access::read).has_value());
  EXPECT_EQ((*cache.read(*reader))->find(service.id)->area, "travel");
  service.area = "business";
  ASSERT_TRUE(in_tx([&](engine::Tx& tx) { return replace_service(tx, service); }).has_value());
  EXPECT_EQ((*cache.read(engine->session()))->find(service.id)->area, "business");
  EXPECT_EQ((*cache.read(*reader))->find(service.id)->area, "travel");
  EXPECT_EQ(cache.loads(), 2U) << "both states are kept";
  reader->rollback();
  EXPECT_EQ((*cache.read(*reader))->find(service.id)->area, "business");
}

TEST_F(CatalogueTest, ReadersOfSeveralThreadsSeeWholeStates) {
  Service service = visa();
  service.duration_minutes = service.answer_minutes = 61;
  service = *create(service);
  Cache cache;
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      const auto session = *database->open(db::Access::read);
      while (!stop) {
        const auto catalogue = cache.read(*session);
        if (catalogue.has_error() || !(*catalogue)->find(service.id) || (*catalogue)->find(service.id)->duration_minutes != (*catalogue)->find(service.id)->answer_minutes) ++wrong;
      }
    });
  for (int minutes = 1; minutes <= 60; ++minutes) {
    service.duration_minutes = service.answer_minutes = minutes;
    EXPECT_TRUE(in_tx([&](engine::Tx& tx) { return replace_service(tx, service); }).has_value());
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(CatalogueTest, TheHotStatementsUseTheirIndexes) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "asks SQLite's planner";
  std::deque<std::string> texts;
  for (const db::Query& query : store::hot_queries()) {
    texts.push_back("EXPLAIN QUERY PLAN " + std::string(query.sql));
    const std::vector<db::Value> values(static_cast<std::size_t>(std::ranges::count(query.sql, '$')));
    const auto outcome = reader->query({texts.back(), texts.back()}, values, [&](const db::Row& row) -> Result<> {
      EXPECT_EQ(row.text(3).find("SCAN"), std::string_view::npos) << query.name << ": " << row.text(3);
      return ok();
    });
    EXPECT_TRUE(outcome.has_value()) << outcome.error().text();
  }
}

TEST_F(CatalogueTest, ACommandIsReadStrictly) {
  const auto input = codec::from_json<ServiceInput>(
      R"({"key":"field.boiler","name":{"en":"Boiler"},"area":"field","kind":"visit","sla_policy_id":1,"skills":[{"skill_id":2,"level":3}],
          "fields":[{"key":"age","label":{"en":"Age"},"type":"number","minimum":0}],"fault_kinds":["leak"],
          "criticality_rules":[{"fault_kind":"leak","criticality":"critical"}]})");
  ASSERT_TRUE(input.has_value()) << input.error().text();
  const auto made = in_tx([&](engine::Tx& tx) { return create_service(tx, *input); });
  ASSERT_TRUE(made.has_value()) << made.error().text();
  EXPECT_EQ(made->fields.front().max_length, 500) << "the model's default";
  EXPECT_EQ(made->duration_minutes, 60);
  EXPECT_EQ(criticality_of(*made, "leak", {}, ""), sla::Criticality::critical);
  EXPECT_EQ(codec::from_json<ServiceInput>(R"({"key":"a","name":{"en":"A"},"area":"x","kind":"visit","skills":[{"skill_id":2,"level":6}]})").error().field, "skills[0].level");
}

}  // namespace bellman::catalogue
