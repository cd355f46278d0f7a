#include "engine/runner.h"

#include "db/migration.h"
#include "db/fresh_database.h"
#include "db/typed.h"
#include "engine/readers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <latch>

#include <unistd.h>

namespace bellman::engine {
const db::Migrations& migrations();
}

namespace bellman::sample {
namespace {

using namespace engine;

struct Entry {
  static constexpr std::string_view table = "entry";
  ClientId id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (id, text))

const db::Migrations entry_migrations{"sample", {{1, "0001_entry", "CREATE TABLE entry (id INTEGER PRIMARY KEY, text text NOT NULL)"}}};
constexpr db::Query count_entries{"entry.count", "SELECT count(*) FROM entry"};
constexpr db::Query count_outbox{"outbox.count", "SELECT count(*) FROM outbox"};

Result<> add_entry(Tx& tx, std::string text) {
  TRY(id, tx.next_id<Entry>());
  return db::insert(tx.session(), Entry{id, std::move(text)});
}

Consequences effect(const std::string& kind, const std::string& key) { return Consequences{}.effect(kind, key, codec::RawJson{"{}"}); }

struct CountingChannel final : Channel {
  Result<> send(const OutboxRow& row) override {
    {
      const std::lock_guard lock(mutex);
      times[row.key] += 1;
    }
    if (work) return work(row);
    return ok();
  }
  std::size_t distinct() {
    const std::lock_guard lock(mutex);
    return times.size();
  }
  std::function<Result<>(const OutboxRow&)> work;
  std::mutex mutex;
  std::map<std::string, int> times;
};

class RunnerTest : public testing::Test {
 protected:
  RunnerTest() {
    static std::atomic<int> number = 0;
    folder = std::filesystem::temp_directory_path() / fmt::format("bellman_runner_test_{}_{}", getpid(), ++number);
    std::filesystem::create_directories(folder);
    database = db::fresh_database(folder);
    auto session = *database->open(db::Access::write);
    BELLMAN_ASSERT(db::migrate(*session, {&engine::migrations(), &entry_migrations}, clock.now()).has_value(), "migrations");
    registry.channel("push", push);
    registry.channel("slow", slow);
  }
  ~RunnerTest() override {
    runner.reset();
    driven.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }
  void start(RunnerSettings settings = {}) {
    driven = std::make_unique<Engine>(*database, registry, clock, EngineSettings{.retry_first = 20ms});
    ASSERT_TRUE(driven->start().has_value());
    runner = std::make_unique<Runner>(*driven, *database, std::move(settings));
    ASSERT_TRUE(runner->start().has_value());
  }
  std::int64_t count(const db::Query& query) {
    auto session = *database->open(db::Access::read);
    return **db::first<std::int64_t>(*session, query);
  }
  static bool soon(const std::function<bool()>& condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
    return condition();
  }

  std::filesystem::path folder;
  SystemClock clock;
  std::unique_ptr<db::Database> database;
  Registry registry;
  std::shared_ptr<CountingChannel> push = std::make_shared<CountingChannel>(), slow = std::make_shared<CountingChannel>();
  std::unique_ptr<Engine> driven;
  std::unique_ptr<Runner> runner;
};

// A disk that confirms only when it is told to.
class SlowDisk final : public db::Database {
 public:
  explicit SlowDisk(db::Database& wrapped) : inner(wrapped) {}
  db::Engine engine() const override { return inner.engine(); }
  Result<std::unique_ptr<db::Session>> open(db::Access access) override { return inner.open(access); }
  Result<> make_durable() override {
    std::unique_lock lock(mutex);
    ++asked;
    changed.notify_all();
    changed.wait(lock, [this] { return may_confirm; });
    if (broken) return Error::unavailable("db.sync", "The disk did not confirm.");
    return ok();
  }
  void hold() {
    const std::lock_guard lock(mutex);
    may_confirm = false;
    asked = 0;
  }
  void wait_until_asked() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return asked > 0; });
  }
  void confirm(bool works = true) {
    const std::lock_guard lock(mutex);
    may_confirm = true;
    broken = !works;
    changed.notify_all();
  }

 private:
  db::Database& inner;
  std::mutex mutex;
  std::condition_variable changed;
  int asked = 0;
  bool may_confirm = true, broken = false;
};

struct Counted final : UseCase {
  Counted(std::atomic<int>& done_count, std::atomic<int>& failed_count, std::function<Result<>(Tx&)> function)
      : UseCase(Actor{}), done(done_count), failed(failed_count), body(std::move(function)) {}
  Result<> run(Tx& tx) override { return body(tx); }
  void finish(const Result<>& outcome) override { (outcome.has_value() ? done : failed) += 1; }
  std::atomic<int>&done, &failed;
  std::function<Result<>(Tx&)> body;
};

