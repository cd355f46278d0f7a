#include "db/fresh_database.h"
#include "engine/database_clock.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <filesystem>

namespace bellman::engine {
namespace {

using namespace std::chrono_literals;

constexpr Microseconds start = 1'770'000'000s;

// A clock on the wall that can be set, and can fail to answer.
class SetClock {
 public:
  WallClock asked() {
    return [this]() -> Result<Microseconds> {
      ++questions;
      if (dumb) return Error::unavailable("db.connection", "Nobody answers.");
      return start + elapsed_since_boot() - begun + Microseconds(ahead.load());
    };
  }
  // Until it has been asked twice more, so that the answer to the first has been dealt with.
  void let_it_be_heard() const {
    for (const int before = questions; questions < before + 2;) std::this_thread::sleep_for(1ms);
  }
  Milliseconds off(const SteadyClock& clock) const {
    return std::chrono::duration_cast<Milliseconds>(clock.now().ms * 1ms - start - (elapsed_since_boot() - begun));
  }

  const Microseconds begun = elapsed_since_boot();
  std::atomic<std::int64_t> ahead{0};
  std::atomic<int> questions{0};
  std::atomic<bool> dumb{false};
};

SteadyClockSettings settings_with(Microseconds patience) { return {.limits = {.step_patience = patience}, .ask_every = 2ms, .whose = "the clock of a test"}; }

testing::AssertionResult nearly(Milliseconds is, Milliseconds should_be) {
  if (is - should_be < 100ms && should_be - is < 100ms) return testing::AssertionSuccess();
  return testing::AssertionFailure() << is.count() << " ms, not " << should_be.count();
}

TEST(SteadyClock, AJumpIsNotFollowedUntilItHasStood) {
  SetClock wall;
  const SteadyClock clock(settings_with(1500ms), wall.asked());
  EXPECT_TRUE(nearly(wall.off(clock), 0ms));
  wall.ahead = Microseconds(1h).count();
  wall.let_it_be_heard();
  EXPECT_TRUE(nearly(wall.off(clock), 0ms));
  EXPECT_TRUE(clock.standing().held);
  EXPECT_TRUE(nearly(clock.standing().deviation, 1h));
  for (int i = 0; i < 1000 && clock.standing().held; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(nearly(wall.off(clock), 1h));
  EXPECT_TRUE(nearly(clock.standing().deviation, 0ms));
}

TEST(SteadyClock, WhenItsSourceIsDumbTheTimeGoesOn) {
  SetClock wall;
  const SteadyClock clock(settings_with(0ms), wall.asked());
  wall.dumb = true;
  wall.let_it_be_heard();
  wall.ahead = Microseconds(1h).count();
  EXPECT_TRUE(nearly(wall.off(clock), 0ms));
  wall.dumb = false;
  wall.let_it_be_heard();
  EXPECT_TRUE(nearly(wall.off(clock), 1h));
}

TEST(SteadyClock, WhenItsSourceIsDumbAtTheStartTheMachinesClockIsTaken) {
  SetClock wall;
  wall.dumb = true;
  const SteadyClock clock(settings_with(15min), wall.asked());
  EXPECT_TRUE(nearly(clock.now() - SystemClock().now(), 0ms));
}

// The wall clock is set about like mad; every thread sees the time go forward, also compared with what the others have seen.
TEST(SteadyClock, GoesForwardForAllThreads) {
  const auto level = spdlog::get_level();
  spdlog::set_level(spdlog::level::off);  // a hundred jumps
  SetClock wall;
  const SteadyClock clock(settings_with(0ms), wall.asked());
  std::atomic<bool> over{false};
  std::atomic<std::int64_t> newest{0};
  std::atomic<int> backward{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i)
    readers.emplace_back([&] {
      while (!over) {
        const std::int64_t seen_before = newest.load();
        const std::int64_t now = clock.now().ms;
        if (now < seen_before) ++backward;
        for (std::int64_t known = newest.load(); known < now && !newest.compare_exchange_weak(known, now);) {}
      }
    });
  for (int i = 0; i < 100; ++i) {
    wall.ahead = (i % 7 - 3) * 2'500'000LL * (i % 3) + i * 1000;
    std::this_thread::sleep_for(3ms);
  }
  over = true;
  for (std::thread& reader : readers) reader.join();
  spdlog::set_level(level);
  EXPECT_EQ(backward, 0);
}

TEST(SteadyClock, AsksTheDatabaseThatSeveralServersShare) {
  if (!db::tests_use_postgresql()) GTEST_SKIP() << "SQLite has no clock of its own";
  const auto database = db::fresh_database(std::filesystem::temp_directory_path());
  WallClock asked = database_clock(*database);
  for (int i = 0; i < 3; ++i) {
    const auto answer = asked();
    ASSERT_TRUE(answer.has_value()) << answer.error().text();
    EXPECT_TRUE(nearly(std::chrono::duration_cast<Milliseconds>(*answer - *machines_wall_clock()), 0ms));  // on this same machine
  }
}

}  // namespace
}  // namespace bellman::engine
