// What equal processes on one store rely on.
#include "db/fresh_database.h"
#include "db/migration.h"
#include "db/typed.h"
#include "engine/announcement.h"
#include "engine/engine.h"
#include "engine/lease.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <unistd.h>

namespace bellman::engine {
const db::Migrations& migrations();
namespace {

TEST(Lease, IsTakenWhenNobodyHasItProlongedByItsHolderAndPassedOnWhenItIsOver) {
  const Instant now{1'000'000};
  const LeaseStep first = ask_for_lease({}, "round", "a", now, 4s);
  EXPECT_TRUE(first.held && first.write);
  EXPECT_EQ(first.lease.token, 1);
  EXPECT_EQ(first.lease.until, now + 4s);
  EXPECT_FALSE(ask_for_lease(first.lease, "round", "b", now + 3999ms, 4s).held) << "another's, for now";
  const LeaseStep early = ask_for_lease(first.lease, "round", "a", now + 1s, 4s), later = ask_for_lease(first.lease, "round", "a", now + 3s, 4s);
  EXPECT_TRUE(early.held && !early.write) << "not written at every use";
  EXPECT_TRUE(later.held && later.write);
  EXPECT_EQ(later.lease.token, 1) << "the same holder";
  EXPECT_EQ(later.lease.until, now + 7s);
  const LeaseStep passed_on = ask_for_lease(first.lease, "round", "b", now + 4s, 4s);
  EXPECT_TRUE(passed_on.held && passed_on.write);
  EXPECT_EQ(passed_on.lease.holder, "b");
  EXPECT_EQ(passed_on.lease.token, 2) << "the fencing number grows";
  EXPECT_FALSE(ask_for_lease(passed_on.lease, "round", "a", now + 5s, 4s).held) << "who was paused comes too late";
}

RC_GTEST_PROP(AnnouncementText, SaysAllEventsWhateverTheirOrder, (std::vector<std::uint16_t> numbers, bool with_timer)) {
  std::set<std::int64_t> wanted(numbers.begin(), numbers.end());
  Announcement said{"p1", rows_of_ids({numbers.begin(), numbers.end()}), with_timer ? std::optional(Instant{77}) : std::nullopt, Instant{99}};
  std::set<std::int64_t> received;
  int timers = 0;
  for (const std::string& text : to_texts(said, 60)) {
    RC_ASSERT(text.size() <= 60U);
    const auto understood = parse_announcement(text);
    RC_ASSERT(understood.has_value());
    RC_ASSERT(understood->process == "p1");
    RC_ASSERT(understood->at == Instant{99});
    timers += understood->timer ? 1 : 0;
    for (const auto& [first, last] : understood->events)
      for (std::int64_t id = first; id <= last; ++id) RC_ASSERT(received.insert(id).second);
  }
  RC_ASSERT(received == wanted);
  RC_ASSERT(timers == (with_timer ? 1 : 0));
}

TEST(AnnouncementText, RefusesWhatItDoesNotUnderstand) {
  for (const char* text : {"", "p1", "p1|", "p1|3|", "p1|3||", "p1|3||7|", "p1|x||7", "p1|5-||7", "p1|9-3||7", "p1|3|x|7", "p1|3,,4||7", "p1|3||x"}) EXPECT_EQ(parse_announcement(text).error().code, "engine.announcement") << text;
}

// Two engines on one store, as two processes.
class Equals : public testing::Test {
 protected:
  struct Process {
    Process(db::Database& on, const Clock& clock, const std::string& name, std::vector<std::string>& log) {
      registry.on_leaders_timer("round", [&log, name](Tx&, const Timer&) -> Result<> {
        log.push_back(name + " round");
        return ok();
      });
      registry.on_timer("note", [&log, name](Tx&, const Timer&) -> Result<> {
        log.push_back(name + " note");
        return ok();
      });
      engine = std::make_unique<Engine>(on, registry, clock, EngineSettings{.process = name});
      BELLMAN_ASSERT(engine->start().has_value(), "start");
    }
    Registry registry;
    std::unique_ptr<Engine> engine;
  };

