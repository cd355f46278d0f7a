#include "moving/archive.h"

#include "checks/checks.h"
#include "engine/journal_months.h"
#include "moving/test_stores.h"

#include <algorithm>

namespace bellman::moving {
namespace {

class Archiving : public Moving {
 protected:
  // The store of the kind that the tests run on; time passes, so that most of what was done is closed.
  Archiving() {
    const auto filled = open(filled_file());
    if (db::tests_use_postgresql()) {
      const std::string address = empty_store();
      store = open(address);
      const auto copied = copy(*filled, *store, rooms, now);
      BELLMAN_ASSERT(copied.has_value() && copied->equal, "a filled store");
    } else {
      store = open(filled_file());
    }
    live_on();
  }

  // Some weeks in which nobody does anything: what is done closes.
  void live_on() {
    engine::Registry registry;
    api::Services services;
    api::subscribe_rooms(api::rooms(), registry, services);
    for (const api::Effect& effect : api::effects_of(api::rooms())) registry.channel(std::string(effect.kind), std::make_shared<Silent>());
    clock = std::make_unique<engine::ManualClock>(now);
    engine::Engine engine(*store, registry, *clock);
    ASSERT_TRUE(engine.start().has_value());
    for (int day = 0; day < 10; ++day) {
      clock->set(clock->now() + 24h);
      for (int again = 0; again < 200; ++again) {
        const auto fired = engine.fire_timers();
        ASSERT_TRUE(fired.has_value()) << fired.error().text();
        if (*fired == 0) break;
      }
    }
    later = clock->now();
  }

  struct Silent : engine::Channel {
    Result<> send(const engine::OutboxRow&) override { return ok(); }
  };

  Result<Archived> run(ArchiveOptions options = {}) { return archive(*store, file("archive.db"), later, rooms, later, options); }

  std::int64_t closed() { return number(*store, "SELECT count(*) FROM request WHERE state IN ('closed', 'cancelled', 'refused', 'merged')"); }
  std::string violations() {
    auto session = *store->open(db::Access::read);
    BELLMAN_ASSERT(session->begin(db::Access::read).has_value(), "begin");
    const auto found = checks::run(*session, later);
    session->rollback();
    if (found.has_error()) return found.error().text();
    std::string text;
    for (const auto& one : *found) text += one.code + " " + one.sentence + "\n";
    return text;
  }
  // Rows of each table in both.
  std::map<std::string, std::int64_t> counts(db::Database& database) {
    auto session = *database.open(db::Access::read);
    std::map<std::string, std::int64_t> counts;
    const auto tables = *tables_of(*session);
    for (const Table& table : tables) counts[table.name] = checksum_of(*session, table)->rows();
    return counts;
  }