TEST_F(RunnerTest, EverySubmissionFromManyThreadsIsFinishedOnceAndIsThere) {
  start();
  std::atomic<int> done = 0, failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        if (i % 4 == 0) {
          if (runner->run({}, [&](Tx& tx) { return add_entry(tx, "waited"); }).has_value()) ++done;
        } else {
          runner->submit(std::make_unique<Counted>(done, failed, [i, t](Tx& tx) -> Result<> {
            TRY_DO(add_entry(tx, fmt::format("{} {}", t, i)));
            if (i % 4 == 1) return Error::conflict("test.no", "No.");
            return ok();
          }));
        }
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(runner->stop(1s));
  EXPECT_EQ(done, 8 * 150);
  EXPECT_EQ(failed, 8 * 50);
  EXPECT_EQ(count(count_entries), 8 * 150);
  EXPECT_LT(runner->figures().groups, runner->figures().use_cases) << "commits are shared";
}

TEST_F(RunnerTest, AFullQueueAndAStoppedRunnerSaySoAtOnce) {
  start({.queue_limit = 2});
  std::latch entered(1), go_on(1);
  std::atomic<int> done = 0, failed = 0;
  runner->submit(std::make_unique<Counted>(done, failed, [&](Tx&) -> Result<> {
    entered.count_down();
    go_on.wait();
    return ok();
  }));
  entered.wait();
  for (int i = 0; i < 3; ++i) runner->submit(std::make_unique<Counted>(done, failed, [](Tx& tx) { return add_entry(tx, "x"); }));
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(runner->run({}, [](Tx&) { return ok(); }).error().code, "runner.busy");
  go_on.count_down();
  EXPECT_TRUE(runner->stop(1s));
  EXPECT_EQ(done, 3) << "what was taken is done";
  EXPECT_EQ(runner->run({}, [](Tx&) { return ok(); }).error().code, "runner.stopping");
}

TEST_F(RunnerTest, ATimerSetByAUseCaseFiresByItselfAndMayChain) {
  std::atomic<int> fired = 0;
  registry.on_timer("tick", [&](Tx& tx, const Timer& timer) -> Result<> {
    EXPECT_LE(timer.due, tx.now());
    if (++fired < 5) return tx.apply(Consequences{}.set_timer("tick", 1, tx.now() + 10ms));
    return tx.apply(effect("push", "after the fifth"));
  });
  start();
  const Instant due = clock.now() + 50ms;
  ASSERT_TRUE(runner->run({}, [&](Tx& tx) { return tx.apply(Consequences{}.set_timer("tick", 1, due)); }).has_value());
  EXPECT_TRUE(soon([&] { return fired == 5 && push->distinct() == 1; }));
  EXPECT_GE(clock.now(), due);
}

TEST_F(RunnerTest, EachEffectIsSentOnceThoughTheTableIsReadWhileOthersAreOnTheirWay) {
  push->work = [](const OutboxRow&) -> Result<> {
    std::this_thread::sleep_for(1ms);
    return ok();
  };
  start();
  for (int i = 0; i < 300; ++i)
    ASSERT_TRUE(runner->run({}, [&](Tx& tx) { return tx.apply(effect("push", fmt::format("key {}", i))); }).has_value());
  ASSERT_TRUE(soon([&] { return count(count_outbox) == 0; }));
  EXPECT_EQ(push->times.size(), 300U);
  for (const auto& [key, times] : push->times) EXPECT_EQ(times, 1) << key;
}

TEST_F(RunnerTest, ASlowChannelWithALongQueueDelaysNobodyElse) {
  std::latch release(1);
  slow->work = [&](const OutboxRow&) -> Result<> {
    release.wait();
    return ok();
  };
  start();
  ASSERT_TRUE(runner->run({}, [](Tx& tx) -> Result<> {
    for (int i = 0; i < 400; ++i) TRY_DO(tx.apply(effect("slow", fmt::format("{}", i))));
    return tx.apply(effect("push", "quick"));
  }).has_value());
  EXPECT_TRUE(soon([&] { return push->distinct() == 1; }));
  EXPECT_LE(slow->distinct(), 4U);
  release.count_down();
  EXPECT_TRUE(soon([&] { return slow->distinct() == 400; }));
  EXPECT_TRUE(runner->stop(5s));
  for (const auto& [key, times] : slow->times) EXPECT_EQ(times, 1) << key;
}

TEST_F(RunnerTest, AFailedDeliveryIsTriedAgainAfterItsBackOff) {
  std::atomic<int> tries = 0;
  push->work = [&](const OutboxRow&) -> Result<> {
    if (++tries < 3) return Error::unavailable("push.down", "Down.");
    return ok();
  };
  start();
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return tx.apply(effect("push", "a")); }).has_value());
  ASSERT_TRUE(soon([&] { return count(count_outbox) == 0; }));
  EXPECT_EQ(tries, 3);
}

TEST_F(RunnerTest, AnEffectWithoutAChannelIsParkedVisibly) {
  start();
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return tx.apply(effect("robot_call", "a")); }).has_value());
  const auto parked = [&] {
    auto session = *database->open(db::Access::read);
    return db::find<OutboxRow>(*session, OutboxId(1))->value().state == OutboxState::parked;
  };
  EXPECT_TRUE(soon(parked));
}

