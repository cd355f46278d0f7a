#include "engine/followers.h"

#include "db/fresh_database.h"
#include "db/migration.h"
#include "db/typed.h"
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::engine {

const db::Migrations& migrations();

namespace {

struct CupFilled {
  static constexpr std::string_view kind = "cup.filled", subject = "cup";
  std::int64_t millilitres = 0;
};
BOOST_DESCRIBE_STRUCT(CupFilled, (), (millilitres))

struct Seen {
  static constexpr std::string_view table = "seen";
  std::int64_t event_id = 0;
  std::int64_t millilitres = 0;
};
BOOST_DESCRIBE_STRUCT(Seen, (), (event_id, millilitres))
const db::Migrations seen_migrations{"seen", {{1, "0001_seen", "CREATE TABLE seen (event_id bigint PRIMARY KEY, millilitres bigint NOT NULL)"}}};

class Followers : public testing::Test {
 protected:
  Followers() {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_followers_{}", getpid());
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    BELLMAN_ASSERT(db::migrate(**database->open(db::Access::write), {&migrations(), &seen_migrations}, clock.now()).has_value(), "migrations");
    start();
  }
  ~Followers() override {
    engine.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  // As after a crash.
  void start(bool with_follower = true) {
    engine.reset();
    registry = {};
    if (with_follower) registry.follow(cups());
    engine = std::make_unique<Engine>(*database, registry, clock, EngineSettings{.follower_attempts = 3});
    BELLMAN_ASSERT(engine->start().has_value(), "start");
    pass(0ms);  // at the start they look whether anything has come meanwhile
  }
  Follower cups() {
    Follower follower;
    follower.name = "cups";
    follower.batch = 3;
    follower.on_restart = [](Tx& tx) { return tx.session().script("DELETE FROM seen"); };
    follower.on<CupFilled>([this](Tx& tx, const Typed<CupFilled>& filled) -> Result<> {
      calls += 1;
      TRY_DO(db::insert(tx.session(), Seen{filled.event.id.value, filled.data.millilitres}));
      if (filled.data.millilitres == broken) return Error::conflict("cup.broken", "The cup is broken.");
      return ok();
    });
    return follower;
  }
  Result<> fill(std::int64_t millilitres) {
    return engine->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.event(1, {}, Audience::operator_, CupFilled{millilitres})); });
  }
  Result<> other() {
    return engine->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.event("cup.washed", "cup", 1, {}, Audience::operator_, codec::RawJson{"{}"})); });
  }
  // Whatever is due within the time, each at its moment.
  void pass(Milliseconds span) {
    const Instant end = clock.now() + span;
    for (int steps = 0; steps < 1000; ++steps) {
      const auto fired = engine->fire_timers();
      ASSERT_TRUE(fired.has_value()) << fired.error().text();
      if (*fired > 0) continue;
      const auto next = *engine->next_timer();
      if (!next || *next > end) break;
      clock.set(std::max(clock.now(), *next));
    }
    clock.set(end);
  }
  std::vector<std::int64_t> seen() {
    static const db::Select<Seen> select("seen.all", "FROM seen ORDER BY event_id");
    std::vector<std::int64_t> all;
    for (const Seen& one : *select.all(engine->session())) all.push_back(one.millilitres);
    return all;
  }
  FollowerRow row() { return **db::find<FollowerRow>(engine->session(), std::string("cups")); }

  std::filesystem::path folder;
  ManualClock clock{Instant{1'000'000'000}};
  std::unique_ptr<db::Database> database;
  Registry registry;
  std::unique_ptr<Engine> engine;
  std::int64_t broken = -1;
  int calls = 0;
};

using Amounts = std::vector<std::int64_t>;

TEST_F(Followers, SeeEveryEventOnceAndInOrderAfterTheCommit) {
  for (int i = 1; i <= 7; ++i) {
    ASSERT_TRUE(fill(i).has_value());
    ASSERT_TRUE(other().has_value());
  }
  EXPECT_EQ(seen(), Amounts{}) << "in transactions of their own, later";
  pass(2s);
  EXPECT_EQ(seen(), (Amounts{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(calls, 7);
  start();
  ASSERT_TRUE(fill(8).has_value());
  pass(2s);
  EXPECT_EQ(seen().size(), 8U);
  EXPECT_EQ(calls, 8) << "the cursor survives a restart";
  EXPECT_EQ(follower_lags(engine->session(), clock.now())->front().events, 0);
}

TEST_F(Followers, DoAtMostOneBatchInATransaction) {
  for (int i = 1; i <= 7; ++i) ASSERT_TRUE(fill(i).has_value());
  clock.advance(1s);
  ASSERT_TRUE(engine->fire_timers().has_value());
  EXPECT_EQ(seen(), (Amounts{1, 2, 3}));
  const auto lag = follower_lags(engine->session(), clock.now())->front();
  EXPECT_EQ(lag.events, 4);
  EXPECT_EQ(lag.age, 1s);
}

TEST_F(Followers, AFailureUndoesNothingOfWhatTheyFollowAndIsTriedAgain) {
  broken = 2;
  for (int i = 1; i <= 4; ++i) ASSERT_TRUE(fill(i).has_value()) << "whoever records is not told";
  pass(1s);
  EXPECT_EQ(seen(), Amounts{1}) << "up to the very event that fails";
  EXPECT_EQ(row().state, FollowerState::running);
  EXPECT_EQ(row().attempts, 1);
  EXPECT_TRUE(row().error.starts_with("cup.broken"));
  broken = -1;
  ASSERT_TRUE(fill(5).has_value());
  pass(10s);
  EXPECT_EQ(seen(), (Amounts{1, 2, 3, 4, 5}));
  EXPECT_EQ(row().attempts, 0);
  EXPECT_EQ(row().error, "");
}

TEST_F(Followers, NewEventsDoNotShortenTheBackOff) {
  broken = 1;
  ASSERT_TRUE(fill(1).has_value());
  pass(1s);
  ASSERT_EQ(row().attempts, 1);
  pass(1s);
  ASSERT_EQ(row().attempts, 2);
  ASSERT_TRUE(fill(2).has_value());
  const int before = calls;
  pass(1900ms);
  EXPECT_EQ(calls, before) << "it waits two seconds after the second failure";
}

TEST_F(Followers, AreParkedAtTheEventThatFailsAndGoOnWhenResumed) {
  broken = 2;
  for (int i = 1; i <= 3; ++i) ASSERT_TRUE(fill(i).has_value());
  pass(1h);
  EXPECT_EQ(row().state, FollowerState::parked);
  EXPECT_EQ(row().attempts, 3);
  EXPECT_EQ(row().failing_event, 2);
  EXPECT_GT(row().parked_at, Instant{0});
  ASSERT_TRUE(fill(4).has_value());
  pass(1h);
  EXPECT_EQ(seen(), Amounts{1});
  EXPECT_EQ(row().state, FollowerState::parked) << "until somebody decides";

  EXPECT_TRUE(engine->run({}, [](Tx& tx) { return resume_follower(tx, "cups", true); }).has_value());
  pass(1s);
  EXPECT_EQ(seen(), (Amounts{1, 3, 4})) << "without the event that was skipped";
  const auto again = engine->run({}, [](Tx& tx) { return resume_follower(tx, "cups", false); });
  EXPECT_EQ(again.error().code, "follower.not_parked");
  EXPECT_EQ(engine->run({}, [](Tx& tx) { return resume_follower(tx, "saucers", false); }).error().code, "follower.unknown");
}

TEST_F(Followers, CanBeginAnew) {
  for (int i = 1; i <= 4; ++i) ASSERT_TRUE(fill(i).has_value());
  pass(1s);
  ASSERT_TRUE(engine->run({}, [&](Tx& tx) { return restart_follower(tx, registry, "cups"); }).has_value());
  EXPECT_EQ(seen(), Amounts{});
  pass(1s);
  EXPECT_EQ(seen(), (Amounts{1, 2, 3, 4}));
}

TEST_F(Followers, TolerateThatTheArchiveHasTakenTheBeginningOfTheJournal) {
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(fill(i).has_value());
  pass(1s);
  ASSERT_TRUE(engine->session().script("DELETE FROM event WHERE id <= 3").has_value());
  ASSERT_TRUE(engine->run({}, [&](Tx& tx) { return restart_follower(tx, registry, "cups"); }).has_value());
  pass(1s);
  EXPECT_EQ(seen(), (Amounts{4, 5}));
}

TEST_F(Followers, ANewOneBeginsAtTheBeginningOrNow) {
  start(false);
  for (int i = 1; i <= 2; ++i) ASSERT_TRUE(fill(i).has_value());
  Follower late = cups();
  late.name = "late";
  late.start = Follower::Start::now;
  std::vector<std::string> all;
  Follower everything;
  everything.name = "everything";
  everything.on_others([&](Tx&, const Event& event) -> Result<> {
    all.push_back(event.kind);
    return ok();
  });
  engine.reset();
  registry.follow(late);
  registry.follow(everything);
  engine = std::make_unique<Engine>(*database, registry, clock);
  ASSERT_TRUE(engine->start().has_value());
  ASSERT_TRUE(fill(3).has_value());
  ASSERT_TRUE(other().has_value());
  pass(1s);
  EXPECT_EQ(seen(), Amounts{3});
  EXPECT_EQ(all, (std::vector<std::string>{"cup.filled", "cup.filled", "cup.filled", "cup.washed"}));
}

TEST_F(Followers, AreWokenByACommandThatKnowsNothingOfThem) {
  const Registry nothing;
  Engine command(*database, nothing, clock, EngineSettings{.id_block = 1});
  ASSERT_TRUE(command.start().has_value());
  ASSERT_TRUE(command.run({}, [](Tx& tx) { return tx.apply(Consequences{}.event(1, {}, Audience::operator_, CupFilled{9})); }).has_value());
  pass(1s);
  EXPECT_EQ(seen(), Amounts{9});
}

TEST_F(Followers, SeeTheEventsOfServerAndCommandInTurn) {
  const Registry nothing;
  Engine command(*database, nothing, clock);
  ASSERT_TRUE(command.start().has_value());
  Amounts expected;
  for (int i = 1; i <= 20; ++i) {
    Engine& by = i % 3 == 0 ? command : *engine;
    ASSERT_TRUE(by.run({}, [&](Tx& tx) { return tx.apply(Consequences{}.event(1, {}, Audience::operator_, CupFilled{i})); }).has_value());
    expected.push_back(i);
    if (i % 2 == 0) pass(1s);
  }
  pass(1s);
  EXPECT_EQ(seen(), expected) << "none is passed over because another had taken higher ids";
}

TEST_F(Followers, OneOfSeveralProcessesActsOnEachEvent) {
  engine.reset();
  Registry other_registry;
  other_registry.follow(cups());
  engine = std::make_unique<Engine>(*database, registry, clock, EngineSettings{.process = "a"});
  Engine second(*database, other_registry, clock, EngineSettings{.process = "b"});
  ASSERT_TRUE(engine->start().has_value());
  ASSERT_TRUE(second.start().has_value());
  for (int i = 1; i <= 10; ++i) {
    ASSERT_TRUE(fill(i).has_value());
    clock.advance(700ms);
    ASSERT_TRUE((i % 2 == 0 ? second : *engine).fire_timers().has_value());
  }
  pass(5s);
  EXPECT_EQ(seen(), (Amounts{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(calls, 10);
}

TEST_F(Followers, TypedEventsReachSubscribersWithTheirData) {
  std::int64_t sum = 0;
  registry.on_event<CupFilled>([&](Tx&, const Typed<CupFilled>& filled) -> Result<> {
    EXPECT_EQ(filled.event.subject, "cup");
    sum += filled.data.millilitres;
    return ok();
  });
  ASSERT_TRUE(fill(4).has_value());
  ASSERT_TRUE(fill(5).has_value());
  EXPECT_EQ(sum, 9);
}

}  // namespace
}  // namespace bellman::engine
