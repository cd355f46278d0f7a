// What PostgreSQL alone does. Needs BELLMAN_TEST_POSTGRESQL (tools/private_postgres run -- …); without it only the parts that need no server.
#include "db/postgresql.h"

#include "db/fresh_database.h"
#include "db/postgresql_values.h"
#include "db/typed.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace bellman::db {
namespace {

TEST(PostgresqlAddress, NeverShowsThePassword) {
  EXPECT_EQ(without_password("postgresql://desk:secret@db.example:5432/desk?sslmode=require"), "postgresql://desk:***@db.example:5432/desk?sslmode=require");
  EXPECT_EQ(without_password("postgresql://desk@db.example/desk"), "postgresql://desk@db.example/desk");
  EXPECT_EQ(without_password("postgresql:///desk?host=/run&password=secret&user=desk"), "postgresql:///desk?host=/run&password=***&user=desk");
  EXPECT_EQ(without_password("postgresql://desk:se@cret@h/d"), "postgresql://desk:***@h/d");
}

TEST(PostgresqlValues, ReadNumerics) {
  // 12,345,678 and -42 as numeric_send writes them.
  const std::string large("\0\x02\0\x01\0\0\0\0\x04\xd2\x16\x2e", 12), negative("\0\x01\0\0\x40\0\0\0\0\x2a", 10), tenth("\0\x01\xff\xff\0\0\0\x01\x03\xe8", 10);
  EXPECT_EQ(wire::integer_of(wire::numeric, large), 12'345'678);
  EXPECT_EQ(wire::integer_of(wire::numeric, negative), -42);
  EXPECT_DOUBLE_EQ(wire::real_of(wire::numeric, large), 12'345'678.0);
  EXPECT_DOUBLE_EQ(wire::real_of(wire::numeric, tenth), 0.1);
}

class PostgresqlTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!tests_use_postgresql()) GTEST_SKIP() << "BELLMAN_TEST_POSTGRESQL is not set";
    database = fresh_database({}, Durability::grouped);
    session = *database->open(Access::write);
    ASSERT_TRUE(session->script("CREATE TABLE thing (id bigint PRIMARY KEY, name text NOT NULL)").has_value());
  }
  Result<std::int64_t> count() {
    static constexpr Query query{"thing.count", "SELECT count(*) FROM thing"};
    TRY(number, first<std::int64_t>(*session, query));
    return *number;
  }
  static constexpr Query add{"thing.add", "INSERT INTO thing (id, name) VALUES ($1, $2)"};

  std::unique_ptr<Database> database;
  std::unique_ptr<Session> session;
};

TEST_F(PostgresqlTest, ThePipelinesErrorComesAtTheCommitAtTheLatest) {
  ASSERT_TRUE(session->begin(Access::write).has_value());
  EXPECT_TRUE(post(*session, add, 1, "a").has_value());
  EXPECT_TRUE(post(*session, add, 1, "a again").has_value()) << "sent on, not waited for";
  EXPECT_EQ(session->commit().error().code, "db.duplicate");
  EXPECT_FALSE(session->in_transaction());
  EXPECT_EQ(*count(), 0);
}

TEST_F(PostgresqlTest, ASavepointUndoesOnlyWhatFollowedIt) {
  ASSERT_TRUE(session->begin(Access::write).has_value());
  EXPECT_TRUE(post(*session, add, 1, "kept").has_value());
  ASSERT_TRUE(session->savepoint().has_value());
  EXPECT_TRUE(post(*session, add, 1, "undone").has_value());
  EXPECT_EQ(session->release_savepoint().error().code, "db.duplicate");
  const auto undone = session->rollback_to_savepoint();
  ASSERT_TRUE(undone.has_value()) << undone.error().text();
  EXPECT_TRUE(post(*session, add, 2, "kept too").has_value());
  ASSERT_TRUE(session->commit().has_value());
  EXPECT_EQ(*count(), 2);
}

