#include "engine/engine.h"

#include "db/migration.h"
#include "db/fresh_database.h"
#include "db/typed.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <unistd.h>

namespace bellman::engine {
const db::Migrations& migrations();
}

namespace bellman::sample {

using namespace engine;

struct Note {
  static constexpr std::string_view table = "note";
  ClientId id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text))

const db::Migrations note_migrations{"sample", {{1, "0001_note", "CREATE TABLE note (id INTEGER PRIMARY KEY, text text NOT NULL)"}}};

struct RecordingChannel final : Channel {
  Result<> send(const OutboxRow& row) override {
    if (failure) return *failure;
    sent.push_back(row.key);
    return ok();
  }
  std::optional<Error> failure;
  std::vector<std::string> sent;
};

// Counts what happens to it and runs any function.
struct Probe final : UseCase {
  explicit Probe(std::function<Result<>(Tx&)> run_it) : UseCase(Actor{}), body(std::move(run_it)) {}
  Result<> run(Tx& tx) override { return body(tx); }
  void finish(const Result<>& result) override { outcome = result; finished += 1; }
  std::function<Result<>(Tx&)> body;
  Result<> outcome = Error::internal("test.unfinished", "not finished");
  int finished = 0;
};

class EngineTest : public testing::Test {
 protected:
  EngineTest() : clock(Instant{1'000'000}) {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_engine_test_{}", getpid());
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, {&engine::migrations(), &note_migrations}, clock.now()).has_value(), "migrations");
    registry.channel("push", channel);
    restart();
  }
  ~EngineTest() override {
    under_test.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  void restart() {
    under_test = std::make_unique<Engine>(*database, registry, clock, EngineSettings{.id_block = 4});
    ASSERT_TRUE(under_test->start().has_value());
  }
  Result<> add_note(Tx& tx, std::string text) {
    TRY(id, tx.next_id<Note>());
    return db::insert(tx.session(), Note{id, std::move(text)});
  }
  std::size_t notes() {
    static const db::Select<Note> select("note.all", "FROM note ORDER BY id");
    return select.all(under_test->session())->size();
  }
  static Consequences timer(std::string kind, std::int64_t subject, Instant due) { return Consequences{}.set_timer(std::move(kind), subject, due); }

  std::filesystem::path folder;
  ManualClock clock;
  std::unique_ptr<db::Database> database;
  Registry registry;
  std::shared_ptr<RecordingChannel> channel = std::make_shared<RecordingChannel>();
  std::unique_ptr<Engine> under_test;
};

TEST_F(EngineTest, TheDriverHearsOfATimerThatIsOnlyToComeEarlier) {
  under_test->take_due();
  const Instant due = clock.now() + 10s;
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.wake_by("test.round", 0, due)); }).has_value());
  EXPECT_EQ(under_test->take_due().earliest_timer, due);
  EXPECT_EQ(under_test->take_due().earliest_timer, Instant::max());
}

TEST_F(EngineTest, OneFailingUseCaseDoesNotTouchItsNeighbours) {
  Probe first([&](Tx& tx) { return add_note(tx, "first"); });
  Probe second([&](Tx& tx) -> Result<> {
    TRY_DO(add_note(tx, "second"));
    return Error::conflict("test.no", "No.");
  });
  Probe third([&](Tx& tx) { return add_note(tx, "third"); });
  UseCase* group[] = {&first, &second, &third};
  under_test->run_group(group);
  EXPECT_TRUE(first.outcome.has_value());
  EXPECT_EQ(second.outcome.error().code, "test.no");
  EXPECT_TRUE(third.outcome.has_value()) << third.outcome.error().text();
  EXPECT_EQ(second.finished, 1);
  EXPECT_EQ(notes(), 2U);
}

TEST_F(EngineTest, IdsAreNeverGivenTwiceEvenAfterARestartOrAFailure) {
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 3; ++i) {
      Probe failing([&](Tx& tx) -> Result<> {
        TRY_DO(add_note(tx, "lost"));
        return Error::conflict("test.no", "No.");
      });
      Probe good([&](Tx& tx) { return add_note(tx, "kept"); });
      UseCase* group[] = {&failing, &good};
      under_test->run_group(group);
      ASSERT_TRUE(good.outcome.has_value()) << good.outcome.error().text();
    }
    restart();
  }
  EXPECT_EQ(notes(), 15U);
}

TEST_F(EngineTest, NeighboursOfOneThatFailsAreRunAgainAndFinishedOnce) {
  int runs = 0;
  Probe before([&](Tx& tx) { return ++runs, add_note(tx, "before"); });
  Probe failing([&](Tx& tx) -> Result<> {
    TRY_DO(add_note(tx, "half done"));
    return Error::conflict("test.no", "No.");
  });
  Probe after([&](Tx& tx) { return add_note(tx, "after"); });
  UseCase* group[] = {&before, &failing, &after};
  under_test->run_group(group);
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(before.outcome.has_value());
  EXPECT_EQ(failing.outcome.error().code, "test.no");
  EXPECT_TRUE(after.outcome.has_value());
  EXPECT_EQ(notes(), 2U);
}

