// The journal by month. What needs PostgreSQL is run by engine_on_postgresql and skipped elsewhere.
#include "engine/journal_months.h"

#include "base/assert.h"
#include "db/fresh_database.h"
#include "db/migration.h"
#include "db/typed.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include <unistd.h>

namespace bellman::engine {
const db::Migrations& migrations();
namespace {

Instant instant_of(std::string_view text) { return *parse_instant(text); }

TEST(MonthsOfTheJournal, EndWhereTheNextBegins) {
  const auto months = months_from(instant_of("2027-11-30T23:59:59.999Z"), 4);
  ASSERT_EQ(months.size(), 5U);
  EXPECT_EQ(months[0].table, "event_2027_11");
  EXPECT_EQ(months[2].table, "event_2028_01");
  EXPECT_EQ(to_text(months[0].from), "2027-11-01T00:00:00Z");
  EXPECT_EQ(to_text(months[3].to), "2028-03-01T00:00:00Z") << "a leap year";
  for (std::size_t i = 1; i < months.size(); ++i) EXPECT_EQ(months[i].from, months[i - 1].to);
  EXPECT_EQ(months_from(instant_of("2027-12-01T00:00:00Z"), 0).front().table, "event_2027_12");
  EXPECT_EQ(months_from(Instant{-1}, 0).front().table, "event_1969_12");
}

TEST(MonthsOfTheJournal, AreMadeWhereNothingIsAndFourAtMost) {
  const Instant now = instant_of("2026-11-22T12:00:00Z");
  const auto names = [](const std::vector<JournalPart>& parts) {
    std::string text;
    for (const auto& part : parts) text += part.table + " ";
    return text;
  };
  std::vector<JournalPart> parts{{"event_past", Instant::min(), instant_of("2026-12-01T00:00:00Z")}};
  EXPECT_EQ(names(missing_months(parts, now)), "event_2026_12 event_2027_01 event_2027_02 ");
  parts.push_back({"event_january", instant_of("2027-01-10T00:00:00Z"), instant_of("2027-01-11T00:00:00Z")});
  EXPECT_EQ(names(missing_months(parts, now)), "event_2026_12 event_2027_02 ") << "what covers a part of a month is somebody's doing";
  EXPECT_EQ(missing_months(parts, instant_of("2426-11-22T12:00:00Z")).size(), 4U) << "a clock that has jumped by 400 years";
  EXPECT_TRUE(missing_months({{"event", Instant::min(), Instant::max()}}, now).empty());
}

class JournalByMonth : public testing::Test {
 protected:
  JournalByMonth() {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_journal_{}", getpid());
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    session = *database->open(db::Access::write);
    keep_journal_months(registry);
  }
  ~JournalByMonth() override {
    engine.reset();
    session.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  void start() {
    BELLMAN_ASSERT(db::migrate(*session, {&migrations()}, clock.now()).has_value(), "migrations");
    engine = std::make_unique<Engine>(*database, registry, clock);
    ASSERT_TRUE(engine->start().has_value());
    ASSERT_TRUE(engine->run({}, set_first_journal_look).has_value());
  }
  void record(std::int64_t subject = 1) {
    const auto outcome = engine->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.event("thing.done", "thing", subject, {}, Audience::operator_, std::string("x"))); });
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  }
  void fire() {
    const auto fired = engine->fire_timers();
    ASSERT_TRUE(fired.has_value()) << fired.error().text();
    EXPECT_EQ(*fired, 1U);
  }
  void run(const std::string& sql) {
    const auto outcome = session->script(sql);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().text();
  }
  // SQL that lives until the end, as the statement cache wants it.
  static db::Query kept(const std::string& sql) {
    static std::set<std::string> texts;
    const std::string& text = *texts.insert(sql).first;
    return {text, text};
  }
  std::int64_t number(const std::string& sql) {
    auto found = db::first<std::int64_t>(*session, kept(sql));
    BELLMAN_ASSERT(found.has_value(), found.error().text());
    return found->value_or(-1);
  }
  std::string text(const std::string& sql) {
    auto found = db::first<std::string>(*session, kept(sql));
    BELLMAN_ASSERT(found.has_value(), found.error().text());
    return found->value_or("");
  }
  std::int64_t in(const std::string& table) { return number("SELECT count(*) FROM " + table); }
  std::size_t parts() { return journal_parts(*session)->size(); }
  Instant next_look() { return **engine->next_timer(); }

  std::filesystem::path folder;
  Registry registry;
  ManualClock clock{SystemClock().now()};
  std::unique_ptr<db::Database> database;
  std::unique_ptr<db::Session> session;
  std::unique_ptr<Engine> engine;
};

