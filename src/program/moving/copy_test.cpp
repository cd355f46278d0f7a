#include "moving/copy.h"

#include "base/prng.h"
#include "checks/checks.h"
#include "moving/test_stores.h"

namespace bellman::moving {
namespace {

class Copying : public Moving {
 protected:
  Result<Copied> copy_into(const std::string& to, CopyOptions options = {}) {
    const auto target = open(to);
    return copy(*source, *target, rooms, now, options);
  }
  std::string refused(const std::string& to) {
    const auto copied = copy_into(to);
    return copied.has_error() ? copied.error().code : "";
  }

  const std::string filled = filled_file();
  const std::unique_ptr<db::Database> source = open(filled);
};

TEST_F(Copying, ThereAndBackEveryRowIsTheSame) {
  // A row that refers to a later one of its own table.
  run_on(*source, "UPDATE client SET organisation_id = (SELECT max(id) FROM client) WHERE id = (SELECT min(id) FROM client)");
  run_on(*source, "UPDATE region SET name = '', centre_lat = -0.0, centre_lon = 1e-300 WHERE id = (SELECT min(id) FROM region)");
  const auto before = sums(*source);
  const std::string middle_address = empty_store();
  const auto there = copy_into(middle_address);
  ASSERT_TRUE(there.has_value()) << there.error().text();
  EXPECT_TRUE(there->equal);
  EXPECT_FALSE(there->resumed);
  EXPECT_GT(there->rows, 2000);
  for (const TableCopied& table : there->tables) EXPECT_EQ(table.checksum, before.at(table.table)) << table.table;

  const auto middle = open(middle_address), back = open(file("back.db"));
  EXPECT_EQ(sums(*middle), before);
  const auto again = copy(*middle, *back, rooms, now);
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_TRUE(again->equal);
  EXPECT_EQ(sums(*back), before);
  EXPECT_EQ(sums(*source), before) << "the source is only read";
}

TEST_F(Copying, TheCopyIsFitForAServer) {
  const std::string address = empty_store();
  ASSERT_TRUE(copy_into(address).has_value());
  const auto target = open(address);
  auto session = *target->open(db::Access::write);
  const auto state = db::migrate(*session, rooms, now);
  ASSERT_TRUE(state.has_value()) << state.error().text();
  EXPECT_TRUE(state->applied.empty());
  EXPECT_FALSE(*has_table(*session, "copy_progress"));
  ASSERT_TRUE(session->begin(db::Access::read).has_value());
  const auto violations = checks::run(*session, now);
  session->rollback();
  ASSERT_TRUE(violations.has_value()) << violations.error().text();
  EXPECT_TRUE(violations->empty()) << violations->front().sentence;
  // Every request can be found by its words, and the index goes on with the newest event.
  EXPECT_EQ(number(*target, "SELECT count(*) FROM request_text"), number(*source, "SELECT count(*) FROM request"));
  EXPECT_EQ(number(*target, "SELECT count(*) FROM follower"), number(*source, "SELECT count(*) FROM follower"));
}

TEST_F(Copying, InterruptedAnywhereItGoesOn) {
  const auto before = sums(*source);
  CopyOptions options;
  options.rows_at_once = 150;
  int batches = 0;
  options.after_batch = [&]() -> Result<> { return ++batches, ok(); };
  ASSERT_TRUE(copy_into(empty_store(), options).has_value());
  ASSERT_GT(batches, 20);
  Prng prng{3};
  for (int round = 0; round < 3; ++round) {
    const std::string address = empty_store();
    int runs = 0;
    for (bool whole = false; !whole; ++runs) {
      ASSERT_LT(runs, 100);
      auto left = static_cast<std::int64_t>(prng.below(static_cast<std::uint32_t>(batches)));
      options.after_batch = [&left]() -> Result<> {
        if (--left < 0) return Error::unavailable("test.stopped", "stopped");
        return ok();
      };
      const auto copied = copy_into(address, options);
      if (copied.has_error()) {
        ASSERT_EQ(copied.error().code, "test.stopped") << copied.error().text();
        auto session = *open(address)->open(db::Access::write);
        EXPECT_EQ(db::migrate(*session, rooms, now).error().code, "db.unfinished_copy") << "no server may use it";
        continue;
      }
      whole = true;
      EXPECT_TRUE(copied->equal);
      EXPECT_EQ(copied->resumed, runs > 0);
    }
    EXPECT_EQ(sums(*open(address)), before);
  }
}

TEST_F(Copying, ASourceThatChangedIsNotGoneOnWith) {
  const std::string address = empty_store();
  CopyOptions options;
  options.after_batch = []() -> Result<> { return Error::unavailable("test.stopped", "stopped"); };
  ASSERT_TRUE(copy_into(address, options).has_error());
  run_on(*source, "UPDATE request SET title = title || '.' WHERE id = (SELECT max(id) FROM request)");
  EXPECT_EQ(refused(address), "copy.source_changed");
}

TEST_F(Copying, ARowThatIsChangedOnTheWayIsNoticed) {
  const std::string address = empty_store();
  CopyOptions options;
  bool spoiled = false;
  options.after_batch = [&]() -> Result<> {
    if (spoiled) return ok();
    const auto target = open(address);
    if (number(*target, "SELECT count(*) FROM request") == 0) return ok();
    spoiled = true;
    run_on(*target, "UPDATE request SET late = 1 - late WHERE id = (SELECT max(id) FROM request)");
    return ok();
  };
  const auto copied = copy_into(address, options);
  ASSERT_TRUE(copied.has_value()) << copied.error().text();
  EXPECT_FALSE(copied->equal);
  for (const TableCopied& table : copied->tables) EXPECT_EQ(table.equal, table.table != "request") << table.table;
  auto session = *open(address)->open(db::Access::write);
  EXPECT_EQ(db::migrate(*session, rooms, now).error().code, "db.unfinished_copy");
}

TEST_F(Copying, RefusesWhatItCannotDoWell) {
  const std::string full = empty_store();
  ASSERT_TRUE(copy_into(full).has_value());
  const auto before = sums(*open(full));
  EXPECT_EQ(refused(full), "copy.target_not_empty");
  EXPECT_EQ(sums(*open(full)), before);

  const std::string seeded = empty_store();
  {
    const auto target = open(seeded);
    auto session = *target->open(db::Access::write);
    ASSERT_TRUE(db::migrate(*session, rooms, now).has_value());
    ASSERT_TRUE(session->script("UPDATE kept_version SET version = 1").has_value());
  }
  EXPECT_EQ(refused(seeded), "copy.target_not_empty") << "as many rows as a new one, but not the same";

  const auto nothing = open(file("nothing.db"));
  EXPECT_EQ(copy(*nothing, *open(empty_store()), rooms, now).error().code, "copy.source_empty");
  run_on(*source, "INSERT INTO schema_migration (room, number, name, checksum, applied_at) VALUES ('later', 1, '0001_later', 1, 1)");
  EXPECT_EQ(refused(empty_store()), "db.newer");
  run_on(*source, "DELETE FROM schema_migration WHERE room = 'later' OR room = 'dispatch' AND number = 2");
  EXPECT_EQ(refused(empty_store()), "copy.source_outdated");
}

TEST_F(Copying, AChecksumTellsKindsAndValuesApart) {
  const auto sum = [](std::vector<std::vector<db::Value>> rows) {
    Checksum checksum;
    for (const auto& row : rows) checksum.add(row);
    return checksum.text();
  };
  const std::vector<db::Value> one{std::int64_t{1}, std::string_view("a")}, two{std::int64_t{2}, std::string_view("b")};
  EXPECT_EQ(sum({one, two}), sum({two, one}));
  EXPECT_NE(sum({one, two}), sum({one, one}));
  EXPECT_NE(sum({one, one}), sum({}));
  const std::vector<std::vector<db::Value>> different{{std::monostate{}}, {std::int64_t{0}}, {0.0}, {-0.0}, {std::string_view("")}, {db::Blob{""}}, {std::string_view("0")}, {}};
  std::set<std::string> seen;
  for (const auto& row : different) seen.insert(sum({row}));
  EXPECT_EQ(seen.size(), different.size());
  EXPECT_NE(sum({{std::string_view("ab"), std::string_view("c")}}), sum({{std::string_view("a"), std::string_view("bc")}}));
}

}  // namespace
}  // namespace bellman::moving
