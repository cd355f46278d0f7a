#include "db/migration.h"
#include "db/fresh_database.h"
#include "db/typed.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace bellman::sample {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Thing {
  static constexpr std::string_view table = "thing";
  ClientId id;
  std::string name;
  Colour colour = Colour::red;
  std::optional<Place> place;
  Money price;
  std::vector<std::string> tags;
  std::optional<Instant> seen;
  bool active = true;
  SiteId site_id;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, name, colour, place, price, tags, seen, active, site_id))

const db::Migrations migrations{"sample",
                                {{1, "0001_thing",
                                  "CREATE TABLE thing (id INTEGER PRIMARY KEY, name text NOT NULL UNIQUE, colour text NOT NULL, place_lat double precision,"
                                  " place_lon double precision, price_minor bigint NOT NULL, price_currency text NOT NULL, tags text NOT NULL,"
                                  " seen bigint, active bigint NOT NULL, site_id bigint)"}}};

// On the engine that the tests use.
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_db_test_{}", getpid());
    std::filesystem::create_directories(folder);
    path = folder / "test.db";
    database = db::fresh_database(folder, db::Durability::full);
    session = *database->open(db::Access::write);
    ASSERT_TRUE(db::migrate(*session, {&migrations}, Instant{1}).has_value());
  }
  void TearDown() override {
    session.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  Thing thing(std::int64_t id, std::string name) { return Thing{ClientId(id), std::move(name), Colour::green, Place{54.5, 25.25}, {1250, "EUR"}, {"a", "b"}, Instant{5}, true, SiteId{}}; }

  std::filesystem::path folder;
  std::string path;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<db::Session> session;
};

class SqliteTest : public StoreTest {
 protected:
  void SetUp() override {
    if (db::tests_use_postgresql()) GTEST_SKIP() << "of SQLite alone";
    StoreTest::SetUp();
  }
};

TEST_F(StoreTest, KeepsADescribedStruct) {
  ASSERT_TRUE(db::insert(*session, thing(7, "lamp")).has_value());
  auto found = *db::find<Thing>(*session, ClientId(7));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(codec::to_json(*found), codec::to_json(thing(7, "lamp")));
  found->place.reset();
  found->seen.reset();
  ASSERT_TRUE(db::update(*session, *found).has_value());
  EXPECT_EQ(codec::to_json(**db::find<Thing>(*session, ClientId(7))), codec::to_json(*found));
  EXPECT_EQ(*db::remove<Thing>(*session, ClientId(7)), 1);
  EXPECT_FALSE(db::find<Thing>(*session, ClientId(7))->has_value());
  EXPECT_EQ(db::update(*session, *found).error().code, "db.gone");
}

TEST_F(StoreTest, NamesWhatARowBreaks) {
  ASSERT_TRUE(db::insert(*session, thing(1, "lamp")).has_value());
  EXPECT_EQ(db::insert(*session, thing(1, "desk")).error().code, "db.duplicate");
  EXPECT_EQ(db::insert(*session, thing(2, "lamp")).error().code, "db.duplicate");
}

TEST_F(StoreTest, RollsBackToASavepointOnly) {
  ASSERT_TRUE(session->begin(db::Access::write).has_value());
  ASSERT_TRUE(db::insert(*session, thing(1, "kept")).has_value());
  ASSERT_TRUE(session->savepoint().has_value());
  ASSERT_TRUE(db::insert(*session, thing(2, "dropped")).has_value());
  ASSERT_TRUE(session->rollback_to_savepoint().has_value());
  ASSERT_TRUE(session->commit().has_value());
  EXPECT_TRUE(db::find<Thing>(*session, ClientId(1))->has_value());
  EXPECT_FALSE(db::find<Thing>(*session, ClientId(2))->has_value());
}

TEST_F(StoreTest, ReadersSeeOnlyCommittedRows) {
  auto reader = *database->open(db::Access::read);
  ASSERT_TRUE(session->begin(db::Access::write).has_value());
  ASSERT_TRUE(db::insert(*session, thing(1, "lamp")).has_value());
  EXPECT_FALSE(db::find<Thing>(*reader, ClientId(1))->has_value());
  ASSERT_TRUE(session->commit().has_value());
  EXPECT_TRUE(db::find<Thing>(*reader, ClientId(1))->has_value());
  EXPECT_TRUE(db::insert(*reader, thing(2, "desk")).has_error()) << "a reader must not write";
}

TEST_F(SqliteTest, ASecondWriterIsToldTheFileIsLocked) {
  auto other_database = *db::open_sqlite({.path = path, .busy_timeout_ms = 10});
  auto other = *other_database->open(db::Access::write);
  ASSERT_TRUE(session->begin(db::Access::write).has_value());
  EXPECT_EQ(other->begin(db::Access::write).error().code, "db.locked");
  session->rollback();
  EXPECT_TRUE(other->begin(db::Access::write).has_value());
}

TEST_F(StoreTest, RefusesANewerOrEditedStore) {
  db::Migrations none{"sample", {}};
  EXPECT_EQ(db::check_migrations(*session, {&none}).error().code, "db.newer");
  db::Migrations edited = migrations;
  edited.all[0].sql = "CREATE TABLE thing (id bigint)";
  EXPECT_EQ(db::migrate(*session, {&edited}, Instant{2}).error().code, "db.changed_migration");
}

TEST_F(StoreTest, AFailedMigrationChangesNothing) {
  db::Migrations more = migrations;
  more.all.push_back({2, "0002_bad", "CREATE TABLE other (id bigint); CREATE TABLE other (id bigint)"});
  EXPECT_TRUE(db::migrate(*session, {&more}, Instant{2}).has_error());
  EXPECT_EQ(db::check_migrations(*session, {&more})->pending.size(), 1U);
  EXPECT_TRUE(session->script("CREATE TABLE other (id bigint)").has_value());
}

TEST_F(SqliteTest, SaysWhatIsWrongWithAFile) {
  const std::string garbage = folder / "garbage.db";
  std::ofstream(garbage) << std::string(4096, 'x');
  EXPECT_EQ(db::open_sqlite({.path = garbage}).error().code, "db.not_a_database");
  EXPECT_EQ(db::open_sqlite({.path = folder / "none" / "a.db"}).error().code, "db.open");
}

TEST_F(SqliteTest, BacksUpWhileInUse) {
  ASSERT_TRUE(db::insert(*session, thing(1, "lamp")).has_value());
  const std::string copy = folder / "copy.db";
  ASSERT_TRUE(db::backup_sqlite(path, copy).has_value());
  auto restored = *db::open_sqlite({.path = copy});
  auto reader = *restored->open(db::Access::read);
  EXPECT_TRUE(db::find<Thing>(*reader, ClientId(1))->has_value());
}

}  // namespace bellman::sample