TEST_F(JournalByMonth, IsOneTableOnSqlite) {
  if (db::tests_use_postgresql()) GTEST_SKIP() << "this run is on PostgreSQL";
  start();
  EXPECT_EQ(parts(), 0U);
  EXPECT_FALSE(engine->next_timer()->has_value()) << "nothing is to be made";
  // One that came with a copy from PostgreSQL ends by itself.
  ASSERT_TRUE(engine->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.set_timer("journal.months", 0, clock.now())); }).has_value());
  fire();
  EXPECT_FALSE(engine->next_timer()->has_value());
}

TEST_F(JournalByMonth, OfAFreshDatabaseHasThreeMonthsAhead) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  const auto found = *journal_parts(*session);
  ASSERT_EQ(found.size(), 4U);
  const auto wanted = months_from(clock.now(), 3);
  EXPECT_EQ(found[0].table, "event_past");
  EXPECT_EQ(found[0].from, Instant::min());
  EXPECT_EQ(found[0].to, wanted[0].to);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ(found[i].table, wanted[i].table);
    EXPECT_EQ(found[i].from, wanted[i].from);
    EXPECT_EQ(found[i].to, wanted[i].to);
  }
  record();
  EXPECT_EQ(in("event_past"), 1);
  fire();
  EXPECT_EQ(parts(), 4U) << "nothing is missing";
  EXPECT_EQ(next_look(), clock.now() + 24h);
}

// A database as the version before left it, with events of all times.
TEST_F(JournalByMonth, TakesInAFilledTableWithoutCopyingIt) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  db::Migrations before = migrations();
  std::erase_if(before.all, [](const db::Migration& migration) { return migration.number > 2; });
  ASSERT_TRUE(db::migrate(*session, {&before}, clock.now()).has_value());
  const auto months = months_from(clock.now(), 3);
  run(fmt::format("INSERT INTO event SELECT i, {} - i * CAST(3600000 AS bigint), 'k', 'thing', i % 100, NULL, 'system', 0, 'operator', '{{\"n\":' || i || '}}'"
                  " FROM generate_series(1, 20000) AS i", clock.now().ms));
  run(fmt::format("INSERT INTO event SELECT 30000 + i, t, 'k', 'thing', 7, 3, 'system', 0, 'client', 'ahead'"
                  " FROM unnest(ARRAY[{}, {}, {}, {}, 9000000000000]) WITH ORDINALITY AS a(t, i)",
                  months[0].to.ms - 1, months[0].to.ms, months[2].to.ms - 1, months[3].to.ms));
  const std::string sum = "SELECT md5(string_agg(e::text, ';' ORDER BY id)) FROM event e";
  const std::string sum_before = text(sum);
  const std::int64_t file = number("SELECT CAST(pg_relation_filenode('event') AS bigint)");

  start();
  EXPECT_EQ(text(sum), sum_before);
  EXPECT_EQ(in("event"), 20005);
  EXPECT_EQ(in("event_past"), 20001);
  EXPECT_EQ(in(months[1].table), 1);
  EXPECT_EQ(in(months[2].table), 1);
  EXPECT_EQ(in("event_default"), 2);
  EXPECT_EQ(number("SELECT CAST(pg_relation_filenode('event_past') AS bigint)"), file) << "the same file";
  EXPECT_EQ(text("SELECT string_agg(CAST(a.attname AS text), ',' ORDER BY k.place) FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(n, place)"
                 " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n WHERE i.indrelid = to_regclass('event') AND i.indisprimary"), "id,at");
  EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE indrelid = to_regclass('event_past')"), 2) << "its indices were taken, and none made beside them";
  EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE indrelid = to_regclass('event') AND NOT indisvalid"), 0);
}

TEST_F(JournalByMonth, GoesOnFromMonthToMonth) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  for (int day = 0; day < 200; ++day) {
    fire();
    record();
    clock.advance(24h);
  }
  EXPECT_EQ(in("event"), 200);
  EXPECT_EQ(in("event_default"), 0);
  EXPECT_GE(parts(), 10U);
  EXPECT_LE(parts(), 11U);
  const auto now_month = months_from(clock.now() - 24h, 0).front();
  EXPECT_GT(in(now_month.table), 0) << "what is new lies in its month";
  EXPECT_EQ(in(now_month.table), number(fmt::format("SELECT count(*) FROM event WHERE at >= {} AND at < {}", now_month.from.ms, now_month.to.ms)));
}

TEST_F(JournalByMonth, WhatCameBeforeItsMonthIsMovedIntoIt) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  clock.advance(24h * 150);
  for (int i = 0; i < 3; ++i) record();
  clock.advance(24h * 400);
  record();
  EXPECT_EQ(in("event_default"), 4);
  clock.set(clock.now() - 24h * 400);
  fire();
  EXPECT_EQ(in("event_default"), 1) << "far ahead";
  EXPECT_EQ(in(months_from(clock.now(), 0).front().table), 3);
  EXPECT_EQ(in("event"), 4);
}