  std::unique_ptr<db::Database> store;
  std::unique_ptr<engine::ManualClock> clock;
  Instant later;
};

TEST_F(Archiving, MovesWhatIsClosedAndNothingElse) {
  const auto before = counts(*store);
  const std::int64_t old = closed();
  ASSERT_GT(old, 10);
  ASSERT_GT(before.at("request"), old);
  const std::string violations_before = violations();
  const auto open_sum = [&] {
    return number(*store, "SELECT count(*) FROM event WHERE subject = 'request' AND subject_id IN"
                          " (SELECT id FROM request WHERE state NOT IN ('closed', 'cancelled', 'refused', 'merged'))");
  };
  const std::int64_t open_events = open_sum();

  const auto archived = run();
  ASSERT_TRUE(archived.has_value()) << archived.error().text();
  EXPECT_EQ(archived->requests, old);
  EXPECT_EQ(archived->left, 0);
  EXPECT_EQ(archived->repeated, 0);
  EXPECT_EQ(closed(), 0);
  EXPECT_EQ(open_sum(), open_events);
  EXPECT_EQ(violations(), violations_before) << "the store fits together as before";

  const auto kept = open(file("archive.db"));
  const auto in_store = counts(*store), in_archive = counts(*kept);
  std::int64_t moved = 0;
  for (const char* table : {"request", "job", "job_offer", "dispatch_decision", "deadline", "service_sheet", "event", "attachment"}) {
    EXPECT_EQ(in_store.at(table) + in_archive.at(table), before.at(table)) << table;
    moved += in_archive.at(table);
  }
  EXPECT_EQ(moved, archived->rows);
  for (const char* table : {"client", "site", "worker", "service", "served", "account", "programme"}) EXPECT_EQ(in_store.at(table), before.at(table)) << table;
  EXPECT_GT(in_archive.at("event"), old);
  EXPECT_EQ(number(*store, "SELECT count(*) FROM request_text"), in_store.at("request")) << "nothing is found that is not there";
  EXPECT_EQ(run()->requests, 0) << "nothing is left to do";
}

TEST_F(Archiving, StoppedAnywhereItLosesNothingAndDoublesNothing) {
  const auto before = counts(*store);
  int runs = 0;
  for (; runs < 200; ++runs) {
    int left = runs % 4 + 1;
    ArchiveOptions options;
    options.requests_at_once = 7;
    options.after_step = [&left]() -> Result<> {
      if (--left == 0) return Error::unavailable("test.stopped", "stopped");
      return ok();
    };
    const auto archived = run(options);
    if (archived.has_value()) break;
    ASSERT_EQ(archived.error().code, "test.stopped") << archived.error().text();
  }
  EXPECT_GT(runs, 3);
  EXPECT_EQ(closed(), 0);
  const auto kept = open(file("archive.db"));
  const auto in_store = counts(*store), in_archive = counts(*kept);
  for (const char* table : {"request", "job", "job_offer", "dispatch_decision", "deadline", "service_sheet", "event"})
    EXPECT_EQ(in_store.at(table) + in_archive.at(table), before.at(table)) << table;
}

TEST_F(Archiving, ARequestThatStandsInBothIsRecognised) {
  ArchiveOptions options;
  options.after_step = []() -> Result<> { return Error::unavailable("test.stopped", "before anything is deleted"); };
  ASSERT_TRUE(run(options).has_error());
  const std::int64_t old = closed();
  EXPECT_EQ(counts(*open(file("archive.db"))).at("request"), old);
  const auto archived = run();
  ASSERT_TRUE(archived.has_value());
  EXPECT_EQ(archived->requests, old);
  EXPECT_EQ(archived->repeated, old);
  EXPECT_EQ(counts(*open(file("archive.db"))).at("request"), old);
}

TEST_F(Archiving, WhatChangesMeanwhileStays) {
  ArchiveOptions options;
  int step = 0;
  options.after_step = [&]() -> Result<> {
    if (step++ == 0) run_on(*store, "UPDATE request SET version = version + 1 WHERE id = (SELECT min(id) FROM request WHERE state = 'closed')");
    return ok();
  };
  const std::int64_t old = closed(), first = number(*store, "SELECT min(id) FROM request WHERE state = 'closed'");
  const std::int64_t version = number(*store, fmt::format("SELECT version FROM request WHERE id = {}", first));
  const auto archived = run(options);
  ASSERT_TRUE(archived.has_value()) << archived.error().text();
  // The next pass of the same run took it as it is now.
  EXPECT_EQ(archived->left, 0);
  EXPECT_EQ(archived->requests, old);
  EXPECT_EQ(number(*open(file("archive.db")), fmt::format("SELECT version FROM request WHERE id = {}", first)), version + 1);
}

TEST_F(Archiving, WhatIsReferredToStays) {
  const std::int64_t first = number(*store, "SELECT min(id) FROM request WHERE state = 'closed'");
  const std::int64_t alive = number(*store, "SELECT min(id) FROM request WHERE state NOT IN ('closed', 'cancelled', 'refused', 'merged')");
  const std::int64_t second = number(*store, fmt::format("SELECT min(id) FROM request WHERE state = 'closed' AND id > {}", first));
  run_on(*store, fmt::format("UPDATE request SET split_from = {} WHERE id = {}", first, alive));
  run_on(*store, fmt::format("UPDATE request SET state = 'merged', merged_into = {} WHERE id = {}", alive, second));
  ASSERT_TRUE(run().has_value());
  EXPECT_EQ(number(*store, fmt::format("SELECT count(*) FROM request WHERE id IN ({}, {})", first, second)), 2);
  // When that is closed as well, all three go, in an order in which nothing refers to what is gone.
  run_on(*store, fmt::format("UPDATE request SET state = 'closed', closed_at = {} WHERE id = {}; DELETE FROM timer WHERE subject_id = {}", later.ms - 1, alive, alive));
  const auto archived = run();
  ASSERT_TRUE(archived.has_value()) << archived.error().text();
  EXPECT_EQ(archived->requests, 3);
}

// Half a year later, with requests that were worked on in the month after the first.
TEST_F(Archiving, DropsTheMonthsThatItHasEmptiedAndNoOthers) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL: the journal of SQLite is one table";
  const auto parts = [&] { return *engine::journal_parts(**store->open(db::Access::read)); };
  const auto months = engine::months_from(now, 3);
  ASSERT_EQ(parts().size(), 4U);
  run_on(*store, fmt::format("UPDATE event SET at = {} WHERE at >= {}", months[0].to.ms - 1, months[0].to.ms));
  run_on(*store, fmt::format("UPDATE event SET at = {} WHERE subject = 'request' AND subject_id = (SELECT min(id) FROM request WHERE state = 'closed')", months[1].from.ms));
  run_on(*store, fmt::format("UPDATE event SET at = {} WHERE id = (SELECT min(id) FROM event WHERE subject NOT IN ('request', 'job'))", months[2].from.ms));
  ASSERT_GT(number(*store, "SELECT count(*) FROM " + months[1].table), 0);
  const std::int64_t events = number(*store, "SELECT count(*) FROM event");

  const auto reader = *store->open(db::Access::read);
  ASSERT_TRUE(reader->begin(db::Access::read).has_value());
  ASSERT_TRUE(db::first<std::int64_t>(*reader, kept_query("SELECT count(*) FROM request")).has_value());
  const Instant half_a_year_later = now + 24h * 183;
  const auto archived = archive(*store, file("archive.db"), later, rooms, half_a_year_later);
  ASSERT_TRUE(archived.has_value()) << archived.error().text();
  EXPECT_GT(archived->requests, 10);
  EXPECT_EQ(archived->months, 1) << "the one that nothing was ever in";
  EXPECT_EQ(**db::first<std::int64_t>(*reader, kept_query("SELECT count(*) FROM event")), events) << "who has begun to read before sees all of it";
  reader->rollback();

  const auto again = archive(*store, file("archive.db"), later, rooms, half_a_year_later);
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(again->requests, 0);
  EXPECT_EQ(again->months, 1);
  const auto left = parts();
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].table, "event_past");
  EXPECT_EQ(left[1].table, months[2].table) << "an event that is no request's stays, and its month with it";
  EXPECT_EQ(violations(), "");
}

TEST_F(Archiving, RefusesWhatIsNoArchiveAndWhatIsNotPast) {
  EXPECT_EQ(archive(*store, filled_file(), later, rooms, later).error().code, "archive.not_an_archive");
  EXPECT_EQ(archive(*store, file("archive.db"), later + 1h, rooms, later).error().code, "archive.date");
  EXPECT_EQ(archive(*store, file("archive.db"), Instant{0}, rooms, later)->requests, 0);
}

}  // namespace
}  // namespace bellman::moving