TEST_F(EngineTest, OneThatFailsBeforeItWritesTroublesNobody) {
  int runs = 0;
  Probe before([&](Tx& tx) { return ++runs, add_note(tx, "before"); });
  Probe failing([&](Tx&) -> Result<> { return Error::conflict("test.no", "No."); });
  UseCase* group[] = {&before, &failing};
  under_test->run_group(group);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(failing.outcome.error().code, "test.no");
  EXPECT_EQ(notes(), 1U);
}

TEST_F(EngineTest, ASubscriberFailsWithItsUseCase) {
  registry.on_event("note.added", [&](Tx& tx, const Event& event) -> Result<> {
    if (event.subject_id == 13) return Error::conflict("test.unlucky", "No.");
    return add_note(tx, "by subscriber");
  });
  const auto run = [&](std::int64_t subject) {
    return under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.event("note.added", "note", subject, {}, Audience::client, codec::RawJson{"{}"})); });
  };
  EXPECT_TRUE(run(1).has_value());
  EXPECT_EQ(run(13).error().code, "test.unlucky");
  EXPECT_EQ(notes(), 1U);
}

TEST_F(EngineTest, ATimerFiresOnceAndNeverEarly) {
  int fired = 0;
  registry.on_timer("tick", [&](Tx& tx, const Timer& timer) -> Result<> {
    EXPECT_LE(timer.due, tx.now());
    ++fired;
    return ok();
  });
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(timer("tick", 1, clock.now() + 5min)); }).has_value());
  clock.advance(5min - 1ms);
  EXPECT_EQ(*under_test->fire_timers(), 0U);
  clock.advance(1ms);
  restart();  // it is in the table, not in memory
  EXPECT_EQ(*under_test->fire_timers(), 1U);
  EXPECT_EQ(*under_test->fire_timers(), 0U);
  EXPECT_EQ(fired, 1);
}

TEST_F(EngineTest, AMovedOrCancelledTimerDoesNotFire) {
  int fired = 0;
  registry.on_timer("tick", [&](Tx&, const Timer&) -> Result<> { return ++fired, ok(); });
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(tx.apply(timer("tick", 1, clock.now() + 1s)));
    TRY_DO(tx.apply(timer("tick", 1, clock.now() + 1h)));
    TRY_DO(tx.apply(timer("tick", 2, clock.now() + 1s)));
    return tx.apply(Consequences{}.cancel_timer("tick", 2));
  }).has_value());
  clock.advance(1min);
  EXPECT_EQ(*under_test->fire_timers(), 0U);
  EXPECT_EQ(fired, 0);
}

TEST_F(EngineTest, AFailingTimerIsTriedAgainLaterAndKeepsItsError) {
  bool broken = true;
  registry.on_timer("tick", [&](Tx& tx, const Timer&) -> Result<> {
    TRY_DO(add_note(tx, "half done"));
    if (broken) return Error::conflict("test.no", "No.");
    return ok();
  });
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(timer("tick", 1, clock.now())); }).has_value());
  EXPECT_EQ(*under_test->fire_timers(), 1U);
  EXPECT_EQ(notes(), 0U);
  EXPECT_EQ(*under_test->fire_timers(), 0U) << "not before its back-off";
  broken = false;
  clock.advance(1s);
  EXPECT_EQ(*under_test->fire_timers(), 1U);
  EXPECT_EQ(notes(), 1U);
}

TEST_F(EngineTest, NothingIsSentForAnAbandonedDecision) {
  const auto outcome = under_test->run({}, [&](Tx& tx) -> Result<> {
    TRY_DO(tx.apply(Consequences{}.effect("push", "a", codec::RawJson{"{}"})));
    return Error::conflict("test.no", "No.");
  });
  EXPECT_TRUE(outcome.has_error());
  EXPECT_EQ(*under_test->deliver(), 0U);
  EXPECT_TRUE(channel->sent.empty());
}

TEST_F(EngineTest, TheSameKeyIsSentOnce) {
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.effect("push", "a", codec::RawJson{"{}"})); }).has_value());
  EXPECT_EQ(*under_test->deliver(), 1U);
  EXPECT_EQ(channel->sent, std::vector<std::string>{"a"});
}

TEST_F(EngineTest, AnUnavailableChannelIsTriedAgainAndAHopelessEffectParked) {
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.effect("push", "a", codec::RawJson{"{}"})); }).has_value());
  channel->failure = Error::unavailable("push.down", "Down.");
  EXPECT_EQ(*under_test->deliver(), 1U);
  EXPECT_EQ(*under_test->deliver(), 0U);
  clock.advance(1s);
  channel->failure = Error::invalid("push.bad_address", "No such phone.");
  EXPECT_EQ(*under_test->deliver(), 1U);
  clock.advance(24h);
  channel->failure.reset();
  EXPECT_EQ(*under_test->deliver(), 0U) << "parked";
  EXPECT_EQ(db::find<OutboxRow>(under_test->session(), OutboxId(1))->value().state, OutboxState::parked);
}