TEST_F(PostgresqlTest, OneWriterAtATime) {
  auto other = *database->open(Access::write);
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(post(*session, add, 1, "first").has_value());
  std::atomic<bool> second_in = false;
  std::thread second([&] {
    ASSERT_TRUE(other->begin(Access::write).has_value());
    static constexpr Query query{"thing.count", "SELECT count(*) FROM thing"};
    const auto seen = first<std::int64_t>(*other, query);  // waits for the lock, then sees what the first has written
    second_in = true;
    EXPECT_EQ(**seen, 1);
    other->rollback();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_FALSE(second_in);
  ASSERT_TRUE(session->commit().has_value());
  second.join();
  EXPECT_TRUE(second_in);
}

TEST_F(PostgresqlTest, ALostConnectionIsMadeAnewAndCounted) {
  static constexpr Query own{"own.number", "SELECT pg_backend_pid()"};
  const auto number = **first<std::int64_t>(*session, own);
  auto other = *database->open(Access::write);
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(other->script(fmt::format("SELECT pg_terminate_backend({})", number)).has_value());
  (void)post(*session, add, 1, "lost");
  const auto outcome = session->commit();
  ASSERT_TRUE(outcome.has_error());
  EXPECT_EQ(outcome.error().kind, ErrorClass::unavailable);
  session->rollback();
  EXPECT_EQ(session->connections(), 0);
  ASSERT_TRUE(session->begin(Access::write).has_value());
  EXPECT_EQ(session->connections(), 1);
  EXPECT_TRUE(post(*session, add, 2, "kept").has_value());
  ASSERT_TRUE(session->commit().has_value());
  EXPECT_EQ(*count(), 1);
}

TEST_F(PostgresqlTest, AnIdleConnectionThatEndedIsFoundBeforeItIsUsed) {
  static constexpr Query own{"own.number", "SELECT pg_backend_pid()"};
  const auto number = **first<std::int64_t>(*session, own);
  auto other = *database->open(Access::write);
  ASSERT_TRUE(other->script(fmt::format("SELECT pg_terminate_backend({}, 5000)", number)).has_value());
  ASSERT_TRUE(session->begin(Access::read).has_value());
  EXPECT_NE(**first<std::int64_t>(*session, own), number);
  session->rollback();
  EXPECT_EQ(session->connections(), 1);
}

TEST_F(PostgresqlTest, ACommitThatNobodyStandsReadyToConfirmWaitsItself) {
  static constexpr Query waits{"own.wait", "SELECT current_setting('synchronous_commit')"};
  EXPECT_EQ(**first<std::string>(*session, waits), "off");
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(post(*session, add, 1, "a").has_value());
  ASSERT_TRUE(session->commit().has_value());
  // The connection that confirms is made only now, so it can say nothing of that commit; but the commit needs nobody.
  EXPECT_TRUE(database->make_durable().has_value());
  EXPECT_EQ(**first<std::string>(*session, waits), "off") << "of that transaction only";
}

// In the middle of a pipeline the database takes a connection for busy, however long it says nothing.
TEST(PostgresqlLock, AWriterThatFallsSilentInTheMiddleOfItsStatementsIsEnded) {
  if (!tests_use_postgresql()) GTEST_SKIP() << "BELLMAN_TEST_POSTGRESQL is not set";
  static constexpr Query one{"silent.one", "SELECT 1"}, length{"silent.length", "SELECT length($1::text)"};
  auto database = *open_postgresql({.url = std::getenv("BELLMAN_TEST_POSTGRESQL"), .idle_in_transaction_ms = 500});
  auto silent = *database->open(Access::write), other = *database->open(Access::write);
  const auto listener = *database->listen({.on_notify = [](std::string_view) {}, .on_gap = [] {}});
  ASSERT_TRUE(silent->begin(Access::write).has_value());
  ASSERT_TRUE(first<std::int64_t>(*silent, one).has_value());
  // libpq sends what is more than its buffer, without the end of the pipeline.
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(post(*silent, length, std::string(1000, 'x')).has_value());
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_TRUE(other->begin(Access::write).has_value());
  EXPECT_TRUE(first<std::int64_t>(*other, one).has_value());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(8));
  EXPECT_TRUE(other->commit().has_value());
  EXPECT_TRUE(silent->commit().has_error());
  silent->rollback();
  EXPECT_TRUE(silent->begin(Access::write).has_value());
  EXPECT_TRUE(first<std::int64_t>(*silent, one).has_value());
  silent->rollback();
}

TEST_F(PostgresqlTest, ConfirmsWhatWasCommittedButNotAcrossALoss) {
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(post(*session, add, 1, "a").has_value());
  ASSERT_TRUE(session->commit().has_value());
  EXPECT_TRUE(database->make_durable().has_value());
  // The confirming connection breaks between a commit and its confirmation: the database may have lost the commit.
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(post(*session, add, 2, "b").has_value());
  ASSERT_TRUE(session->commit().has_value());
  auto other = *database->open(Access::write);
  ASSERT_TRUE(other->script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%emit_message%' AND pid <> pg_backend_pid()").has_value());
  EXPECT_EQ(database->make_durable().error().code, "db.unknown_outcome");
  EXPECT_TRUE(database->make_durable().has_value()) << "nothing is left that could be lost";
}

TEST_F(PostgresqlTest, HearsWhatIsCommittedAndNothingElse) {
  std::mutex mutex;
  std::condition_variable more;
  std::vector<std::string> received;
  const auto listener = *database->listen({.on_notify =
                                          [&](std::string_view said) {
                                            const std::lock_guard lock(mutex);
                                            received.emplace_back(said);
                                            more.notify_all();
                                          },
                                      .on_gap = [] {}});
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(session->notify("undone").has_value());
  session->rollback();
  ASSERT_TRUE(session->begin(Access::write).has_value());
  ASSERT_TRUE(session->notify("one").has_value());
  ASSERT_TRUE(session->commit().has_value());
  std::unique_lock lock(mutex);
  ASSERT_TRUE(more.wait_for(lock, std::chrono::seconds(10), [&] { return !received.empty(); }));
  EXPECT_EQ(received, std::vector<std::string>{"one"});
}

TEST_F(PostgresqlTest, NulInATextIsTheCallersFault) {
  const auto outcome = execute(*session, add, 1, std::string_view("a\0b", 3));
  ASSERT_TRUE(outcome.has_error());
  EXPECT_EQ(outcome.error().code, "db.text");
}

TEST(Postgresql, AWrongAddressIsToldInOneSentenceWithTheCure) {
  const auto none = open_postgresql({.url = "postgresql://desk:secret@/nowhere?host=/nonexistent", .connect_timeout_s = 1});
  ASSERT_TRUE(none.has_error());
  EXPECT_EQ(none.error().code, "db.open");
  EXPECT_EQ(none.error().text().find("secret"), std::string::npos);
  EXPECT_FALSE(none.error().cure.empty());
}

}  // namespace
}  // namespace bellman::db
