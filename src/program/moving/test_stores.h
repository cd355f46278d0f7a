// For the tests of this room: a store with a living company in it, and empty ones with an address.
#pragma once
#include "api/rooms.h"
#include "base/assert.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/clock.h"
#include "moving/rows.h"
#include "world/living_demo.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include <unistd.h>

namespace bellman::moving {

class Moving : public testing::Test {
 protected:
  // The company's life is laid around noon of the 10th, so that neither the end of a month nor a change of clocks falls into it, whatever
  // day the tests run on; in this month, because PostgreSQL parts the journal by the months that follow its own clock.
  static Instant middle_of_this_month() {
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::sys_time<Milliseconds>(Milliseconds(engine::SystemClock().now().ms)))};
    const std::chrono::sys_days tenth{today.year() / today.month() / 10};
    return {std::chrono::duration_cast<Milliseconds>(tenth.time_since_epoch()).count() + Milliseconds(12h).count()};
  }

  Moving() {
    static int number = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_moving_test_{}_{}", getpid(), ++number);
    std::filesystem::create_directories(folder);
  }
  ~Moving() override {
    for (const std::string& schema : schemas) run_outside("DROP SCHEMA " + schema + " CASCADE");
    std::filesystem::remove_all(folder);
  }

  std::string file(std::string_view name) const { return (folder / name).string(); }

  // A new file with some hours of a company's life.
  std::string filled_file() const {
    static const std::filesystem::path model = [] {
      const auto made = std::filesystem::temp_directory_path() / fmt::format("bellman_moving_model_{}.db", getpid());
      std::filesystem::remove(made);
      world::LivingDemo demo({.database = made.string(), .seed = 11, .past = 3h, .now = middle_of_this_month()});
      const auto prepared = demo.prepare([](double, std::string_view) {});
      BELLMAN_ASSERT(prepared.has_value(), prepared.error().text());
      static const struct Remove {
        std::filesystem::path path;
        ~Remove() {
          std::error_code ignored;
          for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + ending, ignored);
        }
      } at_the_end{made};
      return made;
    }();
    const std::string copy = file(fmt::format("filled_{}.db", ++files));
    BELLMAN_ASSERT(db::backup_sqlite(model, copy).has_value(), "a copy of the model");
    return copy;
  }

  // The address of an empty store: a file, or a schema of the database server that the tests run on.
  std::string empty_store() {
    if (!db::tests_use_postgresql()) return "sqlite:" + file(fmt::format("empty_{}.db", ++files));
    const std::string url = std::getenv("BELLMAN_TEST_POSTGRESQL");
    schemas.push_back(fmt::format("moving_{}_{}", getpid(), ++files));
    run_outside("CREATE SCHEMA " + schemas.back());
    return fmt::format("{}{}options=-csearch_path%3D{}", url, url.find('?') == std::string::npos ? "?" : "&", schemas.back());
  }

  static std::unique_ptr<db::Database> open(const std::string& address) {
    auto opened = db::open_database(address, {.durability = db::Durability::grouped});
    BELLMAN_ASSERT(opened.has_value(), opened.error().text());
    return *std::move(opened);
  }
  static void run_on(db::Database& database, const std::string& sql) {
    auto session = *database.open(db::Access::write);
    const auto outcome = session->script(sql);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  }
  static std::int64_t number(db::Database& database, const std::string& sql) {
    auto session = *database.open(db::Access::read);
    auto found = db::first<std::int64_t>(*session, kept_query(sql));
    BELLMAN_ASSERT(found.has_value() && *found, "a number");
    return **found;
  }
  // The checksum of each table.
  static std::map<std::string, std::string> sums(db::Database& database) {
    auto session = *database.open(db::Access::read);
    std::map<std::string, std::string> sums;
    const auto tables = *tables_of(*session);
    for (const Table& table : tables) sums[table.name] = checksum_of(*session, table)->text();
    return sums;
  }

  const std::vector<const db::Migrations*> rooms = api::migrations_of(api::rooms());
  const Instant now = middle_of_this_month();
  std::filesystem::path folder;

 private:
  static void run_outside(const std::string& sql) { run_on(*open(std::getenv("BELLMAN_TEST_POSTGRESQL")), sql); }
  mutable int files = 0;
  std::vector<std::string> schemas;
};

}  // namespace bellman::moving