TEST_F(EngineTest, EffectsOfAMissingChannelWaitUntilItIsThere) {
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.effect("robot_call", "a", codec::RawJson{"{}"})); }).has_value());
  EXPECT_EQ(*under_test->deliver(), 1U);
  registry.channel("robot_call", channel);
  restart();
  EXPECT_EQ(*under_test->deliver(), 1U);
  EXPECT_EQ(channel->sent, std::vector<std::string>{"a"});
}

TEST_F(EngineTest, AnEffectExpiresInsteadOfBeingSentLate) {
  const auto add = [&](std::string key, Instant not_after) {
    return under_test->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.effect("push", key, codec::RawJson{"{}"}, not_after)); });
  };
  const auto state = [&](std::int64_t id) { return db::find<OutboxRow>(under_test->session(), OutboxId(id))->value().state; };
  ASSERT_TRUE(add("in time", clock.now() + 2s).has_value());
  ASSERT_TRUE(add("too late", clock.now() + 1s).has_value());
  clock.advance(2s);
  EXPECT_EQ(*under_test->deliver(), 2U);
  EXPECT_EQ(channel->sent, std::vector<std::string>{"in time"}) << "at the very moment is still in time";
  EXPECT_EQ(state(2), OutboxState::expired);

  // Not tried in vain until its time is over, when the next attempt would come too late anyway.
  ASSERT_TRUE(add("down", clock.now() + 500ms).has_value());
  channel->failure = Error::unavailable("push.down", "Down.");
  EXPECT_EQ(*under_test->deliver(), 1U);
  EXPECT_EQ(state(3), OutboxState::expired);
  EXPECT_TRUE(db::find<OutboxRow>(under_test->session(), OutboxId(3))->value().error.starts_with("push.down")) << "the cause stays visible";
}

TEST_F(EngineTest, WhatExpiredBeforeItsChannelWasSetUpIsNeverSent) {
  for (const char* key : {"old", "new"})
    ASSERT_TRUE(under_test->run({}, [&](Tx& tx) {
      return tx.apply(Consequences{}.effect("robot_call", key, codec::RawJson{"{}"}, clock.now() + (std::string_view(key) == "old" ? 5min : 1h)));
    }).has_value());
  EXPECT_EQ(*under_test->deliver(), 2U);
  clock.advance(10min);
  registry.channel("robot_call", channel);
  restart();
  EXPECT_EQ(*under_test->deliver(), 1U);
  EXPECT_EQ(channel->sent, std::vector<std::string>{"new"});
  EXPECT_EQ(db::find<OutboxRow>(under_test->session(), OutboxId(1))->value().state, OutboxState::expired);
}

TEST_F(EngineTest, IdsRiseInTheOrderOfTheCommitsThoughACommandRunsBesideTheServer) {
  Engine command(*database, registry, clock, EngineSettings{.id_block = 1});
  ASSERT_TRUE(command.start().has_value());
  std::int64_t last = 0;
  for (int i = 0; i < 12; ++i) {
    Engine& engine = i % 3 == 2 ? command : *under_test;
    ASSERT_TRUE(engine.run({}, [&](Tx& tx) -> Result<> {
      TRY(id, tx.next_id<Note>());
      EXPECT_GT(id.value, last);
      last = id.value;
      return db::insert(tx.session(), Note{id, "in order"});
    }).has_value());
  }
  EXPECT_EQ(notes(), 12U);
}

TEST_F(EngineTest, ATimerOfACommandBesideTheServerIsNoticedWithTheNextGroup) {
  Engine command(*database, registry, clock);
  ASSERT_TRUE(command.start().has_value());
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return add_note(tx, "before"); }).has_value());
  under_test->take_due();
  ASSERT_TRUE(command.run({}, [&](Tx& tx) { return tx.apply(timer("beside", 1, clock.now())); }).has_value());
  ASSERT_TRUE(under_test->run({}, [&](Tx& tx) { return add_note(tx, "after"); }).has_value());
  if (database->engine() == db::Engine::sqlite) {
    EXPECT_LE(under_test->take_due().earliest_timer, clock.now());
  } else {
    EXPECT_EQ(under_test->take_due().earliest_timer, Instant::max()) << "there it is announced, and asked for every two seconds";
  }
}

TEST_F(EngineTest, ListenersSeeCommittedEventsOnly) {
  std::vector<std::string> seen;
  under_test->on_committed([&](std::span<const Event> events) {
    for (const Event& event : events) seen.push_back(event.kind);
  });
  Probe good([&](Tx& tx) { return tx.apply(Consequences{}.event("good", "note", 1, {}, Audience::client, codec::RawJson{"{}"})); });
  Probe bad([&](Tx& tx) -> Result<> {
    TRY_DO(tx.apply(Consequences{}.event("bad", "note", 1, {}, Audience::client, codec::RawJson{"{}"})));
    return Error::conflict("test.no", "No.");
  });
  UseCase* group[] = {&good, &bad};
  under_test->run_group(group);
  EXPECT_EQ(seen, std::vector<std::string>{"good"});
}

}  // namespace bellman::sample