TEST_F(RunnerTest, StoppingWaitsForDeliveriesUnderWayButNotForever) {
  start();
  std::latch entered(1);
  push->work = [&](const OutboxRow& row) -> Result<> {
    if (row.key == "slow") {
      entered.count_down();
      std::this_thread::sleep_for(200ms);
    }
    return ok();
  };
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return tx.apply(effect("push", "slow")); }).has_value());
  entered.wait();
  EXPECT_TRUE(runner->stop(5s));
  EXPECT_EQ(count(count_outbox), 0) << "its outcome was kept";

  auto hangs = std::make_shared<std::latch>(1), inside = std::make_shared<std::latch>(1), left = std::make_shared<std::latch>(1);
  slow->work = [hangs, inside, left](const OutboxRow&) -> Result<> {
    inside->count_down();
    hangs->wait();
    left->count_down();
    return ok();
  };
  start();
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return tx.apply(effect("slow", "hangs")); }).has_value());
  inside->wait();
  EXPECT_FALSE(runner->stop(50ms));
  EXPECT_EQ(count(count_outbox), 1) << "it will be sent again";
  runner.reset();
  driven.reset();
  hangs->count_down();  // the thread that was left behind must not touch what is gone
  left->wait();
  std::this_thread::sleep_for(20ms);
}

TEST_F(RunnerTest, AReaderSeesOneMomentAndThePoolIsBounded) {
  start();
  Readers readers(*database, 2);
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return add_entry(tx, "first"); }).has_value());
  auto one = readers.take();
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(**db::first<std::int64_t>(one->session(), count_entries), 1);
  ASSERT_TRUE(runner->run({}, [](Tx& tx) { return add_entry(tx, "second"); }).has_value());
  EXPECT_EQ(**db::first<std::int64_t>(one->session(), count_entries), 1) << "its own moment";
  std::atomic<int> served = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        auto lease = readers.take();
        if (lease.has_value() && **db::first<std::int64_t>(lease->session(), count_entries) == 2) ++served;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(served, 80);
}

TEST_F(RunnerTest, NobodyIsToldAndNothingIsSentBeforeTheDiskHasConfirmed) {
  SlowDisk disk(*database);
  driven = std::make_unique<Engine>(disk, registry, clock);
  ASSERT_TRUE(driven->start().has_value());
  std::atomic<int> heard = 0, done = 0, failed = 0;
  driven->on_committed([&](std::span<const Event> events) { heard += static_cast<int>(events.size()); });
  runner = std::make_unique<Runner>(*driven, disk);
  ASSERT_TRUE(runner->start().has_value());
  disk.hold();
  const auto work = [](Tx& tx) -> Result<> {
    TRY_DO(add_entry(tx, "one"));
    TRY_DO(tx.apply(effect("push", "a")));
    return tx.apply(Consequences{}.event("added", "entry", 1, {}, Audience::client, codec::RawJson{"{}"}));
  };
  runner->submit(std::make_unique<Counted>(done, failed, work));
  disk.wait_until_asked();
  // The writer goes on while the disk is busy.
  runner->submit(std::make_unique<Counted>(done, failed, [](Tx& tx) { return add_entry(tx, "two"); }));
  ASSERT_TRUE(soon([&] { return count(count_entries) == 2; }));
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(done + failed, 0);
  EXPECT_EQ(heard, 0);
  EXPECT_EQ(push->distinct(), 0U);
  disk.confirm();
  EXPECT_TRUE(soon([&] { return done == 2 && heard == 1 && push->distinct() == 1; }));
  runner->stop(1s);
  runner.reset();
  driven.reset();
}

TEST_F(RunnerTest, WhatTheDiskRefusedIsPromisedToNobody) {
  SlowDisk disk(*database);
  driven = std::make_unique<Engine>(disk, registry, clock);
  ASSERT_TRUE(driven->start().has_value());
  std::atomic<int> heard = 0, broken = 0, done = 0, failed = 0;
  driven->on_committed([&](std::span<const Event> events) { heard += static_cast<int>(events.size()); });
  runner = std::make_unique<Runner>(*driven, disk, RunnerSettings{.on_broken_disk = [&](const Error& error) { broken += error.code == "db.sync"; }});
  ASSERT_TRUE(runner->start().has_value());
  disk.confirm(false);  // every time it is asked from now on
  runner->submit(std::make_unique<Counted>(done, failed, [](Tx& tx) -> Result<> {
    TRY_DO(add_entry(tx, "one"));
    return tx.apply(Consequences{}.event("added", "entry", 1, {}, Audience::client, codec::RawJson{"{}"}));
  }));
  EXPECT_TRUE(soon([&] { return failed == 1; }));
  EXPECT_GE(broken, 1);
  EXPECT_EQ(done, 0);
  EXPECT_EQ(heard, 0);
  runner->stop(1s);
  runner.reset();
  driven.reset();
}

}  // namespace
}  // namespace bellman::sample