TEST_F(JournalByMonth, WhatIsTooMuchToMoveStaysWhereItIs) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  const Instant ahead = months_from(clock.now(), 6).back().from;
  run(fmt::format("ALTER TABLE event_default ALTER COLUMN data SET STORAGE PLAIN;"
                  " INSERT INTO event SELECT 1000000 + i, {} + i, 'k', 'thing', i, NULL, 'system', 0, 'operator', repeat('x', 4000)"
                  " FROM generate_series(1, 5000) AS i", ahead.ms));
  clock.set(ahead);
  const auto before = parts();
  fire();
  EXPECT_EQ(parts(), before);
  EXPECT_EQ(in("event_default"), 5000);
  record();
  EXPECT_EQ(in("event_default"), 5001) << "work goes on";
  EXPECT_EQ(next_look(), clock.now() + 24h);
  // As docs/scale.md says.
  run("BEGIN; ALTER TABLE event DETACH PARTITION event_default; ALTER TABLE event_default RENAME TO event_rest;"
      " CREATE TABLE event_default PARTITION OF event DEFAULT; COMMIT");
  ASSERT_TRUE(engine->run({}, set_first_journal_look).has_value());
  fire();
  EXPECT_EQ(parts(), before + 4);
  run("BEGIN; INSERT INTO event SELECT * FROM event_rest; DROP TABLE event_rest; COMMIT");
  EXPECT_EQ(in("event_default"), 0);
  EXPECT_EQ(in("event"), 5001);
}

TEST_F(JournalByMonth, WhoReadsIsNotWaitedForLong) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  const auto reader = *database->open(db::Access::read);
  ASSERT_TRUE(reader->begin(db::Access::read).has_value());
  ASSERT_TRUE(db::first<std::int64_t>(*reader, kept("SELECT count(*) FROM event")).has_value());
  clock.advance(24h * 31);
  const auto before = parts();
  const std::int64_t began = number("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)");
  fire();
  EXPECT_LT(number("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)") - began, 3000) << "a quarter of a second for each month that is missing";
  EXPECT_EQ(parts(), before);
  EXPECT_EQ(next_look(), clock.now() + 10min);
  EXPECT_EQ(in("event_default"), 0);
  record();
  EXPECT_TRUE(db::first<std::int64_t>(*reader, kept("SELECT count(*) FROM event")).has_value());
  reader->rollback();
  clock.advance(10min);
  fire();
  EXPECT_GT(parts(), before);
  EXPECT_EQ(next_look(), clock.now() + 24h);
}

TEST_F(JournalByMonth, AMonthIsMadeInATransactionThatGoesOn) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  clock.advance(24h * 31);
  const auto before = parts();
  std::string patience;
  // What stands before it and after it in the transaction is written with it.
  ASSERT_TRUE(engine->run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(tx.apply(Consequences{}.event("thing.done", "thing", 5, {}, Audience::operator_, std::string("x"))));
    TRY_DO(registry.timer_handlers.at("journal.months")(tx, Timer{}));
    TRY(shown, db::first<std::string>(tx.session(), kept("SELECT current_setting('lock_timeout')")));
    patience = *shown;
    return tx.apply(Consequences{}.event("thing.done", "thing", 6, {}, Audience::operator_, std::string("y")));
  }).has_value());
  EXPECT_EQ(patience, "15s") << "as it was";
  EXPECT_GT(parts(), before);
  EXPECT_EQ(in("event"), 2);
  // Undone with the use case that failed.
  clock.advance(24h * 62);
  const auto now_there = parts();
  EXPECT_TRUE(engine->run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(registry.timer_handlers.at("journal.months")(tx, Timer{}));
    return Error::internal("test.failed", "failed");
  }).has_error());
  EXPECT_EQ(parts(), now_there);
}

TEST_F(JournalByMonth, AClockThatJumpsMakesFourMonths) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "needs PostgreSQL";
  start();
  const auto before = parts();
  const Instant now = clock.now();
  clock.set(instant_of("2400-06-15T00:00:00Z"));
  fire();
  EXPECT_EQ(parts(), before + 4);
  record();
  EXPECT_EQ(in("event_2400_06"), 1);
  clock.set(now + 24h * 300);
  record();
  EXPECT_EQ(in("event_default"), 1) << "in between";
  ASSERT_TRUE(engine->run({}, set_first_journal_look).has_value()) << "the next start of a server";
  fire();
  EXPECT_EQ(parts(), before + 8);
  EXPECT_EQ(in("event_default"), 0);
}

}  // namespace
}  // namespace bellman::engine