  Equals() {
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_equals_{}", getpid());
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    BELLMAN_ASSERT(db::migrate(**database->open(db::Access::write), {&migrations()}, clock.now()).has_value(), "migrations");
    a = std::make_unique<Process>(*database, clock, "a", log);
    b = std::make_unique<Process>(*database, clock, "b", log);
  }
  ~Equals() override {
    a.reset();
    b.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  static Result<> set(Engine& engine, const std::string& kind, Instant due) {
    return engine.run({}, [&](Tx& tx) { return tx.apply(Consequences{}.set_timer(kind, 1, due)); });
  }

  std::filesystem::path folder;
  ManualClock clock{Instant{1'000'000'000}};
  std::vector<std::string> log;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<Process> a, b;
};

TEST_F(Equals, IdsRiseInTheOrderOfTheCommitsWhoeverMakesThem) {
  std::int64_t last = 0;
  for (int i = 0; i < 6; ++i) {
    Engine& engine = i % 2 == 0 ? *a->engine : *b->engine;
    ASSERT_TRUE(engine.run({}, [&](Tx& tx) -> Result<> {
      for (int n = 0; n < 3; ++n) {
        TRY(id, tx.next_id<Event>());
        EXPECT_EQ(id.value, last + 1);
        last = id.value;
      }
      return ok();
    }).has_value());
  }
}

TEST_F(Equals, OnlyTheLeaderActsOnItsTimerUntilItsLeaseIsOver) {
  ASSERT_TRUE(set(*a->engine, "round", clock.now()).has_value());
  EXPECT_TRUE(a->engine->fire_timers().has_value());
  ASSERT_TRUE(set(*a->engine, "round", clock.now()).has_value());
  ASSERT_TRUE(set(*a->engine, "note", clock.now()).has_value());
  EXPECT_TRUE(b->engine->fire_timers().has_value());
  EXPECT_EQ(log, (std::vector<std::string>{"a round", "b note"})) << "what is for all is done by whoever comes first";
  EXPECT_GT(**b->engine->next_timer(), clock.now()) << "and it does not ask again and again";
  clock.advance(10s);  // a stands still
  EXPECT_TRUE(b->engine->fire_timers().has_value());
  EXPECT_EQ(log.back(), "b round");
  ASSERT_TRUE(set(*b->engine, "round", clock.now()).has_value());
  EXPECT_TRUE(a->engine->fire_timers().has_value());
  EXPECT_EQ(log.size(), 3U) << "a has come back and finds its lease taken";
}

TEST_F(Equals, LeaveDueTimersToTheLeaderForAMomentWithoutTakingTheLock) {
  ASSERT_TRUE(set(*a->engine, "round", clock.now()).has_value());
  EXPECT_TRUE(a->engine->fire_timers().has_value());
  ASSERT_TRUE(set(*b->engine, "round", clock.now()).has_value());
  EXPECT_TRUE(b->engine->fire_timers().has_value());  // learns who leads
  ASSERT_TRUE(set(*b->engine, "note", clock.now()).has_value());
  EXPECT_EQ(*b->engine->fire_timers(), 0U) << "not even one that it has set itself";
  EXPECT_EQ(**b->engine->next_timer(), clock.now() + 250ms);
  clock.advance(250ms);
  EXPECT_EQ(*b->engine->fire_timers(), 1U) << "the leader is slow";
  EXPECT_EQ(log.back(), "b note");
  ASSERT_TRUE(set(*b->engine, "note", clock.now()).has_value());
  EXPECT_EQ(*a->engine->fire_timers(), 2U) << "the leader acts at once";
  EXPECT_EQ(log.back(), "a note");
}

TEST_F(Equals, AFailedTimerThatAnotherHasCancelledMeanwhileStaysCancelled) {
  a->registry.on_timer("fragile", [&](Tx&, const Timer&) -> Result<> { return Error::conflict("test.no", "No."); });
  ASSERT_TRUE(set(*a->engine, "fragile", clock.now()).has_value());
  // Between the failed attempt and its note.
  bool cancelled = false;
  a->engine->after_commit([&](Committed) {
    if (std::exchange(cancelled, true)) return;
    ASSERT_TRUE(b->engine->run({}, [](Tx& tx) { return tx.apply(Consequences{}.cancel_timer("fragile", 1)); }).has_value());
  });
  ASSERT_TRUE(a->engine->fire_timers().has_value());
  EXPECT_TRUE(cancelled);
  EXPECT_FALSE(db::find<Timer>(a->engine->session(), std::string("fragile"), 1)->has_value());
}

TEST_F(Equals, AnEffectIsClaimedByOneAndFreeAgainWhenItsSenderIsSilent) {
  ASSERT_TRUE(a->engine->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.effect("push", "k", std::string("x"))); }).has_value());
  const auto sessions = std::pair(*database->open(db::Access::write), *database->open(db::Access::write));
  const auto first = a->engine->claim_effects(*sessions.first, "push", clock.now(), 10);
  ASSERT_EQ(first->size(), 1U);
  EXPECT_TRUE(b->engine->claim_effects(*sessions.second, "push", clock.now(), 10)->empty());
  clock.advance(61s);
  const auto again = b->engine->claim_effects(*sessions.second, "push", clock.now(), 10);
  ASSERT_EQ(again->size(), 1U);
  EXPECT_TRUE(b->engine->run({}, [&](Tx& tx) { return b->engine->settle(tx, again->front(), ok()); }).has_value());
  // The first comes back late with a failure: there is nothing left to note.
  EXPECT_TRUE(a->engine->run({}, [&](Tx& tx) { return a->engine->settle(tx, first->front(), Error::unavailable("late", "Late.")); }).has_value());
  clock.advance(1h);
  EXPECT_TRUE(a->engine->claim_effects(*sessions.first, "push", clock.now(), 10)->empty());
}

TEST_F(Equals, WhatOneKeepsInMemoryAnotherMakesItForget) {
  struct Kept {
    int number = 0;
  };
  const auto put = [](int number) { return [number](Tx& tx) -> Result<> { tx.memory<Kept>().number = number; return ok(); }; };
  int seen = -1;
  const auto look = [&](Tx& tx) -> Result<> { seen = tx.memory<Kept>().number; return ok(); };
  ASSERT_TRUE(a->engine->run({}, put(7)).has_value());
  ASSERT_TRUE(a->engine->run({}, look).has_value());
  EXPECT_EQ(seen, 7);
  ASSERT_TRUE(b->engine->run({}, [](Tx& tx) { return tx.memory_changed(); }).has_value());
  ASSERT_TRUE(a->engine->run({}, look).has_value());
  EXPECT_EQ(seen, 0);
}

TEST_F(Equals, TellsListenersTheEventsOfOtherProcessesAndNotItsOwn) {
  std::vector<std::string> received;
  b->engine->on_committed([&](std::span<const Event> events) { for (const Event& event : events) received.push_back(event.kind); });
  ASSERT_TRUE(a->engine->run({}, [](Tx& tx) { return tx.apply(Consequences{}.event("thing.done", "thing", 1, {}, Audience::operator_, std::string("x"))); }).has_value());
  const auto session = *database->open(db::Access::read);
  const auto due = b->engine->on_notify(*session, fmt::format("a|1-1|5000|{}", clock.now().ms));
  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(due->earliest_timer, Instant{5000});
  EXPECT_EQ(received, std::vector<std::string>{"thing.done"});
  EXPECT_TRUE(b->engine->on_notify(*session, fmt::format("b|1-1||{}", clock.now().ms)).has_value());
  EXPECT_EQ(received.size(), 1U);
}

}  // namespace
}  // namespace bellman::engine
